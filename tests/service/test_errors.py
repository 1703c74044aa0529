# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each error by its real cause, with a message that names the thing."""

import contextlib
import http.server
import os
import signal
import socket
import subprocess
import threading

import pytest

from callers import Caller, Pending, error_numbers, refused, within
from testbed import netns, wait_for

is_root = os.getuid() == 0

NEVER = {
    "InvalidPassword": "no server tells a wrong password from a wrong user: LogonFailure",
    "CredentialConflict": "GVfs holds several logins on one server",
}
PRODUCED = set()


def produces(*names):
    """The test makes these errors happen."""
    PRODUCED.update(names)
    return lambda function: function


@pytest.fixture
def drives_ini(session):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir()
    return path


def check_nothing_done(service, session):
    assert service.objects() == {}
    assert session.mounts() == {}
    assert not (session.home / "Drives/Z").is_symlink()


def test_every_error_is_accounted_for():
    assert PRODUCED.isdisjoint(NEVER)
    assert PRODUCED | set(NEVER) == set(error_numbers())


# Names


@produces("BadDevice")
@pytest.mark.parametrize(
    "local", ["", "Z", "ZZ:", "1:", "a/b", "a\\b", "a:b", ".hidden", "x" * 33, " Z:", "a\u202eb", "a\nb"]
)
def test_bad_local_name(service, session, samba, local):
    with refused("BadDevice", local):
        service.map(local, samba.unc())
    check_nothing_done(service, session)


@produces("BadNetName", "NoNetOrBadPath", "InvalidParameter")
@pytest.mark.parametrize(
    "remote, name",
    [
        ("", "BadNetName"),
        ("\\\\server", "BadNetName"),
        ("\\\\server\\", "BadNetName"),
        ("\\\\", "BadNetName"),
        ("smb://server", "BadNetName"),
        ("sftp://", "BadNetName"),
        ("server\\share", "NoNetOrBadPath"),
        ("server", "NoNetOrBadPath"),
        ("/etc", "NoNetOrBadPath"),
        ("file:///etc", "NoNetOrBadPath"),
        ("https://server/share", "NoNetOrBadPath"),
        ("gopher://server/share", "NoNetOrBadPath"),
        ("smb://server:99999/share", "InvalidParameter"),
        ("smb://ser ver/share", "InvalidParameter"),
        ("smb://server/share/%zz", "InvalidParameter"),
        ("smb://server/share/../..", "InvalidParameter"),
        ("\\\\server:445\\share", "InvalidParameter"),
        ("smb://fe80::1/share", "InvalidParameter"),
    ],
)
def test_bad_location(service, session, remote, name):
    with refused(name, remote):
        service.map("Z:", remote)
    check_nothing_done(service, session)


def test_password_in_an_address_is_not_repeated(service):
    with refused("NoNetOrBadPath", "gopher://games:…@server") as caught:
        service.map("Z:", "gopher://games:secret@server/share")
    assert "secret" not in str(caught.value)


@produces("InvalidParameter")
def test_unknown_option(service, session, samba):
    with refused("InvalidParameter", "colour"):
        service.map("Z:", samba.unc(), colour="red")
    with refused("InvalidParameter", "remember"):
        service.map("Z:", samba.unc(), remember="yes")
    with refused("InvalidParameter", "update-profile"):
        service.connect(samba.unc(), update_profile=True)
    with refused("InvalidParameter", "games", "news"):
        service.map("Z:", samba.uri("team", "news"), user="games")
    check_nothing_done(service, session)


@produces("InvalidLevel")
@pytest.mark.parametrize("level", ["", "3", "None", "brutal"])
def test_unknown_level(service, samba, level):
    service.map("Z:", samba.unc())
    with refused("InvalidLevel", level):
        service.cancel("Z:", level)
    assert service.drives()["Z:"]["Status"] == "ok"


@produces("NotConnected")
@pytest.mark.parametrize("method", ["Cancel", "GetHolders", "Connect"])
def test_not_connected(service, method):
    call = {"Cancel": service.cancel, "GetHolders": service.holders, "Connect": service.connect}
    with refused("NotConnected", "Q:"):
        call[method]("Q:")


