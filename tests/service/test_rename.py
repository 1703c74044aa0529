# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another name for a drive; whether it comes back at sign-in."""

import contextlib
import os
import time

import pytest
from gi.repository import GLib

from callers import Caller, Pending, refused
from checks import check_list_is_true, links, shown_mounts, state
from testbed import wait_for
from testbed.service import ROOT, ServiceError

DRIVES = ROOT + "/drives/"
is_root = os.geteuid() == 0


@pytest.fixture
def drives(session):
    """The folder of the links."""
    return session.home / "Drives"


@pytest.fixture
def drives_ini(session):
    return session.home / "config/drivemap/drives.ini"


@pytest.fixture
def caller(session):
    with Caller(session) as one:
        yield one


def rename(service, local, new_local, **options):
    return service.call("Rename", "ssa{sv}", local, new_local, options)


def remember(service, local, remembered):
    return service.call("SetRemembered", "sba{sv}", local, remembered, {})


class World:
    """All that a rename could change: what is shown, the links, the file."""

    def __init__(self, service, session, drives_ini):
        self._parts = (
            lambda: state(service),
            lambda: links(session),
            lambda: drives_ini.read_bytes() if drives_ini.is_file() else None,
            session.mounts,
        )
        self._before = [part() for part in self._parts]

    def check_unchanged(self):
        assert [part() for part in self._parts] == self._before


@pytest.fixture
def world(service, session, drives_ini):
    return lambda: World(service, session, drives_ini)


# Renaming


@pytest.mark.parametrize(
    "old, new, path, link",
    [
        ("Z:", "Y:", "Y_3a", "Y"),
        ("z:", "q:", "Q_3a", "Q"),
        ("Z:", "Music", "Music", "Music"),
        ("Music", "music", "music", "music"),
        ("Music", "M:", "M_3a", "M"),
        ("Z:", "Bücher [neu] 100%", None, "Bücher [neu] 100%"),
    ],
)
@pytest.mark.parametrize("remembered", [True, False], ids=["remembered", "for-now"])
def test_connected_drive(service, samba, session, drives, drives_ini, old, new, path, link, remembered):
    old_path = service.map(old, samba.unc(), remember=remembered)
    before = service.objects()[old_path]["Drive"]
    found = rename(service, old, new)

    assert path is None or found == DRIVES + path
    objects = service.objects()
    assert old_path not in objects
    drive = objects[found]["Drive"]
    assert drive["Local"] == (new.upper() if new == "q:" else new)
    assert drive["Path"] == str(drives / link)
    changed = {"Local", "Path", "SpaceTotal", "SpaceFree"}
    assert {k: v for k, v in drive.items() if k not in changed} == {
        k: v for k, v in before.items() if k not in changed
    }
    connection = objects[drive["Connection"]]["Connection"]
    assert (connection["Drives"], connection["UseCount"]) == ([found], 1)
    check_list_is_true(service, session)
    (drives / link / "file").write_text("works")
    assert (samba.path("public") / "file").read_text() == "works"
    if remembered:
        assert drives_ini.read_text().count("Remote=") == 1
    # Under its new name it is a drive like any other.
    assert service.cancel(new, update_profile=True)["result"] == "disconnected"
    assert service.drives() == {} and session.mounts() == {} and links(session) == {}


def test_open_files_are_not_disturbed(service, samba, session, drives, hold):
    (samba.path("public") / "old").write_text("old text")
    (samba.path("public") / "streamed").write_text("stream")
    (samba.path("public") / "folder").mkdir()
    service.map("Z:", samba.unc())
    backend = session.backend_pid(samba.folder())
    writer = hold("write", drives / "Z/new", name="writer")
    reader = hold("read", drives / "Z/old", name="reader")
    mapped = hold("map", drives / "Z/old", name="mapper")
    worker = hold("cwd", drives / "Z/folder", name="worker")
    stream = hold("stream", samba.uri(path="streamed"), name="streamer")
    assert writer.write("before ") == "ok" and reader.read(3) == "ok old"
    assert stream.read(3) == "ok str"

    rename(service, "Z:", "Y:")
    assert writer.write("after") == "ok" and writer.do("sync") == "ok" and writer.close() == "ok"
    assert (samba.path("public") / "new").read_text() == "before after"
    assert reader.do("rest") == "ok 5" and stream.do("rest") == "ok 3"
    assert mapped.read(0) == "ok o" and worker.do("getcwd").startswith("ok ")
    assert worker.do("list").startswith("ok")
    assert session.backend_pid(samba.folder()) == backend
    assert {h["program"] for h in service.holders("Y:")} >= {"reader", "mapper", "worker", "streamer"}
    with refused("NotConnected", "Z:"):
        service.holders("Z:")
    with refused("OpenFiles", "Y:"):
        service.cancel("Y:")


