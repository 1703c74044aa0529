# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service sleeps while nothing changes, and leaves when it is not needed.

A mount anywhere on the machine is a change, which it has to look at; so its
sleep is watched in a mount namespace of its own, and while nobody mounts.

DRIVEMAP_IDLE_SECONDS says how long the sleep is watched; 60 without it.
"""

import os
import select
import time
from pathlib import Path

import pytest

from checks import OWN_NAMESPACES, check_list_is_true
from testbed import processes, wait_for

WATCHED = int(os.environ.get("DRIVEMAP_IDLE_SECONDS", "60"))

# Idle threads of GLib's pools end by themselves in the first seconds.
SETTLING = 17

# IDLE_SECONDS of the service, and what a busy machine may add.
IDLE = 30
IDLE_SLACK = 10


def wake_ups(pid):
    """{thread: (its name, how often it has gone to sleep)}: one more for each
    time that it woke."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            status = (task / "status").read_text()
        except OSError:
            continue
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        count = int(fields["voluntary_ctxt_switches"]) + int(fields["nonvoluntary_ctxt_switches"])
        found[int(task.name)] = fields["Name"], count
    return found


class Mounts:
    """Whether anything was mounted or unmounted: the service has to look."""

    def __init__(self):
        self._file = open("/proc/self/mountinfo")
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLPRI)

    def changed(self):
        return bool(self._poll.poll(0))


def watch(pid, seconds, interval=0.5):
    """([(seconds since the start, the name of a thread that woke)], how many
    seconds were quiet): where mounts have changed nobody is blamed."""
    seen, quiet, mounts = [], 0.0, Mounts()
    before, was_loud = wake_ups(pid), mounts.changed()
    start = time.monotonic()
    while quiet < seconds and (elapsed := time.monotonic() - start) < 2 * seconds:
        time.sleep(interval)
        after, is_loud = wake_ups(pid), mounts.changed()
        if not is_loud and not was_loud:
            quiet += interval
            for thread in before.keys() | after.keys():
                if before.get(thread) != after.get(thread):
                    seen.append((round(elapsed), (after.get(thread) or before[thread])[0]))
        before, was_loud = after, is_loud
    return seen, quiet


# There it is quiet.
QUIETER = OWN_NAMESPACES


@pytest.mark.waits
@pytest.mark.limit(2 * WATCHED + 120)
@pytest.mark.parametrize(
    "using",
    [pytest.param("drive-idle", marks=QUIETER), pytest.param("file-open", marks=QUIETER)],
)
def test_no_wake_up_while_nothing_changes(service, session, samba, hold, using, record_property):
    service.map("Z:", samba.unc())
    if using == "file-open":
        holder = hold("write", session.home / "Drives/Z/file")
    service.refresh(scan=True)
    check_list_is_true(service, session)
    pid = service.pid
    settling, _ = watch(pid, SETTLING)
    seconds = WATCHED if using == "drive-idle" else min(WATCHED, 20)
    seen, quiet = watch(pid, seconds)
    print(f"settling: {settling}; {quiet:g} quiet seconds: {seen}; threads: {wake_ups(pid)}")
    record_property("wake-ups", len(seen))
    assert processes.is_running(pid) and seen == []
    assert service.pid == pid and service.drives()["Z:"]["Status"] == "ok"
    if using == "file-open":
        assert holder.write("text") == "ok"
    if quiet < seconds / 4:
        pytest.skip(f"others mount all the time: only {quiet:g} s were quiet")


@pytest.mark.waits
@pytest.mark.limit(2 * IDLE + 60)
def test_leaves_when_nothing_is_mapped(service, session, samba):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc("readonly"), remember=False)
    # Of somebody else's mounts it need not know while nobody asks.
    session.mount(samba.uri("Bücher und Daten"))
    pid = service.pid
    service.cancel("Y:")
    service.cancel("Z:")
    start = time.monotonic()
    wait_for(lambda: not processes.is_running(pid), IDLE + IDLE_SLACK, "the service to leave", 0.1)
    stayed = time.monotonic() - start
    print(f"it stayed for {stayed:.1f} s")
    assert stayed > IDLE / 2
    # Asking the bus, and not the service, does not bring it back.
    assert not session.bus.has_owner("io.github.drivemap.Drivemap.Service")

    drives = service.drives()
    assert list(drives) == ["Z:"]
    assert (drives["Z:"]["Status"], drives["Z:"]["Remembered"]) == ("unavailable", True)
    assert drives["Z:"]["Remote"] == samba.unc()
    (connection,) = [c for c in service.connections().values() if c["Origin"] == "gvfs"]
    assert connection["Deviceless"] and connection["Drives"] == []
    assert service.pid != pid
    service.connect("Z:")
    check_list_is_true(service, session)


@pytest.mark.waits
@pytest.mark.limit(2 * IDLE + 60)
def test_stays_while_it_is_needed(service, session, samba, hold):
    """A drain keeps it as a drive does; calls start its time anew."""
    service.map("Z:", samba.unc(), remember=False)
    holder = hold("write", session.home / "Drives/Z/file")
    assert service.cancel("Z:", "force")["result"] == "draining"
    pid = service.pid
    time.sleep(IDLE + 5)
    assert processes.is_running(pid) and session.mounts() != {}
    assert holder.write("text") == "ok"
    holder.end()
    wait_for(lambda: session.mounts() == {}, 10, "the end of the drain")
    time.sleep(IDLE - 10)
    service.refresh()
    time.sleep(IDLE - 10)
    assert processes.is_running(pid)
    wait_for(lambda: not processes.is_running(pid), IDLE + IDLE_SLACK, "the service to leave", 0.1)
    assert (samba.path("public") / "file").read_text() == "text"
