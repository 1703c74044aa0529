# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives, connections and their uses, as a client of the service meets them."""

import json
import os
import time

import pytest

from callers import Caller, Pending, refused, within
from checks import state
from testbed import Apache, processes, wait_for
from testbed.service import ServiceError

pytestmark = pytest.mark.once

# Each takes half a second, and several in a slow build.
REMAPS = 20 if "DRIVEMAP_SANITIZED" in os.environ else 100


@pytest.fixture
def drives(session):
    """The folder of the links."""
    return session.home / "Drives"


@pytest.fixture
def caller(session):
    """caller(): another program on the bus."""
    callers = []

    def make():
        callers.append(Caller(session))
        return callers[-1]

    yield make
    for one in callers:
        one.leave()


@pytest.fixture
def frozen(stalling_samba):
    """A server that keeps GVfs waiting until it is thawed."""
    stalling_samba.freeze()
    return stalling_samba


def drives_ini(session):
    return session.home / "config/drivemap/drives.ini"


def is_link(path):
    return os.path.lexists(path)


# Mapping


@pytest.mark.parametrize(
    "local, name, link",
    [
        ("Z:", "Z:", "Z"),
        ("m:", "M:", "M"),
        ("Music", "Music", "Music"),
        ("Jörg’s [1]", "Jörg’s [1]", "Jörg’s [1]"),
    ],
)
def test_letter_and_label(service, samba, drives, local, name, link):
    service.map(local, samba.unc())
    drive = service.drives()[name]
    assert drive["Status"] == "ok" and drive["Remembered"]
    assert drive["Remote"] == samba.unc()
    assert drive["Path"] == str(drives / link)
    (samba.path("public") / "file").write_text("text")
    assert (drives / link / "file").read_text() == "text"
    service.cancel(local)
    assert not is_link(drives / link)


def test_properties_of_both_objects(service, samba, session):
    path = service.map("Z:", samba.unc())
    drive = service.objects()[path]["Drive"]
    connection = service.objects()[drive["Connection"]]["Connection"]
    assert connection["Drives"] == [path]
    assert connection["Path"] == str(session.fuse / samba.folder())
    assert (connection["Origin"], connection["Provider"]) == ("gvfs", "smb")
    assert (connection["UseCount"], connection["Deviceless"]) == (1, False)
    assert abs(connection["Since"] - time.time()) < 30
    assert (drive["UseCount"], drive["OpenCount"]) == (1, 0)


@pytest.mark.parametrize("form", ["uri", "slashes", "case"])
def test_written_forms_are_one_place(service, samba, form):
    forms = {
        "uri": samba.uri(),
        "slashes": samba.unc().replace("\\", "/"),
        "case": samba.unc().replace("public", "PUBLIC"),
    }
    service.map("Z:", samba.unc())
    service.map("Y:", forms[form])
    assert len(service.connections()) == 1


def test_two_drives_on_one_share(service, samba, drives, session):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc())
    assert {d["UseCount"] for d in service.drives().values()} == {2}
    assert service.cancel("Z:")["result"] == "released"
    assert not is_link(drives / "Z")
    (drives / "Y/file").write_text("still there")
    assert (samba.path("public") / "file").exists()
    (connection,) = service.connections().values()
    assert connection["UseCount"] == 1
    assert service.cancel("Y:")["result"] == "disconnected"
    assert session.mounts() == {}


def test_release_does_not_ask_the_level(service, samba, drives, hold):
    """Another use keeps the connection up, so open files do not matter."""
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc())
    writer = hold("write", drives / "Z/file")
    assert service.cancel("Z:")["result"] == "released"
    assert writer.write("text") == "ok"
    with refused("OpenFiles", writer.pid):
        service.cancel("Y:")


def test_star_takes_the_next_free_letter(service, samba):
    service.map("*", samba.unc())
    service.map("*", samba.unc())
    assert sorted(service.drives()) == ["Y:", "Z:"]


