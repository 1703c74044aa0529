# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
from pathlib import Path

import pytest
from bundle import Bundle
from manifest import APP_ID
from sandboxed import FlatpakSession, Sandbox

from testbed import Desktop, Drivemap


@pytest.fixture(scope="session")
def bundle():
    """The Flatpak of this tree, built and installed; see bundle.py."""
    directory = os.environ.get("DRIVEMAP_FLATPAK_BUNDLE")
    assert directory, "DRIVEMAP_FLATPAK_BUNDLE does not say where it is"
    return Bundle(Path(directory))


@pytest.fixture
def session(keep, build, bundle):
    """A session outside, with what the bundle exports on its bus."""
    return keep(FlatpakSession(bundle, build=build))


@pytest.fixture
def sandbox(session, bundle):
    return Sandbox(session, bundle)


@pytest.fixture
def cli(sandbox):
    """drivemapctl inside the sandbox."""
    return sandbox.cli


@pytest.fixture
def desktop(keep, session):
    desktop = keep(Desktop(session))
    # It has put the window of the build tree there.
    session.offer_exports()
    return desktop


@pytest.fixture
def open_window(keep, session, desktop):
    """open_window(): the bus starts it; Z: is in it."""

    def start():
        session.run("gdbus", "call", "--session", f"--dest={APP_ID}", "--object-path=/io/github/drivemap/Drivemap",
                    "--method=org.freedesktop.Application.Activate", "{}")  # fmt: skip
        # It speaks through the sandbox's proxy.
        return keep(Drivemap(desktop, pid=session.bus.pid(APP_ID), shows="Z: public"))

    return start
