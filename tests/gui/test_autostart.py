# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is started at sign-in: the entry, those of earlier versions, and the portal."""

import json
import re
from pathlib import Path

import pytest

from testbed import sandbox, wait_for

NAME = "io.github.drivemap.Drivemap.desktop"
ENTRY = f"config/autostart/{NAME}"
OLD = """# Mine

[Desktop Entry]
Type=Application
Name=Drivemap
Name[de]=Laufwerke
Exec={command}
X-GNOME-Autostart-enabled=false
X-Drivemap-Autostart=true
"""
PORTAL = "org.freedesktop.portal.Desktop"
HIDDEN = "[Desktop Entry]\nType=Application\nName=A\nExec=true\nHidden=true\n"
GENERATORS = [
    Path(folder, "systemd/user-generators/systemd-xdg-autostart-generator")
    for folder in ("/usr/lib", "/lib")
]


@pytest.fixture
def system(session):
    """The folders of system-wide settings, in their order; not those of this computer."""
    folders = [session.directory / name for name in ("xdg-first", "xdg-second")]
    session.set_env(XDG_CONFIG_DIRS=":".join(map(str, folders)))
    return folders


@pytest.fixture
def autostart(session, build, system):
    """autostart("on"): what it says."""
    session.set_env(GSETTINGS_SCHEMA_DIR=build.directory / "data")
    program = build.directory / "tests/gui/test-autostart-driver"
    return lambda word: session.run(program, word).stdout.strip()


@pytest.fixture
def entry(session):
    path = session.home / ENTRY
    path.parent.mkdir(parents=True)
    return path


def write_system_wide(folder, text):
    path = folder / "autostart" / NAME
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


@pytest.fixture
def installed_text(build):
    """The system-wide entry as it is installed, with the program of the build tree."""
    text = (build.directory / "data/autostart" / NAME).read_text()
    return re.sub(r"/\S+/drivemapctl", str(build.cli), text)


@pytest.fixture
def installed(system, installed_text):
    return write_system_wide(system[1], installed_text)


def command(path):
    return next(line for line in path.read_text().splitlines() if line.startswith("Exec="))


def test_entry(autostart, entry):
    assert autostart("on") == "done"
    program, _, rest = command(entry).removeprefix('Exec="').partition('" ')
    assert Path(program).is_absolute() and Path(program).name == "drivemapctl"
    assert rest == "reconnect --sign-in"
    assert autostart("off") == "done"
    assert not entry.exists()


@pytest.mark.parametrize("folder", ["/usr/bin", "/opt/my $(tools)/bin"])
def test_old_entry_is_upgraded(autostart, entry, folder):
    """Only its command: that the user has turned it off, say, stays so."""
    autostart("on")
    new = command(entry)
    old = OLD.format(command=f'"{folder}/drivemap" --reconnect')
    entry.write_text(old)
    autostart("upgrade")
    assert entry.read_text() == OLD.format(command=new.removeprefix("Exec="))


@pytest.mark.parametrize(
    "text",
    [
        OLD.format(command='env A=1 "/usr/bin/drivemap" --reconnect'),
        OLD.format(command='"/usr/bin/drivemap" --map'),
        OLD.format(command='"/usr/bin/drivemap" --reconnect').replace("X-Drivemap", "X-Other"),
        "nonsense",
    ],
)
def test_other_entries_are_left_alone(autostart, entry, text):
    entry.write_text(text)
    autostart("upgrade")
    assert entry.read_text() == text


def test_no_entry_is_made(autostart, entry):
    autostart("upgrade")
    assert not entry.exists()


