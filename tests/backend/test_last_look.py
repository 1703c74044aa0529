# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemap-last-look against real mounts: it never harms and never leaves a backend stopped.

DRIVEMAP_RACES: how often the races are run (a few by default).
"""

import os
import random
import re
import signal
import subprocess
import time
from dataclasses import dataclass

import pytest
from gi.repository import GLib

from testbed import processes
from testbed.session import TRACKER
from testbed.waiting import wait_for

pytestmark = pytest.mark.once

RACES = int(os.environ.get("DRIVEMAP_RACES", "5" if "DRIVEMAP_SANITIZED" in os.environ else "15"))

# Nothing is ended then, and it says to try again.
REFUSED = re.compile("in use|too busy to look in time|could not be held still")
DEADLINE = 1000


@dataclass
class Outcome:
    word: str
    ms: float
    message: str
    holders: list

    @property
    def kinds(self):
        return {kind for _, kind, _, _ in self.holders}

    @property
    def pids(self):
        return {pid for pid, _, _, _ in self.holders}


class Mounted:
    """One mount of one guest share, and the last look at it."""

    def __init__(self, session, build, samba, share="public"):
        self.session = session
        self.uri = samba.uri(share)
        self.folder = samba.folder(share)
        self.server_side = samba.path(share)
        self.driver = build.directory / "tests/backend/test-last-look-driver"
        self.program = build.last_look
        self.mount()

    def mount(self):
        self.session.mount(self.uri)
        self.path = self.session.wait_for_fuse(self.folder)
        self.bus_name, self.object_path = self.find()
        self.pid = self.session.bus.pid(self.bus_name)

    def find(self):
        arguments = GLib.Variant("(b)", (False,))
        (mounts,) = self.session.bus.call(*TRACKER, "ListMounts2", arguments)
        return next((m[0], m[1]) for m in mounts if m[3] == self.folder)

    def is_mounted(self):
        return self.folder in self.session.mounts()

    def arguments(self, mode="if-clear", deadline=DEADLINE):
        return [mode, self.bus_name, self.object_path, str(self.path), str(deadline)]

    def look(self, mode="if-clear", deadline=DEADLINE, *more):
        text = self.session.run(self.driver, *self.arguments(mode, deadline), *more).stdout
        first, *rest = text.splitlines()
        word, ms, message = first.split("\t")
        holders = [line.split("\t") for line in rest]
        holders = [(int(pid), kind, program, path) for pid, kind, program, path in holders]
        return Outcome(word, float(ms), message, holders)

    def is_being_looked_at(self):
        return any(executable(pid) == str(self.program) for pid in self.session.pids())

    def touch(self):
        """Make sure that opening through FUSE works (see test_path_probe.py)."""
        wait_for(lambda: opens(self.path / "file"), 10, "FUSE")


def opens(path):
    try:
        path.open("ab").close()
    except OSError:
        return False
    return True


def executable(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def states(pid):
    """The state letters of all threads; empty when the process has gone."""
    return set(processes.thread_states(pid))


def is_running(pid):
    return bool(states(pid)) and "T" not in states(pid)


@pytest.fixture
def mounted(session, build, samba):
    (samba.path("public") / "file").write_text("content\n")
    return Mounted(session, build, samba)


def look_calmly(mounted):
    """Until the machine has the time for it."""
    outcome = mounted.look()
    for _ in range(20):
        if not REFUSED.search(outcome.message):
            break
        time.sleep(0.2)
        outcome = mounted.look()
    return outcome


def test_nothing_open(mounted):
    outcome = mounted.look()
    assert outcome.word == "ended", outcome
    assert outcome.ms < 10000
    assert not states(mounted.pid)
    wait_for(lambda: not mounted.is_mounted(), 2, "the tracker to drop the mount")


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("append", "file"),
        ("write", "file"),
        ("read", "file"),
        ("map", "mapped"),
        ("dir", "directory"),
        ("cwd", "cwd"),
        ("stream", "stream"),
        ("replace", "stream"),
    ],
)
def test_held(mounted, hold, kind, expected):
    mounted.touch()
    name = "new" if kind == "write" else "file"
    target = mounted.path if kind in ("dir", "cwd") else mounted.path / name
    if kind in ("stream", "replace"):
        target = f"{mounted.uri}/{name}"
    holder = hold(kind, target)
    outcome = look_calmly(mounted)
    assert (outcome.word, outcome.message) == ("held", ""), outcome
    assert outcome.pids == {holder.pid}
    assert outcome.kinds == {expected}
    assert is_running(mounted.pid)
    if kind in ("append", "write", "replace"):
        assert holder.write("more\n") == "ok"
    if kind in ("read", "stream"):
        assert holder.read(7) == "ok content"
    assert holder.close() == "ok"
    if kind in ("append", "write", "replace"):
        wait_for(lambda: "more" in (mounted.server_side / name).read_text(), 3, "the data")
    assert look_calmly(mounted).word == "ended"


def test_end_ignores_holders(mounted, hold):
    mounted.touch()
    holder = hold("append", mounted.path / "file")
    outcome = mounted.look("end")
    assert outcome.word == "ended"
    assert not states(mounted.pid)
    assert holder.write("lost") == "EIO"


def test_gone_already(mounted):
    os.kill(mounted.pid, signal.SIGKILL)
    wait_for(lambda: not mounted.session.bus.has_owner(mounted.bus_name))
    assert mounted.look().word == "ended"
    assert mounted.look("end").word == "ended"


def test_wrong_mount_is_left_alone(mounted):
    right = mounted.object_path
    mounted.object_path = "/org/gtk/vfs/mount/999"
    for mode in ("if-clear", "end"):
        assert mounted.look(mode).word == "error"
    mounted.object_path = right
    assert is_running(mounted.pid)
    assert mounted.is_mounted()


def test_other_program_is_left_alone(mounted):
    """A bus name of gvfsd itself, or of somebody who is no backend."""
    gvfsd = mounted.session.bus.call(
        "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetNameOwner",
        GLib.Variant("(s)", (TRACKER[0],)),
    )[0]
    for name in (gvfsd, mounted.session.bus.connection.get_unique_name()):
        mounted.bus_name = name
        for mode in ("if-clear", "end"):
            outcome = mounted.look(mode)
            assert outcome.word == "error", outcome
    assert mounted.session.mounts()


def test_frozen_tracker(mounted):
    """Without the tracker's word nothing is signalled, and it does not hang."""
    gvfsd = mounted.session.bus.pid(TRACKER[0])
    os.kill(gvfsd, signal.SIGSTOP)
    try:
        outcome = mounted.look()
        assert outcome.word == "error", outcome
        assert outcome.ms < 10 * DEADLINE
    finally:
        os.kill(gvfsd, signal.SIGCONT)
    assert is_running(mounted.pid)


