# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signing in as the window does, and where passwords are kept: real keyring, real server."""

import pytest

from testbed.waiting import wait_for


class Login:
    def __init__(self, session, build, samba):
        self._session = session
        self._samba = samba
        self._driver = build.directory / "tests/client/test-login-driver"

    def lookup(self, location):
        return tuple(self._run("lookup", location)[0])

    def forget(self, location):
        (line,) = self._run("forget", location)
        return int(line[0]) if len(line) == 1 else line

    def sign_in(self, local, remote, *passwords, user="games", domain="-", save="session", cancel=0):
        """[what came of it for each password]"""
        text = "".join(f"{password}\n" for password in passwords)
        return self._run("sign-in", local, remote, domain, user, save, str(cancel), input=text)

    def stored(self, user="games"):
        found = self._session.keyring.find(server=self._samba.address, user=user)
        return sorted(password for _, password in found)

    def _run(self, *arguments, input=""):
        out = self._session.run(self._driver, *arguments, input=input).stdout
        return [line.split("\t") for line in out.splitlines()]


@pytest.fixture
def login(session, build, samba):
    return Login(session, build, samba)


# --- signing in ---


@pytest.mark.parametrize("save", ["session", "permanent"])
def test_wrong_then_right(login, samba, session, cli, save):
    password = samba.password("games")
    outcome = login.sign_in("Z:", samba.unc("team"), "wrong", password, save=save)
    assert outcome[0][:2] == ["error", "LogonFailure"]
    assert outcome[1] == ["connected", save]
    assert login.stored() == [password]
    assert login.lookup(samba.uri("team"))[0] == save
    session.keyring.unlock()  # a restart
    assert login.stored() == ([password] if save == "permanent" else [])
    assert cli.json("list")[0]["user"] == "games"


@pytest.mark.parametrize("old", [None, "old"])
def test_never_saved(login, samba, session, cli, old):
    if old is not None:
        session.keyring.store("games", samba.address, old, port=samba.port)
    outcome = login.sign_in("Z:", samba.unc("team"), samba.password("games"), save="never")
    assert outcome == [["connected", "nowhere"]]
    assert login.stored() == ([old] if old else [])
    assert cli.json("list")[0]["status"] == "ok"


def test_with_what_is_stored(login, samba, session):
    session.keyring.store("games", samba.address, samba.password("games"), port=samba.port)
    assert login.sign_in("-", samba.unc("team")) == [["connected", "not needed"]]
    assert login.stored() == [samba.password("games")]


def test_nothing_stored(login, samba):
    ((word, code, message),) = login.sign_in("Z:", samba.unc("team"))
    assert (word, code) == ("error", "LogonFailure")
    assert samba.address in message


def test_location_names_another_user(login, samba, cli):
    remote = samba.uri("team").replace("://", "://news@")
    assert login.sign_in("Z:", remote, samba.password("games"))[0][0] == "connected"
    assert cli.json("list")[0]["user"] == "games"
    assert login.stored("news") == []


def test_another_user_of_a_remembered_drive(login, samba, cli):
    remote = samba.uri("team").replace("://", "://games@")
    login.sign_in("Z:", remote, samba.password("games"))
    cli("disconnect", "Z:", rc=0)
    ((_, code, message),) = login.sign_in("-", "Z:", "anything", user="news")
    assert code == "InvalidParameter"
    assert "games" in message and "news" in message
    assert login.stored("news") == []


def test_connected_already(login, samba, cli):
    """Nobody would notice that it is wrong, so it does not replace another one."""
    login.sign_in("Z:", samba.unc("team"), samba.password("games"), save="permanent")
    for local, remote in (("Y:", samba.unc("team")), ("-", "Z:")):
        outcome = login.sign_in(local, remote, "wrong", save="permanent")
        assert outcome == [["connected", "not needed"]], (local, remote)
        assert login.stored() == [samba.password("games")]
    assert login.forget(samba.uri("team")) == 1
    assert login.sign_in("-", "Z:", "first") == [["connected", "session"]]
    assert login.stored() == ["first"]
    # Another user is another connection.
    ((_, code, _),) = login.sign_in("X:", samba.unc("team"), "wrong", user="news")
    assert code == "LogonFailure"


def test_what_is_no_location(login, samba):
    ((_, code, _),) = login.sign_in("Z:", "nonsense", "password")
    assert code == "NoNetOrBadPath"


def test_other_errors_leave_nothing_behind(login, samba, session):
    remote = samba.unc("no-such-share")
    session.keyring.store("games", samba.address, "old", port=samba.port)
    ((_, code, _),) = login.sign_in("Z:", remote, samba.password("games"), save="permanent")
    assert code == "BadNetName"
    assert login.stored() == ["old"]


@pytest.mark.session(keyring="locked")
def test_locked_keyring(login, samba):
    outcome = login.sign_in("Z:", samba.unc("team"), samba.password("games"), save="permanent")
    assert outcome == [["connected", "session"]]


@pytest.mark.session(keyring="absent")
@pytest.mark.parametrize("save", ["permanent", "never"])
def test_no_keyring(login, samba, save):
    outcome = login.sign_in("Z:", samba.unc("team"), "wrong", samba.password("games"), save=save)
    assert outcome[0][:2] == ["error", "LogonFailure"]
    assert outcome[1] == ["connected", "nowhere"]


