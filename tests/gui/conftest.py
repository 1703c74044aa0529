# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the window have besides the fixtures of all suites."""

from pathlib import Path

import pytest
from story import Story

from testbed import Desktop, Drivemap


def pytest_configure(config):
    config.addinivalue_line("markers", "desktop(**options): how its Desktop is made")


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
