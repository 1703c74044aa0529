# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives that come back by themselves, lost their server, wait for a keyring, or
belong to an administrator."""

import re

import pytest
from story import drive

from testbed import wait_for
from testbed.mock import Prompter

pytestmark = pytest.mark.limit(240)

FILE = "/etc/xdg/drivemap/drives.d/company.ini"


def remember(session, local, uri):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[{local}]\nRemote={uri}\n")


@pytest.fixture
def awaited(session, samba, service, open_window):
    """The window, with a drive whose server is away at sign-in."""
    remember(session, "Z:", samba.uri())
    samba.stop()
    service.reconnect(sign_in=True)
    window = open_window()
    window.row("Z:", "Not available", re.compile("^Comes back by itself"))
    window.select("Z:")
    return window


def test_awaited_comes_back(awaited, samba, session):
    awaited.wait_shown("Comes back by itself")
    awaited.get("button", "Stop Trying")
    assert awaited.get("button", "Connect").is_enabled
    samba.start()
    awaited.press("F5")
    awaited.row("Z:", "Connected")
    awaited.wait_gone("Stop Trying")
    assert (session.home / "Drives/Z").is_dir()


def test_stop_trying(awaited, service):
    awaited.click("button", "Stop Trying")
    awaited.wait_shown(re.compile("is not tried any more"))
    awaited.wait_gone("Stop Trying")
    assert awaited.find_row("Z:", re.compile("^Comes back by itself")) is None
    assert service.drives()["Z:"]["Awaited"] is False


def test_lost_server(tell, open_window):
    """Since when, and why; it can be asked now."""
    story = tell(drives=[drive("Z:", Status="disconnected", Reason="No answer from fileserver.")])
    window = open_window()
    window.row("Z:", "Connection lost", re.compile(r"^No answer from fileserver\.\s+·\s+since \d\d:\d\d$"))
    window.select("Z:")
    window.wait_shown("The server does not answer")
    asked = len(probes(story))
    window.click("button", "Check Now")
    wait_for(lambda: len(probes(story)) > asked, 30, "the question to the server")


def probes(story):
    return [call for call in story.calls() if call[0] == "Refresh" and "probe" in str(call)]


def test_managed_cannot_be_forgotten(session, samba, open_window):
    folder = session.directory / "etc/drivemap/drives.d"
    folder.mkdir(parents=True)
    file = folder / "company.ini"
    file.write_text(f"[M:]\nRemote={samba.uri()}\n")
    session.set_env(XDG_CONFIG_DIRS=str(session.directory / "etc"))
    window = open_window()
    window.row("M:", "Managed")
    window.select("M:")
    window.wait_shown("Set up by your administrator")
    window.wait_shown(str(file))
    assert not window.get("button", "Forget…").is_enabled
    window.press("Delete", "F2")
    window.click("button", "Connect", within="Drivemap", where=in_details)
    window.row("M:", "Connected", "Managed")
    assert len(window.titles()) == 1, "nothing was asked"
    # It always comes back, as the administrator wants it.
    assert not window.get("switch", "Reconnect at sign-in").is_enabled
    window.click("button", "Disconnect…")
    window.row("M:", "Not available")


def in_details(node):
    return not any(outer.role == "list item" for outer in node.ancestors())


def test_problems_of_managed_drives(tell, open_window):
    problems = [f"{FILE}: line 7 is no drive.", "G.xml: filters by site are not known here."]
    story = tell(drives=[drive("Z:", Managed=True, ManagedFile=FILE)])
    window = open_window()
    window.row("Z:", "Managed")
    assert not window.shows(re.compile("problems? with managed drives"))
    story.tell(managed=problems)
    window.click("button", "2 problems with managed drives")
    window.dialog("Problems with Managed Drives")
    for problem in problems:
        window.wait_shown(problem)
    window.press("Escape")
    window.no_dialog()
    story.tell(managed=[])
    window.wait_gone("2 problems with managed drives")


def lock(session, samba):
    """The password of Z: is in a keyring that is locked."""
    password = samba.password("games")
    session.keyring.store("games", samba.address, password, domain="WORKGROUP", port=samba.port)
    session.keyring.lock()
    remember(session, "Z:", samba.uri("games-only", "games"))


def test_locked_keyring(session, samba, service, open_window):
    """The desktop asks for its password, and the drive is there."""
    prompter = Prompter(session)
    lock(session, samba)
    service.reconnect(sign_in=True)
    window = open_window()
    window.select("Z:")
    window.wait_shown("The keyring is locked")
    assert prompter.calls("BeginPrompting") == []
    window.click("button", "Unlock Keyring")
    wait_for(lambda: prompter.calls("BeginPrompting"), 30, "the desktop to be asked")
    session.keyring.enter_password()
    window.row("Z:", "Connected")
    window.wait_gone("The keyring is locked")
