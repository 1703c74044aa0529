# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl password: as whom, where the password is kept, another one, none."""

import pytest

from test_cli import Terminal, stored

NEW = "a new password"


def save(session, samba, user, password=None, **more):
    session.keyring.store(user, samba.address, password or samba.password(user), port=samba.port, **more)


def forget(cli, name):
    return cli.json("password", name, "--forget", "--yes", rc=0)


@pytest.fixture
def offline(cli, session, samba):
    """Z: of the user games, remembered and not connected; the password is in the keyring."""
    save(session, samba, "games", domain="WORKGROUP")
    cli("map", "Z:", samba.uri("team", "games"), rc=0)
    cli("disconnect", "Z:", rc=0)


@pytest.mark.parametrize(
    "arguments, hint",
    [
        ([], "REMOTE|DRIVE"),
        (["Z:", "--change", "--forget"], "exclude"),
        (["Z:", "--user=games"], "--change"),
        (["Z:", "--password-stdin"], "--change"),
        (["Z:", "--yes"], "--forget"),
        (["Z:", "--change"], "--password-stdin"),
    ],
)
def test_usage_errors(cli, service, arguments, hint):
    result = cli("password", *arguments, rc=1)
    assert hint in result.err
    assert service.pid is None


def test_no_such_drive(cli):
    assert cli.json("password", "Z:", rc=2)["code"] == 2250
    assert cli.json("password", "nonsense/", rc=2)["code"] == 1203


# --- where it is kept ---


def test_in_the_keyring(cli, samba, offline):
    shown = cli.json("password", "z:", rc=0)
    assert shown.pop("keyring")
    assert shown == {
        "local": "Z:", "remote": samba.unc("team"), "user": "games", "domain": None, "kept": "keyring",
    }
    text = cli("password", "Z:", rc=0).out
    assert "Signed in as games\n" in text
    assert "Password in the keyring" in text
    assert samba.password("games") not in text


def test_until_the_session_ends(cli, samba):
    words = [samba.uri("team", "games", domain="WORKGROUP"), "--password-stdin", "--no-remember"]
    cli("map", "Z:", *words, input=samba.password("games") + "\n", rc=0)
    shown = cli.json("password", "Z:", rc=0)
    assert (shown["kept"], shown["user"], shown["domain"]) == ("session", "games", "WORKGROUP")
    assert "WORKGROUP\\games" in cli("password", "Z:", rc=0).out


def test_nowhere(cli, session, samba, offline):
    forget(cli, "Z:")
    shown = cli.json("password", "Z:", rc=0)
    assert (shown["kept"], shown["user"], shown["keyring"]) == ("nowhere", "games", None)


@pytest.mark.session(keyring="absent")
def test_no_keyring(cli, samba):
    assert cli.json("password", samba.uri("team", "games"), rc=0)["kept"] == "unknown"


def test_locked_keyring(cli, session, samba, offline):
    session.keyring.lock()
    shown = cli.json("password", "Z:", rc=0)
    assert (shown["kept"], shown["user"]) == ("locked", "games")
    assert "locked" in cli("password", "Z:", rc=0).out
    # Nobody is there to unlock it.
    cli("password", "Z:", "--forget", "--yes", rc=2)
    session.keyring.unlock()
    assert stored(session, samba, "games") == [samba.password("games")]


def test_guest(cli, session, samba):
    cli("map", "Z:", samba.unc("public"), rc=0)
    shown = cli.json("password", "Z:", rc=0)
    assert (shown["kept"], shown["user"], shown["domain"]) == ("guest", None, None)
    assert "As a guest" in cli("password", "Z:", rc=0).out
    assert forget(cli, "Z:")["forgotten"] == 0


def test_explicit_guest(cli, session, samba):
    """Beside a login on the same server, and without a password."""
    save(session, samba, "games")
    cli("map", "Z:", samba.unc("public"), "--user=guest", rc=0)
    shown = cli.json("password", "Z:", rc=0)
    assert (shown["kept"], shown["user"]) == ("guest", "guest")


