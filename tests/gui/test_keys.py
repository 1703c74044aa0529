# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything by keyboard: the mouse is not touched here."""

import re

import pytest
from story import connection, drive, open_file

from testbed import wait_for
from testbed.drivemap import LIST

pytestmark = pytest.mark.limit(240)


def wait_for_focus(window, role=None, label=None):
    """Wait until that has the keyboard."""

    def is_there():
        node = window.focused()
        return (
            node is not None
            and (role is None or node.role == role)
            and (label is None or re.search(label, node.label))
        )

    wait_for(is_there, 30, f"the focus on {role} {label!r}", 0.1)


def focus_list(window):
    """By Tab, from wherever the focus is."""
    for _ in range(40):
        node = window.focused()
        if node is not None and any(outer.name == LIST for outer in node.ancestors()):
            return
        window.press("Tab")
    raise AssertionError("Tab does not lead into the list")


def test_map_disconnect_forget(samba, session, window):
    """From the first drive to the last, with real ones."""
    window.wait_shown("No Network Drives")
    window.press("ctrl+n")
    window.dialog("Map Network Drive")
    window.type(samba.unc("public"))
    window.press("Return")
    window.row("Z:", "Connected")
    window.no_dialog()
    focus_list(window)
    window.press("Home")
    window.wait_shown("Open Files")
    window.press("Delete")
    window.wait_shown("Z: disconnected")
    window.row("Z:", "Not available")
    window.press("Delete")
    window.dialog(re.compile("^Forget “Z:"))
    window.press("alt+f")
    window.wait_shown("No Network Drives")
    assert not session.mounts()


def test_rename(samba, session, cli, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    focus_list(window)
    window.press("Home", "F2")
    window.dialog(re.compile("^Rename “Z:"))
    # Up from Z: is the last choice: a name instead of a letter.
    window.press("space", "End", "Return")
    window.get("entry", "Name")
    window.press("Tab")
    window.type("Projects")
    window.press("Return")
    window.row("Projects", "Connected")
    window.no_dialog()
    assert (session.home / "Drives/Projects").is_dir()
    assert not (session.home / "Drives/Z").exists()


def test_disconnect_dialog(samba, session, cli, hold, window):
    """Tab reaches the choices; Return never closes anybody's files."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    holder = hold("write", session.home / "Drives/Z/report", name="writer")
    window.row("Z:", "1 file open")
    focus_list(window)
    window.press("Home", "Delete")
    window.dialog(re.compile("^Disconnect “Z:"))
    window.press("Return")
    window.no_dialog()
    assert holder.write("more") == "ok"
    focus_list(window)
    window.press("Delete")
    window.dialog(re.compile("^Disconnect “Z:"))
    window.press("alt+n")
    wait_for(lambda: window.get("choice", re.compile("^Close the files and")).is_on, 30)
    window.press("alt+c")
    window.wait_shown("Z: disconnected. Files were closed.")
    assert holder.write("more") != "ok"


@pytest.fixture
def three(tell, open_window):
    tell(
        drives=[drive("Z:", r"\\fileserver\projects", OpenCount=1), drive("Y:")],
        connections=[connection(r"\\nas\public")],
        holders={"Z:": [open_file(1, "soffice", "/run/user/1/gvfs/smb-share:x/budget.ods")]},
    )
    window = open_window()
    window.row("Z:")
    return window


def test_details_and_back(three):
    focus_list(three)
    three.press("End", "Home", "Down")
    three.wait_shown("budget.ods")
    three.press("alt+Return")
    wait_for(lambda: three.focused() and three.focused().role != "list item", 30)
    assert three.focused().extents[0] > three.find_row("Z:").extents[0] + 200


def test_copy_address(three):
    focus_list(three)
    three.press("Home", "Down", "ctrl+c")
    three.wait_shown(r"Copied: \\fileserver\projects")


def test_tab_goes_everywhere(three):
    """A round of Tab visits the bar, the list and the details, and returns."""
    focus_list(three)
    three.press("Home", "Down")
    three.wait_shown("budget.ods")
    seen = []
    for _ in range(40):
        three.press("Tab")
        node = three.focused()
        label = (node.role, node.label, node.extents[:2]) if node else None
        if label in seen and len(seen) > 6:
            break
        seen.append(label)
    words = " ".join(label[1] for label in seen if label)
    for word in ("Map Drive", "Main Menu", "Filter", "Open Folder", "Disconnect", "Copy"):
        assert word in words, words


def test_filter_and_back_to_the_list(three):
    three.press("ctrl+f")
    three.type("nas")
    three.row(r"\\nas\public")
    three.press("Return")
    wait_for_focus(three, "list item")
    three.press("Escape")


def test_menu_by_f10(three):
    three.press("F10")
    three.get("menu item", "Preferences")
    three.press("Escape")
    wait_for(lambda: not three.find("menu item"), 30, "the menu to close")


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("ctrl+n", "Map Network Drive"),
        ("ctrl+comma", "Preferences"),
        ("ctrl+question", "Shortcuts"),
        ("ctrl+shift+n", "Disconnect all network drives?"),
    ],
)
def test_dialogs_open_and_close(three, keys, title):
    three.press(keys)
    three.dialog(title)
    three.press("Escape")
    three.no_dialog()


def test_look_now(tell, open_window):
    """F5 asks the servers; by itself the window only looks at what is open."""
    story = tell(drives=[drive("Z:")])
    window = open_window()
    window.row("Z:")
    assert story.calls() == []
    window.press("F5")
    (call,) = wait_for(story.calls, 30, "the servers to be asked")
    assert call[0] == "Refresh" and call[1]["probe"] and call[1]["scan"]
