# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""For test_race.py: opens, appends a counted record and closes, until stdin ends.

Usage: race_writer.py fuse|gio FILE NOTES (FILE is a path, or a URI for gio).
A failed open is nothing but refused. One line in NOTES for each other record:
"ok N", or "harmed N STEP ERROR" when the open had succeeded.
"""

import os
import random
import select
import sys
import time

# Most files are open as briefly as can be, some for a while.
LONG = 0.25
HOLD = 0.04
# Busy and calm by turns, so that a disconnect is refused as well as granted.
CYCLE = 1.4
BUSY_PART = 0.4
BUSY = 0.008
CALM = 0.12
# What an open and its close take on a machine that has time for us.
QUICK = 0.02


class Pace:
    """A slow machine gets as much calm as a quick one, measured by what it does."""

    def __init__(self):
        self._usual = QUICK

    def note(self, seconds):
        self._usual += (seconds - self._usual) / 8

    def wait_for_end(self):
        """Pauses; True when stdin has ended."""
        slowness = max(1, self._usual / QUICK)
        is_busy = time.monotonic() % (CYCLE * slowness) < BUSY_PART * slowness
        pause = random.uniform(0, BUSY if is_busy else CALM) * slowness
        return bool(select.select([sys.stdin], [], [], pause)[0])


class ByPath:
    def __init__(self, target):
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self.descriptor = os.open(target, flags, 0o644)

    def write(self, record):
        if os.write(self.descriptor, record) != len(record):
            raise OSError("short write")

    def close(self):
        os.close(self.descriptor)


class ByGio:
    def __init__(self, target):
        from gi.repository import Gio

        file = Gio.File.new_for_uri(target)
        self.stream = file.append_to(Gio.FileCreateFlags.NONE, None)

    def write(self, record):
        self.stream.write_all(record, None)

    def close(self):
        self.stream.close(None)


def append(file, number, hold):
    """How it went, as NOTES says it."""
    steps = [
        ("write", lambda: file.write(f"{number:08}\n".encode())),
        ("close", file.close),
    ]
    problems = []
    for name, step in steps:
        time.sleep(hold)
        try:
            step()
        except Exception as error:
            problems.append(f"{name} {error}")
    if problems:
        return f"harmed {number} {'; '.join(problems)}"
    return f"ok {number}"


def main():
    way, target, notes = sys.argv[1:]
    open_file = {"fuse": ByPath, "gio": ByGio}[way]
    number = refused = 0
    pace = Pace()
    with open(notes, "w", encoding="utf-8") as file:
        while not pace.wait_for_end():
            start = time.monotonic()
            try:
                opened = open_file(target)
            except Exception:
                refused += 1
                continue
            hold = random.uniform(0, HOLD) if random.random() < LONG else 0
            print(append(opened, number, hold), file=file, flush=True)
            pace.note(time.monotonic() - start - 2 * hold)
            number += 1
        print(f"refused {refused}", file=file)


if __name__ == "__main__":
    main()
