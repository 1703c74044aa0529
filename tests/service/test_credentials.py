# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords: found where GVfs keeps them, used once, shown nowhere."""

import re
from pathlib import Path

import pytest

from callers import refused, within
from testbed import wait_for

# The server writes down each logon that it refused.
AUDIT = "log level = 1 auth_audit:2"
REFUSED = re.compile(r"Auth: \[SMB2?,.*user \[[^]]*\]\\\[(\w+)\].*status \[(NT_STATUS_\w+)\]")


@pytest.fixture
def audited(make_samba):
    return make_samba(options=AUDIT)


def store(session, samba, user, password=None, **more):
    """As a file manager does after its question."""
    more.setdefault("domain", "WORKGROUP")
    password = password or samba.password(user)
    session.keyring.store(user, samba.address, password, port=samba.port, **more)


def refused_logons(samba):
    """[(user, status), …] as the server saw them."""
    return REFUSED.findall((samba.directory / "log/log.smbd").read_text(errors="replace"))


def check_is_in(service, local="Z:"):
    drive = service.drives()[local]
    assert drive["Status"] == "ok"
    file = Path(drive["Path"]) / f"from-{local[0]}"
    file.write_text("text")
    return drive


# Stored passwords


@pytest.mark.parametrize("domain", ["WORKGROUP", None], ids=["domain", "no-domain"])
@pytest.mark.parametrize("named", ["option", "address"])
def test_stored_password(service, session, samba, domain, named):
    store(session, samba, "games", domain=domain)
    if named == "option":
        service.map("Z:", samba.unc("games-only"), user="games")
    else:
        service.map("Z:", samba.uri("games-only", "games"))
    assert check_is_in(service)["User"] == "games"
    assert samba.folder("games-only", "games") in session.mounts()


def test_saved_by_gvfs_itself(service, session, samba):
    """What gio mount saves when it is told to, as a file manager does."""
    uri = samba.uri("games-only", "games")
    program = (
        "import sys\n"
        "from gi.repository import Gio, GLib\n"
        "loop = GLib.MainLoop()\n"
        "operation = Gio.MountOperation(password=sys.argv[2], domain='WORKGROUP',\n"
        "    password_save=Gio.PasswordSave.PERMANENTLY)\n"
        "operation.connect('ask-password', lambda o, *_:\n"
        "    o.reply(Gio.MountOperationResult.HANDLED))\n"
        "def done(file, result):\n"
        "    file.mount_enclosing_volume_finish(result)\n"
        "    loop.quit()\n"
        "file = Gio.File.new_for_uri(sys.argv[1])\n"
        "file.mount_enclosing_volume(0, operation, None, done)\n"
        "loop.run()\n"
    )
    session.run("/usr/bin/python3", "-c", program, uri, samba.password("games"))
    session.unmount(uri)
    (saved,) = wait_for(lambda: session.keyring.find(server=samba.address))
    assert saved[0]["user"] == "games"
    service.map("Z:", uri)
    check_is_in(service)


def test_right_user_of_several(service, session, samba):
    """GVfs alone would take the one stored last, whoever is asked for."""
    for user in ("games", "news"):
        store(session, samba, user)
    service.map("Z:", samba.unc("team"), user="games")
    assert check_is_in(service)["User"] == "games"
    assert set(session.mounts()) == {samba.folder("team", "games")}
    assert samba.status("-b").count("games") >= 1


def test_right_port_of_several(service, session, samba, make_samba):
    """Two servers on one address, each with another password for the user."""
    other = make_samba(at=samba.address, port=samba.port + 1)
    other.add_user("games", "the other password")
    for server in (samba, other):
        store(session, server, "games")
    service.map("Z:", samba.unc("games-only"), user="games")
    service.map("Y:", other.unc("games-only"), user="games")
    for local in ("Z:", "Y:"):
        check_is_in(service, local)
    wait_for(lambda: (samba.path("games-only") / "from-Z").exists())
    wait_for(lambda: (other.path("games-only") / "from-Y").exists())


def test_password_of_another_port_is_not_used(service, session, audited, make_samba):
    other = make_samba(at=audited.address, port=audited.port + 1)
    store(session, other, "games")
    with refused("LogonFailure", "none are stored"):
        service.map("Z:", audited.unc("games-only"), user="games")
    assert "games" not in [user for user, _ in refused_logons(audited)]


def test_domain(service, session, samba):
    store(session, samba, "games", domain="WORKGROUP")
    service.map("Z:", samba.unc("games-only"), user="games", domain="WORKGROUP")
    drive = check_is_in(service)
    assert (drive["User"], drive["Domain"]) == ("games", "WORKGROUP")
    assert samba.folder("games-only", "games", "WORKGROUP") in session.mounts()


def test_domain_that_was_not_stored(service, session, samba):
    """A question of GVfs, which the service answers with what it finds."""
    store(session, samba, "games", domain=None)
    service.map("Z:", samba.uri("games-only", "games", "WORKGROUP"))
    assert check_is_in(service)["Domain"] == "WORKGROUP"


def test_password_of_another_domain_is_not_used(service, session, audited):
    store(session, audited, "games", domain="ELSEWHERE")
    with refused("LogonFailure"):
        service.map("Z:", audited.unc("games-only"), user="games", domain="WORKGROUP")


def test_password_is_stored_after_the_refusal(service, session, samba):
    """What a client does: it asks, stores, and calls again."""
    with refused("LogonFailure", "none are stored"):
        service.map("Z:", samba.unc("games-only"), user="games")
    store(session, samba, "games")
    service.map("Z:", samba.unc("games-only"), user="games")
    check_is_in(service)


