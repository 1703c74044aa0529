# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second try, in a session of its own, where a first one may miss by itself.

That is all windows, as a real mouse on a busy machine now and then clicks beside
what just moved; everything under the sanitizers, which make our programs and the
machine several times slower (there we look for faults in memory); and, twice in
a process and no more, any other test, as hundreds of them side by side make a
machine late. What is marked `once` gets none: there data is at stake, and what
fails one time in a hundred is a fault. What a sanitizer found, what our programs
called critical, and a window that crashed stand. The output names each.
"""

import os
import signal
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

_WINDOWS = [Path(__file__).resolve().parents[1] / name for name in ("filemanagers", "gui")]
_LIMIT = 300  # seconds
_MOST, _MOST_OTHERS = 5, 2  # in each process of pytest
_STANDS = ("our programs complained:", "the window ended with")
_KEY = "second try"

_made = []


def pytest_configure(config):
    config.addinivalue_line("markers", "once: no second try, as data is at stake")


def _may_have(item):
    if not hasattr(item, "_initrequest"):
        return False
    if "DRIVEMAP_SANITIZED" in os.environ or set(_WINDOWS) & set(item.path.resolve().parents):
        return len(_made) < _MOST
    return item.get_closest_marker("once") is None and len(_made) < _MOST_OTHERS


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    if not _may_have(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    failed = [report.longreprtext for report in reports if report.failed]
    if failed and not any(words in text for words in _STANDS for text in failed):
        _made.append(item)
        item.user_properties.append((_KEY, failed[0].splitlines()[-1]))
        signal.alarm(_LIMIT)
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter):
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for key, why in report.user_properties:
                if key == _KEY and report.when == "call":
                    terminalreporter.write_line(f"second try, {outcome}: {report.nodeid}: {why}")
