# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives that an administrator has set up."""

import os
import pwd
import shutil

import pytest
from gi.repository import GLib

from callers import refused
from checks import check_list_is_true, links
from testbed import wait_for
from testbed.service import ROOT, Service
from testbed.session import SERVICE_NAME

USER = pwd.getpwuid(os.getuid()).pw_name
PATIENCE = 15


@pytest.fixture
def admin(session):
    """Two administrator's folders, the first the stronger; what is put there."""
    folders = [session.directory / "etc", session.directory / "usr"]
    session.set_env(XDG_CONFIG_DIRS=":".join(map(str, folders)))
    return Admin(folders)


class Admin:
    def __init__(self, folders):
        self.folders = [folder / "drivemap/drives.d" for folder in folders]

    def put(self, name, text, folder=0):
        path = self.folders[folder] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def drives_ini(session):
    return session.home / "config/drivemap/drives.ini"


def remember(service, local, remembered):
    return service.call("SetRemembered", "sba{sv}", local, remembered, {})


def rename(service, local, new_local):
    return service.call("Rename", "ssa{sv}", local, new_local, {})


def problems(session):
    return Service(session).manager()["ManagedProblems"]


def wait_for_problem(session, *words):
    def found():
        return any(all(str(word) in text for word in words) for text in problems(session))

    wait_for(found, PATIENCE, f"a problem with {words}")


def wait_gone(service, local):
    wait_for(lambda: local not in service.drives(), PATIENCE, f"the end of {local}")


def policy(*drives):
    return "<Drives>" + "".join(drives) + "</Drives>"


def drive(action, letter, path, use_letter=1, filters="", more=""):
    return (
        f'<Drive name="{letter}:"><Properties action="{action}" letter="{letter}" path="{path}"'
        f' useLetter="{use_letter}" persistent="1" {more}/><Filters>{filters}</Filters></Drive>'
    )


def test_listed_connected_and_disconnected(service, samba, session, admin, drives_ini):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    found = service.drives()["Z:"]
    assert (found["Managed"], found["ManagedFile"]) == (True, str(path))
    assert (found["Status"], found["Remembered"], found["Path"]) == ("unavailable", True, "")
    assert found["version"] == 4 and problems(session) == []

    service.connect("Z:")
    (session.home / "Drives/Z/file").write_text("works")
    assert (samba.path("public") / "file").read_text() == "works"
    check_list_is_true(service, session)

    assert service.cancel("Z:")["result"] == "disconnected"
    found = service.drives()["Z:"]
    assert (found["Status"], found["Managed"], found["Remembered"]) == ("unavailable", True, True)
    assert session.mounts() == {} and links(session) == {}
    service.map("Z:", samba.unc())
    assert service.drives()["Z:"]["Status"] == "ok" and service.drives()["Z:"]["Managed"]
    assert not drives_ini.exists() or "Z:" not in drives_ini.read_text()


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "offline"])
def test_cannot_be_forgotten_or_renamed(service, samba, session, admin, drives_ini, connected):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.map("Y:", samba.unc("readonly"))
    if connected:
        service.connect("Z:")
    before = service.drives(), links(session), session.mounts(), drives_ini.read_bytes()

    for call in (
        lambda: service.cancel("Z:", update_profile=True),
        lambda: service.cancel("z:", "lots-of-force", update_profile=True),
        lambda: remember(service, "Z:", False),
        lambda: rename(service, "Z:", "X:"),
    ):
        with refused("AccessDenied", "Z:", path, "administrator"):
            call()
    assert service.call("WNetCancelConnection2", "sub", "Z:", 1, False) == 5
    remember(service, "Z:", True)

    after = service.drives(), links(session), session.mounts(), drives_ini.read_bytes()
    for drives in (before[0], after[0]):
        for each in drives.values():
            each.pop("SpaceTotal"), each.pop("SpaceFree")
    assert before == after
    with refused("DeviceAlreadyRemembered" if not connected else "AlreadyAssigned", "Z:"):
        service.map("Z:", samba.unc("readonly"))
    # The user's own is still the user's own.
    rename(service, "Y:", "X:")
    service.cancel("X:", update_profile=True)
    assert list(service.drives()) == ["Z:"]


