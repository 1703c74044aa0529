# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kill -9 of the service, at any moment.

Each sweep does one operation again and again, each time on a share of its own
and with the service killed a little later. D-Bus then starts the next one, and
that must know all: what is mounted, which drive is where, what drains, what is
remembered. No program that has a file open may notice.
"""

import contextlib
import os
import signal
import time

import pytest
from gi.repository import GLib

from callers import Caller, Pending
from checks import check_list_is_true, check_nothing_hangs, helpers, kill, stopped
from testbed import processes, wait_for
from testbed.service import ServiceError

SANITIZED = "DRIVEMAP_SANITIZED" in os.environ
STEPS = 6 if SANITIZED else 12
LIMIT = 400
DRAIN_TIME = 15
SETTLE_TIME = 10

WRITTEN = "before "


@pytest.fixture
def samba(make_samba):
    return make_samba(numbered=STEPS + 2)


@pytest.fixture
def caller(session):
    one = Caller(session)
    yield one
    one.leave()


class World:
    """Three drives that every successor has to know, beside those under test:

    K: not remembered, with a file being written; R: remembered and connected;
    U: remembered, not connected."""

    def __init__(self, service, session, samba, hold, caller):
        self.service, self.session, self.samba = service, session, samba
        self._hold, self._caller = hold, caller
        self._written = ""
        service.map("K:", samba.unc(), remember=False)
        service.map("R:", samba.unc("readonly"))
        service.map("U:", samba.unc("Bücher und Daten"))
        service.cancel("U:", "lots-of-force")
        self._writer = hold("write", session.home / "Drives/K/diary", name="diarist")
        self.check()

    @staticmethod
    def share(number):
        return f"share-{number + 1:02d}"

    def folder(self, number):
        return self.samba.folder(self.share(number))

    def map(self, number, **options):
        return self.service.map("Z:", self.samba.unc(self.share(number)), **options)

    def hold(self, number, name="writer"):
        """A program that has written a file on Z:, and goes on."""
        holder = self._hold("write", self.session.home / "Drives/Z/file", name=name)
        assert holder.write(WRITTEN) == "ok"
        return holder

    def text(self, number):
        return (self.samba.path(self.share(number)) / "file").read_text()

    def interrupt(self, offset, method, *arguments, **options):
        """Kill the service OFFSET seconds into a call (None: after it); returns
        whether that had succeeded before (or whether the successor did it)."""
        pid = self.service.pid
        pending = Pending(getattr(self._caller, method), *arguments, **options)
        if offset is None:
            wait_for(pending.is_done, 20, "the end of the call")
        else:
            time.sleep(offset)
        kill(self.session, pid)
        try:
            pending.result(20)
        except (GLib.Error, ServiceError):
            return False
        return True

    def kill(self):
        kill(self.session, self.service.pid)

    def check(self):
        """What is true whenever the service has been killed."""
        self.settle()
        drives = self.service.drives()
        assert drives["K:"]["Status"] == "ok" and not drives["K:"]["Remembered"]
        assert drives["R:"]["Status"] == "ok" and drives["R:"]["Remembered"]
        assert drives["U:"]["Status"] == "unavailable" and drives["U:"]["Remembered"]
        self.check_profile()
        line = f"line {len(self._written)}\n"
        assert self._writer.write(line) == "ok"
        self._written += line
        assert (self.samba.path("public") / "diary").read_text() == self._written

    def settle(self):
        """Its helpers and GVfs may still be at what the dead one asked for."""
        wait_for(lambda: not helpers(self.session), SETTLE_TIME, "the end of our helpers")
        deadline = time.monotonic() + SETTLE_TIME
        while True:
            try:
                check_list_is_true(self.service, self.session)
                break
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.05)
        wait_for(lambda: not stopped(self.session), 3, "the backends to go on")

    def profile(self):
        """The groups of drives.ini, which must be whole."""
        path = self.session.home / "config/drivemap/drives.ini"
        file = GLib.KeyFile()
        file.load_from_file(str(path), GLib.KeyFileFlags.NONE)
        groups = file.get_groups()[0]
        for group in groups:
            assert file.get_string(group, "Remote").startswith("smb://"), path.read_text()
        return set(groups)

    def check_profile(self):
        found = self.profile()
        assert {"R:", "U:"} <= found <= {"R:", "U:", "Z:"}
        remembered = {name for name, d in self.service.drives().items() if d["Remembered"]}
        assert remembered == found

    def is_mounted(self, number):
        return self.folder(number) in self.session.mounts()

    def connection(self, number):
        for connection in self.service.connections().values():
            if os.path.basename(connection["Path"]) == self.folder(number):
                return connection
        return None

    def clear(self, number):
        """Nothing left of this round, by the service's own means."""
        with contextlib.suppress(ServiceError):
            self.service.cancel("Z:", "lots-of-force", update_profile=True)
        with contextlib.suppress(ServiceError):
            self.service.cancel(self.samba.unc(self.share(number)), "lots-of-force")
        wait_for(lambda: not self.is_mounted(number), 5, "the mount to go")
        assert "Z:" not in self.service.drives()


