# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `meson install` puts where."""

import shutil
import subprocess

import pytest

from testbed import SOURCE

APP_ID = "io.github.drivemap.Drivemap"


def test_programs(prefix):
    for name in ("drivemap", "drivemapctl"):
        assert (prefix / "bin" / name).stat().st_mode & 0o111
    for name in ("drivemap-service", "drivemap-last-look"):
        assert (prefix / "libexec" / name).stat().st_mode & 0o111


@pytest.mark.parametrize(
    "name, command",
    [
        (APP_ID, "/bin/drivemap --gapplication-service"),
        (f"{APP_ID}.Service", "/libexec/drivemap-service"),
    ],
)
def test_bus_services(prefix, name, command):
    text = (prefix / f"share/dbus-1/services/{name}.service").read_text()
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["Name"] == name
    assert lines["Exec"].endswith(command)
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


@pytest.mark.parametrize("name", ["drivemap", "drivemapctl"])
def test_man_pages(prefix, name):
    page = prefix / f"share/man/man1/{name}.1"
    argv = ["groff", "-t", "-man", "-ww", "-Tutf8", "-Kutf8", "-z", page]
    assert subprocess.run(argv, check=True, capture_output=True, text=True).stderr == ""
    assert page.read_text().isascii()


def test_commands_start_outside_the_tree(prefix, session):
    program = session.home / "drivemapctl"
    shutil.copy(prefix / "bin/drivemapctl", program)
    assert "drivemapctl" in session.run(program, "--help").stdout
