# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be chosen for one drive."""

import re

import pytest

from testbed import wait_for
from testbed.mock import NetworkManager

SETTINGS = "Drive Settings"

pytestmark = pytest.mark.limit(240)


def open_dialog(window, local="Z:"):
    window.select(local)
    window.click("list item", re.compile("^Drive Settings…"))
    window.dialog(SETTINGS)


def save(window):
    window.click("button", "Save", within=SETTINGS)


def saved(session):
    return (session.home / "config/drivemap/drives.ini").read_text()


def test_all_of_it_is_saved(samba, cli, session, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    open_dialog(window)
    window.enter("Other network", "Home, sweet home", within=SETTINGS)
    window.click("button", re.compile("^Add network"), within=SETTINGS)
    window.get("choice", "Home, sweet home", within=SETTINGS)
    window.enter("Other network", "Office", within=SETTINGS)
    window.click("spin button", "Minutes without use", within=SETTINGS)
    window.press("ctrl+a")
    window.type("30")
    window.enter("Hardware address", "AA-BB-CC-DD-EE-FF", within=SETTINGS)
    window.enter("Profiles, separated by commas", "home, office", within=SETTINGS)
    save(window)
    window.no_dialog()
    window.wait_shown(re.compile("The settings of Z: are saved"))
    text = saved(session)
    assert "IdleMinutes=30" in text and "Wake=aa:bb:cc:dd:ee:ff" in text
    assert "Networks=Home, sweet home;Office;" in text and "Profiles=home;office;" in text
    window.wait_shown(re.compile("Only in Home, sweet home, Office.*after 30 minutes.*Wakes.*home, office"))

    # What is there is shown, and can be taken back.
    open_dialog(window)
    assert window.get("entry", "Hardware address", within=SETTINGS).text == "aa:bb:cc:dd:ee:ff"
    assert window.get("choice", "Office", within=SETTINGS).is_on
    window.click("choice", "Office", within=SETTINGS)
    window.enter("Hardware address", "", within=SETTINGS)
    save(window)
    window.no_dialog()
    wait_for(lambda: "Networks=Home, sweet home;\n" in saved(session), 30, "the change")
    assert "Wake=" not in saved(session)


def test_bad_address_is_said_at_the_field(samba, cli, session, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    open_dialog(window)
    window.enter("Hardware address", "my server", within=SETTINGS)
    save(window)
    shown = window.get("alert", re.compile("“my server”.*aa:bb:cc:dd:ee:ff"), within=SETTINGS)
    entry = window.get("entry", "Hardware address", within=SETTINGS)
    assert 0 <= shown.extents[1] - (entry.extents[1] + entry.extents[3]) < 60
    assert shown.extents[1] + shown.extents[3] <= shown.toplevel.extents[3], "it is in sight"
    assert "Wake" not in saved(session)
    window.enter("Hardware address", "00:11:22:33:44:55", within=SETTINGS)
    wait_for(lambda: not window.find("alert", re.compile("my server")), 30, "the message to go")
    window.press("Return")
    window.no_dialog()
    assert "Wake=00:11:22:33:44:55" in saved(session)


def test_semicolon_is_said_at_the_profiles(samba, cli, session, window):
    """A comma cannot be in a name, however it was given; a semicolon neither."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    cli("set", "Z:", r"--profiles=home\,office", rc=1)
    open_dialog(window)
    window.enter("Profiles, separated by commas", "home; office", within=SETTINGS)
    save(window)
    window.get("alert", re.compile("“home; office”.*no comma and no semicolon"), within=SETTINGS)
    assert "Profiles" not in saved(session)
    window.enter("Profiles, separated by commas", "home ,office", within=SETTINGS)
    save(window)
    window.no_dialog()
    assert "Profiles=home;office;" in saved(session)


def test_networks_of_now_are_offered(samba, cli, session, system_bus, open_window):
    network = NetworkManager(session, system_bus)
    network.add(1, "Office")
    network.add(2, "Büro-VPN", kind="vpn")
    cli("map", "Z:", samba.unc("public"), rc=0)
    window = open_window()
    open_dialog(window)
    assert not window.get("choice", "Office", within=SETTINGS).is_on
    window.click("choice", "Büro-VPN", within=SETTINGS)
    save(window)
    window.no_dialog()
    assert "Networks=Büro-VPN;\n" in saved(session)