@pytest.mark.limit(120)
def test_writer_goes_on_through_many_renames(service, samba, session, drives, hold):
    service.map("Z:", samba.unc())
    writer = hold("write", drives / "Z/log")
    names = ["Z:", "Y:", "Music", "A b", "X:"]
    for count in range(50):
        old, new = names[count % 5], names[(count + 1) % 5]
        assert writer.write(f"{count}\n") == "ok"
        rename(service, old, new)
    assert writer.close() == "ok"
    assert (samba.path("public") / "log").read_text() == "".join(f"{n}\n" for n in range(50))
    assert list(service.drives()) == ["Z:"]
    check_list_is_true(service, session)


def test_offline_drive(service, samba, session, drives, drives_ini):
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    text = f"# mine\n[Y:]\nRemote={samba.uri('team')}\n\n# the public one\n[Z:]\nColour=red\nRemote={samba.uri()}\n"
    drives_ini.write_text(text)
    service.wait_for_drive("Z:", Status="unavailable")
    path = rename(service, "Z:", "Papers")
    assert path == DRIVES + "Papers"
    assert drives_ini.read_text() == text.replace("[Z:]", "[Papers]")
    assert sorted(service.drives()) == ["Papers", "Y:"]
    drive = service.drives()["Papers"]
    assert (drive["Status"], drive["Path"], drive["Remembered"]) == ("unavailable", "", True)
    assert links(session) == {}
    assert service.connect("Papers") == path
    assert (drives / "Papers").is_dir()
    with refused("NotConnected", "Z:"):
        service.connect("Z:")


def test_one_of_two_drives_on_a_connection(service, samba, session):
    service.map("Z:", samba.unc())
    other = service.map("Music", samba.unc())
    found = rename(service, "Z:", "Y:")
    (connection,) = service.connections().values()
    assert sorted(connection["Drives"]) == sorted([found, other])
    assert service.cancel("Music")["result"] == "released"
    check_list_is_true(service, session)


def test_next_free_letter(service, samba):
    service.map("Music", samba.unc())
    assert rename(service, "Music", "*") == DRIVES + "Z_3a"
    service.map("Y:", samba.unc())
    assert rename(service, "Z:", "*") == DRIVES + "X_3a"


def test_same_name(service, samba, world):
    path = service.map("Z:", samba.unc())
    before = world()
    assert rename(service, "Z:", "z:") == path
    before.check_unchanged()


def test_known_to_the_next_service(service, samba, session, drives, drives_ini):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc(), remember=False)
    rename(service, "Z:", "Music")
    rename(service, "Y:", "X:")
    service.kill()
    service.start()
    assert sorted(service.drives()) == ["Music", "X:"]
    assert all(drive["Status"] == "ok" for drive in service.drives().values())
    assert service.drives()["Music"]["Remembered"] and not service.drives()["X:"]["Remembered"]
    assert "[Music]" in drives_ini.read_text() and "[Z:]" not in drives_ini.read_text()
    check_list_is_true(service, session)


def test_drain_answers_to_the_new_name(service, samba, session, drives, hold):
    service.map("Z:", samba.unc())
    writer = hold("write", drives / "Z/file")
    rename(service, "Z:", "Y:")
    assert service.cancel("Y:", "force")["result"] == "draining"
    assert len(service.holders("Y:")) == 1
    assert writer.write("text") == "ok"
    writer.end()
    wait_for(lambda: session.mounts() == {}, 10, "the end of the drain")
    assert (samba.path("public") / "file").read_text() == "text"


