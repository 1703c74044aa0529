# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens elsewhere is seen in the window, with the real service."""

import os
import re
import signal
import time

import pytest

from testbed import wait_for
from testbed.session import SERVICE_NAME

# Two seconds are promised where a look takes a moment. The window looks the less often
# the longer a look takes (DURATION_FACTOR in dm-watch.c), and beside other tests it
# takes long.
PATIENCE = 40
MENU = re.compile("^What can be done about")

pytestmark = pytest.mark.limit(240)


@pytest.fixture
def mapped(samba, cli, window):
    """The window with Z: mapped and selected."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    window.select("Z:")
    window.wait_shown("No files are open")
    return window


def test_opened_file_appears(mapped, session, hold):
    """In the row and in the details, with program, mode and since when."""
    hold("write", session.home / "Drives/Z/budget.ods", name="accounting")
    start = time.monotonic()
    wait_for(lambda: mapped.shows("budget.ods"), PATIENCE, "it to be shown", 0.05)
    print(f"shown after {time.monotonic() - start:.2f} s")
    mapped.row("Z:", "1 file open")
    mapped.wait_shown(re.compile("accounting.*write"))
    mapped.wait_shown(re.compile(r"this computer.*process \d+"))


def test_closed_file_goes(mapped, session, hold):
    holder = hold("write", session.home / "Drives/Z/budget.ods", name="accounting")
    mapped.wait_shown("budget.ods", timeout=PATIENCE)
    assert holder.close() == "ok"
    wait_for(lambda: not mapped.shows("budget.ods"), PATIENCE, "it to go", 0.05)
    mapped.wait_gone("1 file open")


def test_stream_without_a_name(mapped, samba, hold):
    (samba.path("public") / "film").write_bytes(b"x" * 10_000_000)
    hold("stream", samba.uri("public", path="film"), name="player")
    mapped.wait_shown("Name not known")
    mapped.wait_shown(re.compile("player.*opened through GIO"))


def test_mount_of_another_program(samba, session, window):
    window.wait_shown("No Network Drives")
    session.mount(samba.uri("readonly"))
    window.row(samba.unc("readonly"), "Connected")
    window.wait_shown("Other Connections")
    session.unmount(samba.uri("readonly"))
    window.wait_shown("No Network Drives")


def test_offline_drive_reconnects(mapped, samba, session, cli):
    cli("disconnect", "Z:", rc=0)
    mapped.row("Z:", "Not available")
    mapped.click("button", re.compile("^Connect Z:"))
    mapped.row("Z:", "Connected")
    assert session.mounts()


def test_offline_drive_whose_server_is_away(mapped, samba, cli):
    """It says why; as it is wanted, it is there once the server is."""
    cli("disconnect", "Z:", rc=0)
    mapped.row("Z:", "Not available")
    samba.stop()
    mapped.click("button", re.compile("^Connect Z:"))
    mapped.get("button", "Retry")
    mapped.row("Z:", re.compile("^Comes back by itself"))
    samba.start()
    mapped.press("F5")
    mapped.row("Z:", "Connected")


def test_service_is_killed(mapped, service):
    """The window says so and comes back by itself, and so does the drive."""
    service.kill()
    wait_for(lambda: mapped.shows(re.compile("service")) or service.pid, 30, "the news")
    mapped.row("Z:", "Connected")
    mapped.wait_gone(re.compile("service.*(not|again)", re.I))


def test_service_hangs(mapped, service):
    pid = service.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        mapped.wait_shown("The Drivemap service does not answer. Waiting for it.")
        # The window lives on.
        mapped.press("ctrl+n")
        mapped.dialog("Map Network Drive")
        mapped.press("Escape")
        mapped.no_dialog()
    finally:
        os.kill(pid, signal.SIGCONT)
    mapped.wait_gone("The Drivemap service does not answer. Waiting for it.")
    mapped.row("Z:", "Connected")


def test_service_that_cannot_start(session, open_window):
    session.bus.add_service(SERVICE_NAME, "/bin/false")
    window = open_window()
    window.wait_shown("Drivemap’s Service Does Not Run")
    session.bus.add_service(SERVICE_NAME, session.build.service)
    window.wait_shown("No Network Drives")


@pytest.fixture
def editor(mapped, session, build):
    """A program with a window that has a file of Z: open."""
    path = session.home / "Drives/Z/plan.txt"
    program = build.directory / "tests/bench/empty-window"
    script = 'exec 3>>"$1"; exec "$2" Editor'
    child = session.spawn("sh", "-c", script, "sh", path, program)
    mapped.wait_shown("plan.txt")
    mapped.focus()
    return child


def test_switch_to_program(mapped, desktop, editor):
    mapped.choose_menu("Switch to Program", MENU)
    wait_for(lambda: desktop.display.active_title() == "Editor", 30, "the other window")


def test_switch_from_the_dialog(mapped, desktop, editor):
    mapped.click("button", "Disconnect…")
    mapped.dialog(re.compile("^Disconnect “Z:"))
    mapped.click("button", re.compile("^Switch"))
    wait_for(lambda: desktop.display.active_title() == "Editor", 30, "the other window")


def test_ask_to_close(mapped, editor):
    mapped.choose_menu("Ask to Close…", MENU)
    assert editor.wait(timeout=30) == 0
    mapped.wait_gone("plan.txt")


def test_never_killed_without_a_word(mapped, session, hold):
    """A program without a window is only ended after another question."""
    holder = hold("write", session.home / "Drives/Z/notes", name="daemon")
    mapped.wait_shown("notes")
    mapped.choose_menu("Ask to Close…", MENU)
    mapped.dialog(re.compile("^End .*daemon"))
    mapped.press("Escape")
    mapped.no_dialog()
    assert holder.is_running()
    mapped.choose_menu("Ask to Close…", MENU)
    mapped.dialog(re.compile("^End .*daemon"))
    mapped.click("button", "End Program")
    wait_for(lambda: not holder.is_running(), 30, "the end of the program")
    mapped.wait_gone("notes")


def test_show_in_files(mapped, session, hold, file_manager):
    path = session.home / "Drives/Z/photo"
    hold("write", path, name="viewer")
    mapped.wait_shown("photo")
    mapped.choose_menu("Show in Files", MENU)
    wait_for(lambda: any("ShowItems" in call and "photo" in call for call in file_manager()))
    mapped.click("button", "Open Folder")
    wait_for(lambda: any("ShowFolders" in call and "Drives/Z" in call for call in file_manager()))
