# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random clicks and keys; see soak.py."""

import os

import pytest
from soak import Soak

from testbed.cli import Cli

SECONDS = float(os.environ.get("DRIVEMAP_SOAK_SECONDS") or 20)
SEED = int(os.environ.get("DRIVEMAP_SOAK_SEED") or 3)


@pytest.mark.limit(int(SECONDS) + 240)
def test_soak(samba, session, cli, hold, window, file_manager):
    for letter, share in (("Z:", "public"), ("Y:", "readonly")):
        cli("map", letter, samba.unc(share), rc=0)
    session.mount(samba.uri("hidden$"))
    window.row("Z:", "Connected")
    holders = []

    def open_file():
        if (session.home / "Drives/Z").exists() and len(holders) < 3:
            holders.append(hold("write", session.home / "Drives/Z/file", check=False))

    def close_file():
        if holders:
            holders.pop().end()

    def map_again():
        Cli(session)("map", "Z:", samba.unc("public"))

    soak = Soak(window, SEED, events=(open_file, close_file, map_again))
    soak.run(SECONDS)
    print(soak.report())
    assert window.is_running
    # Narrow, it may show a drive instead of the list.
    window.resize(960, 640)
    window.get("button", "Main Menu")
    if "DRIVEMAP_SANITIZED" not in os.environ and SECONDS >= 300:
        assert soak.growth_mb() < 5
