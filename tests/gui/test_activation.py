# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How others open the window: by D-Bus, as a program that need not run, and by its options."""

import re

import pytest
from gi.repository import GLib
from story import connection, drive, open_file

from testbed import Drivemap, wait_for
from testbed.desktop import APP_ID

PATH = "/io/github/drivemap/Drivemap"
APPLICATION = "org.freedesktop.Application"
MAP = "Map Network Drive"
Z = drive("Z:", r"\\fileserver\projects", Uri="smb://ann@fileserver/projects", Path="/home/ann/Drives/Z", OpenCount=1)
DEEP = drive("Y:", r"\\fileserver\projects\2026", Uri="smb://ann@fileserver/projects/2026", Path="/home/ann/Drives/Y")
OFFLINE = drive("X:", r"\\old\archive", Status="unavailable", Path="")
PUBLIC = connection(r"\\nas\public", Uri="smb://nas/public", Path="/run/user/1000/gvfs/smb-share:server=nas,share=public")
HOLDERS = {"Z:": [open_file(2716, "soffice.bin", "/home/ann/Drives/Z/budget.ods")]}

pytestmark = pytest.mark.limit(240)


@pytest.fixture
def story(tell):
    in_use = {"Cancel": ["OpenFiles", "Files are open."]}
    return tell(drives=[Z, DEEP, OFFLINE], connections=[PUBLIC], holders=HOLDERS, errors=in_use)


@pytest.fixture
def call(session, desktop, story, keep):
    """call(method, arguments): of the application, which the bus starts; its window."""
    windows = []

    def call(method, arguments):
        session.bus.call(APP_ID, PATH, APPLICATION, method, arguments)
        if not windows:
            windows.append(keep(Drivemap(desktop, pid=session.bus.pid(APP_ID))))
        return windows[0]

    return call


@pytest.fixture
def activate(call):
    """activate(action, parameter…)"""

    def activate(action, *parameters):
        wrapped = [GLib.Variant("s", text) for text in parameters]
        return call("ActivateAction", GLib.Variant("(sava{sv})", (action, wrapped, {})))

    return activate


@pytest.fixture
def open_uri(call):
    return lambda *uris: call("Open", GLib.Variant("(asa{sv})", (uris, {})))


def selected(window, *words):
    wait_for(lambda: "selected" in window.row(*words).states, 30, f"{words} to be selected", 0.1)


# What need not run before


def test_activate(call):
    call("Activate", GLib.Variant("(a{sv})", ({},))).row("Z:")


def test_map(activate):
    window = activate("map", r"\\nas\music")
    window.dialog(MAP)
    assert window.get("entry", "Folder", within=MAP).text == r"\\nas\music"


@pytest.mark.parametrize("name", ["Z:", "z:", r"\\fileserver\projects", "/home/ann/Drives/Z/budget.ods"])
def test_disconnect(activate, name):
    window = activate("disconnect", name)
    window.dialog(re.compile("^Disconnect “Z:"))
    window.wait_shown("budget.ods")


def test_disconnect_all(activate):
    window = activate("disconnect-all")
    window.dialog("Disconnect all network drives?")


def test_show(activate):
    window = activate("show", "X:")
    selected(window, "X:")
    window.wait_shown("Addresses")


def test_preferences(activate):
    activate("preferences").dialog("Preferences")


def test_open_drive(activate, file_manager):
    """Its folder, as the search of the desktop does it."""
    activate("open", "Z:")
    wait_for(lambda: any("Drives/Z" in line for line in file_manager()), 30, "the folder")


def test_find(activate):
    window = activate("find", "archive")
    window.row("X:")
    window.no_row("Z:")
    # What is asked for next is shown, although the filter hides it.
    activate("show", "Z:")
    selected(window, "Z:")


# What is not there is said, and not done later


def test_nothing_of_this_name(activate, story):
    window = activate("disconnect", "Q:")
    window.wait_shown("There is no drive or connection “Q:”.")
    story.tell(drives=[Z, drive("Q:", r"\\nas\q")])
    window.row("Q:")
    assert len(window.titles()) == 1


def test_nothing_to_disconnect(activate, story):
    story.tell(drives=[], connections=[])
    activate("disconnect-all").wait_shown("There is nothing to disconnect.")


# Places, from file managers


@pytest.mark.parametrize(
    ("uri", "row"),
    [
        ("smb://fileserver/projects", "Z:"),
        ("smb://ann@fileserver/projects/a/b%20c", "Z:"),
        ("smb://fileserver/projects/2026/plan.txt", "Y:"),
        ("smb://fileserver/projects/20262", "Z:"),
        ("smb://nas/public/music", r"\\nas\public"),
        ("file:///home/ann/Drives/Z/2026/plan.txt", "Z:"),
        ("file:///home/ann/Drives/../Drives/Y", "Y:"),
    ],
)
def test_open_what_is_mapped(open_uri, uri, row):
    window = open_uri(uri)
    selected(window, row)
    window.wait_shown("Addresses")
    assert len(window.titles()) == 1


@pytest.mark.parametrize(
    "uri", ["smb://fileserver/other/a", "smb://bob@fileserver/projects", "davs://dav.example.org/files", "sftp://web.example.org/srv"]
)
def test_open_what_is_not(open_uri, uri):
    window = open_uri(uri)
    window.dialog(MAP)
    entry = window.get("entry", "Folder", within=MAP)
    assert entry.text.replace("\\", "/").rstrip("/").endswith(uri.partition("@")[2] or uri.partition(":")[2])


def test_open_a_local_file(open_uri):
    window = open_uri("file:///home/ann/Drives/Zebra/x")
    window.wait_shown("“/home/ann/Drives/Zebra/x” is not on a network drive.")
    assert len(window.titles()) == 1


# The options


def test_place_as_argument(story, open_window):
    window = open_window("/home/ann/Drives/Z/budget.ods")
    selected(window, "Z:")


def test_disconnect_option(story, open_window):
    open_window("--disconnect", "y:").dialog(re.compile("^Disconnect “Y:|^Y:.* disconnected"))


def test_choose_what_to_disconnect(story, open_window):
    open_window("--disconnect").dialog("Disconnect all network drives?")


def test_second_start(story, open_window, session):
    """The window that is there does it, in front of all others."""
    window = open_window()
    window.row("Z:")
    arguments = GLib.Variant("(sava{sv})", ("show", [GLib.Variant("s", "X:")], {}))
    session.bus.call(APP_ID, PATH, APPLICATION, "ActivateAction", arguments)
    selected(window, "X:")
    assert session.bus.pid(APP_ID) == window.pid