def test_two_logins_on_one_server(service, samba, session, drives):
    for user in ("games", "news"):
        session.keyring.store(user, samba.address, samba.password(user), port=samba.port)
    service.map("Z:", samba.unc("team"), user="games")
    service.map("Y:", samba.uri("team", "news"))
    assert set(session.mounts()) == {samba.folder("team", user) for user in ("games", "news")}
    assert {name: drive["User"] for name, drive in service.drives().items()} == {
        "Z:": "games",
        "Y:": "news",
    }
    assert os.readlink(drives / "Z") != os.readlink(drives / "Y")
    service.cancel("Z:")
    assert (drives / "Y").is_dir()
    assert service.drives()["Y:"]["Status"] == "ok"


def check_just_closed(service, file, original):
    """GVfs still sends what a program has just closed: no reason to refuse,
    and none to lose it."""
    content = os.urandom(300_000)
    file.write_bytes(content)
    assert service.cancel("Z:")["result"] == "disconnected"
    assert original.read_bytes() == content


def test_file_just_closed(service, samba, drives):
    for number in range(5):
        service.map("Z:", samba.unc())
        check_just_closed(service, drives / f"Z/{number}", samba.path("public") / f"{number}")


@pytest.mark.skipif(
    os.getuid() == 0 and not os.path.isdir("/run/sshd"), reason="root's sshd wants /run/sshd"
)
def test_sftp_drive(service, sshd, drives, session):
    (sshd.files / "file").write_text("text")
    service.map("Z:", sshd.uri())
    assert (drives / "Z/file").read_text() == "text"
    assert service.drives()["Z:"]["Provider"] == "sftp"
    check_just_closed(service, drives / "Z/report", sshd.files / "report")
    assert session.mounts() == {}


def test_dav_drive(service, apache, drives, session):
    (apache.files / "public/file").write_text("text")
    service.map("Z:", apache.uri())
    assert (drives / "Z/file").read_text() == "text"
    assert service.drives()["Z:"]["Provider"] == "dav"
    check_just_closed(service, drives / "Z/report", apache.files / "public/report")
    assert session.mounts() == {}


def test_dav_drive_with_a_password(service, apache, session, drives):
    session.keyring.store(
        Apache.user,
        apache.address,
        apache.password,
        port=apache.port,
        protocol="http",
        object=apache.realm,
        authtype="basic",
    )
    (apache.files / "private/file").write_text("text")
    service.map("Z:", apache.uri("private", Apache.user))
    assert (drives / "Z/file").read_text() == "text"


# Deviceless uses


def test_mounted_elsewhere_then_mapped(service, samba, session, drives):
    session.mount(samba.uri())
    service.map("Z:", samba.unc())
    (connection,) = service.connections().values()
    assert connection["Deviceless"] and connection["UseCount"] == 2
    assert service.cancel("Z:")["result"] == "released"
    assert samba.folder() in session.mounts()
    assert service.cancel(samba.unc())["result"] == "disconnected"
    assert session.mounts() == {}


def test_mapped_then_connected(service, samba, session, drives):
    service.map("Z:", samba.unc())
    path = service.connect(samba.unc())
    assert service.objects()[path]["Connection"]["UseCount"] == 2
    assert service.cancel(samba.unc())["result"] == "released"
    assert (drives / "Z").is_dir()
    (connection,) = service.connections().values()
    assert not connection["Deviceless"] and connection["UseCount"] == 1


def test_connecting_twice_is_one_use(service, samba):
    assert service.connect(samba.unc()) == service.connect(samba.uri())
    (connection,) = service.connections().values()
    assert connection["UseCount"] == 1


def test_mount_made_elsewhere_is_seen(service, samba, session):
    service.start()
    session.mount(samba.uri())
    (connection,) = wait_for(service.connections, 1, "the connection").values()
    assert connection["Deviceless"] and connection["Drives"] == []
    session.unmount(samba.uri())
    wait_for(lambda: not service.connections(), 1, "the end of the connection")


