# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The confirm-or-force dialog, with real files on real servers."""

import re

import pytest

from testbed import wait_for

ASK = re.compile("^Disconnect “Z:.*”\\?$")
WAIT = re.compile("^When the files are closed")
NOW = re.compile("^Close the files and disconnect now")
FIRST = "the first half\n" * 500
SECOND = "the second half\n" * 500

pytestmark = pytest.mark.limit(240)


@pytest.fixture
def mapped(samba, cli, window):
    """The window with Z: mapped and selected."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    window.select("Z:")
    return window


@pytest.fixture
def writer(mapped, session, hold):
    """A program that writes a report on Z:."""
    holder = hold("write", session.home / "Drives/Z/report.txt", name="report-writer")
    assert holder.write(FIRST) == "ok"
    return holder


def on_server(samba):
    return (samba.path("public") / "report.txt").read_text()


def disconnect(window):
    window.click("button", "Disconnect…")


def test_nothing_open(mapped, session):
    disconnect(mapped)
    mapped.wait_shown("Z: disconnected")
    mapped.row("Z:", "Not available")
    wait_for(lambda: not session.mounts(), what="the mount to go")


def test_undo(mapped, session):
    disconnect(mapped)
    mapped.click("button", "Undo")
    mapped.row("Z:", "Connected")
    wait_for(session.mounts, what="the mount to come back")


def test_refused_says_who(mapped, samba, session, writer):
    """The dialog names program and file, keeping is the default, Esc keeps."""
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.wait_shown("report.txt")
    mapped.wait_shown(re.compile("report-writer"))
    mapped.wait_shown(re.compile("1 file is still open"))
    keep = mapped.get("button", "Keep Connected")
    assert keep.is_focused or mapped.focused() is None
    mapped.press("Escape")
    mapped.no_dialog()
    mapped.row("Z:", "Connected")
    assert writer.write(SECOND) == "ok"
    assert writer.close() == "ok"
    wait_for(lambda: on_server(samba) == FIRST + SECOND, what="all bytes on the server")


def test_return_keeps_connected(mapped, session, writer):
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.press("Return")
    mapped.no_dialog()
    mapped.row("Z:", "Connected")
    assert session.mounts()


def test_turns_safe(mapped, samba, session, writer):
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.wait_shown("report.txt")
    assert writer.close() == "ok"
    mapped.wait_shown("Nothing is open any more. It is safe to disconnect.")
    wait_for(lambda: mapped.find("choice", NOW) is None, 30, "the choices to fold away")
    mapped.click("button", "Disconnect")
    mapped.wait_shown("Z: disconnected")
    wait_for(lambda: not session.mounts(), what="the mount to go")
    assert on_server(samba) == FIRST


def test_when_the_files_are_closed(mapped, samba, session, writer):
    """The name goes now, the row drains, every byte arrives, the row ends."""
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.choose_level(WAIT)
    mapped.click("button", "Disconnect")
    mapped.wait_shown("Z: disconnects when 1 file is closed")
    mapped.row(re.compile("public"), "1 file still open")
    assert not (session.home / "Drives/Z").exists()
    assert writer.write(SECOND) == "ok"
    assert writer.close() == "ok"
    mapped.no_row("1 file still open")
    wait_for(lambda: not session.mounts(), what="the mount to go")
    assert on_server(samba) == FIRST + SECOND


def test_close_and_disconnect_now(mapped, samba, session, writer):
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.choose_level(NOW)
    mapped.wait_shown(re.compile("report-writer may lose unsaved changes"))
    mapped.click("button", "Close Files and Disconnect")
    mapped.wait_shown("Z: disconnected. Files were closed.")
    wait_for(lambda: not session.mounts(), what="the mount to go")
    assert writer.write(SECOND) != "ok"
    assert SECOND not in on_server(samba)


def test_only_a_folder(mapped, session, hold):
    hold("cwd", session.home / "Drives/Z", name="terminal")
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.wait_shown(re.compile("terminal is working in a folder.*Nothing would be lost"))
    assert not mapped.shows(re.compile("unsaved|not saved"))
    mapped.press("Escape")
    mapped.no_dialog()


def test_more_programs_live(mapped, session, hold, writer):
    """Who opens something while the dialog stands there is added."""
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.wait_shown("report.txt")
    reader = hold("read", session.home / "Drives/Z/report.txt", name="second-reader")
    mapped.wait_shown(re.compile("second-reader"))
    mapped.wait_shown(re.compile("2 files are still open"))
    assert reader.close() == "ok"
    mapped.wait_shown(re.compile("1 file is still open"))
    mapped.press("Escape")


def test_forget(mapped, cli, writer):
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.choose_level(NOW)
    mapped.click("choice", re.compile("Forget this drive"))
    mapped.click("button", "Close Files and Disconnect")
    mapped.wait_shown("No Network Drives")
    assert cli.json("list") == []


def test_forget_offline(mapped, cli):
    cli("disconnect", "Z:", rc=0)
    mapped.row("Z:", "Not available")
    mapped.press("Delete")
    mapped.dialog(re.compile("^Forget “Z:”"))
    mapped.click("button", "Forget")
    mapped.wait_shown("No Network Drives")


def test_other_drives_keep_the_connection(mapped, samba, cli, session, writer):
    """A drive that shares its connection just goes; nothing is asked."""
    cli("map", "Y:", samba.unc("public"), rc=0)
    mapped.row("Y:", "Connected")
    disconnect(mapped)
    mapped.wait_shown("Z: disconnected")
    mapped.row("Y:", "Connected")
    assert session.mounts()
    assert writer.write(SECOND) == "ok"


def test_a_dead_server_does_not_hold_it(mapped, samba, session):
    samba.freeze()
    try:
        disconnect(mapped)
        mapped.wait_shown("Z: disconnected")
        wait_for(lambda: not session.mounts(), what="the mount to go")
    finally:
        samba.thaw()


def test_always_ask(mapped, session):
    mapped.press("ctrl+comma")
    mapped.dialog("Preferences")
    mapped.click("switch", "Ask before disconnecting")
    wait_for(lambda: mapped.get("switch", "Ask before disconnecting").is_on, 30)
    mapped.press("Escape")
    mapped.no_dialog()
    disconnect(mapped)
    mapped.dialog(ASK)
    mapped.wait_shown("Nothing is open. It is safe to disconnect.")
    mapped.click("button", "Keep Connected")
    mapped.no_dialog()
    mapped.row("Z:", "Connected")


def test_disconnect_all(mapped, samba, cli, session, writer):
    cli("map", "Y:", samba.unc("readonly"), rc=0)
    mapped.row("Y:", "Connected")
    mapped.press("ctrl+shift+n")
    mapped.dialog("Disconnect all network drives?")
    mapped.wait_shown(re.compile("1 of them is in use"))
    mapped.press("Escape")
    mapped.no_dialog()
    assert len(session.mounts()) == 2
    assert writer.close() == "ok"
    mapped.wait_gone("1 file open")
    mapped.press("ctrl+shift+n")
    mapped.dialog("Disconnect all network drives?")
    mapped.click("button", "Disconnect All")
    mapped.wait_shown(re.compile("2 drives disconnected"))
    wait_for(lambda: not session.mounts(), what="the mounts to go")
