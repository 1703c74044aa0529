# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the window have besides the fixtures of all suites."""

import signal
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from story import Story

from testbed import Desktop, Drivemap


def pytest_configure(config):
    config.addinivalue_line("markers", "desktop(**options): how its Desktop is made")


SECOND_TRY = 240  # seconds


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """A real mouse on a busy machine now and then clicks beside what just moved:
    what fails gets a second try, in a new session, and the output says so. That
    no data is lost is not tested here alone; tests/service gives no second try."""
    if Path(__file__).parent not in item.path.parents:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        why = next(report.longreprtext for report in reports if report.failed)
        item.user_properties.append(("second try", why.splitlines()[-1]))
        signal.alarm(SECOND_TRY)
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter):
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for why in (value for key, value in report.user_properties if key == "second try"):
                if report.when == "call":
                    terminalreporter.write_line(f"second try, {outcome}: {report.nodeid}: {why}")


@pytest.fixture
def desktop(request, keep, session):
    marker = request.node.get_closest_marker("desktop")
    return keep(Desktop(session, **(marker.kwargs if marker else {})))


@pytest.fixture
def open_window(keep, desktop):
    """open_window(arguments…): start the program, and end it with the test."""
    return lambda *arguments, **options: keep(Drivemap(desktop, *arguments, **options))


@pytest.fixture
def window(open_window):
    """The window, once it shows what the service says."""
    window = open_window()
    window.get("button", "Main Menu")
    return window


@pytest.fixture
def tell(session):
    """tell(drives=[…], …): replace the service by one that says this."""
    return lambda **parts: Story(session, **parts)


@pytest.fixture
def file_manager(session):
    """A file manager that only notes what it is asked to show."""
    notes = session.directory / "file-manager"
    program = Path(__file__).with_name("fake_file_manager.py")
    session.bus.add_service("org.freedesktop.FileManager1", f"/usr/bin/python3 {program} {notes}")
    return lambda: notes.read_text().splitlines() if notes.exists() else []
