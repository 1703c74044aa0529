# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must be true of a service at any time, seen from outside."""

import os
import signal
import statistics
import time

import pytest
from gi.repository import GLib

from testbed import processes, wait_for
from testbed.session import SERVICE_NAME

# A test with these runs in a network and a mount namespace of its own.
OWN_NAMESPACES = (pytest.mark.netns,)

OWN_HELPERS = ("drivemap-last-l", "drivemap-path-p", "drivemap-server")


TOLD_BY_SERVERS = (
    "SpaceTotal",
    "SpaceFree",
    "ServerName",
    "ServerComment",
    "ServerVersion",
    "ResponseTimes",
)


def kill(session, pid):
    """kill -9 the service; returns when the bus has noticed."""
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not processes.is_running(pid), what="the service to end")
    wait_for(lambda: _owner(session) != pid, what="the bus to notice")


def _owner(session):
    try:
        return session.bus.pid(SERVICE_NAME)
    except GLib.Error:
        return None


def stopped(session):
    """Processes of the session that are held still."""
    return [
        f"{pid} {processes.command(pid)}"
        for pid in session.pids()
        if processes.state(pid) in ("T", "t")
    ]


def helpers(session):
    """Our short-lived programs that still run."""
    return [
        f"{pid} {processes.command(pid)}"
        for pid in session.pids()
        if processes.name(pid).startswith(OWN_HELPERS)
    ]


def workers(service):
    """What asks servers just now; it hides its environment."""
    return [pid for pid in processes.children(service.pid) if processes.name(pid) == "drivemap-smb"]


def check_nothing_hangs(session, timeout=40):
    """No process is left stopped, none of our helpers goes on."""
    wait_for(lambda: not helpers(session), timeout, "the end of our helpers")
    wait_for(lambda: not stopped(session), 2, f"nothing stopped: {stopped(session)}")


def _mounts_among(objects):
    found = [o["Connection"] for o in objects.values() if "Connection" in o]
    return sorted(os.path.basename(c["Path"]) for c in found if c["Origin"] == "gvfs")


def shown_mounts(service):
    """The FUSE names of the GVfs mounts that the service lists."""
    return _mounts_among(service.objects())


def state(service):
    """All objects, but for the space and what is known of the servers, which comes
    when they say it."""
    found = service.objects()
    for interfaces in found.values():
        for properties in interfaces.values():
            for name in TOLD_BY_SERVERS:
                properties.pop(name, None)
    return found


def links(session):
    """{name: target} of the folder of the drives."""
    folder = session.home / "Drives"
    if not folder.is_dir():
        return {}
    return {path.name: os.readlink(path) for path in folder.iterdir()}


def link_name(local):
    return local.removesuffix(":")


def check_list_is_true(service, session):
    """Every live mount is listed and no other; the drives shown as connected
    are those with a mount and a link that works; there is no other link."""
    objects, mounts = service.objects(), session.mounts()
    assert _mounts_among(objects) == sorted(mounts)
    connected = {}
    for drive in (o["Drive"] for o in objects.values() if "Drive" in o):
        if drive["Connection"] == "/":
            assert drive["Path"] == "" and drive["Status"] != "ok", drive
            continue
        assert drive["Status"] == "ok", drive
        connection = objects[drive["Connection"]]["Connection"]
        assert os.path.basename(connection["Path"]) in mounts
        name = link_name(drive["Local"])
        assert drive["Path"] == str(session.home / "Drives" / name)
        connected[name] = connection["Path"]
    assert links(session) == connected
    for name in connected:
        session.run("ls", f"{session.home}/Drives/{name}/", timeout=20)


def median_time(function, count=5):
    """Seconds that a call takes."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
