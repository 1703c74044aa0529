# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Map Network Drive, with real servers."""

import re

import pytest

from testbed import wait_for

MAP = "Map Network Drive"

pytestmark = pytest.mark.limit(240)


def open_dialog(window):
    window.press("ctrl+n")
    window.dialog(MAP)


def connect(window):
    window.click("button", "Connect", within=MAP)


def test_by_mouse(samba, session, window):
    (samba.path("public") / "hello.txt").write_text("hello")
    window.click("button", re.compile("Map Drive"))
    window.dialog(MAP)
    window.enter("Folder", samba.unc("public"), within=MAP)
    connect(window)
    window.row("Z:", "Connected")
    window.wait_shown("Z: connected")
    window.no_dialog()
    assert (session.home / "Drives/Z/hello.txt").read_text() == "hello"


def test_uri_and_another_letter(samba, cli, window):
    open_dialog(window)
    window.enter("Folder", samba.uri("public"), within=MAP)
    window.choose("Drive letter", "S:")
    connect(window)
    window.row("S:", "Connected")
    assert cli.json("list")[0]["local"] == "S:"


def test_a_name_instead_of_a_letter(samba, session, window):
    open_dialog(window)
    window.enter("Folder", samba.unc("public"), within=MAP)
    window.choose("Drive letter", "Name instead of a letter")
    window.enter("Name", "Team Files", within=MAP)
    connect(window)
    window.row("Team Files", "Connected")
    assert (session.home / "Drives/Team Files").is_dir()


def test_next_free_letter(samba, cli, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    open_dialog(window)
    window.enter("Folder", samba.unc("readonly"), within=MAP)
    connect(window)
    window.row("Y:", "Connected")


def test_not_remembered(samba, cli, window):
    open_dialog(window)
    window.enter("Folder", samba.unc("public"), within=MAP)
    window.click("switch", "Reconnect at sign-in", within=MAP)
    connect(window)
    window.row("Z:", "Connected")
    assert cli.json("list")[0]["remembered"] is False


def test_wrong_password_then_right(samba, session, window):
    """Asked for in the same dialog, with what went wrong beside the password."""
    open_dialog(window)
    window.enter("Folder", samba.unc("games-only"), within=MAP)
    connect(window)
    window.get("alert", re.compile("asks for a user name and a password"), within=MAP)
    window.enter("User name", "games", within=MAP)
    window.enter("Password", "not the password", within=MAP)
    window.press("Return")
    window.get("alert", re.compile("refuses the user name or password"), within=MAP)
    assert window.find_row("Z:", "Connected") is None
    window.enter("Password", samba.password("games"), within=MAP)
    window.press("Return")
    window.row("Z:", "Connected", re.compile("games"))
    window.no_dialog()
    found = session.keyring.find(user="games", server=samba.address)
    assert [password for _, password in found] == [samba.password("games")]


def test_different_credentials_for_good(samba, session, window):
    open_dialog(window)
    window.enter("Folder", samba.unc("team"), within=MAP)
    window.click("switch", "Connect using different credentials", within=MAP)
    window.enter("User name", "news", within=MAP)
    window.enter("Password", samba.password("news"), within=MAP)
    window.choose("Remember password", "Forever")
    connect(window)
    window.row("Z:", "Connected", re.compile("news"))
    assert session.keyring.find(user="news", server=samba.address)
    window.select("Z:")
    window.wait_shown("Signed in as news")
    window.wait_shown(re.compile("Password in the keyring"))


def test_password_is_not_shown(samba, window):
    """Not in plain sight, and forgotten when the dialog is closed."""
    open_dialog(window)
    window.click("switch", "Connect using different credentials", within=MAP)
    window.enter("User name", "games", within=MAP)
    window.enter("Password", "secret words", within=MAP)
    window.press("Escape")
    window.no_dialog()
    assert "secret words" not in window.tree().describe()
    open_dialog(window)
    assert "secret words" not in window.tree().describe()


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("server", re.compile(r"\\\\server\\share|not a|network place|folder", re.I)),
        (r"\\no-such-server.invalid\share", re.compile("no-such-server.invalid")),
        ("{unc}", re.compile("no-such-share")),
    ],
)
def test_error_stands_by_the_folder(samba, window, folder, message):
    open_dialog(window)
    typed = folder.replace("{unc}", samba.unc("no-such-share"))
    window.enter("Folder", typed, within=MAP)
    connect(window)
    shown = window.get("alert", message, within=MAP)
    entry = window.get("entry", "Folder", within=MAP)
    assert entry.text == typed
    assert 0 <= shown.extents[1] - (entry.extents[1] + entry.extents[3]) < 60
    window.enter("Folder", samba.unc("public"), within=MAP)
    connect(window)
    window.row("Z:", "Connected")


def test_name_that_is_taken(samba, cli, window):
    cli("map", "Music", samba.unc("public"), rc=0)
    window.row("Music", "Connected")
    open_dialog(window)
    window.enter("Folder", samba.unc("readonly"), within=MAP)
    window.choose("Drive letter", "Name instead of a letter")
    window.enter("Name", "Music", within=MAP)
    connect(window)
    window.get("alert", re.compile("Music"), within=MAP)


def test_cancel_while_it_connects(samba, cli, window):
    open_dialog(window)
    window.enter("Folder", samba.unc("public"), within=MAP)
    samba.freeze()
    try:
        connect(window)
        window.get("status", re.compile("^Connecting to"), within=MAP)
        window.click("button", "Cancel", within=MAP)
        wait_for(
            lambda: len(window.titles()) == 1 or window.find("button", "Connect", within=MAP),
            60,
            "the end of the attempt",
            0.1,
        )
    finally:
        samba.thaw()
    if len(window.titles()) > 1:
        window.press("Escape")
    window.no_dialog()
    window.wait_shown("No Network Drives")
    assert cli.json("list") == []


def test_started_with_a_location(samba, open_window):
    window = open_window(samba.uri("public"))
    window.dialog(MAP)
    wait_for(lambda: window.find("entry", "Folder", within=MAP).text == samba.uri("public"), 30)
    connect(window)
    window.row("Z:", "Connected")


def test_other_share_names(samba, window):
    open_dialog(window)
    window.enter("Folder", samba.unc("Bücher und Daten"), within=MAP)
    connect(window)
    window.row("Z:", "Connected")
    assert window.shows(re.compile("Bücher und Daten", re.I))
