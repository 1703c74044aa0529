# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window among others: preferences, help, second start, sizes, names."""

import re

import pytest
from story import connection, drive, open_file

from testbed import wait_for

pytestmark = pytest.mark.limit(240)

OPEN = {"Z:": [open_file(1, "soffice", "/run/user/1/gvfs/smb-share:x/budget.ods")]}


def test_preferences(window, open_window, session):
    window.choose_menu("Preferences")
    window.dialog("Preferences")
    window.click("switch", "Start at sign-in")
    entry = session.home / "config/autostart/io.github.drivemap.Drivemap.desktop"
    wait_for(entry.exists, 30, "the autostart entry")
    assert re.search('^Exec=".*/drivemapctl" reconnect --sign-in$', entry.read_text(), re.M)
    window.click("switch", "Ask before disconnecting")
    wait_for(lambda: window.get("switch", "Ask before disconnecting").is_on, 30)
    window.press("Escape")
    window.no_dialog()
    window.press("ctrl+q")
    assert window.process.wait(timeout=30) == 0
    again = open_window()
    again.get("button", "Main Menu")
    again.press("ctrl+comma")
    again.dialog("Preferences")
    assert again.get("switch", "Ask before disconnecting").is_on
    assert again.get("switch", "Start at sign-in").is_on
    again.click("switch", "Start at sign-in")
    wait_for(lambda: not entry.exists(), 30, "the autostart entry to go")


def test_bookmarks(tell, open_window):
    """The switch shows what the service says: first that refuses, and nothing changes."""
    story = tell(errors={"SetBookmarks": ["ExtendedError", "The bookmarks are not yours."]})
    window = open_window()
    window.get("button", "Main Menu")
    window.press("ctrl+comma")
    window.dialog("Preferences")
    assert not window.get("switch", "Show in file managers").is_on
    window.click("switch", "Show in file managers")
    window.wait_shown("The bookmarks are not yours.")
    wait_for(lambda: not window.get("switch", "Show in file managers").is_on, 30)
    story.tell(errors={}, bookmarks=True)
    window.click("switch", "Show in file managers")
    wait_for(lambda: window.get("switch", "Show in file managers").is_on, 30)
    assert "SetBookmarks" in [method for method, *_ in story.calls()]


def test_prefer_names(window):
    window.press("ctrl+comma")
    window.dialog("Preferences")
    window.choose("New drives get", "A name")
    window.press("Escape")
    window.no_dialog()
    window.press("ctrl+n")
    window.dialog("Map Network Drive")
    window.get("entry", "Name")


def test_shortcuts(window):
    window.choose_menu("Keyboard Shortcuts")
    for text in ("Map Network Drive", "Disconnect All", "Copy Address", "Rename"):
        window.wait_shown(text)
    window.press("Escape")
    window.no_dialog()


def test_about(window):
    window.choose_menu("About Drivemap")
    window.wait_shown(re.compile("The Drivemap Authors"))
    window.press("Escape")
    window.no_dialog()


def test_second_start_activates_the_first(window, desktop, session, build):
    other = session.spawn(build.directory / "tests/bench/empty-window", "Other")
    wait_for(lambda: desktop.display.active_title() == "Other", 30, "the other window")
    assert session.run(build.gui).returncode == 0
    wait_for(lambda: desktop.display.active_title() == "Drivemap", 30, "ours to be active")
    assert window.titles() == ["Drivemap"]
    other.terminate()


def test_started_over_the_bus(desktop, session, build):
    app = "io.github.drivemap.Drivemap"
    session.run(
        "gdbus", "call", "--session", "-d", app, "-o", "/io/github/drivemap/Drivemap",
        "-m", "org.freedesktop.Application.Activate", "{}",
    )
    titles = lambda: [w.title for w in desktop.display.windows() if w.is_managed]
    wait_for(lambda: "Drivemap" in titles(), 30, "the window")


def test_quit_and_close(open_window):
    for keys in ("ctrl+q", "ctrl+w"):
        window = open_window()
        window.wait_shown("No Network Drives")
        window.press(keys)
        assert window.process.wait(timeout=30) == 0


