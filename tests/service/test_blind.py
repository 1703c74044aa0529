# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service in a sandbox that sees nothing of other programs says so; it never takes
what it cannot see for nothing."""

import os

import pytest

from testbed import sandbox, wait_for
from testbed.service import ServiceError
from testbed.session import SERVICE_NAME

UNKNOWN = 2**32 - 1
COMMAND = "flatpak override --user --talk-name=org.freedesktop.Flatpak io.github.drivemap.Drivemap"


@pytest.fixture
def start_inside(session, service):
    """The service comes to see the mark of a Flatpak."""
    if not sandbox.is_available():
        pytest.skip("no unprivileged user namespaces here")
    sandbox.wrap_service(session)
    return service.start


@pytest.fixture
def blind(session, service, start_inside):
    # A mount of later would not be seen inside.
    session.gio("mount", "--list")
    wait_for(session.fuse.is_mount, what="GVfs' folder")
    start_inside()
    return service


@pytest.fixture
def drive(blind, session, samba):
    blind.map("Z:", samba.unc("public"))
    return session.home / "Drives/Z"


def refused(name, call, *arguments, **options):
    """The message of that error."""
    with pytest.raises(ServiceError) as caught:
        call(*arguments, **options)
    assert caught.value.name == name
    return caught.value.message


def test_files_are_not_known(blind, drive, hold, cli):
    hold("write", drive / "a")
    assert COMMAND in refused("NotSupported", blind.holders, "Z:")
    assert blind.drives()["Z:"]["OpenCount"] == UNKNOWN
    assert cli.json("list")[0]["open_count"] is None
    assert cli.json("status")["open_files"] is None
    assert "sandbox" in cli("files", "Z:", rc=2).err


def test_server_tells(session, blind, make_samba, hold):
    """What its administrator may know is known in a sandbox, too."""
    samba = make_samba(administrators=["games"])
    session.keyring.store("games", samba.address, samba.password("games"), domain="WORKGROUP", port=samba.port)
    blind.map("Z:", samba.unc("games-only"), user="games")
    hold("write", session.home / "Drives/Z/a")
    (file,) = [holder for holder in blind.holders("Z:", server=True) if holder["kind"] == "server"]
    assert file["path"].endswith("a") or file["server-path"].endswith("a")


@pytest.mark.parametrize("is_open", [True, False])
def test_none_does_not_guess(blind, drive, hold, samba, session, cli, is_open):
    """With nothing open as well: nobody knows that."""
    writer = hold("write", drive / "a") if is_open else None
    message = refused("OpenFiles", blind.cancel, "Z:")
    assert "not known" in message and samba.unc("public") in message and COMMAND in message
    said = cli("disconnect", "Z:", rc=2).err
    assert "not known" in said and "--force=lots-of-force" in said
    assert cli.json("disconnect", "Z:", rc=2)["holders"] is None
    assert os.readlink(drive) and len(session.mounts()) == 1
    if writer:
        assert writer.write("more") == "ok" and writer.close() == "ok"
        assert (samba.path("public") / "a").read_text() == "more"


def test_net_use_asks(blind, drive, session, cli):
    """As Windows does where files are open, but it does not say that they are."""
    asked = cli("use", "Z:", "/delete", input="\n", rc=2)
    assert "cannot be checked" in asked.out and "open files" not in asked.out
    assert drive.is_symlink() and len(session.mounts()) == 1
    cli("use", "Z:", "/delete", input="y\n", rc=0)
    assert session.mounts() == {} and not drive.is_symlink()


def test_force_leaves_the_connection(blind, drive, hold, samba, session):
    """Nobody could see its last file close. It goes when somebody says so."""
    writer = hold("write", drive / "a")
    assert blind.cancel("Z:", "force")["result"] == "draining"
    assert not drive.is_symlink()
    assert writer.write("more") == "ok" and writer.close() == "ok"
    (connection,) = blind.connections().values()
    assert connection["Status"] == "draining" and "sandbox" in connection["Reason"]
    assert blind.cancel(samba.unc("public"), "lots-of-force")["result"] == "disconnected"
    wait_for(lambda: session.mounts() == {}, what="the end of the connection")
    assert (samba.path("public") / "a").read_text() == "more"


def test_lots_of_force(blind, drive, hold, session):
    writer = hold("write", drive / "a")
    assert blind.cancel("Z:", "lots-of-force")["result"] == "disconnected"
    assert session.mounts() == {}
    assert writer.write("more") != "ok"


def test_name_alone_goes_without_a_question(blind, drive, samba):
    """Another drive keeps the connection up: nothing can be lost."""
    blind.map("Y:", samba.unc("public"))
    assert blind.cancel("Z:")["result"] == "released"


def test_folder_that_came_later(start_inside, service, samba):
    start_inside()
    assert "flatpak kill" in refused("ConnectionUnavailable", service.map, "Z:", samba.unc("public"))


def test_sees_programs_outside(session, service):
    service.start()
    name, path = SERVICE_NAME, "/io/github/drivemap/Drivemap"
    assert session.bus.get(name, path, "io.github.drivemap.Drivemap.Manager", "SeesPrograms")


def test_session_does_not_know_the_flatpak(session, cli):
    """It began before Flatpak was installed."""
    if not sandbox.is_available():
        pytest.skip("no unprivileged user namespaces here")
    session.bus.drop_service(SERVICE_NAME)
    assert "not provided by any .service" in cli("list", rc=2).err
    (session.directory / "root").mkdir()
    inside = session.run(*sandbox.wrap(str(session.directory / "root"), [str(cli.program), "list"]), check=False)
    assert inside.returncode == 2 and "Sign out and in again" in inside.stderr
