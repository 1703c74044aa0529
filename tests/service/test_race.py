# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Disconnecting at level none while a program opens, appends and closes for ever.

An open may fail, as the drive may be gone. But no open that succeeded is ever
harmed: neither its write nor its close fails, and its record is on the server,
once.

DRIVEMAP_RACES: how many disconnects (100; 30 under the sanitizers).
"""

import os
import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from testbed import wait_for
from testbed.holder import PYTHON
from testbed.service import ServiceError

pytestmark = pytest.mark.once

PROGRAM = Path(__file__).with_name("race_writer.py")
DISCONNECTS = int(os.environ.get("DRIVEMAP_RACES", "30" if "DRIVEMAP_SANITIZED" in os.environ else "100"))
# On a slow machine a third of that has to do.
SECONDS = DISCONNECTS * 6 // 10
FEWEST = DISCONNECTS // 3
# A race has losers on both sides; a machine on which it does not come to that
# within SECONDS goes on.
FEWEST_OF_EACH = 5
LONGEST = 3 * SECONDS


class Writer:
    """The program that writes, and what it noted."""

    def __init__(self, session, way, target):
        self._notes = session.directory / "notes"
        self._notes.touch()
        self._process = session.spawn(
            PYTHON, PROGRAM, way, target, self._notes, stdin=subprocess.PIPE
        )

    def stop(self):
        self._process.stdin.close()
        assert self._process.wait(timeout=30) == 0

    def wait_until_writing(self):
        """Wait for another record."""
        before = self._notes.stat().st_size
        wait_for(lambda: self._notes.stat().st_size > before, 15, "the program to write again")

    def lines(self, word):
        """What follows the word in its lines."""
        found = [line.split(" ", 1) for line in self._notes.read_text().splitlines()]
        return [rest for first, rest in found if first == word]

    def written(self):
        return [int(number) for number in self.lines("ok")]


def disconnect(service, name):
    """"disconnected", or the error: only its name where somebody is in the way."""
    try:
        return service.cancel(name, "none")["result"]
    except ServiceError as error:
        return error.name if error.name == "OpenFiles" else str(error)


def race(service, writer, name, connect):
    """Disconnects again and again; returns how often each answer came."""
    answers = Counter(OpenFiles=0, disconnected=0)
    writer.wait_until_writing()
    start = time.monotonic()

    def is_done():
        seconds = time.monotonic() - start
        is_enough = answers.total() >= DISCONNECTS or seconds > SECONDS
        return is_enough and min(answers.values()) >= FEWEST_OF_EACH or seconds > LONGEST

    while not is_done():
        time.sleep(random.uniform(0, 0.05))
        answer = disconnect(service, name)
        answers[answer] += 1
        if answer == "disconnected":
            connect()
            writer.wait_until_writing()
    return answers


def records(path):
    return [int(line) for line in path.read_text().splitlines()]


def check(way, answers, writer, path):
    writer.stop()
    written, harmed = writer.written(), writer.lines("harmed")
    print(f"{way}: {dict(answers)}; {len(written)} records, "
          f"{writer.lines('refused')[0]} opens refused, {len(harmed)} harmed")
    assert not harmed
    # gvfsd-fuse closes the last one a little later.
    wait_for(lambda: len(records(path)) >= len(written), 3, "the last record")
    assert records(path) == written
    assert set(answers) == {"disconnected", "OpenFiles"}
    assert answers.total() >= FEWEST
    assert min(answers.values()) >= FEWEST_OF_EACH, "the race was no race"
    assert len(written) > answers.total()


@pytest.mark.limit(LONGEST + 60)
def test_fuse(session, service, samba):
    service.map("Z:", samba.unc("public"))
    # Not by the drive's link: that is gone while there is no connection.
    writer = Writer(session, "fuse", session.fuse / samba.folder("public") / "log")
    answers = race(service, writer, "Z:", lambda: service.map("Z:", samba.unc("public")))
    check("fuse", answers, writer, samba.path("public") / "log")


@pytest.mark.limit(LONGEST + 60)
def test_gio(session, service, samba):
    name = samba.unc("public")
    service.connect(name)
    writer = Writer(session, "gio", samba.uri("public", path="log"))
    answers = race(service, writer, name, lambda: service.connect(name))
    check("gio", answers, writer, samba.path("public") / "log")
