# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the file managers have besides the fixtures of all suites."""

import os
import tempfile
from pathlib import Path

import pytest

from testbed import Desktop, file_manager


@pytest.fixture
def desktop(keep, session):
    return keep(Desktop(session))


@pytest.fixture
def kind(request, build):
    """The name of each file manager, where it is there and was found when building."""
    why = file_manager.why_not(request.param, build)
    if why:
        pytest.skip(why)
    return request.param


@pytest.fixture
def open_manager(keep, desktop, kind):
    """open_manager(place): a file manager that shows it; the one before ends."""
    last = []

    def start(place, **options):
        if last:
            last[-1].close()
        last.append(keep(file_manager.open_in(desktop, kind, place, **options)))
        return last[-1]

    return start


@pytest.fixture
def take(desktop, kind):
    """take(name): a picture, to be looked at."""
    run = os.environ.get("DRIVEMAP_RUN")
    root = Path(run, "logs") if run else Path(tempfile.gettempdir())
    folder = root / "screenshots/filemanagers"
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: desktop.display.screenshot(folder / f"{kind}-{name}.png")
