# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `meson install` puts where, and whether the desktop will take it."""

import shutil
import subprocess

import pytest

from testbed import SOURCE

SERVICE = "io.github.drivemap.Drivemap.Service"


@pytest.fixture(scope="module")
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


def test_programs(prefix):
    assert (prefix / "bin/drivemapctl").stat().st_mode & 0o111
    for name in ("drivemap-service", "drivemap-last-look"):
        assert (prefix / "libexec" / name).stat().st_mode & 0o111


def test_bus_service(prefix):
    text = (prefix / f"share/dbus-1/services/{SERVICE}.service").read_text()
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["Name"] == SERVICE
    assert lines["Exec"].endswith("/libexec/drivemap-service")
    assert lines["Exec"].startswith("/")


@pytest.mark.parametrize("name", ["Manager", "Drive", "Connection"])
def test_bus_interfaces(prefix, name):
    path = f"share/dbus-1/interfaces/io.github.drivemap.Drivemap.{name}.xml"
    assert (prefix / path).read_bytes() == (SOURCE / "data/dbus" / (prefix / path).name).read_bytes()


def test_translations(prefix):
    languages = (SOURCE / "po/LINGUAS").read_text().split()
    assert "de" in languages
    for language in languages:
        assert (prefix / f"share/locale/{language}/LC_MESSAGES/drivemap.mo").exists()


def test_nothing_of_the_tests_is_installed(prefix):
    names = [str(path.relative_to(prefix)) for path in prefix.rglob("*")]
    assert [name for name in names if "test" in name] == []
    assert [name for name in names if name.endswith((".a", ".h"))] == []


def test_desktop_files(prefix):
    for path in prefix.rglob("*.desktop"):
        subprocess.run(["desktop-file-validate", path], check=True)


def test_metainfo(prefix):
    for path in prefix.rglob("*.metainfo.xml"):
        subprocess.run(["appstreamcli", "validate", "--no-net", path], check=True)


def test_commands_start_outside_the_tree(prefix, session):
    program = session.home / "drivemapctl"
    shutil.copy(prefix / "bin/drivemapctl", program)
    assert "drivemapctl" in session.run(program, "--help").stdout