@pytest.mark.limit(120)
def test_old_command_still_works(desktop, session, build, samba, service, entry):
    """What earlier versions have put there brings the drives back, and is replaced."""
    drives = session.home / "config/drivemap/drives.ini"
    drives.parent.mkdir()
    drives.write_text(f"[Z:]\nRemote={samba.uri()}\n\n[Y:]\nRemote={samba.uri('none-such')}\n")
    entry.write_text(OLD.format(command=f'"{build.gui}" --reconnect'))
    done = session.run(build.gui, "--reconnect", check=False)
    assert "Y:" in done.stderr and "Z:" not in done.stderr
    assert {local: drive["Status"] for local, drive in service.drives().items()} == {
        "Z:": "ok", "Y:": "error",
    }
    wait_for(lambda: command(entry).endswith(" reconnect --sign-in"), what="the new command")


def test_first_drive_turns_it_on(autostart, entry):
    assert autostart("get") == "off"
    autostart("once")
    assert command(entry).endswith(" reconnect --sign-in")
    assert autostart("get") == "on"


def test_system_wide_entry_is_enough(autostart, entry, installed):
    text = installed.read_text()
    assert autostart("get") == "on"
    autostart("once")
    assert autostart("on") == "done"
    assert not entry.exists()
    assert installed.read_text() == text


def test_user_turns_the_system_wide_entry_off(autostart, entry, installed):
    assert autostart("off") == "done"
    assert autostart("get") == "off"
    autostart("once")
    assert autostart("get") == "off"
    assert autostart("off") == "done"
    assert "\nHidden=true\n" in entry.read_text()
    assert autostart("on") == "done"
    assert not entry.exists()
    assert autostart("get") == "on"


def test_own_entry_from_before_the_system_wide_one(autostart, entry, system, installed_text):
    autostart("on")
    write_system_wide(system[0], installed_text)
    assert autostart("get") == "on"
    assert autostart("off") == "done"
    assert autostart("get") == "off"
    assert autostart("on") == "done"
    assert not entry.exists()


@pytest.mark.parametrize(
    "line, word",
    [("Hidden=true", "off"), ("X-GNOME-Autostart-enabled=false", "off"), ("Hidden=false", "on")],
)
def test_entry_of_somebody_else(autostart, entry, installed, line, word):
    """It comes before the system-wide one, and stays as it is."""
    text = f"[Desktop Entry]\nType=Application\nName=A\nExec=true\n{line}\n"
    entry.write_text(text)
    assert autostart("get") == word
    for wanted in ("on", "off"):
        assert "left as it is" in autostart(wanted)
    autostart("once")
    assert entry.read_text() == text


@pytest.mark.parametrize("text", [HIDDEN, "nonsense"])
def test_administrator_turns_it_off(autostart, entry, system, installed, text):
    """A first drive does not change that, only the user's word."""
    write_system_wide(system[0], text)
    assert autostart("get") == "off"
    autostart("once")
    assert not entry.exists()
    assert autostart("on") == "done"
    assert autostart("get") == "on"
    assert autostart("off") == "done"
    assert not entry.exists()


def test_entry_that_a_removed_package_has_left(autostart, entry, installed):
    text = re.sub(r"=/\S+/drivemapctl", "=/nonexistent/drivemapctl", installed.read_text())
    installed.write_text(text)
    assert autostart("get") == "off"
    autostart("once")
    assert command(entry).endswith(" reconnect --sign-in")
    assert autostart("get") == "on"
    assert autostart("off") == "done"
    assert not entry.exists()


@pytest.fixture
def is_started(session, tmp_path):
    """Whether a desktop would start it: those that leave it to systemd."""
    generator = next(filter(Path.exists, GENERATORS), None)
    if generator is None:
        pytest.skip("no systemd that reads autostart entries here")

    def ask():
        folder = tmp_path / "units"
        folder.mkdir(exist_ok=True)
        for unit in folder.rglob("*.service"):
            unit.unlink()
        session.run(generator, folder, folder, folder)
        return [path.name for path in folder.glob("*.service") if "drivemap" in path.name] != []

    return ask