def test_own_drive_stays(service, samba, session, admin, drives_ini):
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    drives_ini.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n[Y:]\nRemote={samba.uri()}\n")
    assert service.drives()["Z:"]["Uri"] == samba.uri("readonly") + "/"
    assert not service.drives()["Z:"]["Managed"] and service.drives()["Y:"]["Managed"]
    (problem,) = problems(session)
    assert str(path) in problem and "Z: is taken by your own drive" in problem

    # When it is gone, the administrator's takes its place; and the other way round.
    service.cancel("Z:", update_profile=True)
    found = service.wait_for_drive("Z:", PATIENCE, Managed=True)
    assert found["Uri"] == samba.uri() + "/" and problems(session) == []
    drives_ini.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    found = service.wait_for_drive("Z:", PATIENCE, Managed=False)
    assert found["Uri"] == samba.uri("readonly") + "/" and found["Remembered"]
    wait_for_problem(session, "Z: is taken")


def test_drive_for_now_stays(service, samba, session, admin):
    service.map("Z:", samba.unc("readonly"), remember=False)
    admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    wait_for_problem(session, "Z: is taken by your own drive")
    assert not service.drives()["Z:"]["Managed"]
    check_list_is_true(service, session)
    service.cancel("Z:")
    found = service.drives()["Z:"]
    assert (found["Managed"], found["Uri"]) == (True, samba.uri() + "/") and problems(session) == []


def test_changes_are_taken_up(service, samba, session, admin):
    assert service.drives() == {}
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n[Y:]\nRemote={samba.uri()}\n", folder=1)
    service.wait_for_drive("Z:", PATIENCE, Managed=True)
    assert service.drives()["Y:"]["Managed"]
    path.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    service.wait_for_drive("Z:", PATIENCE, Uri=samba.uri("readonly") + "/")
    assert "Y:" not in service.drives()
    stronger = admin.put("10.ini", f"[X:]\nRemote={samba.uri()}\n")
    service.wait_for_drive("X:", PATIENCE, ManagedFile=str(stronger))
    assert "Z:" not in service.drives()
    shutil.rmtree(admin.folders[0])
    service.wait_for_drive("Z:", PATIENCE, ManagedFile=str(path))
    path.unlink()
    wait_gone(service, "Z:")
    assert service.drives() == {}


def test_connected_one_goes_when_it_is_disconnected(service, samba, session, admin, hold):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    writer = hold("write", session.home / "Drives/Z/file")
    path.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    admin.put("20.ini", f"[Y:]\nRemote={samba.uri()}\n")
    service.wait_for_drive("Y:", PATIENCE)
    found = service.drives()["Z:"]
    assert (found["Uri"], found["Status"], found["Managed"]) == (samba.uri() + "/", "ok", True)
    path.unlink()
    service.wait_for_drive("Z:", PATIENCE, Managed=False)
    found = service.drives()["Z:"]
    assert (found["Status"], found["Remembered"]) == ("ok", False)
    assert writer.write("text") == "ok" and writer.close() == "ok"
    check_list_is_true(service, session)
    service.cancel("Z:")
    assert list(service.drives()) == ["Y:"]
    assert (samba.path("public") / "file").read_text() == "text"


def test_changed_while_it_was_connected(service, samba, session, admin):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    path.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    admin.put("20.ini", f"[Y:]\nRemote={samba.uri()}\n")
    service.wait_for_drive("Y:", PATIENCE)
    assert service.drives()["Z:"]["Uri"] == samba.uri() + "/"
    service.cancel("Z:")
    assert service.drives()["Z:"]["Uri"] == samba.uri("readonly") + "/"
    service.connect("Z:")
    check_list_is_true(service, session)


def test_what_is_not_honoured(service, samba, session, admin):
    bad = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\nwhat is this\n")
    admin.put("15.ini", "[W:]\nRemote=smb://nas/%HOMESHARE%\n[V:]\nRemote=smb://anna:secret@nas/x\n")
    good = admin.put("20.ini", f"[Y:]\nRemote={samba.uri()}/%USERNAME%\n")
    admin.put("30.ini", f"[Y:]\nRemote={samba.uri('readonly')}\n")
    admin.put("40.xml", "<Drives>\n<Drive>\n")
    found = service.drives()
    assert list(found) == ["Y:"]
    assert (found["Y:"]["ManagedFile"], found["Y:"]["Uri"]) == (str(good), f"{samba.uri()}/{USER}")
    wait_for_problem(session, bad, "line 3")
    wait_for_problem(session, "15.ini", "line 2", "%HOMESHARE%")
    wait_for_problem(session, "15.ini", "line 4", "password")
    wait_for_problem(session, "30.ini", "Y:", good)
    wait_for_problem(session, "40.xml")
    assert not any("secret" in text for text in problems(session))

    changed = []
    bus = session.bus.connection
    bus.signal_subscribe(
        SERVICE_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", ROOT, None, 0,
        lambda *arguments: changed.append(arguments[5].unpack()[1]),
    )
    bad.write_text("")

    def is_told():
        while GLib.MainContext.default().iteration(False):
            pass
        return any("ManagedProblems" in properties for properties in changed)

    wait_for(is_told, PATIENCE, "PropertiesChanged")
    assert len(problems(session)) == 4


