# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the desktops' own file managers offer for network places, and what comes of it.

tests/run leaves pictures of the menus in tests/out/screenshots/filemanagers.
"""

import os
import re
import signal

import pytest

from testbed import Drivemap, processes, wait_for
from testbed.desktop import APP_ID
from testbed.session import SERVICE_NAME

OURS = "Network Drive"
MAP = "Map as Network Drive…"
DISCONNECT = re.compile(r"^Disconnect…|^Disconnect \(\d+ Files? Open\)…$")
DISCONNECT_Z = re.compile(r"^Disconnect Z:( \(\d+ Files? Open\))?…$")
HOLDERS = "Who Has This Open?"
COPY_UNC = r"Copy as \\server\share path"
COPY_URI = "Copy as smb:// address"
COPIES = [COPY_UNC, COPY_URI]
DIALOG = "Map Network Drive"

pytestmark = pytest.mark.limit(240)
extensions = pytest.mark.parametrize("kind", ["nautilus", "thunar", "nemo", "caja"], indirect=True)


@pytest.fixture
def share(samba):
    """A share with a file and a folder, and another one."""
    for name in "public", "readonly":
        (samba.path(name) / "plans").mkdir()
        (samba.path(name) / "report.txt").write_text("all is well")
    return samba


@pytest.fixture
def drive(share, cli, session):
    """Z: is the share; another one is connected without a drive."""
    cli("map", "Z:", share.unc("public"), rc=0)
    session.mount(share.uri("readonly"))
    return session.home / "Drives/Z"


@pytest.fixture
def started(session, desktop, keep):
    """started(): our window, which the file manager has D-Bus start."""

    def wait():
        pid = wait_for(lambda: session.bus.pid(APP_ID), 30, "our window", 0.1)
        return keep(Drivemap(desktop, pid=pid))

    assert session.bus.pid(APP_ID) is None
    return wait


def offered(manager, name=None):
    """What is in our submenu, when the service has had time to tell of the drives."""

    def look():
        manager.open_menu(name)
        found = manager.open_submenu(OURS) if OURS in manager.labels() else []
        if any("Z:" in label or label == MAP for label in found):
            return found
        manager.close_menu()
        return []

    return wait_for(look, 30, f"our menu of {name or 'the folder'}", 0.2)


def check(found, *wanted):
    """The labels are these, in this order."""
    assert len(found) == len(wanted), found
    for label, want in zip(found, wanted):
        assert want.search(label) if hasattr(want, "search") else label == want, found


@extensions
def test_a_drive(drive, share, open_manager, take):
    """By its address and by its folder, a file, a folder, and what is around them."""
    for place, how in (share.uri("public"), "address"), (drive, "drive"):
        manager = open_manager(place)
        check(offered(manager, "report.txt"), DISCONNECT_Z, HOLDERS, *COPIES)
        take(f"{how}-file")
        manager.close_menu()
        check(offered(manager, "plans"), MAP, DISCONNECT_Z, HOLDERS, *COPIES)
        manager.close_menu()
        check(offered(manager), DISCONNECT_Z, HOLDERS, *COPIES)
        take(f"{how}-folder")
        manager.close_menu()


@extensions
def test_no_drive(drive, share, open_manager, session, take):
    manager = open_manager(share.uri("readonly"))
    check(offered(manager), MAP, DISCONNECT, HOLDERS, *COPIES)
    take("connection-folder")
    manager.close_menu()

    (session.home / "report.txt").write_text("all is well")
    manager = open_manager(session.home)
    for name in "report.txt", None:
        manager.open_menu(name)
        assert OURS not in manager.labels(), manager.labels()
        manager.close_menu()


@extensions
def test_disconnect(drive, share, open_manager, hold, started, take):
    """Our window, which did not run, asks about the right drive."""
    hold("write", drive / "report.txt", name="editor")
    manager = open_manager(share.uri("public"))
    offered(manager, "report.txt")
    manager.close_menu()

    manager.choose(OURS, DISCONNECT_Z, "report.txt")
    window = started()
    window.dialog(re.compile("^Disconnect “Z:"))
    window.wait_shown("report.txt")
    take("disconnect")


@extensions
def test_map_and_copy(drive, share, open_manager, started, take):
    """The dialog has the place filled in; the address of something else can be pasted."""
    manager = open_manager(share.uri("readonly"))
    offered(manager, "plans")
    manager.close_menu()
    manager.choose(OURS, COPY_UNC, "report.txt")
    manager.choose(OURS, MAP, "plans")
    window = started()
    window.dialog(DIALOG)
    folder = lambda: window.get("entry", "Folder", within=DIALOG)
    assert folder().text == share.unc("readonly", "plans")
    take("map")

    paste(window, share.unc("readonly", "report.txt"))
    manager.focus()
    manager.choose(OURS, COPY_URI)
    paste(window, share.uri("readonly"))


def paste(window, text):
    """Into the dialog, which may be behind the file manager."""
    window.desktop.display.activate(window.x_window(DIALOG))
    window.click(window.get("entry", "Folder", within=DIALOG))
    window.press("ctrl+a", "ctrl+v")
    folder = lambda: window.get("entry", "Folder", within=DIALOG).text.rstrip("/")
    wait_for(lambda: folder() == text, 30, f"{text} in the clipboard", 0.1)


@extensions
def test_nothing_is_waited_for(drive, share, open_manager, session):
    """The service is stopped all the time, and the server for a while: what has been heard
    of them, or nothing at all, must do. (Thunar and Caja themselves wait for the server
    when another file is selected.)"""
    manager = open_manager(share.uri("public"))
    offered(manager, "report.txt")
    manager.close_menu()
    service = session.bus.pid(SERVICE_NAME)
    os.kill(service, signal.SIGSTOP)
    try:
        see_menu(manager, None, DISCONNECT_Z)
        see_menu(manager, "report.txt", DISCONNECT_Z)
        share.freeze()
        see_menu(manager, "report.txt", DISCONNECT_Z)
        share.thaw()
        # One that has never heard of the service.
        manager = open_manager(share.uri("public"))
        see_menu(manager, "report.txt", DISCONNECT)
        assert processes.state(service) == "T"
    finally:
        share.thaw()
        os.kill(service, signal.SIGCONT)


def see_menu(manager, name, disconnect):
    manager.open_menu(name)
    check(manager.open_submenu(OURS), disconnect, HOLDERS, *COPIES)
    manager.close_menu()


# Dolphin: its menu is made of what was installed, and knows no drives


@pytest.mark.parametrize("kind", ["dolphin"], indirect=True)
def test_dolphin(share, cli, open_manager, hold, session, started, take):
    cli("map", "Z:", share.unc("public"), rc=0)
    (session.home / "report.txt").write_text("all is well")
    manager = open_manager(session.home)
    manager.open_menu("report.txt")
    assert OURS not in manager.labels(), manager.labels()

    manager = open_manager(share.uri("public"))
    cases = ("file", "report.txt", ()), ("background", None, (MAP,)), ("folder", "plans", (MAP,))
    for what, name, wanted in cases:
        manager.open_menu(name)
        check(manager.open_submenu(OURS), *wanted, "Disconnect…", HOLDERS)
        take(what)
        manager.close_menu()

    hold("write", session.home / "Drives/Z/report.txt", name="editor")
    manager.choose(OURS, "Disconnect…", "report.txt")
    window = started()
    window.dialog(re.compile("^Disconnect “Z:"))
    window.press("Escape")
    window.no_dialog()
    manager.focus()
    manager.choose(OURS, MAP, "plans")
    window.dialog(DIALOG)
    assert window.get("entry", "Folder", within=DIALOG).text == share.uri("public", path="plans")