def test_watching_client_sees_a_mount_made_elsewhere(cli, samba, session):
    watcher = cli.start("list", "--watch", "--json")
    try:
        assert json.loads(watcher.stdout.readline()) == []
        session.mount(samba.uri())
        with within(1):
            (entry,) = json.loads(watcher.stdout.readline())
        assert entry["remote"] == samba.unc() and entry["local"] is None
        session.unmount(samba.uri())
        with within(1):
            assert json.loads(watcher.stdout.readline()) == []
    finally:
        watcher.terminate()
        watcher.wait(timeout=5)
        watcher.stdout.close()
        watcher.stderr.close()


def test_unmounted_elsewhere(service, samba, session, drives):
    service.map("Z:", samba.unc())
    session.unmount(samba.uri())
    drive = service.wait_for_drive("Z:", 1, Status="disconnected")
    assert drive["Reason"] and drive["Connection"] == "/"
    assert not is_link(drives / "Z")


# Cancelling by name


@pytest.mark.parametrize("name", ["Z:", "z:"])
def test_cancel_by_letter(service, samba, name):
    service.map("Z:", samba.unc())
    assert service.cancel(name)["result"] == "disconnected"
    assert service.connections() == {}


@pytest.mark.parametrize("form", ["unc", "upper case", "slashes", "uri", "below"])
def test_cancel_by_location(service, samba, session, form):
    name = {
        "unc": samba.unc(),
        "upper case": samba.unc("PUBLIC"),
        "slashes": samba.unc().replace("\\", "/"),
        "uri": samba.uri(),
        "below": samba.unc(path="folder"),
    }[form]
    service.connect(samba.unc())
    assert service.cancel(name)["result"] == "disconnected"
    assert session.mounts() == {}


@pytest.mark.parametrize("name", ["Q:", "Other", "\\\\nas\\share", "smb://nas/share", "sftp://nas/"])
def test_cancel_what_is_not_there(service, samba, name):
    service.map("Z:", samba.unc())
    before = state(service)
    with refused("NotConnected", name):
        service.cancel(name, "lots-of-force")
    assert state(service) == before


@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
def test_location_does_not_cancel_drives(service, samba, drives, level):
    service.map("Z:", samba.unc())
    before = state(service)
    with refused("NotConnected", samba.unc()):
        service.cancel(samba.unc(), level)
    assert state(service) == before
    (drives / "Z/file").write_text("works")


# Remembering


def test_remembered_drive(service, samba, session, drives):
    service.map("Z:", samba.unc())
    assert samba.uri() in drives_ini(session).read_text()
    service.cancel("Z:")
    drive = service.drives()["Z:"]
    assert (drive["Status"], drive["Path"], drive["UseCount"]) == ("unavailable", "", 0)
    assert service.connect("z:") == "/io/github/drivemap/Drivemap/drives/Z_3a"
    assert service.drives()["Z:"]["Status"] == "ok"
    assert (drives / "Z").is_dir()


def test_forgetting(service, samba, session):
    service.map("Z:", samba.unc())
    service.cancel("Z:", update_profile=True)
    assert service.drives() == {}
    assert "Z:" not in drives_ini(session).read_text()


def test_forgetting_what_is_not_connected(service, samba, session):
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    with refused("NotConnected", "Z:"):
        service.cancel("Z:")
    assert service.drives()["Z:"]["Remembered"]
    assert service.cancel("Z:", update_profile=True)["result"] == "disconnected"
    assert service.drives() == {}
    with refused("NotConnected", "Z:"):
        service.connect("Z:")


def test_not_remembered(service, samba, session):
    service.map("Z:", samba.unc(), remember=False)
    assert not service.drives()["Z:"]["Remembered"]
    assert not drives_ini(session).exists()
    service.cancel("Z:")
    assert service.drives() == {}


def test_location_leaves_the_profile_alone(service, samba, session):
    service.map("Z:", samba.unc())
    service.connect(samba.unc())
    service.cancel(samba.unc(), update_profile=True)
    service.cancel("Z:")
    assert service.drives()["Z:"]["Remembered"]


def test_remembered_by_an_earlier_service(service, samba):
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    service.kill()
    assert service.drives()["Z:"]["Status"] == "unavailable"
    service.connect("Z:")


