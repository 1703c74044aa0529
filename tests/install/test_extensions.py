# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the file managers load."""

import subprocess

import pytest

from testbed import SOURCE

# Where it goes below lib/ARCHITECTURE, what the file manager calls, and its GTK.
ENTRY_POINTS = ["initialize", "list_types", "shutdown"]
EXTENSIONS = {
    "nautilus": ("nautilus/extensions-4", "nautilus_module", "libgtk-4.so"),
    "nemo": ("nemo/extensions-3.0", "nemo_module", "libgtk-3.so"),
    "caja": ("caja/extensions-2.0", "caja_module", "libgtk-3.so"),
    "thunar": ("thunarx-3", "thunar_extension", "libgtk-3.so"),
}


def run(*argv):
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def find(prefix, name):
    (found,) = (prefix / "lib").rglob(f"{EXTENSIONS[name][0]}/lib{name}-drivemap.so")
    return found


def needed(path):
    """The libraries that it says that it needs, by what it calls them."""
    lines = run("objdump", "-p", path).splitlines()
    return [line.split()[1] for line in lines if line.split()[:1] == ["NEEDED"]]


@pytest.mark.parametrize("name", EXTENSIONS)
def test_only_what_is_called_is_seen(prefix, name):
    lines = run("nm", "-D", "--defined-only", find(prefix, name)).splitlines()
    called = EXTENSIONS[name][1]
    assert sorted(line.split()[-1] for line in lines) == [f"{called}_{point}" for point in ENTRY_POINTS]


@pytest.mark.parametrize("name", EXTENSIONS)
def test_one_gtk(prefix, name):
    libraries = needed(find(prefix, name))
    gtk = [library for library in libraries if library.startswith("libgtk-")]
    assert len(gtk) == 1 and gtk[0].startswith(EXTENSIONS[name][2])
    # What may block or crash stays out of somebody else's program.
    assert [library for library in libraries if "smb" in library or "secret" in library] == []


@pytest.mark.parametrize("name", EXTENSIONS)
def test_it_stays_once_loaded(prefix, name):
    """Types and callbacks of it may be in use."""
    assert "NODELETE" in run("readelf", "-d", find(prefix, name))


def test_caja_has_words_for_it(prefix):
    lines = (prefix / "share/caja/extensions/libcaja-drivemap.caja-extension").read_text().splitlines()
    assert lines[0] == "[Caja Extension]" and "Name=Drivemap" in lines


def configure(directory, *enabled):
    """What is built then of the extensions."""
    wanted = [f"-D{name}={'enabled' if name in enabled else 'disabled'}" for name in EXTENSIONS]
    run("meson", "setup", *(["--reconfigure"] if directory.exists() else []), directory, SOURCE, "-Dtests=false", *wanted)
    listed = run("ninja", "-C", directory, "-t", "targets", "all")
    return [name for name in EXTENSIONS if f"\nsrc/extensions/lib{name}-drivemap.so:" in listed]


@pytest.mark.limit(180)
def test_each_is_an_option(tmp_path):
    """They share no library but ours, so what is built for all builds alone, too."""
    for name in EXTENSIONS:
        assert configure(tmp_path / "build", name) == [name]
    assert configure(tmp_path / "build") == []