def test_cancelling_keeps_the_password(service, session, samba):
    store(session, samba, "games")
    service.map("Z:", samba.unc("games-only"), user="games")
    service.cancel("Z:", update_profile=True)
    assert len(session.keyring.find(user="games", server=samba.address)) == 1


# No password


def test_guest_share(service, session, samba):
    service.map("Z:", samba.unc("public"))
    assert check_is_in(service)["User"] == ""
    assert session.keyring.find() == []


@pytest.mark.session(keyring="absent")
def test_guest_share_without_a_keyring(service, session, samba):
    with within(5):
        service.map("Z:", samba.unc("public"))
    check_is_in(service)


@pytest.mark.session(keyring="absent")
def test_no_keyring(service, samba):
    with within(5), refused("LogonFailure", samba.unc("games-only"), "none are stored"):
        service.map("Z:", samba.unc("games-only"), user="games")


@pytest.mark.parametrize("named", [True, False])
def test_locked_keyring(service, session, samba, named):
    store(session, samba, "games")
    session.keyring.lock()
    options = {"user": "games"} if named else {}
    share = "games-only"
    with within(5), refused("LogonFailure", samba.unc(share), "locked"):
        service.map("Z:", samba.unc(share), **options)
    assert session.keyring.is_locked()
    session.keyring.unlock()
    service.map("Z:", samba.unc(share), user="games")
    check_is_in(service)


def test_locked_keyring_does_not_hinder_guests(service, session, samba):
    session.keyring.lock()
    service.map("Z:", samba.unc("public"))
    check_is_in(service)


# Wrong passwords


@pytest.mark.parametrize("domain", ["WORKGROUP", None], ids=["domain", "no-domain"])
@pytest.mark.parametrize("in_address", [None, "WORKGROUP"], ids=["user", "domain-and-user"])
def test_wrong_password_is_tried_once(service, session, audited, domain, in_address):
    """More tries would lock the account on many a server."""
    store(session, audited, "games", "wrong", domain=domain)
    options = {"domain": in_address} if in_address else {}
    with within(5), refused("LogonFailure", audited.unc("games-only"), "refuses"):
        service.map("Z:", audited.unc("games-only"), user="games", **options)
    tries = [entry for entry in refused_logons(audited) if entry[0] == "games"]
    assert tries == [("games", "NT_STATUS_WRONG_PASSWORD")]
    assert service.objects() == {}


def test_remembered_drive_with_a_wrong_password(service, session, audited):
    store(session, audited, "games")
    service.map("Z:", audited.unc("games-only"), user="games")
    service.cancel("Z:")
    audited.add_user("games", "a new password")
    with refused("LogonFailure", audited.unc("games-only")):
        service.connect("Z:")
    drive = service.drives()["Z:"]
    assert drive["Status"] == "needs-password" and drive["Reason"]
    store(session, audited, "games")
    service.connect("Z:")
    check_is_in(service)


def test_wrong_password_for_dav(service, session, apache):
    session.keyring.store(
        apache.user,
        apache.address,
        "wrong",
        port=apache.port,
        protocol="http",
        object=apache.realm,
        authtype="basic",
    )
    with within(5), refused("LogonFailure", apache.uri("private", apache.user)):
        service.map("Z:", apache.uri("private", apache.user))
    assert service.objects() == {}


# Nothing to see


def processes_with(session, password):
    """Where the password is in a command line or an environment."""
    found = []
    for pid in session.pids():
        for name in ("cmdline", "environ"):
            try:
                if password in Path(f"/proc/{pid}/{name}").read_bytes():
                    found.append((pid, name))
            except OSError:
                pass
    return found


@pytest.fixture
def traffic(session):
    """traffic(): all that crossed the session bus since the test began."""
    path = session.directory / "traffic"
    with path.open("wb") as file:
        monitor = session.spawn("dbus-monitor", "--session", "--binary", stdout=file)
    session.bus.call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId")
    wait_for(lambda: path.stat().st_size, what="dbus-monitor")

    def stop():
        wait_for(lambda: b"EndOfTest" in path.read_bytes() or tell_the_end(), interval=0.05)
        monitor.terminate()
        monitor.wait(timeout=5)
        return path.read_bytes()

    def tell_the_end():
        session.run("dbus-send", "--session", "/", "io.github.drivemap.Test.EndOfTest")

    yield stop
    if monitor.poll() is None:
        monitor.kill()
        monitor.wait(timeout=5)


@pytest.mark.session(env={"G_MESSAGES_DEBUG": "all"})
@pytest.mark.parametrize("password", [None, "wr0ng-secret"], ids=["right", "wrong"])
def test_password_is_nowhere(service, session, samba, request, password):
    store(session, samba, "games", password)
    traffic = request.getfixturevalue("traffic")
    secret = (password or samba.password("games")).encode()
    if password is None:
        service.map("Z:", samba.unc("games-only"), user="games")
        assert service.drives()["Z:"]["Status"] == "ok"
    else:
        with refused("LogonFailure"):
            service.map("Z:", samba.unc("games-only"), user="games")
    assert processes_with(session, secret) == []
    assert secret not in session.log_file.read_bytes()
    seen = traffic()
    assert b"games-only" in seen, "this is not the traffic"
    assert secret not in seen
    for path in (session.home / "config", session.home / "state"):
        files = [file for file in path.rglob("*") if file.is_file()]
        assert not [file for file in files if secret in file.read_bytes()]
