# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess

import pytest


@pytest.fixture(scope="session")
def prefix(build, tmp_path_factory):
    """The installed tree, below a DESTDIR."""
    destdir = tmp_path_factory.mktemp("destdir")
    subprocess.run(
        ["meson", "install", "--no-rebuild", "--quiet", "--destdir", destdir],
        cwd=build.directory,
        check=True,
    )
    (marker,) = destdir.rglob("bin/drivemapctl")
    return marker.parents[1]