def test_size_is_kept(open_window):
    window = open_window()
    window.wait_shown("No Network Drives")
    window.resize(800, 500)
    wait_for(lambda: window.tree().children[0].extents[2:] == (800, 500), 30, "the new size", 0.1)
    window.press("ctrl+w")
    assert window.process.wait(timeout=30) == 0
    again = open_window()
    again.wait_shown("No Network Drives")
    assert again.tree().children[0].extents[2:] == (800, 500)


def test_icon(desktop, tell, open_window):
    """In a taskbar and in what switches windows, though it comes after the first frame."""
    tell(drives=[])
    window = open_window()
    window.wait_shown("No Network Drives")
    shown = window.x_window("Drivemap")
    wait_for(lambda: desktop.display.icon_size(shown) == (48, 48), 30, "the icon", 0.1)


def test_narrow(tell, open_window):
    """At 360 pixels the details take the place of the list, with a way back."""
    tell(drives=[drive("Z:", OpenCount=1)], holders=OPEN)
    window = open_window()
    window.row("Z:")
    window.resize(360, 640)
    wait_for(lambda: window.tree().children[0].extents[2] == 360, 30, "the new size", 0.1)
    assert not window.shows("Open Files")
    window.click(window.row("Z:"))
    window.wait_shown("Open Files")
    window.wait_shown("budget.ods")
    wait_for(lambda: not window.find_row("Z:"), 30, "the list to go", 0.1)
    window.click("button", "Back to the List")
    window.row("Z:")
    window.click(window.row("Z:"))
    window.wait_shown("Open Files")
    window.press("alt+Left")
    window.row("Z:")


@pytest.mark.parametrize("width", [360, 500, 720, 1200])
def test_nothing_is_cut_off(tell, open_window, width):
    """No button lies half outside of the window, at any width."""
    tell(drives=[drive("Z:", OpenCount=1), drive("Y:", Status="unavailable")], holders=OPEN)
    window = open_window()
    window.row("Z:")
    window.resize(width, 640)
    wait_for(lambda: window.tree().children[0].extents[2] == width, 30, "the new size", 0.1)
    wait_for(lambda: not cut_off(window, width), 30, "all buttons to be inside", 0.1)
    assert window.find("button", "Main Menu")
    window.click(window.row("Z:"))
    window.wait_shown("budget.ods")
    wait_for(lambda: not cut_off(window, width), 30, "all buttons to be inside", 0.1)
    assert window.find("button", "Disconnect…")


def cut_off(window, width):
    """What is wholly outside is a page that is not shown. GTK 4.18 leaves out the
    padding of a bar, which is what makes up for its margin of -1 pixel."""
    buttons = [button.extents for button in window.find_all("button")]
    return [e for e in buttons if e[0] < -1 < e[0] + e[2] or e[0] < width < e[0] + e[2]]


def test_everything_has_a_name(tell, open_window):
    """No button, entry, switch or list in any window is without a name."""
    tell(
        drives=[drive("Z:", OpenCount=1), drive("Y:", Status="unavailable", Reason="Away.")],
        connections=[connection(r"\\nas\public")],
        holders=OPEN,
        errors={"Cancel": ["OpenFiles", "Files are open."]},
    )
    window = open_window()
    window.row("Z:")
    window.select("Z:")
    window.wait_shown("budget.ods")
    assert nameless(window) == []
    visits = {
        "Map Network Drive": ("ctrl+n", "Escape"),
        "Preferences": ("ctrl+comma", "Escape"),
        re.compile("^Rename"): ("F2", "Escape"),
        re.compile("^Disconnect “"): ("Delete", "Escape"),
        "Disconnect all network drives?": ("ctrl+shift+n", "Escape"),
    }
    for title, (keys, leave) in visits.items():
        window.click(window.row("Z:"))
        window.press(keys)
        window.dialog(title)
        assert nameless(window) == [], title
        window.press(leave)
        window.no_dialog()


def nameless(window):
    roles = ("button", "entry", "switch", "choice", "combo box", "list item", "meter", "dialog")
    return [n for n in window.find_all() if n.role in roles and not n.label.strip()]