def test_drives_ini_edited_by_hand(service, samba, session):
    service.start()
    assert service.drives() == {}
    path = drives_ini(session)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# mine\n[m:]\nRemote={samba.unc()}\n")
    service.wait_for_drive("M:", 3, Status="unavailable", Remembered=True)
    service.connect("M:")
    path.write_text(f"# mine\n[Music]\nRemote={samba.uri()}\n")
    service.wait_for_drive("M:", 3, Status="ok", Remembered=False)
    service.wait_for_drive("Music", 3, Status="unavailable")
    service.cancel("M:")
    assert list(service.drives()) == ["Music"]
    assert path.read_text().startswith("# mine\n")


def test_failed_map_leaves_nothing(service, samba, session, drives):
    with refused("BadNetName", "missing"):
        service.map("Z:", samba.unc("missing"))
    assert service.objects() == {}
    assert not is_link(drives / "Z")
    assert not drives_ini(session).exists()


# Several callers


def start_map(service, session, samba, caller, **options):
    """A Map of another program that the frozen server keeps under way."""
    other = caller()
    pending = Pending(other.map, "Z:", samba.unc(), **options)
    wait_for(lambda: smb_backends(session), what="GVfs to begin")
    service.wait_for_drive("Z:", Status="connecting")
    return other, pending


def test_second_operation_is_busy(service, session, frozen, caller):
    _, pending = start_map(service, session, frozen, caller)
    with refused("Busy", frozen.unc()), within(1):
        service.map("Y:", frozen.unc())
    with refused("Busy", frozen.unc()), within(1):
        service.connect(frozen.unc())
    assert list(service.drives()) == ["Z:"]
    frozen.thaw()
    pending.result()
    service.map("Y:", frozen.unc())


def test_name_of_a_drive_being_connected_is_taken(service, session, frozen, caller, second_samba):
    _, pending = start_map(service, session, frozen, caller)
    with refused("AlreadyAssigned", "Z:", frozen.unc()):
        service.map("Z:", second_samba.unc())
    frozen.thaw()
    pending.result()


def test_other_connections_are_not_held_up(service, session, frozen, caller, second_samba, drives):
    _, pending = start_map(service, session, frozen, caller)
    with within(3):
        service.map("Y:", second_samba.unc())
        (drives / "Y/file").write_text("text")
        service.cancel("Y:", "lots-of-force")
    assert not pending.is_done()
    frozen.thaw()
    pending.result()


def test_in_parallel(service, make_samba, caller):
    samba = make_samba(numbered=8)
    calls = [
        Pending(caller().map, f"{letter}:", samba.unc(f"share-{number:02d}"))
        for number, letter in enumerate("STUVWXYZ", 1)
    ]
    for call in calls:
        call.result()
    assert len(service.connections()) == 8
    assert {drive["Status"] for drive in service.drives().values()} == {"ok"}


def smb_backends(session):
    return [pid for pid in session.pids() if processes.name(pid) == "gvfsd-smb"]


def map_when_free(service, samba):
    """Map once GVfs, which cannot be told to stop, is through with mounting."""

    def try_it():
        try:
            return service.map("Z:", samba.unc())
        except ServiceError as error:
            assert error.name == "Busy"
            return None

    wait_for(try_it, 10, "the end of GVfs' mounting")


def check_nothing_left(service, samba, session, drives):
    """Nothing of the call at once; nor any use later, when GVfs is through."""
    assert service.objects() == {}
    assert not is_link(drives / "Z")
    assert not drives_ini(session).exists()
    samba.thaw()
    map_when_free(service, samba)
    (connection,) = service.connections().values()
    assert connection["UseCount"] == 1
    assert service.cancel("Z:")["result"] == "disconnected"
    assert session.mounts() == {}


