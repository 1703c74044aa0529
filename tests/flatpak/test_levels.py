# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Disconnecting from inside what programs outside have open: without a sight of them
nothing is guessed, and with it the levels are the same as outside."""

import os
import signal

import pytest

from testbed import processes, wait_for
from testbed.service import ServiceError

pytestmark = pytest.mark.once

OLD = b"old" * 100_000
NAME = "report-writer"


@pytest.fixture
def drive(service, session, samba):
    (samba.path("public") / "old").write_bytes(OLD)
    service.map("Z:", samba.unc("public"))
    return session.home / "Drives/Z"


@pytest.fixture
def sees(sandbox):
    """The user has allowed the look outside."""
    sandbox.override("--talk-name=org.freedesktop.Flatpak")


def refused(name, call, *arguments):
    with pytest.raises(ServiceError) as caught:
        call(*arguments)
    assert caught.value.name == name
    return caught.value.message


def open_file(hold, samba, drive, how):
    """A writer through FUSE, or one that replaces a file by GIO."""
    if how == "write":
        return hold("write", drive / "new", name=NAME)
    return hold("replace", samba.uri("public", path="old"), name=NAME)


def finish(writer, samba, how):
    """It goes on, and all that it wrote arrives."""
    assert writer.write("written") == "ok" and writer.close() == "ok"
    path = samba.path("public") / ("new" if how == "write" else "old")
    wait_for(lambda: path.read_bytes() == b"written", what="the data")


@pytest.mark.parametrize("how", ["write", "replace"])
def test_blind_none(service, session, samba, drive, hold, how):
    writer = open_file(hold, samba, drive, how)
    assert "not known" in refused("OpenFiles", service.cancel, "Z:")
    assert len(session.mounts()) == 1 and drive.is_symlink()
    finish(writer, samba, how)
    # Nor is it known that there is nothing.
    refused("OpenFiles", service.cancel, "Z:")


@pytest.mark.parametrize("how", ["write", "replace"])
def test_blind_force(service, session, samba, drive, hold, how):
    writer = open_file(hold, samba, drive, how)
    assert service.cancel("Z:", "force")["result"] == "draining"
    assert not drive.is_symlink()
    finish(writer, samba, how)
    service.cancel(samba.unc("public"), "lots-of-force")
    assert session.mounts() == {}


@pytest.mark.parametrize("how", ["write", "replace"])
def test_blind_lots_of_force(service, session, samba, drive, hold, how):
    writer = open_file(hold, samba, drive, how)
    assert service.cancel("Z:", "lots-of-force")["result"] == "disconnected"
    assert session.mounts() == {} and not drive.is_symlink()
    assert writer.write("late") != "ok" or writer.close() != "ok" or how == "write"
    assert (samba.path("public") / "old").read_bytes() == OLD


# With the look outside


@pytest.mark.parametrize("how", ["write", "replace"])
def test_none(sees, service, session, samba, drive, hold, how):
    writer = open_file(hold, samba, drive, how)
    (holder,) = service.holders("Z:")
    assert holder["pid"] == writer.pid and holder["program"] == NAME
    assert holder["kind"] == ("file" if how == "write" else "stream")
    assert NAME in refused("OpenFiles", service.cancel, "Z:")
    finish(writer, samba, how)
    wait_for(lambda: service.holders("Z:") == [], what="the file to be closed")
    assert service.cancel("Z:")["result"] == "disconnected"
    assert session.mounts() == {} and not drive.is_symlink()


@pytest.mark.parametrize("how", ["write", "replace"])
def test_force(sees, service, session, samba, drive, hold, how):
    """The connection goes by itself with the last file."""
    writer = open_file(hold, samba, drive, how)
    assert service.cancel("Z:", "force")["result"] == "draining"
    assert not drive.is_symlink() and len(session.mounts()) == 1
    finish(writer, samba, how)
    wait_for(lambda: session.mounts() == {}, 30, "the end of the connection")


def test_dead_server(sees, service, session, samba, drive, hold):
    """The backend outside is ended by the helper that looks there."""
    samba.freeze()
    try:
        service.cancel("Z:", "lots-of-force")
        assert session.mounts() == {}
    finally:
        samba.thaw()


def test_drain_survives_a_crash(sees, service, session, samba, drive, hold):
    writer = open_file(hold, samba, drive, "write")
    service.cancel("Z:", "force")
    (pid,) = [pid for pid in session.pids() if processes.command(pid) == "/app/libexec/drivemap-service"]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: service.pid is None, what="the end of the sandbox")
    service.start()
    wait_for(service.connections, what="the connection")
    (connection,) = service.connections().values()
    assert connection["Status"] == "draining"
    finish(writer, samba, "write")
    wait_for(lambda: session.mounts() == {}, 30, "the end of the connection")


def test_folder_in_use(sees, service, drive, hold):
    hold("cwd", drive, name=NAME)
    assert NAME in refused("DeviceInUse", service.cancel, "Z:")


def test_nothing_is_left_stopped(sees, service, session, drive, hold):
    hold("read", drive / "old", name=NAME)
    for _ in range(3):
        refused("OpenFiles", service.cancel, "Z:")
    assert [pid for pid in session.pids() if processes.state(pid) in ("T", "t")] == []