def test_policy(service, samba, session, admin, drives_ini):
    unc = samba.unc()
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    drives_ini.write_text("".join(f"[{own}:]\nRemote={samba.uri('readonly')}\n" for own in "CDRU"))
    group = '<FilterGroup bool="AND" not="0" name="CORP\\no such group"/>'
    unit = '<FilterOrgUnit bool="AND" not="0" name="OU=Sales"/>'
    user = f'<FilterUser bool="AND" not="0" name="CORP\\{USER.upper()}"/>'
    admin.put(
        "10.xml",
        policy(
            drive("C", "C", unc),
            drive("R", "R", unc),
            drive("D", "D", ""),
            drive("C", "E", unc),
            drive("U", "F", unc, filters=user, more='label="Papers" cpassword="AAAA"'),
            drive("U", "G", unc, filters=group),
            drive("U", "H", unc, filters=unit),
            drive("U", "Q", unc, use_letter=0),
            drive("U", "U", samba.unc("readonly"), use_letter=0),
            drive("U", "Z", unc),
            drive("D", "Z", ""),
        ),
    )
    found = service.drives()
    managed = {name: each["Uri"] for name, each in found.items() if each["Managed"]}
    public, team = samba.uri() + "/", samba.uri("readonly") + "/"
    assert managed == {"E:": public, "F:": public, "Q:": public, "V:": team}
    assert sorted(set(found) - set(managed)) == ["C:", "D:", "R:", "U:"]
    for words in (("R:", "your own"), ("D:", "not removed"), ("F:", "password"), ("H:", "FilterOrgUnit")):
        wait_for_problem(session, "10.xml", *words)
    assert len(problems(session)) == 4 and "AAAA" not in str(problems(session))

    # A letter that was given stays, also when another becomes free.
    service.connect("V:")
    service.cancel("U:", update_profile=True)
    admin.put("20.ini", f"[Music]\nRemote={samba.uri()}\n")
    service.wait_for_drive("Music", PATIENCE)
    assert service.drives()["V:"]["Status"] == "ok" and "U:" not in service.drives()


def test_known_to_the_next_service(service, samba, session, admin):
    admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    service.kill()
    service.start()
    found = service.drives()["Z:"]
    assert (found["Status"], found["Managed"]) == ("ok", True)
    check_list_is_true(service, session)


def others(service):
    """The connections without a local name: {URI: drives}."""
    return {uri: each["Drives"] for uri, each in service.connections().items() if each["Deviceless"]}


def restart(service, change):
    """What happens while the service does not run."""
    service.kill()
    change()
    service.start()


def test_address_changed_while_the_service_was_down(service, samba, session, admin, hold):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    writer = hold("write", session.home / "Drives/Z/file")
    restart(service, lambda: path.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n"))

    # It was connected: the new place is connected, too, and nothing is cut.
    found = service.wait_for_drive("Z:", PATIENCE, Status="ok")
    assert (found["Uri"], found["Managed"], found["Remembered"]) == (samba.uri("readonly") + "/", True, True)
    wait_for(lambda: links(session) == {"Z": str(session.fuse / samba.folder("readonly"))}, PATIENCE, "the link")
    assert others(service) == {samba.uri() + "/": []}
    check_list_is_true(service, session)
    assert writer.write("text") == "ok" and writer.close() == "ok"
    assert (samba.path("public") / "file").read_text() == "text"

    restart(service, lambda: None)
    assert service.drives()["Z:"]["Uri"] == samba.uri("readonly") + "/"
    assert others(service) == {samba.uri() + "/": []}
    check_list_is_true(service, session)
    service.cancel(samba.uri())
    service.cancel("Z:")
    assert session.mounts() == {} and links(session) == {}


def test_folder_changed_while_the_service_was_down(service, samba, session, admin):
    for name in ("old", "new"):
        (samba.path("public") / name).mkdir()
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}/old\n")
    service.connect("Z:")
    restart(service, lambda: path.write_text(f"[Z:]\nRemote={samba.uri()}/new\n"))
    service.wait_for_drive("Z:", PATIENCE, Status="ok", Uri=samba.uri() + "/new")
    assert links(session) == {"Z": str(session.fuse / samba.folder("public") / "new")}
    assert list(session.mounts()) == [samba.folder("public")]