def test_desktop_sees_it_as_we_do(autostart, entry, system, installed, is_started):
    for word in ("on", "off", "on"):
        autostart(word)
        assert (autostart("get"), is_started()) == (word, word == "on")
    write_system_wide(system[0], HIDDEN)
    assert (autostart("get"), is_started()) == ("off", False)


@pytest.mark.limit(240)
def test_preferences_show_the_system_wide_entry(installed, entry, open_window):
    window = open_window()
    window.get("button", "Main Menu")
    window.press("ctrl+comma")
    window.dialog("Preferences")
    wait_for(lambda: window.get("switch", "Start at sign-in").is_on, what="the switch to be on")
    window.click("switch", "Start at sign-in")
    wait_for(entry.exists, what="the entry that turns it off")
    assert "\nHidden=true\n" in entry.read_text()
    window.click("switch", "Start at sign-in")
    wait_for(lambda: not entry.exists(), what="that entry to go")


def run_exec(session, path):
    done = session.run(*command(path).removeprefix("Exec=").split())
    return done.stdout + done.stderr


def test_system_wide_entry_brings_drives_back(session, samba, service, entry, installed):
    """Those of somebody who has never opened the window."""
    drives = session.home / "config/drivemap/drives.ini"
    drives.parent.mkdir()
    drives.write_text(f"[Z:]\nRemote={samba.uri()}\n")
    assert run_exec(session, installed) == ""
    assert service.drives()["Z:"]["Status"] == "ok"
    assert not entry.exists()


def test_system_wide_entry_is_silent_where_there_are_no_drives(session, installed):
    assert run_exec(session, installed) == ""


@pytest.fixture
def in_sandbox(session, build):
    if not sandbox.is_available():
        pytest.skip("no unprivileged user namespaces here")
    program = build.directory / "tests/gui/test-autostart-driver"
    session.set_env(GSETTINGS_SCHEMA_DIR=build.directory / "data")
    root = session.directory / "root"
    root.mkdir()
    return lambda word: session.run(*sandbox.wrap(root, [program, word])).stdout.strip()


@pytest.fixture
def portal(session):
    """portal("allow"): start one that answers so; gives what it was asked so far."""
    notes = session.directory / "portal"

    def start(answer):
        program = Path(__file__).with_name("fake_portal.py")
        session.bus.add_service(PORTAL, f"/usr/bin/python3 {program} {notes} {answer}")
        return lambda: [json.loads(line) for line in notes.read_text().splitlines()]

    return start


@pytest.mark.parametrize("answer", ["allow", "early", "other-path"])
def test_portal(in_sandbox, portal, session, answer):
    asked = portal(answer)
    assert in_sandbox("on") == "done"
    assert in_sandbox("off") == "done"
    (_, on), (_, off) = asked()
    assert (on["autostart"], off["autostart"]) == (True, False)
    assert on["commandline"] == ["drivemapctl", "reconnect", "--sign-in"]
    assert "Drivemap" in on["reason"]
    assert not (session.home / ENTRY).exists()


@pytest.mark.parametrize(
    "answer, words",
    [("deny", "does not let"), ("cancel", "does not let"), ("leave", "cannot be asked")],
)
def test_portal_refuses(in_sandbox, portal, answer, words):
    asked = portal(answer)
    assert words in in_sandbox("on")
    assert len(asked()) == 1


def test_no_portal(in_sandbox):
    assert "cannot be asked" in in_sandbox("on")


def test_old_entry_in_a_sandbox_is_not_ours_to_change(in_sandbox, entry):
    text = OLD.format(command='"/usr/bin/drivemap" --reconnect')
    entry.write_text(text)
    in_sandbox("upgrade")
    assert entry.read_text() == text


def test_system_wide_entry_is_not_seen_in_a_sandbox(in_sandbox, portal, installed, entry):
    """It is that of the sandbox; the desktop has to be asked all the same."""
    asked = portal("allow")
    assert in_sandbox("get") == "off"
    in_sandbox("once")
    assert [options["autostart"] for _, options in asked()] == [True]
    assert not entry.exists()