@pytest.mark.limit(90)
def test_dead_server(mounted, samba):
    """A request that never gets its answer does not keep the mount."""
    samba.freeze()
    try:
        asking = mounted.session.spawn("gio", "mkdir", f"{mounted.uri}/never")
        time.sleep(0.3)
        outcome = mounted.look()
        assert outcome.word == "ended", outcome
        assert 400 < outcome.ms < DEADLINE * 10
        asking.wait(timeout=5)
    finally:
        samba.thaw()


def test_dead_server_with_nothing_under_way(mounted, samba):
    samba.freeze()
    try:
        outcome = mounted.look()
        assert outcome.word == "ended", outcome
        assert outcome.ms < 10000
    finally:
        samba.thaw()


def test_cancel(mounted, samba):
    """Before the point of no return it can be called off."""
    samba.freeze()
    asking = mounted.session.spawn("gio", "mkdir", f"{mounted.uri}/late")
    time.sleep(0.3)
    outcome = mounted.look("if-clear", DEADLINE, 100)
    samba.thaw()
    assert outcome.word == "error" and outcome.ms < 300, outcome
    assert asking.wait(timeout=10) == 0
    assert (mounted.server_side / "late").is_dir()
    assert is_running(mounted.pid)


def test_wake(mounted):
    os.kill(mounted.pid, signal.SIGSTOP)
    wait_for(lambda: "T" in states(mounted.pid))
    mounted.session.run(mounted.driver, "wake", mounted.pid)
    wait_for(lambda: is_running(mounted.pid), 1, "the backend to run")


