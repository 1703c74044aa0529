# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a sandbox asks of the desktop: to start it at sign-in, to show a folder, and to
tell the user."""

import re
from urllib.parse import unquote

import pytest
from manifest import APP_ID
from portals import Portals

from testbed import wait_for
from testbed.mock import Notifications

USER = "games"


@pytest.fixture
def portals(desktop, session):
    return Portals(session)


@pytest.fixture
def window(portals, service, samba, open_window):
    service.map("Z:", samba.unc("public"))
    return open_window()


def mounted_path(session):
    (folder,) = session.mounts()
    return session.fuse / folder


def test_opens_a_drive(window, portals, session):
    """In the file manager outside, which gets the path that is right there."""
    window.select("Z:")
    window.press("Return")
    wait_for(portals.opened, 20, "the file manager")
    assert portals.opened() == [str(mounted_path(session))]


def test_points_at_a_file(sandbox, portals, session, service, samba, hold, open_window):
    sandbox.override("--talk-name=org.freedesktop.Flatpak")
    (samba.path("public") / "open").write_text("here")
    service.map("Z:", samba.unc("public"))
    hold("read", session.home / "Drives/Z/open", name="reader")
    window = open_window()
    window.select("Z:")
    window.choose_menu("Show in Files", re.compile("^What can be done about open"))
    wait_for(portals.pointed_at, 20, "the file manager")
    (call,) = portals.pointed_at()
    assert unquote(call) == f"ShowItems file://{mounted_path(session)}/open"


@pytest.mark.limit(120)
def test_starts_at_sign_in(window, portals, session, service):
    """The desktop is given a command that works outside."""
    window.press("ctrl+comma")
    window.dialog("Preferences")
    window.click("switch", "Start at sign-in")
    command = wait_for(portals.autostart, 20, "the entry for the sign-in")
    window.click("switch", "Start at sign-in")
    wait_for(lambda: portals.autostart() is None, 20, "the entry to go")

    service.cancel("Z:", "lots-of-force")
    assert session.mounts() == {}
    session.run(*command)
    assert service.drives()["Z:"]["Status"] == "ok" and len(session.mounts()) == 1


def test_tells_of_a_wrong_password(portals, session, service, samba):
    """By the portal, and the button still works when no window is left."""
    notifications = Notifications(session)
    session.keyring.store(USER, samba.address, "wrong", domain="WORKGROUP", port=samba.port)
    drives = session.home / f".var/app/{APP_ID}/config/drivemap/drives.ini"
    drives.parent.mkdir(parents=True)
    drives.write_text(f"[Z:]\nRemote={samba.uri('games-only', USER)}\n")
    tried = service.reconnect(sign_in=True)
    assert tried["Z:"][0] == "needs-password"
    (shown,) = notifications.shown(1)
    assert samba.address in shown[3] and "Z:" in shown[4]
    actions = dict(zip(shown[5][1::2], shown[5][::2]))
    assert session.bus.pid(APP_ID) is None
    notifications.choose(1, actions["Enter Password"])
    wait_for(lambda: session.bus.pid(APP_ID), 20, "the window")