# Servers


@produces("BadNetPath")
def test_closed_port(service, session, samba):
    samba.stop()
    with refused("BadNetPath", samba.address, samba.port), within(3):
        service.map("Z:", samba.unc())
    check_nothing_done(service, session)


@produces("BadNetPath")
@pytest.mark.netns
def test_server_that_never_answers(service, session):
    netns.drop("127.99.0.1")
    with refused("BadNetPath", "127.99.0.1", 445), within(5):
        service.map("Z:", "\\\\127.99.0.1\\share")
    check_nothing_done(service, session)


@produces("BadNetPath")
def test_unknown_host(service, session):
    """Below .invalid there never is a host, and no name server is asked."""
    with refused("BadNetPath", "nowhere.invalid"), within(5):
        service.map("Z:", "\\\\nowhere.invalid\\share")
    check_nothing_done(service, session)


@produces("NoNetwork")
@pytest.mark.netns
@pytest.mark.parametrize("server", ["192.0.2.1", "2001:db8::1"])
def test_no_network(service, session, server):
    written = f"[{server}]" if ":" in server else server
    with refused("NoNetwork", server), within(5):
        service.map("Z:", f"smb://{written}/share")
    check_nothing_done(service, session)


@produces("BadNetName")
def test_no_such_share(service, session, samba):
    with refused("BadNetName", samba.unc("missing")):
        service.map("Z:", samba.unc("missing"))
    check_nothing_done(service, session)


@produces("LogonFailure")
def test_no_password(service, session, samba):
    with refused("LogonFailure", samba.unc("games-only")):
        service.map("Z:", samba.unc("games-only"), user="games")
    check_nothing_done(service, session)


@produces("LogonFailure")
@pytest.mark.parametrize("user, password", [("games", "wrong"), ("news", None)])
def test_refused_by_the_server(service, session, samba, user, password):
    """News may not use the share; GVfs tells that no better than a wrong password."""
    password = password or samba.password(user)
    session.keyring.store(user, samba.address, password, port=samba.port)
    with refused("LogonFailure", samba.unc("games-only")):
        service.map("Z:", samba.unc("games-only"), user=user)
    check_nothing_done(service, session)


@produces("ConnectionUnavailable")
def test_connection_does_not_answer(service, session, samba):
    """The server is there; what GVfs made of it is stuck."""
    session.mount(samba.uri())
    service.start()
    backend = session.backend_pid(samba.folder())
    os.kill(backend, signal.SIGSTOP)
    try:
        with refused("ConnectionUnavailable", session.fuse / samba.folder()), within(20):
            service.map("Z:", samba.unc())
    finally:
        os.kill(backend, signal.SIGCONT)
    assert service.drives() == {}


@produces("BadProvider")
def test_backend_is_not_installed(make_session, samba, tmp_path):
    mounts = tmp_path / "mounts"
    mounts.mkdir()
    (mounts / "smb.mount").symlink_to("/usr/share/gvfs/mounts/smb.mount")
    session = make_session(env={"GVFS_MOUNTABLE_DIR": str(mounts)})
    with Caller(session) as service:
        with refused("BadProvider", "nfs"):
            service.map("Z:", f"nfs://{samba.host}/share")
        check_nothing_done(service, session)
        service.map("Z:", samba.unc())


class Teapot(http.server.BaseHTTPRequestHandler):
    """A server with an error that nobody expects."""

    def do_OPTIONS(self):
        self.send_error(418, "I am a teapot")

    def log_message(self, *_):
        pass


