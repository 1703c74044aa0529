# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""`status NAME`: a drive, what its server is, and how long that takes to answer."""

import time

import pytest

from testbed import wait_for

pytestmark = pytest.mark.limit(180)

LISTED = {"local", "remote", "path", "status", "space_total", "open_count"}


def known(cli):
    """Of a server that is busy it is shown later."""
    look = lambda: cli.json("status", "z:")
    return wait_for(lambda: (found := look())["server"]["name"] and found, 60, "the server's name", 0.1)


def test_of_a_drive(cli, samba):
    cli("map", "Z:", samba.unc(), rc=0)
    found = known(cli)
    assert LISTED <= set(found)
    assert (found["local"], found["remote"], found["status"]) == ("Z:", samba.unc(), "ok")
    server = found["server"]
    assert (server["name"], server["comment"].split()[0]) == ("DMTEST", "Samba")
    assert server["comment"].startswith(server["version"])
    assert server["response_times_us"] and None not in server["response_times_us"]

    lines = dict(line.split("  ", 1) for line in cli("status", "Z:", rc=0).out.splitlines())
    shown = {label: text.strip() for label, text in lines.items()}
    assert (shown["Drive"], shown["Status"]) == ("Z:", "Connected")
    assert (shown["Server"], shown["Software"]) == ("DMTEST", server["version"])
    assert "ms now" in shown["Response time"]


def test_of_what_is_not_there(cli):
    assert cli.json("status", "Q:", rc=2)["error"] == "NotConnected"
    assert "Q:" in cli("status", "Q:", rc=2).err


def test_of_a_drive_that_is_not_connected(cli, samba):
    cli("map", "Z:", samba.unc(), rc=0)
    cli("disconnect", "Z:", rc=0)
    found = cli.json("status", "Z:")
    assert found["status"] == "unavailable"
    assert found["server"] == {"name": None, "comment": None, "version": None, "response_times_us": []}


def test_of_a_server_that_does_not_answer(cli, samba):
    cli("map", "Z:", samba.unc(), rc=0)
    samba.freeze()
    try:
        start = time.monotonic()
        found = cli.json("status", "Z:")
        assert time.monotonic() - start < 10
        assert found["local"] == "Z:" and found["server"]["name"] is None
    finally:
        samba.thaw()


def test_one_name_only(cli):
    assert cli("status", "Z:", "Y:", rc=1).err
    assert "Z:" in cli("status", "Z:", "--diagnose=Y:", rc=1).err


# What a server says is not to be believed.
def test_what_the_server_wrote_is_harmless(cli, make_samba):
    samba = make_samba(options="server string = \u202egnp.exe <b>%h</b>")
    cli("map", "Z:", samba.unc(), rc=0)
    assert known(cli)["server"]["comment"].startswith("\u202e")
    out = cli("status", "Z:", rc=0).out
    assert "\u202e" not in out and "<b>" in out