@pytest.mark.limit(120)
def test_service_is_killed_meanwhile(service, samba, session, drives, hold):
    """Whatever it was doing: the drive is there under one of the names, and who
    writes notices nothing."""
    service.map("Z:", samba.unc())
    names, written = ["Z:", "Y:"], ""
    writer = hold("write", drives / "Z/log")
    for count in range(12):
        with Caller(session) as one:
            (current,) = service.drives()
            other = names[1 - names.index(current)]
            pending = Pending(rename, one, current, other)
            time.sleep(count * 0.001)
            service.kill()
            with contextlib.suppress(Exception):
                pending.result()
        service.start()
        assert writer.write(f"{count}\n") == "ok"
        written += f"{count}\n"
        check_list_is_true(service, session)
        found = service.drives()
        (drive,) = found.values()
        assert drive["Status"] == "ok" and drive["Remembered"]
    assert writer.close() == "ok"
    assert (samba.path("public") / "log").read_text() == written


# Refused: nothing changes


@pytest.mark.parametrize("name", ["", "Z", "ZZ:", "a/b", ".hidden", "x" * 33, "a:b"])
def test_bad_name(service, samba, world, name):
    service.map("Z:", samba.unc())
    before = world()
    with refused("BadDevice"):
        rename(service, "Z:", name)
    with refused("BadDevice"):
        rename(service, name, "Y:")
    with refused("BadDevice"):
        remember(service, name, False)
    before.check_unchanged()


def test_no_such_drive(service, samba, world):
    service.map("Z:", samba.unc())
    before = world()
    with refused("NotConnected", "Q:"):
        rename(service, "Q:", "Y:")
    for remembered in (True, False):
        with refused("NotConnected", "Q:"):
            remember(service, "Q:", remembered)
    before.check_unchanged()


def test_name_is_taken(service, samba, world):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc(), remember=False)
    service.map("X:", samba.unc())
    service.cancel("X:")
    before = world()
    with refused("AlreadyAssigned", "Y:"):
        rename(service, "Z:", "Y:")
    with refused("DeviceAlreadyRemembered", "X:"):
        rename(service, "Z:", "X:")
    with refused("AlreadyAssigned", "Z:"):
        rename(service, "X:", "z:")
    before.check_unchanged()


def test_something_stands_where_the_link_would(service, samba, session, drives, world):
    service.map("Z:", samba.unc())
    (drives / "Music").write_text("mine")
    before = session.home / "Drives/Z"
    target = os.readlink(before)
    with refused("AlreadyAssigned", drives / "Music"):
        rename(service, "Z:", "Music")
    assert os.readlink(before) == target and (drives / "Music").read_text() == "mine"
    assert list(service.drives()) == ["Z:"]


@pytest.mark.skipif(is_root, reason="root may write anywhere")
@pytest.mark.parametrize("connected", [True, False], ids=["connected", "offline"])
def test_profile_cannot_be_written(service, samba, drives_ini, world, hold, drives, connected):
    service.map("Z:", samba.unc())
    if not connected:
        service.cancel("Z:")
    before = world()
    writer = hold("write", drives / "Z/file") if connected else None
    drives_ini.parent.chmod(0o500)
    with refused("CannotOpenProfile", drives_ini):
        rename(service, "Z:", "Y:")
    with refused("CannotOpenProfile", drives_ini):
        remember(service, "Z:", False)
    drives_ini.parent.chmod(0o700)
    if writer:
        assert writer.write("text") == "ok" and writer.close() == "ok"
    before.check_unchanged()
    rename(service, "Z:", "Y:")
    assert list(service.drives()) == ["Y:"]


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "offline"])
def test_profile_is_malformed(service, samba, drives_ini, world, connected):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc(), remember=False)
    if not connected:
        service.cancel("Z:")
    drives_ini.write_text("[Z:\n")
    wait_for(lambda: service.profile() != (0, ""), what="the service to notice")
    before = world()
    with refused("BadProfile", drives_ini, "line 1"):
        rename(service, "Z:", "X:")
    for local, remembered in (("Z:", False), ("Z:", True), ("Y:", True)):
        with refused("BadProfile", drives_ini, "line 1"):
            remember(service, local, remembered)
    before.check_unchanged()
    # What is not in the profile does not need it.
    rename(service, "Y:", "X:")
    assert drives_ini.read_text() == "[Z:\n"


def test_profile_just_became_malformed(service, samba, drives_ini, world):
    """Nobody has noticed yet: only the writing does."""
    service.map("Z:", samba.unc())
    before = world()
    text = drives_ini.read_text()
    drives_ini.write_text("[Z:\n")
    with refused("BadProfile", drives_ini):
        rename(service, "Z:", "X:")
    drives_ini.write_text(text)
    wait_for(lambda: service.profile() == (0, ""), what="the service to notice")
    before.check_unchanged()