@pytest.fixture
def world(service, session, samba, hold, caller):
    one = World(service, session, samba, hold, caller)
    yield one
    check_nothing_hangs(session)


def sweep(world, prepare, call, check):
    """call: (method, arguments…). The last round says how long it takes."""
    # A first, undisturbed one: STEPS is the number of a share, too.
    context = prepare(STEPS)
    method, arguments, options = call(STEPS)
    start = time.monotonic()
    with contextlib.suppress(ServiceError):
        getattr(world.service, method)(*arguments, **options)
    duration = time.monotonic() - start
    if context is not None:
        context.end()
    world.clear(STEPS)
    print(f"{method} {arguments}: {duration * 1000:.0f} ms, killed {STEPS} times")

    outcomes = []
    for number in range(STEPS):
        context = prepare(number)
        method, arguments, options = call(number)
        last = number == STEPS - 1
        offset = None if last else duration * 1.1 * number / (STEPS - 2)
        done = world.interrupt(offset, method, *arguments, **options)
        world.check()
        outcomes.append(check(number, done, context))
        if context is not None:
            context.end()
        world.clear(number)
    print(outcomes)
    return outcomes


# Mapping


@pytest.mark.limit(LIMIT)
@pytest.mark.parametrize("remember", [True, False], ids=["remembered", "not-remembered"])
def test_while_mapping(world, remember):
    def call(number):
        unc = world.samba.unc(world.share(number))
        return "map", ("Z:", unc), {"remember": remember}

    def check(number, done, _):
        drive = world.service.drives().get("Z:")
        if done:
            assert drive["Status"] == "ok" and drive["Remembered"] == remember
        if drive is None:
            world.map(number, remember=remember)
        elif drive["Status"] != "ok":
            world.service.connect("Z:")
        world.session.run("sh", "-c", f"printf {number} >Drives/Z/file", timeout=20)
        assert world.text(number) == str(number)
        return "nothing" if drive is None else drive["Status"]

    outcomes = sweep(world, lambda number: None, call, check)
    assert outcomes[-1] == "ok"


@pytest.mark.limit(LIMIT)
def test_login_question_to_a_dead_service(world, samba, caller):
    """GVfs lets a second caller wait for a mount that is under way, and fails
    it as well when the first cannot be asked any more. It must work even so."""
    samba.freeze()
    pid = world.service.pid
    dead = Pending(caller.map, "Z:", samba.unc(world.share(0)))
    world.service.wait_for_drive("Z:", Status="connecting")
    time.sleep(0.3)
    kill(world.session, pid)
    with pytest.raises(GLib.Error):
        dead.result()
    pending = Pending(caller.map, "Z:", samba.unc(world.share(0)))
    world.service.wait_for_drive("Z:", Status="connecting")
    time.sleep(0.3)
    samba.thaw()
    pending.result()
    world.check()
    assert world.service.drives()["Z:"]["Status"] == "ok"


@pytest.mark.limit(LIMIT)
def test_login_question_to_a_dead_program(world, session, samba, caller):
    """The same, where the first was a file manager."""
    asking = session.spawn("gio", "mount", samba.uri(world.share(0)), stdin=-1, stdout=-1)
    assert asking.stdout.read(1)
    pending = Pending(caller.map, "Z:", samba.unc(world.share(0)))
    world.service.wait_for_drive("Z:", Status="connecting")
    time.sleep(0.3)
    assert not pending.is_done()
    asking.kill()
    asking.communicate()
    pending.result()
    world.check()
    assert world.service.drives()["Z:"]["Status"] == "ok"


# Disconnecting


def expected_after_disconnect(drive, remembered):
    """Still there, or properly gone."""
    if drive is None:
        assert not remembered
        return "gone"
    assert drive["Remembered"] == remembered
    if drive["Status"] == "ok":
        return "ok"
    assert remembered and drive["Status"] in ("unavailable", "disconnected")
    return "gone"


