# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives that go when nobody uses them. A minute is the shortest, and the service
looks once a minute, so all that waits for it is in one test."""

import time

import pytest
from gi.repository import GLib

from returning import remember, statuses, wait_for_statuses
from testbed import wait_for
from testbed.waiting import stays

MINUTE = 60

# A look comes at most a minute after the time is up.
PATIENCE = 2 * MINUTE + 20


def poll(action, seconds):
    """Do it every now and then, so that each look of the service finds it done."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        action()
        time.sleep(5)


def wait_for_reason(service, local):
    """It comes a moment after the status, when the disconnect has ended."""
    reason = "Disconnected after 1 minute without use"
    wait_for(lambda: service.drives()[local]["Reason"] == reason, 15, f"the reason of {local}")


@pytest.mark.waits
@pytest.mark.limit(400)
def test_idle_disconnect(service, session, make_samba, hold):
    idle, used, held, shared = (make_samba() for _ in range(4))
    minute = {"IdleMinutes": 1}
    remember(session, {
        "Q:": shared.uri(),
        "R:": (shared.uri(), minute),
        "S:": (idle.uri("hidden$"), {"IdleMinutes": 60}),
        "T:": idle.uri("readonly"),
        "U:": (held.uri("readonly"), minute),
        "V:": (held.uri(), minute),
        "X:": (used.uri("readonly"), minute),
        "Y:": (used.uri(), minute),
        "Z:": (idle.uri(), minute),
    })
    assert {status for status, _ in service.reconnect(sign_in=True).values()} == {"ok"}
    drives = session.home / "Drives"
    writer = hold("write", drives / "V/report")
    hold("cwd", drives / "U", name="shell")
    (used.path("public") / "file").write_text("text")

    def use():
        """Short uses, which no look sees; and a look at the space, as a window
        has it, is none."""
        session.run("ls", f"{drives}/X/")
        session.gio("cat", used.uri(path="file"))
        service.refresh(scan=True)

    start = time.monotonic()
    poll(use, MINUTE + 15)
    # The look that comes next may be the first that finds a minute passed.
    wait_for(lambda: use() or statuses(service)["Z:"] == "unavailable", PATIENCE, "Z: to go", interval=3)
    wait_for(lambda: use() or statuses(service)["R:"] == "unavailable", PATIENCE, "R: to go", interval=3)
    print(f"gone after {time.monotonic() - start:.0f} s")
    assert time.monotonic() - start > MINUTE - 5
    found = statuses(service)
    assert {local for local, status in found.items() if status == "unavailable"} == {"R:", "Z:"}

    wait_for_reason(service, "Z:")
    drive = service.drives()["Z:"]
    assert not drive["Awaited"] and drive["Remembered"]
    assert not (drives / "Z").is_symlink() and idle.folder() not in session.mounts()
    # It was R: that nobody used, but Q: is on its connection.
    assert shared.folder() in session.mounts()
    assert writer.write("more") == "ok"
    writer.end()
    assert (held.path("public") / "report").read_text() == "more"

    # By itself it does not come back; when it is opened it does.
    service.refresh(probe=True)
    stays(lambda: statuses(service)["Z:"] == "unavailable", 3)
    service.connect("Z:")
    wait_for_statuses(service, Z="ok")


def set_minutes(service, local, minutes):
    settings = {"idle-minutes": GLib.Variant("u", minutes)}
    service.call("SetDriveSettings", "sa{sv}a{sv}", local, settings, {})


@pytest.mark.limit(240)
def test_setting_is_taken_up(service, session, samba):
    """While the drive is connected; and none at all is none."""
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc("readonly"))
    set_minutes(service, "Z:", 1)
    set_minutes(service, "Y:", 1)
    set_minutes(service, "Y:", 0)
    wait_for_statuses(service, PATIENCE, Z="unavailable")
    assert statuses(service)["Y:"] == "ok"
    wait_for_reason(service, "Z:")