def test_wake_leaves_others_alone(mounted):
    other = mounted.session.spawn("sleep", "60")
    os.kill(other.pid, signal.SIGSTOP)
    wait_for(lambda: "T" in states(other.pid))
    mounted.session.run(mounted.driver, "wake", other.pid)
    time.sleep(0.05)
    assert states(other.pid) == {"T"}
    other.kill()
    other.wait()


@pytest.mark.limit(300)
@pytest.mark.parametrize("victim", ["last-look", "parent", "group"])
def test_killed_at_any_time(mounted, hold, victim):
    """A cwd makes it hold the backend for the whole pass over /proc."""
    mounted.touch()
    hold("cwd", mounted.path)
    usual = mounted.look().ms / 1000
    hits = 0
    # On a busy machine the moment is often missed.
    for i in range(300):
        if i >= max(RACES * 2, 20) and hits > 0:
            break
        program = mounted.driver if victim == "parent" else mounted.program
        process = mounted.session.spawn(program, *mounted.arguments(), start_new_session=True)
        time.sleep(random.uniform(usual / 4, usual))
        hits += "T" in states(mounted.pid)
        if victim == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        wait_for(lambda: is_running(mounted.pid), 0.5, "the backend to run", 0.001)
        if victim == "parent":
            # Without its parent the program goes on and ends in its own time.
            wait_for(lambda: not mounted.is_being_looked_at(), 3, "the last look to end")
        time.sleep(0.02)
        assert is_running(mounted.pid)
    print(f"{victim}: killed during the hold {hits} times")
    assert hits > 0


def check_notes(notes, server_side):
    """(ok, harmed): no line that was acknowledged may be missing on the server."""
    lines = [line.split() for line in notes.read_text().splitlines()]
    harmed = [line for line in lines if line[0] == "harmed"]
    acknowledged = {int(line[1]) for line in lines if line[0] == "ok"}
    there = set()
    for path in server_side.glob("log-*"):
        there |= {int(line) for line in path.read_text().splitlines()}
    missing = acknowledged - there
    assert not missing, f"acknowledged, but not on the server: {sorted(missing)}"
    return len(acknowledged), harmed


@pytest.mark.limit(900)
@pytest.mark.parametrize("way", ["fuse", "gio"])
def test_race(mounted, build, way):
    """Somebody opens, appends and closes for ever; nothing opened is harmed."""
    notes = mounted.session.directory / "notes"
    folder = mounted.path if way == "fuse" else mounted.uri
    writer = mounted.session.spawn(
        build.directory / "tests/backend/test-last-look-writer", way, folder, notes,
        stdin=subprocess.PIPE,
    )
    # A GIO client whose first call meets a dying backend does not recover (GVfs < 1.52.1).
    wait_for(lambda: notes.exists() and notes.read_text().startswith("ok "), 10, "the first append")
    words, times = [], []
    for _ in range(RACES):
        time.sleep(random.uniform(0, 0.05))
        for _ in range(200):
            outcome = mounted.look()
            words.append(outcome.word)
            times.append(outcome.ms)
            assert outcome.word in ("ended", "held") or REFUSED.search(outcome.message), outcome
            if outcome.word == "ended":
                break
            assert is_running(mounted.pid)
        else:
            pytest.fail("never a quiet moment")
        wait_for(lambda: not mounted.is_mounted(), 2)
        mounted.mount()
    writer.stdin.close()
    assert writer.wait(timeout=10) == 0
    acknowledged, harmed = check_notes(notes, mounted.server_side)
    print(f"{way}: {len(words)} looks, {words.count('ended')} ended, {words.count('held')} held, "
          f"{words.count('error')} busy, longest {max(times):.0f} ms; "
          f"{acknowledged} appends, harmed {harmed}")
    assert not harmed
    assert words.count("ended") >= RACES / 2
    assert acknowledged > RACES