@pytest.mark.limit(LIMIT)
@pytest.mark.parametrize("remember", [True, False], ids=["remembered", "not-remembered"])
@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
def test_while_disconnecting(world, level, remember):
    def prepare(number):
        world.map(number, remember=remember)

    def look(number):
        """What the list says, once it and the mounts say the same."""
        outcome = expected_after_disconnect(world.service.drives().get("Z:"), remember)
        return outcome if world.is_mounted(number) == (outcome == "ok") else None

    def check(number, done, _):
        outcome = wait_for(lambda: look(number), 3, "a list that is true")
        assert outcome == "gone" or not done
        return outcome

    outcomes = sweep(world, prepare, lambda number: ("cancel", ("Z:", level), {}), check)
    assert outcomes[-1] == "gone"


@pytest.mark.limit(LIMIT)
def test_while_forgetting(world):
    def prepare(number):
        world.map(number)

    def call(_):
        return "cancel", ("Z:", "none"), {"update_profile": True}

    def check(number, done, _):
        drive = world.service.drives().get("Z:")
        if done:
            assert drive is None and not world.is_mounted(number)
        return drive and drive["Status"]

    sweep(world, prepare, call, check)


@pytest.mark.limit(LIMIT)
def test_while_being_refused(world):
    """none with a file open: neither the drive nor the file notices."""

    def prepare(number):
        world.map(number, remember=False)
        return world.hold(number)

    def check(number, done, holder):
        assert not done
        drive = world.service.drives()["Z:"]
        assert drive["Status"] == "ok" and not drive["Remembered"]
        assert holder.write("after") == "ok" and holder.close() == "ok"
        wait_for(lambda: world.text(number) == WRITTEN + "after", 5, "the whole file")
        return drive["Status"]

    sweep(world, prepare, lambda number: ("cancel", ("Z:", "none"), {}), check)


@pytest.mark.limit(LIMIT)
def test_while_starting_to_drain(world):
    """force with a file open: still a drive, or a drain that ends by itself."""

    def prepare(number):
        world.map(number)
        return world.hold(number)

    def check(number, done, holder):
        status = world.service.drives()["Z:"]["Status"]
        draining = world.connection(number)["Status"] == "draining"
        assert draining or not done
        assert status == ("unavailable" if draining else "ok")
        assert holder.write("after") == "ok" and holder.close() == "ok"
        if draining:
            wait_for(lambda: not world.is_mounted(number), DRAIN_TIME, "the end of the drain")
        wait_for(lambda: world.text(number) == WRITTEN + "after", 5, "the whole file")
        world.settle()
        return "draining" if draining else status

    outcomes = sweep(world, prepare, lambda number: ("cancel", ("Z:", "force"), {}), check)
    assert outcomes[-1] == "draining"


@pytest.mark.limit(LIMIT)
def test_while_closing_by_force(world):
    """lots-of-force with a file open: what was written is on the server."""

    def prepare(number):
        world.map(number, remember=False)
        return world.hold(number)

    def check(number, done, holder):
        outcome = expected_after_disconnect(world.service.drives().get("Z:"), False)
        assert outcome == "gone" or not done
        answer = holder.write("after")
        if outcome == "ok":
            assert answer == "ok" and holder.close() == "ok"
            wait_for(lambda: world.text(number) == WRITTEN + "after", 5, "the whole file")
        else:
            assert answer == "EIO" and world.text(number) == WRITTEN
        return outcome

    call = "cancel", ("Z:", "lots-of-force"), {}
    outcomes = sweep(world, prepare, lambda number: call, check)
    assert outcomes[-1] == "gone"


# The last look


def last_looks(session):
    return [pid for pid in session.pids() if processes.name(pid).startswith("drivemap-last-l")]


def catch_last_look(world, caller, number):
    """A disconnect under way, the service, and its last look, as soon as that is there. It
    may be over before anybody has seen it: then another one is made."""
    for _ in range(20):
        world.map(number)
        service = world.service.pid
        pending = Pending(caller.cancel, "Z:", "none")
        while not pending.is_done():
            for pid in _children(service):
                if processes.name(pid).startswith("drivemap-last-l"):
                    return pending, service, pid
        assert pending.result()["result"] == "disconnected"
    raise AssertionError("no last look was seen")


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


@pytest.mark.limit(LIMIT)
@pytest.mark.parametrize("victims", ["service", "both", "look"])
def test_while_the_last_look_runs(world, session, caller, victims):
    """The backend is held still then; it goes on, or has properly ended."""
    outcomes = []
    for number in range(STEPS):
        pending, service, look = catch_last_look(world, caller, number)
        time.sleep(0.004 * number)
        killed = {"service": [service], "both": [service, look], "look": [look]}[victims]
        processes.send([pid for pid in killed if pid == look], signal.SIGKILL)
        if service in killed:
            kill(session, service)
        with contextlib.suppress(GLib.Error, ServiceError):
            pending.result(20)
        wait_for(lambda: not last_looks(session), 5, "the end of the last look")
        world.check()
        outcome = expected_after_disconnect(world.service.drives()["Z:"], True)
        outcomes.append(outcome)
        if outcome == "ok":
            session.run("sh", "-c", "printf text >Drives/Z/file", timeout=20)
            assert world.text(number) == "text"
        world.clear(number)
    print(f"killed {victims}: {outcomes}")


