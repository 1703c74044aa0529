# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Map () without connecting: the drive is only remembered."""

import pytest

from callers import refused
from checks import links, state
from testbed.service import ROOT

DEAD = "smb://nas.invalid/share/"


@pytest.fixture
def drives_ini(session):
    return session.home / "config/drivemap/drives.ini"


def remember(service, local, remote, **options):
    return service.map(local, remote, connect=False, **options)


def test_nobody_is_asked(service, session, drives_ini):
    path = remember(service, "Z:", DEAD)
    assert path == ROOT + "/drives/Z_3a"
    assert "Remote=" + DEAD in drives_ini.read_text()
    assert links(session) == {}
    assert session.mounts() == {}
    drive = service.drives()["Z:"]
    assert (drive["Status"], drive["Remembered"], drive["UseCount"]) == ("unavailable", True, 0)


def test_can_be_connected_later(service, samba):
    remember(service, "Z:", samba.unc("public"))
    service.connect("Z:")
    assert service.drives()["Z:"]["Status"] == "ok"


def test_letters_go_on(service):
    paths = [remember(service, "*", f"smb://nas.invalid/{i}/") for i in range(3)]
    assert paths == [f"{ROOT}/drives/{letter}_3a" for letter in "ZYX"]
    # The same once more is no error, another place is.
    assert remember(service, "Z:", "smb://nas.invalid/0/") == paths[0]
    before = state(service)
    with refused("DeviceAlreadyRemembered"):
        remember(service, "Z:", DEAD)
    assert state(service) == before


def test_neither_nor(service):
    with refused("InvalidParameter"):
        remember(service, "Z:", DEAD, remember=False)
    assert service.drives() == {}


def test_a_broken_profile_leaves_nothing(service, drives_ini):
    drives_ini.parent.mkdir(parents=True, exist_ok=True)
    drives_ini.write_text("broken\n")
    with refused("BadProfile"):
        remember(service, "Z:", DEAD)
    assert drives_ini.read_text() == "broken\n"
    assert service.drives() == {}