def test_cancelling_a_map(service, frozen, session, caller, drives):
    other, pending = start_map(service, session, frozen, caller, operation="mine")
    with refused("InvalidParameter", "mine"):
        service.call("CancelOperation", "s", "mine")
    with within(1):
        other.call("CancelOperation", "s", "mine")
        with refused("Cancelled"):
            pending.result()
    check_nothing_left(service, frozen, session, drives)


def test_caller_of_a_map_leaves(service, frozen, session, caller, drives):
    other, _ = start_map(service, session, frozen, caller)
    other.leave()
    wait_for(lambda: not service.drives(), 1, "the drive to go")
    check_nothing_left(service, frozen, session, drives)


def test_cancelling_what_is_not_under_way(service):
    with refused("InvalidParameter", "nothing"):
        service.call("CancelOperation", "s", "nothing")


def test_cancelling_the_map_of_a_remembered_drive(service, session, stalling_samba, caller):
    samba = stalling_samba
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    samba.freeze()
    other, pending = start_map(service, session, samba, caller, operation="mine")
    other.call("CancelOperation", "s", "mine")
    with refused("Cancelled"):
        pending.result()
    assert service.drives()["Z:"]["Status"] == "unavailable"
    samba.thaw()


# Folders below a share


def test_drive_on_a_folder(service, samba, session, drives):
    folder = samba.path("public") / "Übung/deep one"
    folder.mkdir(parents=True)
    (folder / "file").write_text("text")
    service.map("Z:", samba.unc(path="Übung/deep one"))
    assert os.readlink(drives / "Z") == f"{session.fuse / samba.folder()}/Übung/deep one"
    assert (drives / "Z/file").read_text() == "text"
    service.map("Y:", samba.unc())
    assert len(service.connections()) == 1
    assert service.cancel("Z:")["result"] == "released"


@pytest.mark.parametrize("mapped", [False, True], ids=["first", "second"])
def test_missing_folder(service, samba, session, drives, mapped):
    if mapped:
        service.map("Y:", samba.unc())
    with refused("BadNetName", "nowhere", samba.unc()), within(6):
        service.map("Z:", samba.unc(path="nowhere"))
    assert list(service.drives()) == (["Y:"] if mapped else [])
    assert len(session.mounts()) == (1 if mapped else 0)
    assert not is_link(drives / "Z")


# Links


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_foreign_things_are_not_touched(service, samba, session, drives, kind):
    drives.mkdir()
    path = drives / "Z"
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(session.home if kind == "link" else "/nowhere")
    before = os.lstat(path)
    with refused("AlreadyAssigned", path):
        service.map("Z:", samba.unc())
    assert os.lstat(path) == before
    assert session.mounts() == {} and service.objects() == {}
    assert not drives_ini(session).exists()


def test_replaced_link_is_not_removed(service, samba, session, drives):
    service.map("Z:", samba.unc())
    (drives / "Z").unlink()
    (drives / "Z").symlink_to(session.home)
    service.cancel("Z:")
    assert os.readlink(drives / "Z") == str(session.home)


def test_folder_of_links_stays_the_users(service, samba, drives):
    drives.mkdir()
    (drives / "note").write_text("mine")
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    assert [path.name for path in drives.iterdir()] == ["note"]


def use_at_once(folder, number):
    """[errno, …] of creating, writing and reading below a drive."""
    try:
        with open(folder / f"file-{number}", "w") as file:
            file.write(f"text {number}")
        with open(folder / "always") as file:
            assert file.read() == "always"
        os.listdir(folder)
    except OSError as error:
        return [error.errno]
    return []


@pytest.mark.limit(300)
def test_drive_works_the_moment_map_returns(service, samba, drives):
    """GVfs 1.50 fails half of the opens within two seconds of a remount."""
    errors = []
    (samba.path("public") / "always").write_text("always")
    for number in range(REMAPS):
        service.map("Z:", samba.unc())
        errors += use_at_once(drives / "Z", number)
        service.cancel("Z:", "none" if number % 2 else "lots-of-force")
        assert not is_link(drives / "Z")
    assert errors == []
    for number in range(1, REMAPS, 2):
        assert (samba.path("public") / f"file-{number}").read_text() == f"text {number}"
