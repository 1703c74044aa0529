# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives taken over from other programs' files, and written to one, by hand."""

import re
from pathlib import Path

import pytest

from testbed import wait_for
from testbed.mock import NetworkManager

IMPORT = "Import Drives"

pytestmark = pytest.mark.limit(240)


@pytest.fixture
def config(session):
    """Writes a file below the session's XDG_CONFIG_HOME."""

    def write(name, content):
        path = Path(session.env["XDG_CONFIG_HOME"]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    return write


def open_dialog(window):
    window.choose_menu("Import Drives…")
    window.dialog(IMPORT)


def check(window, remote):
    return window.get("choice", remote, within=IMPORT)


def name_of(window, remote):
    return window.get("entry", f"Name for {remote}", within=IMPORT)


def choose_file(window, path):
    """In the desktop's dialog."""
    window.click("button", "Choose File…", within=IMPORT)
    write_into_chooser(window, path, "Import from a File")


def write_into_chooser(window, path, title):
    window.dialog(title)
    window.press("ctrl+a")
    window.type("/")
    window.fill(str(path))
    wait_for(lambda: str(path) in window.texts(title), 30, "the path to be written", 0.1)
    window.press("Return")
    wait_for(lambda: title not in window.titles(), 30, "the file dialog to close", 0.1)


def drives(cli):
    return {item["local"]: item["status"] for item in cli.json("list") if item["local"]}


def test_bookmarks_become_drives(samba, cli, session, config, window):
    """From two sources; one is not wanted, one gets another name, one cannot be."""
    config(
        "gtk-3.0/bookmarks",
        f"{samba.uri('public')} Music\n{samba.uri('team')} Team\nhttp://web.example/ Web\n",
    )
    config("gigolo/bookmarks", f"[Plans]\nscheme=smb\nhost={samba.address}\nport={samba.port}\nshare=readonly\n")
    window.click("button", "Import Drives…")
    window.dialog(IMPORT)
    window.wait_shown("Gigolo", within=IMPORT)
    window.get("button", "Import 3 Drives", within=IMPORT)
    assert name_of(window, samba.unc("public")).text == "Music"
    assert name_of(window, samba.unc("readonly")).text == "Plans"

    window.click("choice", samba.unc("team"), within=IMPORT)
    window.get("button", "Import 2 Drives", within=IMPORT)
    window.enter(f"Name for {samba.unc('readonly')}", "p:", within=IMPORT)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.no_dialog()
    window.wait_shown("2 drives were added.")
    window.row("Music", "Connected")
    window.row("P:", "Connected")
    assert drives(cli) == {"Music": "ok", "P:": "ok"}
    assert (session.home / "Drives/Music").is_dir()


def test_left_out_says_why(samba, config, window):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\nhttp://web.example/ Web\n")
    open_dialog(window)
    window.wait_shown("Left Out", within=IMPORT)
    window.wait_shown("1 entry cannot be a drive", within=IMPORT)
    window.click(None, "1 entry cannot be a drive", within=IMPORT)
    window.wait_shown(re.compile("a web address is not a location.*bookmarks, line 2"), within=IMPORT)


def test_known_is_not_offered(samba, cli, config, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    config("gtk-3.0/bookmarks", f"{samba.uri('public')}\n{samba.uri('team')}\n")
    window.row("Z:", "Connected")
    open_dialog(window)
    window.wait_shown("Is the drive Z: already", within=IMPORT)
    window.get("button", "Import 1 Drive", within=IMPORT)
    assert not check(window, samba.unc("public")).is_enabled
    # The letters that are given are shown.
    assert name_of(window, samba.unc("team")).text == "Y:"


def test_names_are_checked(samba, cli, config, window):
    """Beside the name; nothing is done until all are right."""
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n{samba.uri('readonly')} Team\n")
    open_dialog(window)
    window.enter(f"Name for {samba.unc('readonly')}", "music", within=IMPORT)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.wait_shown(re.compile("is there twice"), within=IMPORT)
    window.enter(f"Name for {samba.unc('public')}", "a/b", within=IMPORT)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.wait_shown(re.compile("a/b"), within=IMPORT)
    assert drives(cli) == {}
    window.enter(f"Name for {samba.unc('public')}", "Songs", within=IMPORT)
    window.press("Return")
    window.row("Songs", "Connected")
    window.row("music", "Connected")


def test_what_cannot_be_connected_is_kept(samba, cli, config, window):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n{samba.uri('no-such-share')} Lost\n")
    open_dialog(window)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.wait_shown("2 drives were added. 1 could not be connected.")
    window.row("Lost", re.compile("no-such-share"))
    window.row("Music", "Connected")


def test_nothing_found_then_a_file(samba, cli, session, window):
    file = session.home / "old-drives.ini"
    file.write_text(f"[X:]\nRemote={samba.uri('public')}\n")
    open_dialog(window)
    window.wait_shown("Nothing Found", within=IMPORT)
    choose_file(window, file)
    window.get("button", "Import 1 Drive", within=IMPORT)
    assert name_of(window, samba.unc("public")).text == "X:"
    choose_file(window, file)
    window.wait_shown(re.compile("has no network place that is not in this list"), within=IMPORT)
    window.click("button", "Import 1 Drive", within=IMPORT)
    window.row("X:", "Connected")


def test_export_and_back(samba, cli, session, window):
    cli("map", "Music", samba.unc("public"), rc=0)
    window.row("Music", "Connected")
    window.choose_menu("Export Drives…")
    path = session.home / "saved.ini"
    write_into_chooser(window, path, "Export Drives")
    window.wait_shown(re.compile("1 drive was saved in saved.ini, without a password"))
    assert samba.uri("public") in path.read_text()
    cli("disconnect", "Music", "--forget", rc=0)
    window.wait_shown("No Network Drives")
    cli("import", path, "--yes", rc=0)
    window.row("Music", "Connected")


def test_settings_come_from_the_file(samba, cli, session, config, window):
    """Seen before, with what of them is not valid; also for a place that is listed already."""
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n")
    file = session.home / "old-drives.ini"
    file.write_text(
        f"[X:]\nRemote={samba.uri('public')}\nIdleMinutes=30\n"
        f"[Y:]\nRemote={samba.uri('readonly')}\nProfiles=home;office;\nWake=nas\n"
    )
    open_dialog(window)
    window.get("button", "Import 1 Drive", within=IMPORT)
    choose_file(window, file)
    window.wait_shown(re.compile("Disconnects after 30 minutes without use"), within=IMPORT)
    window.wait_shown(re.compile("Profiles: home, office.*“Wake=” was left out. “nas”"), within=IMPORT)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.no_dialog()
    window.row("Y:", "Connected")
    assert cli.json("set", "Music")["idle_minutes"] == 30
    settings = cli.json("set", "Y:")
    assert settings["profiles"] == ["home", "office"] and settings["wake"] is None


def test_drives_for_other_networks_wait(samba, session, system_bus, open_window):
    """That is no failure: the dialog closes, and the drive comes with its network."""
    network = NetworkManager(session, system_bus)
    network.add(1, "Home Wi-Fi")
    file = session.home / "old-drives.ini"
    file.write_text(f"[Y:]\nRemote={samba.uri('public')}\nNetworks=Office;\n")
    window = open_window()
    open_dialog(window)
    choose_file(window, file)
    window.click("button", "Import 1 Drive", within=IMPORT)
    window.no_dialog()
    window.row("Y:", "Comes back by itself.")
    network.add(2, "Office")
    window.row("Y:", "Connected")


def test_settings_that_cannot_be_saved(cli, session, tell, open_window):
    """The drive is there, but is not connected; the dialog stays, and says why."""
    story = tell(drives=[], errors={"SetDriveSettings": ["CannotOpenProfile", "There is no room on the disk."]})
    file = session.home / "old-drives.ini"
    file.write_text("[X:]\nRemote=smb://nas/music\nIdleMinutes=30\n[Y:]\nRemote=smb://nas/films\n")
    window = open_window()
    open_dialog(window)
    choose_file(window, file)
    window.click("button", "Import 2 Drives", within=IMPORT)
    window.wait_shown(
        re.compile("Added, but not connected. Its settings could not be saved. There is no room"), within=IMPORT
    )
    window.wait_shown("2 drives were added. 1 could not be connected.", within=IMPORT)
    assert [call[1] for call in story.calls() if call[0] == "Connect"] == ["Y:"]

    lost, good = cli.json("import", file, "--yes", rc=2)
    assert (lost["state"], good["state"]) == ("remembered", "connected")
    assert "Its settings could not be saved." in lost["error"]


def test_many(samba, config, window):
    """More rows than are made at once, and more than go at once."""
    places = "".join(f"smb://nas{i}.invalid/share Place {i}\n" for i in range(60))
    config("gtk-3.0/bookmarks", f"{places}{samba.uri('public')} Music\n")
    open_dialog(window)
    window.get("button", "Import 61 Drives", within=IMPORT)
    last = window.get("entry", f"Name for {samba.unc('public')}", within=IMPORT, hidden=True)
    assert last.text == "Music"
    window.press("Escape")
    window.no_dialog()
    open_dialog(window)
    window.get("button", "Import 61 Drives", within=IMPORT)
    window.enter(f"Name for {samba.unc('public')}", "a/b", within=IMPORT)
    window.press("Home")
    window.click("button", "Import 61 Drives", within=IMPORT)
    window.wait_shown(re.compile("a/b"), within=IMPORT)
    window.press("Escape")
    window.no_dialog()
    window.wait_shown("No Network Drives")


def test_by_keyboard(samba, config, window):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n{samba.uri('team')} Team\n")
    open_dialog(window)
    check(window, samba.unc("public"))
    # The first row has the keyboard: the key marks and unmarks it.
    window.press("space")
    window.get("button", "Import 1 Drive", within=IMPORT)
    window.press("space")
    window.get("button", "Import 2 Drives", within=IMPORT)
    window.press("Escape")
    window.no_dialog()
    window.wait_shown("No Network Drives")
