# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is started at sign-in: the entry, those of earlier versions, and the portal."""

import json
from pathlib import Path

import pytest

from testbed import sandbox, wait_for

ENTRY = "config/autostart/io.github.drivemap.Drivemap.desktop"
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


@pytest.fixture
def autostart(session, build):
    """autostart("on"): what it says."""
    program = build.directory / "tests/gui/test-autostart-driver"
    return lambda word: session.run(program, word).stdout.strip()


@pytest.fixture
def entry(session):
    path = session.home / ENTRY
    path.parent.mkdir(parents=True)
    return path


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


@pytest.fixture
def in_sandbox(session, build):
    if not sandbox.is_available():
        pytest.skip("no unprivileged user namespaces here")
    program = build.directory / "tests/gui/test-autostart-driver"
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
