# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl files --server and --close, against a real server."""

import pytest

from test_cli import Terminal
from testbed import SmbOpener
from testbed.samba import USER, awake  # noqa: F401
from testbed.waiting import wait_for

KEYS = ["pid", "program", "kind", "path", "mode", "user", "source", "note", "id"]


@pytest.fixture
def samba(make_samba):
    return make_samba(administrators=["games"])


def map_as(cli, session, samba, user):
    session.keyring.store(user, samba.address, samba.password(user), port=samba.port)
    cli("map", "Z:", samba.unc("team"), f"--user={user}", rc=0)


@pytest.fixture
def opener(session, samba):
    """Somebody at another computer who has `first` and `file-0` open. For the server it
    is USER, whom the share makes of everybody."""
    client = SmbOpener(session, samba, "team")
    client.open_more(1)
    yield client
    client.close()


def server_files(cli):
    return [h for h in cli.json("files", "--server", "Z:") if h["id"] is not None]


def file_named(cli, name):
    found = [h for h in server_files(cli) if h["path"].endswith(name)]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "arguments, hint",
    [
        (["--watch", "--server", "Z:"], "--watch"),
        (["--watch", "--close=1", "Z:"], "--watch"),
        (["--yes", "Z:"], "--close"),
        (["--close=one", "--yes", "Z:"], "one"),
        (["--close=4294967296", "--yes", "Z:"], "4294967296"),
        (["--close=-1", "--yes", "Z:"], "-1"),
        (["--close=1", "Z:"], "--yes"),
        (["--close=1", "Z:", "--json"], "--yes"),
    ],
)
def test_usage_errors(cli, service, arguments, hint):
    assert hint in cli("files", *arguments, rc=1).err
    assert service.pid is None


def test_an_administrator_sees_them(cli, session, samba, opener):
    map_as(cli, session, samba, "games")
    found = server_files(cli)
    assert all(list(holder) == KEYS for holder in found)
    plan = file_named(cli, "first")
    assert (plan["kind"], plan["source"], plan["user"], plan["pid"]) == ("server", "server", USER, None)
    text = cli("files", "--server", "Z:", rc=0).out
    assert [line for line in text.splitlines() if str(plan["id"]) in line and "first" in line]
    # Never without being asked for.
    assert all(holder["id"] is None for holder in cli.json("files", "Z:"))


def test_others_see_what_is_here(cli, session, samba, opener, hold):
    map_as(cli, session, samba, "news")
    holder = hold("read", session.home / "Drives/Z/first")
    result = cli("files", "--server", "Z:", rc=2)
    assert str(holder.pid) in result.out
    assert result.err.startswith("System error 5 has occurred.\n")
    result = cli("files", "--server", "Z:", "--json", rc=2)
    assert holder.pid in [h["pid"] for h in result.json]
    assert result.err.startswith("System error 5 has occurred.\n")


def test_others_with_nothing_open(cli, session, samba):
    map_as(cli, session, samba, "news")
    result = cli("files", "--server", "Z:", rc=2)
    assert result.out == "Nothing is open on this computer.\n"


def test_drive_whose_server_is_asked_each_time(cli, session, samba, opener, hold):
    map_as(cli, session, samba, "games")
    cli("set", "Z:", "--ask-server=yes", rc=0)
    shown = cli.json("files", "Z:")
    assert file_named(cli, "first") in shown
    assert "first" in cli("files", "z:", rc=0).out
    cli("set", "Z:", "--ask-server=no", rc=0)
    assert all(holder["id"] is None for holder in cli.json("files", "Z:"))


def test_server_that_is_asked_each_time_and_refuses(cli, session, samba, hold):
    """What is known here is shown, and that is no failure."""
    map_as(cli, session, samba, "news")
    cli("set", "Z:", "--ask-server=yes", rc=0)
    (samba.path("team") / "first").write_text("x")
    holder = hold("read", session.home / "Drives/Z/first")
    result = cli("files", "Z:", rc=0)
    assert str(holder.pid) in result.out
    assert result.err.startswith("System error 5 has occurred.\n")


def test_not_connected(cli):
    assert cli.json("files", "--server", "Z:", rc=2)["code"] == 2250
    assert cli.json("files", "--close=7", "--yes", "Z:", rc=2)["code"] == 2250


def test_close_one(cli, session, samba, opener):
    map_as(cli, session, samba, "games")
    plan = file_named(cli, "first")
    closed = cli.json("files", "Z:", f"--close={plan['id']}", "--yes")
    assert closed == [plan]
    wait_for(lambda: plan["id"] not in [h["id"] for h in server_files(cli)], what="the file to be closed")
    file_named(cli, "file-0")
    assert cli.json("files", "Z:", f"--close={plan['id']}", "--yes", rc=2)["code"] == 2250


def test_close_asks(cli, session, samba, opener):
    map_as(cli, session, samba, "games")
    plan = file_named(cli, "first")
    for answer in ("\n", "n\n"):
        terminal = Terminal(session, cli, "files", "Z:", f"--close={plan['id']}")
        terminal.expect("[y/N]")
        assert str(plan["id"]) in terminal.text and "“~/Drives/Z/first”" in terminal.text
        terminal.send(answer)
        assert terminal.end() == 0
    assert file_named(cli, "first") == plan

    terminal = Terminal(session, cli, "files", "Z:", f"--close={plan['id']}")
    terminal.expect("[y/N]")
    terminal.send("y\n")
    assert terminal.end() == 0
    assert "was closed on the server" in terminal.text
    assert plan["id"] not in [h["id"] for h in server_files(cli)]