# Draining


@pytest.mark.limit(LIMIT)
def test_while_draining(world):
    """Killed again and again: it drains on, and ends when the holder lets go."""
    world.map(0)
    holder = world.hold(0)
    assert world.service.cancel("Z:", "force")["result"] == "draining"
    for number in range(STEPS):
        time.sleep(1.2 * number / STEPS)
        world.kill()
        world.check()
        assert world.connection(0)["Status"] == "draining"
        assert world.service.drives()["Z:"]["Status"] == "unavailable"
        assert {h["pid"] for h in world.service.holders("Z:")} == {holder.pid}
        assert holder.write(f"{number} ") == "ok"
    holder.end()
    wait_for(lambda: not world.is_mounted(0), DRAIN_TIME, "the end of the drain")
    assert world.text(0) == WRITTEN + "".join(f"{number} " for number in range(STEPS))
    world.check()


@pytest.mark.limit(LIMIT)
def test_while_a_drain_ends(world):
    """Killed between the holder's end and the end of the mount."""
    for number in range(STEPS):
        world.map(number)
        holder = world.hold(number)
        assert world.service.cancel("Z:", "force")["result"] == "draining"
        holder.end()
        time.sleep(1.4 * number / (STEPS - 1))
        world.kill()
        world.check()
        wait_for(lambda: not world.is_mounted(number), DRAIN_TIME, "the end of the drain")
        assert world.text(number) == WRITTEN
        world.check()
        world.clear(number)


@pytest.mark.limit(LIMIT)
def test_holder_that_ends_while_nobody_serves(world, session):
    """The next service looks by itself, once somebody starts it."""
    world.map(0)
    holder = world.hold(0)
    assert world.service.cancel("Z:", "force")["result"] == "draining"
    world.kill()
    holder.end()
    time.sleep(0.3)
    assert world.is_mounted(0)
    world.service.start()
    wait_for(lambda: not world.is_mounted(0), DRAIN_TIME, "the end of the drain")
    world.check()


@pytest.mark.limit(LIMIT)
def test_adopting_a_drain_of_a_dead_service(world):
    world.map(0)
    holder = world.hold(0)
    assert world.service.cancel("Z:", "force")["result"] == "draining"
    world.kill()
    world.service.connect("Z:")
    world.check()
    assert world.connection(0)["Status"] == "ok"
    assert holder.write("after") == "ok"
    holder.end()
    time.sleep(3)
    assert world.is_mounted(0) and world.service.drives()["Z:"]["Status"] == "ok"
    assert world.text(0) == WRITTEN + "after"


# Between two services


@pytest.mark.limit(LIMIT)
def test_all_that_happens_while_nobody_serves(world, session, samba):
    """Mounts come and go, a link is lost: the next service sees what is."""
    world.map(0, remember=False)
    world.service.map("Y:", samba.unc(world.share(1)))
    world.service.connect(samba.unc(world.share(2)))
    world.kill()
    session.unmount(samba.uri(world.share(0)))
    session.unmount(samba.uri(world.share(1)))
    session.mount(samba.uri(world.share(3)))
    (session.home / "Drives/R").unlink()
    assert not world.service.pid
    check_list_is_true(world.service, session)
    drives = world.service.drives()
    # It is wanted: it comes back, and may be there already.
    assert "Z:" not in drives and drives["Y:"]["Status"] in ("unavailable", "reconnecting", "ok")
    assert drives["R:"]["Status"] == "ok"
    for number in (2, 3):
        connection = world.connection(number)
        assert connection["Deviceless"] and connection["Drives"] == []


@pytest.mark.limit(LIMIT)
def test_second_drive_and_deviceless_use_survive(world, samba):
    """All three claims on one mount are known, each is cancelled by itself."""
    world.map(0, remember=False)
    world.service.map("Music", samba.unc(world.share(0)), remember=False)
    world.service.connect(samba.unc(world.share(0)))
    world.kill()
    world.check()
    connection = world.connection(0)
    assert connection["UseCount"] == 3 and connection["Deviceless"]
    assert world.service.cancel("Z:")["result"] == "released"
    world.kill()
    world.check()
    assert world.service.cancel(samba.unc(world.share(0)))["result"] == "released"
    world.kill()
    world.check()
    assert world.service.cancel("Music")["result"] == "disconnected"
    assert not world.is_mounted(0)
