# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the details tell of a drive's server."""

import re

import pytest
from story import drive

pytestmark = pytest.mark.limit(240)

NO_ANSWER = 2**32 - 1
FACTS = {
    "ServerName": "FILESERVER",
    "ServerComment": "Room <b>4</b>",
    "ServerVersion": "Samba 4.17.12",
    "ResponseTimes": [12000, 3100],
}


def name_of(server):
    """The computer's name may stand between marks of its direction of writing."""
    return re.compile(f"^\u2068?{server}\u2069?  ·  Samba 4[0-9.]*$")


def test_comes_when_it_is_known(tell, open_window):
    story = tell(drives=[drive("Z:")])
    window = open_window()
    window.select("Z:")
    window.wait_shown("Addresses")
    assert not window.find_all(None, "Response time", hidden=True)
    story.tell(drives=[drive("Z:", **FACTS)])
    window.click("label", "Response time")
    window.wait_shown(name_of("FILESERVER"))
    window.wait_shown("3.1 ms now, at most 12 ms in the last 5 minutes")
    window.wait_shown(re.compile("Room <b>4</b>"))
    window.get(None, "Response time: 3.1 ms now, at most 12 ms in the last 5 minutes")

    # Samba's own words are there already.
    story.tell(drives=[drive("Z:", **{**FACTS, "ServerComment": "Samba 4.17.12-Debian"})])
    window.wait_gone("Description")
    story.tell(drives=[drive("Z:", **{**FACTS, "ResponseTimes": [12000, NO_ANSWER]})])
    window.wait_shown("No answer now, at most 12 ms in the last 5 minutes")
    story.tell(drives=[drive("Z:")])
    window.wait_gone("Response time")


def test_of_another_drive(tell, open_window):
    other = {**FACTS, "ServerName": "NAS", "ServerComment": "", "ResponseTimes": []}
    tell(drives=[drive("Z:", **FACTS), drive("Y:", **other), drive("X:")])
    window = open_window()
    window.select("Z:")
    window.click("label", "Response time")
    window.wait_shown(name_of("FILESERVER"))
    window.select("Y:")
    window.click("label", "Computer")
    window.wait_shown(name_of("NAS"))
    window.wait_gone("Response time")
    window.select("X:")
    window.wait_gone("Computer")


def test_of_a_real_server(cli, samba, open_window):
    cli("map", "Z:", samba.unc(), rc=0)
    window = open_window()
    window.select("Z:")
    window.click("label", "Response time")
    window.wait_shown(re.compile(r"^\d.* m?s now"))
    window.click("label", "Computer")
    window.wait_shown(name_of("DMTEST"))
