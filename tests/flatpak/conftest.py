# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
from pathlib import Path

import pytest
from bundle import Bundle
from sandboxed import FlatpakSession, Sandbox


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