def test_while_it_is_being_connected(service, samba, world, caller):
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    samba.freeze()
    try:
        pending = Pending(caller.connect, "Z:")
        service.wait_for_drive("Z:", Status="connecting")
        with refused("Busy", "Z:"):
            rename(service, "Z:", "Y:")
        with refused("Busy", "Z:"):
            remember(service, "Z:", False)
    finally:
        samba.thaw()
    pending.result()
    assert service.drives()["Z:"]["Remembered"]


def test_while_its_connection_is_taken_down(service, samba, session, caller):
    def cancel():
        """The first rename may have come before it."""
        while True:
            try:
                return caller.cancel("Z:", "lots-of-force")
            except ServiceError as error:
                if error.name != "Busy":
                    raise

    service.map("Z:", samba.unc())
    samba.freeze()
    try:
        pending = Pending(cancel)
        with refused("Busy"):
            while not pending.is_done():
                rename(service, "Z:", "Z:")
    finally:
        samba.thaw()
    pending.result()
    assert list(service.drives()) == ["Z:"]


def test_everybody_at_once(service, samba, session, drives, drives_ini):
    """Renames, switches and maps that collide: whatever wins, the list, the
    links and the file are of one mind."""
    service.map("Z:", samba.unc())
    names = ["Z:", "Y:", "Music"]
    callers = [Caller(session) for _ in range(6)]
    try:
        for _ in range(10):
            calls = []
            for number, one in enumerate(callers):
                old, new = names[number % 3], names[(number + 1) % 3]
                calls.append(Pending(rename, one, old, new))
                calls.append(Pending(remember, one, new, number % 2 == 0))
                calls.append(Pending(one.map, "X:", samba.unc(), remember=False))
            for call in calls:
                try:
                    call.result()
                except Exception as error:
                    assert getattr(error, "name", None) in (
                        "Busy",
                        "NotConnected",
                        "AlreadyAssigned",
                        "DeviceAlreadyRemembered",
                    ), error
    finally:
        for one in callers:
            one.leave()
    check_list_is_true(service, session)
    remembered = {local for local, drive in service.drives().items() if drive["Remembered"]}
    stored = {line[1:-1] for line in drives_ini.read_text().splitlines() if line.startswith("[")}
    assert stored == remembered
    assert len(shown_mounts(service)) == 1


# Remembering


def test_remember_and_forget_a_connected_drive(service, samba, session, drives, drives_ini, hold):
    service.map("Z:", samba.unc(), remember=False)
    writer = hold("write", drives / "Z/file")
    for remembered in (True, True, False, False, True):
        assert remember(service, "Z:", remembered) is None
        assert service.drives()["Z:"]["Remembered"] == remembered
        assert service.drives()["Z:"]["Status"] == "ok"
        assert (f"[Z:]\nRemote={samba.uri()}/\n" in drives_ini.read_text()) == remembered
    assert writer.write("text") == "ok" and writer.close() == "ok"
    assert (samba.path("public") / "file").read_text() == "text"
    service.cancel("Z:")
    assert service.drives()["Z:"]["Status"] == "unavailable"


def test_forget_an_offline_drive(service, samba, session, drives_ini):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc())
    service.cancel("Z:")
    remember(service, "Z:", True)
    assert sorted(service.drives()) == ["Y:", "Z:"]
    remember(service, "Z:", False)
    assert list(service.drives()) == ["Y:"]
    assert "[Z:]" not in drives_ini.read_text() and "[Y:]" in drives_ini.read_text()
    check_list_is_true(service, session)


def test_for_now_only_goes_when_it_is_disconnected(service, samba):
    service.map("Z:", samba.unc())
    remember(service, "Z:", False)
    service.cancel("Z:")
    assert service.drives() == {}


@pytest.mark.skipif(is_root, reason="root may read all")
def test_profile_cannot_be_read(service, samba, drives_ini, world):
    service.map("Z:", samba.unc(), remember=False)
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    drives_ini.mkdir()
    wait_for(lambda: service.profile() != (0, ""), what="the service to notice")
    before = world()
    with refused("CannotOpenProfile", drives_ini):
        remember(service, "Z:", True)
    before.check_unchanged()


def test_options_that_nobody_knows(service, samba):
    service.map("Z:", samba.unc())
    with refused("InvalidParameter", "colour"):
        rename(service, "Z:", "Y:", colour=GLib.Variant("s", "red"))