@pytest.fixture
def teapot():
    """The address of one."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Teapot) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"dav://127.0.0.1:{server.server_port}/coffee"
        server.shutdown()


@produces("ExtendedError")
def test_providers_own_words(service, session, teapot):
    with refused("ExtendedError", teapot, "I am a teapot") as caught:
        service.map("Z:", teapot)
    assert service.call("LastError") == (0, caught.value.message, "dav")
    check_nothing_done(service, session)


def test_no_last_error(service):
    with refused("BadNetName"):
        service.map("Z:", "")
    assert service.call("LastError") == (0, "", "")


# Names in use


@produces("AlreadyAssigned")
def test_letter_is_in_use(service, samba, second_samba):
    service.map("Z:", samba.unc())
    for remote in (samba.unc(), second_samba.unc()):
        with refused("AlreadyAssigned", "Z:", samba.unc()):
            service.map("z:", remote)
    assert len(service.connections()) == 1


@produces("AlreadyAssigned")
def test_link_is_in_use(service, session, samba):
    path = session.home / "Drives/Z"
    path.parent.mkdir()
    path.write_text("mine")
    with refused("AlreadyAssigned", path):
        service.map("Z:", samba.unc())
    assert path.read_text() == "mine"


@produces("AccessDenied")
@pytest.mark.skipif(is_root, reason="root may write anywhere")
def test_folder_of_links_is_read_only(service, session, samba):
    folder = session.home / "Drives"
    folder.mkdir(mode=0o500)
    with refused("AccessDenied", folder):
        service.map("Z:", samba.unc())
    check_nothing_done(service, session)
    folder.chmod(0o700)


@produces("DeviceAlreadyRemembered")
def test_letter_is_remembered(service, samba, second_samba):
    service.map("Z:", samba.unc())
    service.cancel("Z:")
    with refused("DeviceAlreadyRemembered", "Z:", samba.unc()):
        service.map("Z:", second_samba.unc())
    service.map("Z:", samba.unc())


# Operations


@produces("Busy", "Cancelled")
def test_busy_and_cancelled(service, session, samba):
    samba.freeze()
    pending = Pending(service.map, "Z:", samba.unc(), operation="mine")
    service.wait_for_drive("Z:", Status="connecting")
    with refused("Busy", samba.unc()):
        service.connect(samba.unc())
    with refused("InvalidParameter", "mine"):
        service.map("Y:", samba.unc(), operation="mine")
    service.call("CancelOperation", "s", "mine")
    with refused("Cancelled"), within(1):
        pending.result()
    samba.thaw()


@produces("OpenFiles")
def test_open_file(service, session, samba, hold):
    service.map("Z:", samba.unc())
    holder = hold("write", session.home / "Drives/Z/report.txt", name="report-writer")
    with refused("OpenFiles", "Z:", "report-writer", holder.pid, "report.txt"):
        service.cancel("Z:")
    assert holder.write("text") == "ok"


@produces("DeviceInUse")
def test_open_folder(service, session, samba, hold):
    service.map("Z:", samba.unc())
    holder = hold("cwd", session.home / "Drives/Z", name="a-shell")
    with refused("DeviceInUse", f"a-shell (process {holder.pid}): /.", "Z: has 1 folder in use"):
        service.cancel("Z:")
    assert holder.do("list").startswith("ok")


@contextlib.contextmanager
def kernel_mount(session, source):
    """A mount as sshfs makes it, but whose server never answers anything."""
    point = session.directory / "kernel-mount"
    point.mkdir()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        subprocess.run(
            ["fusermount3", "-o", f"subtype=sshfs,fsname={source}", "--", point],
            env={**session.env, "_FUSE_COMMFD": str(theirs.fileno())},
            pass_fds=[theirs.fileno()],
            check=True,
        )
        _, (descriptor,), _, _ = socket.recv_fds(ours, 1, 1)
    try:
        yield point
    finally:
        os.close(descriptor)
        subprocess.run(["fusermount3", "-u", "-z", "--", point], env=session.env, check=True)


@produces("NotSupported")
@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
def test_kernel_mount(service, session, level):
    service.start()
    with kernel_mount(session, "me@192.0.2.1:/srv") as point, within(10):
        (connection,) = wait_for(service.connections).values()
        assert connection["Origin"] == "kernel" and connection["Path"] == str(point)
        with refused("NotSupported", point):
            service.cancel(connection["Uri"], level)
        assert len(service.connections()) == 1
    wait_for(lambda: not service.connections())


@produces("NotSupported")
def test_another_computers_uses(service):
    code = service.call("NetUseDel", "ssu", "\\\\other", "Z:", 0)
    assert code == error_numbers()["NotSupported"]


# Profiles


def check_shown(service, name, *words):
    """Who only looks hears of it too."""
    code, message = service.profile()
    assert code == error_numbers()[name]
    assert all(str(word) in message for word in words)


@produces("CannotOpenProfile")
@pytest.mark.parametrize(
    "kind",
    ["folder", pytest.param("rights", marks=pytest.mark.skipif(is_root, reason="root may read all"))],
)
def test_profile_cannot_be_read(service, session, samba, drives_ini, kind):
    if kind == "folder":
        drives_ini.mkdir()
    else:
        drives_ini.write_text(f"[Y:]\nRemote={samba.uri()}\n")
        drives_ini.chmod(0)
    with refused("CannotOpenProfile", drives_ini):
        service.map("Z:", samba.unc())
    check_shown(service, "CannotOpenProfile", drives_ini)
    check_nothing_done(service, session)
    service.map("Z:", samba.unc(), remember=False)
    with refused("CannotOpenProfile", drives_ini):
        service.cancel("Z:", update_profile=True)
    service.cancel("Z:")
    assert drives_ini.is_dir() or drives_ini.stat().st_mode & 0o777 == 0


@produces("BadProfile")
@pytest.mark.parametrize(
    "text, words",
    [
        ("[Z:\nRemote=smb://nas/share\n", ["line 1"]),
        ("[Z:]\nRemote=smb://nas/share\nrubbish\n", ["line 3"]),
        ("# mine\n\n[Z:]\nRemote=nonsense\n", ["line 4", "[Z:]", "nonsense"]),
        ("[Z:]\nRemote=smb://nas/a\n[Z:]\nRemote=smb://nas/b\n", ["line 3", "[Z:]"]),
        ("[Z:]\nColour=red\n", ["line 1", "[Z:]", "Remote="]),
        ("[Z]\nRemote=smb://nas/a\n", ["line 1", "[Z]"]),
        (b"[Z:]\nRemote=smb://nas/\xff\xfe\n", ["line 2"]),
    ],
)
def test_profile_is_malformed(service, session, samba, drives_ini, text, words):
    content = text if isinstance(text, bytes) else text.encode()
    drives_ini.write_bytes(content)
    with refused("BadProfile", drives_ini, *words):
        service.map("Y:", samba.unc())
    check_shown(service, "BadProfile", drives_ini, *words)
    with refused("BadProfile", drives_ini, *words):
        service.cancel("Z:", update_profile=True)
    assert drives_ini.read_bytes() == content
    check_nothing_done(service, session)


def test_profile_becomes_malformed(service, samba, drives_ini):
    """What was known stays known, and works, until the file is mended."""
    drives_ini.write_text(f"[Z:]\nRemote={samba.uri()}\n")
    service.connect("Z:")
    drives_ini.write_text("rubbish\n")
    wait_for(lambda: service.profile() != (0, ""), what="the service to notice")
    check_shown(service, "BadProfile", drives_ini, "line 1")
    with refused("BadProfile", "line 1"):
        service.map("Y:", samba.unc())
    assert service.drives()["Z:"]["Status"] == "ok"
    assert service.drives()["Z:"]["Remembered"]
    drives_ini.write_text(f"[Z:]\nRemote={samba.uri()}\n[Y:]\nRemote={samba.uri()}\n")
    service.wait_for_drive("Y:", 3, Status="unavailable")
    assert service.profile() == (0, "")
    service.map("Y:", samba.unc())


@produces("CannotOpenProfile")
@pytest.mark.skipif(is_root, reason="root may write anywhere")
def test_profile_cannot_be_written(service, session, samba, drives_ini):
    service.start()
    drives_ini.parent.chmod(0o500)
    with refused("CannotOpenProfile", drives_ini.parent):
        service.map("Z:", samba.unc())
    check_nothing_done(service, session)
    drives_ini.parent.chmod(0o700)
