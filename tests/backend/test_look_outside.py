# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What drivemap-last-look does for a service in a sandbox, which has it run outside."""

import os
import signal

import pytest
from gi.repository import GLib

from testbed import processes, wait_for


@pytest.fixture
def mounted(session, samba):
    """The folder of a mount, and the process behind it."""
    (samba.path("public") / "old").write_text("there")
    session.mount(samba.uri("public"))
    folder = samba.folder("public")
    return session.wait_for_fuse(folder), session.backend_pid(folder)


def scan(session, build, *words):
    text = session.run(build.last_look, "scan", *words).stdout
    return GLib.Variant.parse(GLib.VariantType("aaa{sv}"), text, None, None).unpack()


def test_scan(session, build, samba, mounted, hold):
    path, pid = mounted
    writer = hold("write", path / "new", name="writer")
    reader = hold("stream", samba.uri("public", path="old"), name="reader")
    (found,) = scan(session, build, path, pid)
    assert {(one["pid"], one["kind"]) for one in found} == {(writer.pid, "file"), (reader.pid, "stream")}


def test_scan_of_several(session, build, mounted, hold):
    path, pid = mounted
    hold("cwd", path)
    elsewhere, here, without_path = scan(session, build, session.home / "no", "0", path, pid, "", "0")
    assert [one["kind"] for one in here] == ["cwd"] and elsewhere == without_path == []
    assert scan(session, build) == []


@pytest.mark.parametrize("words", [["scan", "/x"], ["scan", "/x", "-1"], ["scan", "/x", "y"], ["wake"], ["wake", "x"]])
def test_wrong_words(session, build, words):
    done = session.run(build.last_look, *words, check=False)
    assert done.returncode == 1 and done.stdout == ""


def test_wake(session, build, mounted):
    _, pid = mounted
    os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: processes.state(pid) == "T", what="the backend to stop")
    session.run(build.last_look, "wake", str(pid))
    wait_for(lambda: processes.state(pid) != "T", what="the backend to go on")


def test_wakes_backends_only(session, build):
    child = session.spawn("sleep", "60")
    child.send_signal(signal.SIGSTOP)
    wait_for(lambda: processes.state(child.pid) == "T", what="it to stop")
    session.run(build.last_look, "wake", str(child.pid))
    assert processes.state(child.pid) == "T"
    child.send_signal(signal.SIGCONT)