def test_changed_while_it_was_connected_and_then_the_service_died(service, samba, session, admin):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    path.write_text(f"[Z:]\nRemote={samba.uri('readonly')}\n")
    admin.put("20.ini", f"[Y:]\nRemote={samba.uri()}\n")
    service.wait_for_drive("Y:", PATIENCE)
    restart(service, lambda: None)
    service.wait_for_drive("Z:", PATIENCE, Status="ok", Uri=samba.uri("readonly") + "/")
    assert others(service) == {samba.uri() + "/": []}
    check_list_is_true(service, session)


def test_letter_changed_while_the_service_was_down(service, samba, session, admin):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    restart(service, lambda: path.write_text(f"[X:]\nRemote={samba.uri()}\n"))
    # As when it runs: the old name stays until it is disconnected.
    found = service.drives()
    assert (found["Z:"]["Status"], found["Z:"]["Managed"], found["Z:"]["Remembered"]) == ("ok", False, False)
    assert (found["X:"]["Uri"], found["X:"]["Managed"]) == (samba.uri() + "/", True)
    check_list_is_true(service, session)
    service.connect("X:")
    assert [each["UseCount"] for each in service.connections().values()] == [2]
    service.cancel("Z:")
    assert list(service.drives()) == ["X:"] and list(links(session)) == ["X"]
    check_list_is_true(service, session)


@pytest.mark.parametrize("text", [None, "[Z:\n"], ids=["removed", "malformed"])
@pytest.mark.parametrize("running", [True, False], ids=["running", "down"])
def test_file_is_gone_while_it_is_connected(service, samba, session, admin, hold, text, running):
    path = admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    writer = hold("write", session.home / "Drives/Z/file")
    change = path.unlink if text is None else lambda: path.write_text(text)
    if running:
        change()
    else:
        restart(service, change)
    found = service.wait_for_drive("Z:", PATIENCE, Managed=False)
    assert (found["Status"], found["Remembered"], found["Uri"]) == ("ok", False, samba.uri() + "/")
    if text is not None:
        wait_for_problem(session, path, "line 1")
    assert writer.write("text") == "ok" and writer.close() == "ok"
    check_list_is_true(service, session)

    # The file is whole again.
    path.write_text(f"[Z:]\nRemote={samba.uri()}\n")
    found = service.wait_for_drive("Z:", PATIENCE, Managed=True)
    assert (found["Status"], found["Remembered"]) == ("ok", True) and problems(session) == []
    check_list_is_true(service, session)


@pytest.mark.parametrize("remember", [True, False], ids=["remembered", "for-now"])
def test_own_drive_stays_when_the_service_was_down(service, samba, session, admin, drives_ini, remember):
    """The administrator sets up its name meanwhile; also when nobody can read any
    more what the user's drives are."""
    service.map("Z:", samba.unc("readonly"), remember=remember)

    def change():
        admin.put("10.ini", f"[Z:]\nRemote={samba.uri()}\n")
        if remember:
            drives_ini.write_text("[Z:\n")

    restart(service, change)
    found = service.drives()["Z:"]
    assert (found["Status"], found["Uri"], found["Managed"]) == ("ok", samba.uri("readonly") + "/", False)
    wait_for_problem(session, "Z: is taken by your own drive")
    check_list_is_true(service, session)
    assert others(service) == {}


def test_own_address_changed_while_the_service_was_down(service, samba, session, drives_ini):
    service.map("Z:", samba.unc())
    text = drives_ini.read_text()
    restart(service, lambda: drives_ini.write_text(text.replace("/public", "/readonly")))
    service.wait_for_drive("Z:", PATIENCE, Status="ok", Uri=samba.uri("readonly") + "/")
    assert others(service) == {samba.uri() + "/": []}
    check_list_is_true(service, session)


def test_profile_is_malformed(service, samba, session, admin, drives_ini):
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    drives_ini.write_text("[Z:\n")
    admin.put("10.ini", f"[Y:]\nRemote={samba.uri()}\n")
    service.connect("Y:")
    assert service.drives()["Y:"]["Status"] == "ok"
    assert drives_ini.read_text() == "[Z:\n"
