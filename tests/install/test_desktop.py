# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a desktop finds, understands and shows what is installed."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree

import gi
import pytest

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, Gio, GLib

from testbed import SOURCE

APP_ID = "io.github.drivemap.Drivemap"
STATUS_ICONS = SOURCE / "src/gui/icons/scalable/status"
SVG = "{http://www.w3.org/2000/svg}"
SCALABLE = f"share/icons/hicolor/scalable/apps/{APP_ID}.svg"
SYMBOLIC = f"share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg"
# Debian 12's appstreamcli knows the old tag only, later ones want another.
NEWER_APPSTREAM = "developer-name-tag-deprecated=pedantic,developer-info-missing=pedantic"


def run(*argv):
    """What a checker says; it must be content."""
    result = subprocess.run(
        argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def entry(prefix):
    """The desktop entry, as a key file."""
    entry = GLib.KeyFile()
    path = prefix / f"share/applications/{APP_ID}.desktop"
    entry.load_from_file(str(path), GLib.KeyFileFlags.KEEP_TRANSLATIONS)
    return entry


def test_desktop_entry_is_valid(prefix):
    assert run("desktop-file-validate", prefix / f"share/applications/{APP_ID}.desktop") == ""


def test_desktop_entry_leads_to_what_is_installed(prefix, entry):
    group = "Desktop Entry"
    program, argument = entry.get_string(group, "Exec").split()
    assert (prefix / "bin" / program).exists() and argument == "%U"
    assert entry.get_string(group, "Icon") == APP_ID
    # It is started through the bus, by the name that the file has.
    assert entry.get_boolean(group, "DBusActivatable")
    assert (prefix / f"share/dbus-1/services/{APP_ID}.service").exists()


def test_desktop_actions_are_actions_of_the_application(entry):
    source = (SOURCE / "src/gui/dm-application.c").read_text()
    names = entry.get_string_list("Desktop Entry", "Actions")
    assert names == ["map-drive", "disconnect-all"]
    for name in names:
        assert f'.name = "{name}"' in source
        assert entry.get_string(f"Desktop Action {name}", "Exec").startswith("drivemap --")


def test_desktop_entry_is_translated(entry):
    for language in (SOURCE / "po/LINGUAS").read_text().split():
        for group, key in (("Desktop Entry", "Comment"), ("Desktop Action map-drive", "Name"), ("Desktop Action disconnect-all", "Name")):
            plain = entry.get_string(group, key)
            assert entry.get_locale_string(group, key, language) != plain


def test_metainfo_is_valid(prefix):
    path = prefix / f"share/metainfo/{APP_ID}.metainfo.xml"
    version = re.search(r"(\d+)\.\d+", run("appstreamcli", "--version")).group(1)
    newer = [f"--override={NEWER_APPSTREAM}"] if int(version) >= 1 else []
    run("appstreamcli", "validate", "--strict", "--no-net", *newer, path)


def test_metainfo_names_what_is_installed(prefix):
    root = ElementTree.parse(prefix / f"share/metainfo/{APP_ID}.metainfo.xml").getroot()
    assert root.findtext("id") == APP_ID
    assert (prefix / "share/applications" / root.findtext("launchable")).exists()
    for program in root.findall("provides/binary"):
        assert (prefix / "bin" / program.text).exists()
    for name in root.findall("provides/dbus"):
        assert (prefix / f"share/dbus-1/services/{name.text}.service").exists()


def test_metainfo_has_this_version():
    root = ElementTree.parse(SOURCE / f"data/{APP_ID}.metainfo.xml.in").getroot()
    version = re.search(r"version: '(.*?)'", (SOURCE / "meson.build").read_text()).group(1)
    assert root.find("releases/release").get("version") == version
    assert f"\n{version} " in (SOURCE / "NEWS").read_text()


def schema_keys(schema):
    return {name: schema.get_key(name) for name in schema.list_keys()}


def open_schema(directory):
    source = Gio.SettingsSchemaSource.new_from_directory(str(directory), None, False)
    return source.lookup(APP_ID, False)


def test_schema(prefix, tmp_path):
    name = f"{APP_ID}.gschema.xml"
    (tmp_path / name).write_bytes((prefix / "share/glib-2.0/schemas" / name).read_bytes())
    run("glib-compile-schemas", "--strict", tmp_path)
    schema = open_schema(tmp_path)
    assert schema.get_path() == "/io/github/drivemap/Drivemap/"
    for key in schema_keys(schema).values():
        assert key.get_summary() and key.get_description()


def test_schema_is_compiled_in_the_build_tree(build):
    assert open_schema(build.directory / "data") is not None


def test_the_window_knows_the_defaults_of_the_schema(build):
    """It has them once more, for when the schema is not installed."""
    header = (SOURCE / "src/gui/dm-settings.h").read_text()
    source = (SOURCE / "src/gui/dm-settings.c").read_text()
    names = dict(re.findall(r'#define (DM_SETTINGS_\w+)\s+"([\w-]+)"', header))
    table = dict(re.findall(r'\{ (DM_SETTINGS_\w+), "(.*?)" \}', source))
    known = {names[macro]: text for macro, text in table.items()}
    keys = schema_keys(open_schema(build.directory / "data"))
    assert known == {name: key.get_default_value().print_(False) for name, key in keys.items()}
    assert set(table) == set(names)


@pytest.mark.parametrize("size", [16, 32, 64, 128, 256])
@pytest.mark.parametrize("path", [SCALABLE, SYMBOLIC])
def test_application_icons_can_be_shown(prefix, path, size):
    pixbuf = GdkPixbuf.Pixbuf.new_from_file_at_size(str(prefix / path), size, size)
    assert (pixbuf.get_width(), pixbuf.get_height()) == (size, size)
    alpha = pixbuf.get_pixels()[3::4]
    drawn = sum(1 for value in alpha if value > 127) / len(alpha)
    # Neither empty nor a full square.
    assert 0.2 < drawn < 0.9


def symbolic_icons():
    return [SOURCE / "data" / SYMBOLIC.removeprefix("share/"), *sorted(STATUS_ICONS.glob("*.svg"))]


@pytest.mark.parametrize("path", symbolic_icons(), ids=lambda path: path.stem)
def test_symbolic_icons_can_be_recoloured(path):
    """GTK gives every shape the colour of the text: so only fills, in one colour."""
    root = ElementTree.parse(path).getroot()
    assert (root.get("width"), root.get("height")) == ("16", "16")
    assert {shape.tag for shape in root} == {SVG + "path"}
    assert len({shape.get("fill") for shape in root}) == 1
    assert all(shape.get("stroke") is None for shape in root)
    assert path.stem.endswith("-symbolic")


def test_status_icons_are_in_the_program():
    text = (SOURCE / "src/gui/drivemap.gresource.xml").read_text()
    for path in STATUS_ICONS.glob("*.svg"):
        assert f"icons/scalable/status/{path.name}</file>" in text


def test_icons_that_the_window_asks_for_exist():
    files = [path for suffix in ("c", "h", "ui") for path in (SOURCE / "src").rglob(f"*.{suffix}")]
    asked = set().union(*(re.findall(r"[\"'>](dm-[\w-]+-symbolic)", f.read_text()) for f in files))
    assert asked <= {path.stem for path in STATUS_ICONS.glob("*.svg")}
