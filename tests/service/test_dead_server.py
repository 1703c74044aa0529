# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that died under a mapped drive slows nobody down.

It dies in three ways: frozen (its processes are stopped, so the kernel still
accepts connections), closed (nobody listens, connections are reset) and
dropped (the network loses every packet, as when a cable is pulled). GVfs alone
takes 20 to 80 seconds for a step then.
"""

import os
import time

import pytest

from callers import Caller, Pending, refused, within
from checks import (
    OWN_NAMESPACES,
    check_list_is_true,
    check_nothing_hangs,
    links,
    median_time,
    shown_mounts,
    state,
)
from testbed import netns, wait_for
from testbed.service import ServiceError

SLOW = 4 if "DRIVEMAP_SANITIZED" in os.environ else 1
DISCONNECT_LIMIT = 1.5 * SLOW
AT_ONCE = 0.7 * SLOW
PROBE_LIMIT = 3.0 * SLOW

# A list is "as fast as before" when it takes at most RATIO times what it took
# while the server lived, or FLOOR seconds on a busy machine.
RATIO = 10
FLOOR = 0.3 * SLOW

LINES = [f"line {number}\n" for number in range(40)]
OLD = "old text " * 30_000


class Death:
    """One way for a server to die and to come back."""

    def __init__(self, kind, samba):
        self.kind = kind
        self._samba = samba
        self._dead = False

    def strike(self):
        {"frozen": self._samba.freeze, "closed": self._samba.stop, "dropped": self._drop}[
            self.kind
        ]()
        self._dead = True

    def end(self):
        if not self._dead:
            return
        self._dead = False
        {"frozen": self._samba.thaw, "closed": self._samba.start, "dropped": netns.pass_on}[
            self.kind
        ]()

    def _drop(self):
        netns.drop(self._samba.address)


@pytest.fixture(params=["frozen", "closed", pytest.param("dropped", marks=OWN_NAMESPACES)])
def death(request, samba):
    one = Death(request.param, samba)
    yield one
    one.end()


@pytest.fixture
def drive(service, samba, session):
    """Z: on the server that is going to die, with a file."""
    (samba.path("public") / "old").write_text(OLD)
    (samba.path("public") / "other").write_text(OLD)
    service.map("Z:", samba.unc())
    return session.home / "Drives/Z"


@pytest.fixture
def path(session, samba):
    """The mount of Z:, which is there longer than the link."""
    return session.fuse / samba.folder()


@pytest.fixture
def holders(hold, drive, samba):
    """What has files open on Z:, each in its own way."""
    found = {
        "reader": hold("read", drive / "old", name="reader"),
        "writer": hold("write", drive / "new", name="writer"),
        "stream": hold("stream", samba.uri(path="other"), name="streamer"),
    }
    assert found["reader"].read(3) == "ok old"
    assert found["writer"].write("before") == "ok"
    assert found["stream"].read(3) == "ok old"
    return found


class Neighbour:
    """Y: on a server that lives on, read and written all the time."""

    def __init__(self, service, session, samba, hold):
        self._samba = samba
        self._count = 0
        (samba.path("public") / "book").write_text("".join(LINES))
        service.map("Y:", samba.unc())
        drive = session.home / "Drives/Y"
        self._reader = hold("read", drive / "book", name="neighbour-reads")
        self._writer = hold("append", drive / "diary", name="neighbour-writes")
        self._stream = hold("stream", samba.uri(path="book"), name="neighbour-streams")
        self.go_on()

    def go_on(self):
        """The next line is written, and read in both ways."""
        line = LINES[self._count]
        self._count += 1
        with within(DISCONNECT_LIMIT):
            assert self._writer.write(line) == "ok"
            for reader in (self._reader, self._stream):
                assert reader.read(len(line)) == f"ok {line}".rstrip("\n") + " "

    def check(self, service, session):
        self.go_on()
        assert self._writer.do("sync") == "ok" and self._writer.close() == "ok"
        written = self._samba.path("public") / "diary"
        assert written.read_text() == "".join(LINES[: self._count])
        assert service.drives()["Y:"]["Status"] == "ok"
        assert self._samba.folder() in session.mounts()


@pytest.fixture
def neighbour(service, session, second_samba, hold):
    return Neighbour(service, session, second_samba, hold)


@pytest.fixture
def caller(session):
    """Another program on the bus."""
    one = Caller(session)
    yield one
    one.leave()


@pytest.fixture
def hanging_stat(session, path, death):
    """hanging_stat(): a program that hangs in a look at the dead mount (and
    only there: a closed port fails at once)."""
    children = []

    def start():
        child = session.spawn("stat", path / f"unknown-{len(children)}")
        children.append(child)
        time.sleep(0.2)
        assert death.kind == "closed" or child.poll() is None, "the server answered"
        return child

    yield start
    death.end()
    for child in children:
        child.wait(timeout=10)


def check_ended(child, seconds=5):
    """What hung before the end of the backend does not hang any more."""
    with within(seconds):
        child.wait(timeout=seconds)


def find_connection(service, samba):
    for connection in service.connections().values():
        if os.path.basename(connection["Path"]) == samba.folder():
            return connection
    return None


def check_gone(service, session, samba):
    assert samba.folder() not in session.mounts()
    assert find_connection(service, samba) is None
    assert "Z" not in links(session)
    assert service.drives()["Z:"]["Status"] == "unavailable"


def check_cut(holders):
    """Their next step fails, and does not hang."""
    with within(5 * SLOW):
        assert holders["writer"].write("after").startswith("E")
        assert holders["reader"].do("rest").startswith("E")
        assert holders["stream"].do("rest") == "g-io-error-quark:0"


def check_works_again(service, session, samba):
    """A new drive on the server that has come back."""

    def can_map():
        try:
            service.map("X:", samba.unc("Bücher und Daten"))
        except ServiceError:
            return False
        return True

    wait_for(can_map, 30, "the server to be usable", interval=0.5)
    session.run("sh", "-c", "echo text >Drives/X/file", timeout=20)
    assert (samba.path("Bücher und Daten") / "file").read_text() == "text\n"
    assert service.cancel("X:", "lots-of-force")["result"] == "disconnected"


# Looking


def check_as_fast(what, alive, dead):
    limit = max(FLOOR, RATIO * alive)
    print(f"{what}: {alive * 1000:.1f} ms alive, {dead * 1000:.1f} ms dead")
    assert dead <= limit, f"{what} took {dead:.2f} s, and {alive:.3f} s before"


@pytest.mark.limit(120)
def test_looking_is_as_fast_as_before(service, session, death, holders, hanging_stat, neighbour):
    looks = {
        "GetManagedObjects": service.objects,
        "Refresh": service.refresh,
        "Refresh(scan)": lambda: service.refresh(scan=True),
        "GetHolders": lambda: service.holders("Z:"),
    }
    alive = {name: median_time(look) for name, look in looks.items()}
    before = describe(service)
    death.strike()
    for attempt in ("idle", "with a hanging stat"):
        for name, look in looks.items():
            check_as_fast(f"{name}, {death.kind}, {attempt}", alive[name], median_time(look))
        hanging_stat()
    for name, look in looks.items():
        check_as_fast(f"{name}, {death.kind}, two", alive[name], median_time(look))
    if death.kind == "frozen":
        assert describe(service) == before
    neighbour.check(service, session)


def describe(service):
    """Who holds what, without an order."""
    return sorted((h["pid"], h["kind"], h.get("path", "")) for h in service.holders("Z:"))


@pytest.mark.limit(120)
def test_command_line_looks_as_well(service, cli, death, holders, hanging_stat):
    death.strike()
    hanging_stat()
    with within(AT_ONCE * 2):
        assert cli.json("list")[0]["local"] == "Z:"
    with within(AT_ONCE * 2):
        assert {h["pid"] for h in cli.json("files", "Z:")} >= {holders["writer"].pid}


# Disconnecting


@pytest.mark.limit(120)
@pytest.mark.parametrize("way", ["bus", "cli"])
def test_lots_of_force_with_files_open(
    service, session, samba, cli, death, holders, hanging_stat, neighbour, way
):
    death.strike()
    stat = hanging_stat()
    with within(DISCONNECT_LIMIT):
        if way == "bus":
            result = service.cancel("Z:", "lots-of-force")
        else:
            result = cli.json("disconnect", "Z:", "--force=lots-of-force")
    print(f"{death.kind}, {way}: {result}")
    assert result["result"] == "disconnected"
    check_gone(service, session, samba)
    neighbour.go_on()
    check_cut(holders)
    check_ended(stat)
    check_nothing_hangs(session)
    neighbour.check(service, session)
    death.end()
    check_works_again(service, session, samba)
    check_list_is_true(service, session)


@pytest.mark.limit(120)
def test_lots_of_force_while_a_write_hangs(service, session, samba, death, holders, neighbour):
    death.strike()
    holders["writer"].send("write", "x" * 100_000)
    time.sleep(0.2)
    with within(DISCONNECT_LIMIT):
        assert service.cancel("Z:", "lots-of-force")["result"] == "disconnected"
    with within(5 * SLOW):
        assert holders["writer"].answer().startswith("E")
    check_gone(service, session, samba)
    check_nothing_hangs(session)
    neighbour.check(service, session)


def disconnect_slowly(service, samba, level):
    """The last look may run out of its second; then it is another that finds out
    that nothing is open."""
    deadline = time.monotonic() + 30
    while True:
        try:
            result = service.cancel("Z:", level)["result"]
            break
        except ServiceError as error:
            assert level == "none" and error.name == "OpenFiles" and time.monotonic() < deadline, error
    if result == "draining":
        assert level == "force"
        wait_for(lambda: find_connection(service, samba) is None, 30, "the end of the drain")


@pytest.mark.limit(120)
@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "hanging-stat"])
def test_nothing_open(service, session, samba, drive, death, hanging_stat, neighbour, level, busy):
    death.strike()
    stat = hanging_stat() if busy else None
    if SLOW > 1:
        disconnect_slowly(service, samba, level)
    else:
        with within(DISCONNECT_LIMIT):
            assert service.cancel("Z:", level)["result"] == "disconnected"
    check_gone(service, session, samba)
    if stat is not None:
        check_ended(stat)
    check_nothing_hangs(session)
    neighbour.check(service, session)


@pytest.mark.limit(120)
def test_none_with_files_open(service, session, death, holders, neighbour):
    """A refusal comes as fast, and nothing is lost by it."""
    death.strike()
    with refused("OpenFiles", holders["writer"].pid), within(DISCONNECT_LIMIT):
        service.cancel("Z:")
    assert service.drives()["Z:"]["Status"] == "ok"
    check_nothing_hangs(session)
    neighbour.check(service, session)


@pytest.mark.limit(120)
def test_force_drains_at_once(service, session, samba, death, holders, hanging_stat, neighbour):
    death.strike()
    stat = hanging_stat()
    with within(DISCONNECT_LIMIT):
        assert service.cancel("Z:", "force")["result"] == "draining"
    assert "Z" not in links(session)
    assert find_connection(service, samba)["Status"] == "draining"
    neighbour.go_on()
    with within(DISCONNECT_LIMIT):
        assert service.cancel("Z:", "lots-of-force")["result"] == "disconnected"
    check_gone(service, session, samba)
    check_cut(holders)
    check_ended(stat)
    check_nothing_hangs(session)
    neighbour.check(service, session)


@pytest.mark.limit(120)
def test_drain_ends_when_the_programs_end(service, session, samba, death, holders):
    death.strike()
    assert service.cancel("Z:", "force")["result"] == "draining"
    for holder in holders.values():
        holder.end()
    death.end()
    wait_for(lambda: not shown_mounts(service), 60, "the end of the drain", interval=0.1)
    assert session.mounts() == {}
    assert (samba.path("public") / "new").read_text() == "before"
    check_nothing_hangs(session)


# Mapping


def check_map_fails(service, death, samba, caller, remote):
    """Soon, where the network tells; where not, it can be cancelled."""
    if death.kind != "frozen":
        with refused("BadNetPath", samba.address), within(PROBE_LIMIT):
            service.map("X:", remote)
        return
    pending = Pending(caller.map, "X:", remote, operation="mine")
    service.wait_for_drive("X:", Status="connecting")
    time.sleep(0.3)
    with within(AT_ONCE):
        caller.call("CancelOperation", "s", "mine")
        with refused("Cancelled"):
            pending.result()


@pytest.mark.limit(120)
def test_map_of_another_share(service, session, samba, death, drive, caller, neighbour):
    before = state(service)
    death.strike()
    check_map_fails(service, death, samba, caller, samba.unc("team"))
    assert state(service) == before
    neighbour.check(service, session)


@pytest.mark.limit(120)
def test_second_drive_on_the_dead_mount(service, samba, death, drive, caller):
    """The mount is there, but nothing behind it."""
    death.strike()
    check_map_fails(service, death, samba, caller, samba.unc(path="folder"))
    assert list(service.drives()) == ["Z:"]


@pytest.mark.limit(120)
def test_healthy_server_meanwhile(
    service, session, samba, make_samba, death, holders, hanging_stat, caller
):
    """While everything about the dead one is under way, another is as ever."""
    healthy = make_samba()
    start = time.monotonic()
    service.map("H:", healthy.unc(), remember=False)
    alive = time.monotonic() - start
    service.cancel("H:", "lots-of-force")

    death.strike()
    stat = hanging_stat()
    pending = Pending(caller.map, "X:", samba.unc("readonly"), operation="mine")
    ending = Pending(caller.cancel, "Z:", "lots-of-force")
    start = time.monotonic()
    service.map("H:", healthy.unc("Bücher und Daten"))
    dead = time.monotonic() - start
    print(f"{death.kind}: a healthy map took {alive:.2f} s before, {dead:.2f} s meanwhile")
    assert dead <= max(1.5 * SLOW, RATIO * alive)
    assert ending.result()["result"] == "disconnected"
    check_ended(stat)
    if death.kind == "frozen":
        caller.call("CancelOperation", "s", "mine")
    with pytest.raises(ServiceError):
        pending.result()
    session.run("sh", "-c", "echo text >Drives/H/file", timeout=20)
    assert (healthy.path("Bücher und Daten") / "file").read_text() == "text\n"


# Coming back


@pytest.mark.limit(120)
def test_it_comes_back(service, session, samba, death, drive, hanging_stat, neighbour):
    """What was not disconnected works again without being mapped again."""
    death.strike()
    stat = hanging_stat()
    time.sleep(1)
    death.end()
    check_ended(stat, 60)

    def can_write():
        command = ("sh", "-c", "echo text >Drives/Z/file && cat Drives/Z/old")
        done = session.run(*command, timeout=60, check=False)
        return done.returncode == 0 and done.stdout == OLD

    wait_for(can_write, 30, "the drive to work again", interval=0.5)
    assert (samba.path("public") / "file").read_text() == "text\n"
    check_list_is_true(service, session)
    check_works_again(service, session, samba)
    assert service.cancel("Z:", "lots-of-force")["result"] == "disconnected"
    check_nothing_hangs(session)
    neighbour.check(service, session)
