# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counts single tests: results.py STATUS FILE… or results.py --sum SUITE…

FILE is a meson testlog.json or a JUnit .xml. A suite that ended with a status
other than 0 has at least one failure, and so has one that tested nothing; but 77
is said by one that this machine cannot run.
"""

import json
import re
import sys
import xml.etree.ElementTree
from collections import Counter
from pathlib import Path

_TAP = re.compile(r"^(not ok|ok)\b(.*)$", re.M)


def count_meson(path):
    """TAP points of each test program; a program without any is one test."""
    total = Counter()
    for line in path.read_text().splitlines():
        test = json.loads(line)
        counts = Counter(
            "skipped" if re.search(r"#\s*skip", rest, re.I) else
            "passed" if verdict == "ok" else "failed"
            for verdict, rest in _TAP.findall(test.get("stdout") or "")
        )
        good = test["result"] in ("OK", "EXPECTEDFAIL", "SKIP")
        if not good and not counts["failed"]:
            counts["failed"] = 1
        elif not counts:
            counts["skipped" if test["result"] == "SKIP" else "passed"] = 1
        total += counts
    return total


def count_junit(path):
    total = Counter()
    for case in xml.etree.ElementTree.parse(path).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            total["failed"] += 1
        elif skipped is not None and skipped.get("type") != "pytest.xfail":
            total["skipped"] += 1
        else:
            total["passed"] += 1
    return total


def count_suite(status, files):
    if status == 77:
        return Counter(skipped=1)
    total = Counter()
    for path in map(Path, files):
        counts = Counter()
        if path.exists():
            counts = count_meson(path) if path.suffix == ".json" else count_junit(path)
        if not counts["passed"]:
            counts["failed"] = max(1, counts["failed"])
        total += counts
    if status != 0:
        total["failed"] = max(1, total["failed"])
    elif not files:
        total["passed"] = 1
    return total


def describe(counts):
    text = f"{counts['passed']} passed, {counts['failed']} failed"
    return text + (f", {counts['skipped']} skipped" if counts["skipped"] else "")


def parse(path):
    """The counts that an earlier run described in a file."""
    if not path.exists():
        return Counter(failed=1)
    return Counter({word: int(n) for n, word in re.findall(r"(\d+) (\w+)", path.read_text())})


def main():
    if sys.argv[1] == "--sum":
        total = sum((parse(Path(f"{name}.counts")) for name in sys.argv[2:]), Counter())
        print(describe(total))
        return 1 if total["failed"] else 0
    print(describe(count_suite(int(sys.argv[1]), sys.argv[2:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
