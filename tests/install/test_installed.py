# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `meson install` puts where."""

import configparser
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from testbed import SOURCE
from testbed.session import SERVICE_NAME

APP_ID = "io.github.drivemap.Drivemap"


def test_programs(prefix):
    for name in ("drivemap", "drivemapctl"):
        assert (prefix / "bin" / name).stat().st_mode & 0o111
    for name in ("drivemap-service", "drivemap-last-look", "drivemap-smb", "drivemap-search"):
        assert (prefix / "libexec" / name).stat().st_mode & 0o111


@pytest.mark.parametrize(
    "name, command",
    [
        (APP_ID, "/bin/drivemap --gapplication-service"),
        (f"{APP_ID}.Service", "/libexec/drivemap-service"),
        (f"{APP_ID}.SearchProvider", "/libexec/drivemap-search"),
    ],
)
def test_bus_services(prefix, name, command):
    text = (prefix / f"share/dbus-1/services/{name}.service").read_text()
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["Name"] == name
    assert lines["Exec"].endswith(command)
    assert lines["Exec"].startswith("/")


def read_unit(path):
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(path.read_text())
    return unit


@pytest.fixture
def bus_file(prefix):
    return prefix / f"share/dbus-1/services/{SERVICE_NAME}.service"


@pytest.fixture
def unit_file(prefix, bus_file):
    """The systemd unit, by the name that the bus has for it."""
    return prefix / "lib/systemd/user" / read_unit(bus_file)["D-BUS Service"]["SystemdService"]


def test_systemd_starts_what_the_bus_would(bus_file, unit_file):
    bus, unit = read_unit(bus_file)["D-BUS Service"], read_unit(unit_file)["Service"]
    assert unit["Type"] == "dbus"
    assert (unit["BusName"], unit["ExecStart"]) == (bus["Name"], bus["Exec"])


def test_systemd_gives_no_namespaces(unit_file):
    """In them the service would see neither who has files open nor the mounts."""
    words = ("Private", "Protect", "Read", "Inaccessible", "Exec", "Bind", "Temporary", "Root", "Mount")
    found = [key for key in read_unit(unit_file)["Service"] if key.startswith(words)]
    assert found == ["ExecStart"]


def test_systemd_understands_the_unit(prefix, unit_file, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    copy = tmp_path / unit_file.name
    program = read_unit(unit_file)["Service"]["ExecStart"]
    copy.write_text(unit_file.read_text().replace(program, str(prefix / "libexec/drivemap-service")))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", "--man=no", copy],
        env={"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )
    # It looks at others as well.
    complaints = [line for line in done.stderr.splitlines() if unit_file.name in line]
    assert (done.returncode, complaints) == (0, [])


def test_bus_starts_it_where_systemd_does_not_run(bus_file, session, service, build):
    text = bus_file.read_text()
    program = read_unit(bus_file)["D-BUS Service"]["Exec"]
    target = session.directory / "services" / bus_file.name
    target.write_text(text.replace(program, str(build.service)))
    bus = "org.freedesktop.DBus"
    session.bus.call(bus, "/org/freedesktop/DBus", bus, "ReloadConfig")
    assert "SystemdService" in target.read_text()
    assert service.start() is not None


@pytest.fixture
def autostart_file(prefix):
    return prefix / f"etc/xdg/autostart/{APP_ID}.desktop"


def test_autostart_entry_is_valid(autostart_file):
    done = subprocess.run(
        ["desktop-file-validate", autostart_file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_autostart_entry_starts_what_is_installed(prefix, autostart_file):
    entry = read_unit(autostart_file)["Desktop Entry"]
    program, *words = entry["Exec"].split()
    assert program == entry["TryExec"]
    assert program.startswith("/") and program.endswith("/bin/drivemapctl")
    assert (prefix / "bin" / "drivemapctl").stat().st_mode & 0o111
    assert words == ["reconnect", "--sign-in"]
    # For every desktop, but in nobody's menu.
    assert entry["NoDisplay"] == "true"
    assert not {"OnlyShowIn", "NotShowIn", "Hidden"} & set(entry)


def test_autostart_entry_is_translated(autostart_file):
    entry = read_unit(autostart_file)["Desktop Entry"]
    for language in (SOURCE / "po/LINGUAS").read_text().split():
        assert entry[f"Comment[{language}]"] != entry["Comment"]


@pytest.mark.parametrize("name", ["Manager", "Drive", "Connection"])
def test_bus_interfaces(prefix, name):
    path = f"share/dbus-1/interfaces/io.github.drivemap.Drivemap.{name}.xml"
    assert (prefix / path).read_bytes() == (SOURCE / "data/dbus" / (prefix / path).name).read_bytes()


@pytest.mark.parametrize("name", ["Manager", "Drive", "Connection"])
def test_bus_pages(prefix, name):
    """Each method, signal and property can be read about."""
    page = (prefix / f"share/doc/drivemap/drivemap-{APP_ID}.{name}.rst").read_text()
    interface = ElementTree.parse(SOURCE / f"data/dbus/{APP_ID}.{name}.xml").find("interface")
    members = [member for member in interface if member.tag in ("method", "signal", "property")]
    assert members
    for member in members:
        assert member.get("name") in page


def test_search(prefix):
    """What GNOME Shell is told fits what the bus can start."""
    ini = read_unit(prefix / f"share/gnome-shell/search-providers/{APP_ID}.search-provider.ini")["Shell Search Provider"]
    assert (prefix / "share/applications" / ini["DesktopId"]).exists()
    assert (prefix / f"share/dbus-1/services/{ini['BusName']}.service").exists()
    assert ini["ObjectPath"] == "/" + APP_ID.replace(".", "/") + "/SearchProvider" and ini["Version"] == "2"


def test_krunner(prefix):
    (path,) = (prefix / "share/krunner/dbusplugins").glob("*.desktop")
    subprocess.run(["desktop-file-validate", path], check=True)
    runner = read_unit(path)["Desktop Entry"]
    assert (prefix / f"share/dbus-1/services/{runner['X-Plasma-DBusRunner-Service']}.service").exists()
    assert runner["X-Plasma-DBusRunner-Path"] == "/" + APP_ID.replace(".", "/") + "/SearchProvider"


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