@pytest.mark.parametrize("old", [None, "old"])
def test_cancelling_puts_back(login, samba, session, cli, old):
    if old is not None:
        session.keyring.store("games", samba.address, old, port=samba.port)
    cli("list", rc=0)
    samba.freeze()
    try:
        ((_, code, _),) = login.sign_in(
            "Z:", samba.unc("team"), samba.password("games"), save="permanent", cancel=700
        )
    finally:
        samba.thaw()
    assert code == "Cancelled"
    assert login.stored() == ([old] if old else [])


@pytest.mark.parametrize("cancel", range(1, 40, 3))
def test_cancelling_at_any_time(login, samba, cli, cancel):
    """Either it was too late, or nothing is left."""
    cli("list", rc=0)
    ((word, *_),) = login.sign_in("Z:", samba.unc("team"), samba.password("games"), cancel=cancel)
    assert (login.stored() == []) == (word == "error")
    # What GVfs was still making then is ended when it comes.
    wait_for(lambda: (cli.json("list") == []) == (word == "error"), 20, f"the list after {word}")


# --- where it is kept ---


def test_lookup_knows_the_keyring(login, samba, session):
    uri = samba.uri("team")
    assert login.lookup(uri) == ("nowhere", "")
    session.keyring.store("games", samba.address, "x", port=samba.port)
    kept, keyring = login.lookup(uri)
    assert kept == "permanent" and keyring


def test_lookup_matches_as_the_service_does(login, samba, session):
    def with_user(user):
        return samba.uri("team").replace("://", f"://{user}@")

    session.keyring.store("games", samba.address, "x", port=samba.port, domain="WORKGROUP")
    assert login.lookup(samba.uri("team"))[0] == "permanent"
    assert login.lookup(with_user("games"))[0] == "permanent"
    assert login.lookup(with_user("workgroup;games"))[0] == "permanent"
    assert login.lookup(with_user("OTHER;games"))[0] == "nowhere"
    assert login.lookup(with_user("news"))[0] == "nowhere"
    assert login.lookup(f"smb://{samba.address}/team")[0] == "nowhere"
    assert login.lookup(f"smb://{samba.address}:4451/team")[0] == "nowhere"
    assert login.lookup(f"sftp://{samba.address}:{samba.port}/")[0] == "nowhere"


def test_lookup_without_a_port(login, session):
    session.keyring.store("games", "nas", "x")
    assert login.lookup("smb://nas/team")[0] == "permanent"
    assert login.lookup("smb://NAS/team")[0] == "permanent"
    assert login.lookup("smb://nas:4450/team")[0] == "nowhere"


@pytest.mark.session(keyring="absent")
def test_lookup_without_a_keyring(login, samba):
    assert login.lookup(samba.uri("team")) == ("unknown", "")
    assert login.forget(samba.uri("team"))[0] == "error"


def test_locked_since_a_while(login, samba, session):
    session.keyring.store("games", samba.address, "x", port=samba.port)
    session.keyring.lock()
    check_locked(login, samba)
    session.keyring.unlock()
    assert login.stored() == ["x"]


def test_never_unlocked(login, samba, session):
    """It finds its items by hashes then, and tells nothing of them."""
    session.keyring.store("games", samba.address, "x", port=samba.port)
    session.keyring.stop()
    daemon = session.spawn("gnome-keyring-daemon", "--foreground", "--components=secrets")
    wait_for(lambda: session.bus.has_owner("org.freedesktop.secrets"), what="gnome-keyring")
    assert session.keyring.is_locked()
    check_locked(login, samba)
    daemon.terminate()
    daemon.wait()
    session.keyring.start()
    assert login.stored() == ["x"]


def check_locked(login, samba):
    uri = samba.uri("team")
    assert login.lookup(uri)[0] == "locked"
    assert login.lookup(uri.replace("://", "://games@"))[0] == "locked"
    assert login.lookup(uri.replace("://", "://news@"))[0] == "nowhere"
    # Nobody is there to unlock it.
    assert login.forget(uri)[0] == "error"


def test_forget(login, samba, session):
    session.keyring.store("games", samba.address, "x", port=samba.port)
    session.keyring.store("games", samba.address, "y", port=samba.port, domain="WORKGROUP")
    session.keyring.store("games", samba.address, "z", port=samba.port + 1)
    session.keyring.store("news", samba.address, "w", port=samba.port)
    assert login.forget(samba.uri("team").replace("://", "://games@")) == 2
    assert login.stored() == ["z"]
    assert login.stored("news") == ["w"]
    assert login.forget(samba.uri("team")) == 1
    assert login.forget(samba.uri("team")) == 0
    assert login.stored() == ["z"]


def test_forget_what_is_for_the_session(login, samba, cli):
    login.sign_in("Z:", samba.unc("team"), samba.password("games"))
    assert login.lookup(samba.uri("team"))[0] == "session"
    assert login.forget(samba.uri("team")) == 1
    assert login.stored() == []
    assert cli.json("list")[0]["status"] == "ok"