def test_without_a_user_whoever_is_kept(cli, session, samba):
    """A name without a user takes any user's password, and that is said."""
    save(session, samba, "games", domain="WORKGROUP")
    shown = cli.json("password", samba.unc("team"), rc=0)
    assert (shown["kept"], shown["user"], shown["domain"]) == ("keyring", "games", "WORKGROUP")
    save(session, samba, "news", domain="WORKGROUP")
    user = cli.json("password", samba.unc("team"), rc=0)["user"]
    assert forget(cli, samba.unc("team"))["forgotten"] == 1
    (other,) = {"games", "news"} - {user}
    assert stored(session, samba, user) == []
    assert stored(session, samba, other) == [samba.password(other)]


# --- two on one server ---


def test_two_logins_side_by_side(cli, session, samba):
    for local, user in (("Y:", "games"), ("Z:", "news")):
        save(session, samba, user)
        cli("map", local, samba.uri("team", user), rc=0)
    assert cli.json("password", "Y:", rc=0)["user"] == "games"
    assert cli.json("password", "Z:", rc=0)["user"] == "news"

    assert forget(cli, "Y:")["forgotten"] == 1
    assert stored(session, samba, "games") == []
    assert stored(session, samba, "news") == [samba.password("news")]
    assert cli.json("password", "Z:", rc=0)["kept"] == "keyring"
    assert {item["status"] for item in cli.json("list")} == {"ok"}

    cli("disconnect", "Z:", rc=0)
    samba.add_user("news", NEW)
    cli("password", "Z:", "--change", "--password-stdin", input=NEW + "\n", rc=0)
    assert stored(session, samba, "news") == [NEW]
    assert stored(session, samba, "games") == []


# --- forgetting ---


def test_forget_asks(cli, session, samba, offline):
    result = cli("password", "Z:", "--forget", rc=1)
    assert "--yes" in result.err
    for answer, left in (("n", [samba.password("games")]), ("y", [])):
        terminal = Terminal(session, cli, "password", "Z:", "--forget")
        terminal.expect("[y/N]")
        terminal.send(answer + "\n")
        assert terminal.end() == 0
        assert stored(session, samba, "games") == left


# --- changing ---


def test_change(cli, session, samba, offline):
    old = samba.password("games")
    samba.add_user("games", NEW)
    words = ["password", "Z:", "--change", "--password-stdin"]
    assert cli.json(*words, input="wrong\n", rc=2)["code"] == 1326
    assert stored(session, samba, "games") == [old]
    shown = cli.json(*words, input=NEW + "\n", rc=0)
    assert (shown["kept"], shown["user"]) == ("keyring", "games")
    assert stored(session, samba, "games") == [NEW]
    assert cli.json("list")[0]["status"] == "ok"


def test_change_on_a_terminal(cli, session, samba, offline):
    samba.add_user("games", NEW)
    terminal = Terminal(session, cli, "password", "Z:", "--change")
    terminal.expect("Password of games")
    terminal.send(NEW + "\n")
    terminal.expect("Password in the keyring")
    assert terminal.end() == 0
    assert NEW not in terminal.text, "the password was shown"
    assert stored(session, samba, "games") == [NEW]


def test_change_of_a_guest(cli, session, samba):
    """Who signs in is to be said then."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    cli("disconnect", "Z:", rc=0)
    words = ["password", "Z:", "--change", "--user=games", "--password-stdin"]
    assert cli.json(*words, input=samba.password("games") + "\n", rc=0)["user"] == "games"
    assert stored(session, samba, "games") == [samba.password("games")]


def test_no_change_while_connected(cli, session, samba, offline):
    """Nothing could tell whether it is right."""
    cli("connect", "Z:", rc=0)
    for name in ("Z:", samba.uri("team", "games")):
        words = ["password", name, "--change", "--password-stdin"]
        refusal = cli.json(*words, input="wrong\n", rc=2)
        assert refusal["code"] == 87 and "disconnect" in refusal["message"]
    assert stored(session, samba, "games") == [samba.password("games")]


def test_change_with_a_locked_keyring(cli, session, samba, offline):
    """It is not waited for when the user types a password; that it is not for good is told."""
    samba.add_user("games", NEW)
    session.keyring.lock()
    result = cli("password", "Z:", "--change", "--password-stdin", input=NEW + "\n", rc=0)
    assert "until you sign out" in result.err
    assert cli.json("password", "Z:", rc=0)["kept"] == "session"
