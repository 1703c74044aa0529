# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is chosen for a drive: over D-Bus, in the file, on the command line."""

import pytest
from gi.repository import GLib

from callers import refused
from testbed import wait_for

FILE = """# mine
[Z:]
Colour=red
Remote=smb://127.0.0.1:1/team/
# of the team

[Music]
Remote=smb://127.0.0.1:1/music/
"""


@pytest.fixture
def drives_ini(session):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE)
    return path


def choose(service, local, **values):
    types = {"idle-minutes": "u", "networks": "as", "wake": "s", "profiles": "as", "ask-server": "b"}
    settings = {
        key: value if isinstance(value, GLib.Variant) else GLib.Variant(types[key], value)
        for key, value in ((k.replace("_", "-"), v) for k, v in values.items())
    }
    return service.call("SetDriveSettings", "sa{sv}a{sv}", local, settings, {})


ALL = {
    "idle-minutes": 30,
    "networks": ["Office; 2nd floor", "Home Wi-Fi"],
    "wake": "aa:bb:cc:dd:ee:ff",
    "profiles": ["home", "büro"],
    "ask-server": True,
}
CHOSEN = {key.replace("-", "_"): value for key, value in ALL.items()}
LINES = """IdleMinutes=30
Networks=Office\\;\\s2nd floor;Home Wi-Fi;
Wake=aa:bb:cc:dd:ee:ff
Profiles=home;büro;
AskServer=true
"""


def test_written_and_shown(service, drives_ini):
    assert service.drives()["Z:"]["Settings"] == {}
    choose(service, "z:", **{**CHOSEN, "wake": "AA-BB-CC-DD-EE-FF"})
    assert service.drives()["Z:"]["Settings"] == ALL
    assert service.drives()["Music"]["Settings"] == {}
    remote = "Remote=smb://127.0.0.1:1/team/\n"
    assert drives_ini.read_text() == FILE.replace(remote, remote + LINES)

    # Replaces all; nothing is left of what is default.
    choose(service, "Z:", idle_minutes=5, networks=[])
    assert service.drives()["Z:"]["Settings"] == {"idle-minutes": 5}
    assert drives_ini.read_text() == FILE.replace(remote, remote + "IdleMinutes=5\n")
    choose(service, "Z:")
    assert service.drives()["Z:"]["Settings"] == {}
    assert drives_ini.read_text() == FILE


def test_known_to_the_next_service(service, drives_ini):
    choose(service, "Z:", **CHOSEN)
    service.kill()
    service.start()
    assert service.drives()["Z:"]["Settings"] == ALL


def test_change_by_hand(service, drives_ini):
    service.start()
    drives_ini.write_text(FILE.replace("Colour=red\n", "Colour=red\n" + LINES))
    service.wait_for_drive("Z:", Settings=ALL)
    drives_ini.write_text(FILE)
    service.wait_for_drive("Z:", Settings={})


@pytest.mark.parametrize(
    "line, words",
    [
        ("IdleMinutes=soon", ("IdleMinutes", "soon")),
        ("IdleMinutes=10081", ("IdleMinutes", "10081")),
        ("Networks=a;;b", ("Networks",)),
        ("Wake=nas", ("Wake", "nas")),
        ("Profiles=" + "x" * 33, ("Profiles", "32")),
        ("Profiles=home,office", ("Profiles", "home,office", "no comma")),
        ("AskServer=yes", ("AskServer", "yes", "true")),
        ("Wake=\nWake=", ("Wake", "twice")),
    ],
)
def test_bad_value_in_the_file(service, drives_ini, line, words):
    choose(service, "Music", idle_minutes=7)
    good = drives_ini.read_text()
    bad = good.replace("Colour=red\n", line + "\n")
    drives_ini.write_text(bad)
    wait_for(lambda: service.profile()[0] == 1206, what="the service to notice")
    message = service.profile()[1]
    number = 4 if "\n" in line else 3
    for word in (str(drives_ini), f"line {number}", "[Z:]", *words):
        assert word in message
    with refused("BadProfile", drives_ini, f"line {number}"):
        choose(service, "Music", idle_minutes=8)
    assert drives_ini.read_text() == bad
    assert service.drives()["Music"]["Settings"] == {"idle-minutes": 7}
    drives_ini.write_text(good)
    wait_for(lambda: service.profile() == (0, ""), what="the service to notice")


@pytest.mark.parametrize(
    "settings, word",
    [
        ({"colour": GLib.Variant("s", "red")}, "colour"),
        ({"idle_minutes": GLib.Variant("s", "5")}, "idle-minutes"),
        ({"idle_minutes": 10081}, "10081"),
        ({"networks": [f"n{n}" for n in range(17)]}, "16"),
        ({"networks": ["x" * 129]}, "128"),
        ({"networks": ["a\nb"]}, "control"),
        ({"profiles": [""]}, "empty"),
        ({"profiles": ["home", "a, b"]}, "no comma"),
        ({"profiles": ["a;b"]}, "no semicolon"),
        ({"wake": "ff:ff:ff:ff:ff:ff"}, "ff:ff"),
        ({"ask_server": GLib.Variant("u", 1)}, "ask-server"),
    ],
)
def test_invalid(service, drives_ini, settings, word):
    service.start()
    with refused("InvalidParameter", word):
        choose(service, "Z:", **settings)
    assert drives_ini.read_text() == FILE
    assert service.drives()["Z:"]["Settings"] == {}


def test_no_such_drive(service, drives_ini):
    with refused("NotConnected", "Q:"):
        choose(service, "Q:", idle_minutes=5)
    with refused("BadDevice"):
        choose(service, "a/b", idle_minutes=5)
    assert drives_ini.read_text() == FILE


def test_must_be_remembered(service, samba, drives_ini):
    service.map("Y:", samba.unc(), remember=False)
    with refused("NotConnected", "Y:", "Remember it first"):
        choose(service, "Y:", idle_minutes=5)
    service.call("SetRemembered", "sba{sv}", "Y:", True, {})
    choose(service, "Y:", idle_minutes=5)
    assert service.drives()["Y:"]["Settings"] == {"idle-minutes": 5}
    # Forgotten is forgotten.
    service.call("SetRemembered", "sba{sv}", "Y:", False, {})
    assert service.drives()["Y:"]["Settings"] == {}
    service.call("SetRemembered", "sba{sv}", "Y:", True, {})
    assert service.drives()["Y:"]["Settings"] == {}


def test_goes_with_the_drive(service, samba, drives_ini):
    """Through a rename, a disconnect and a connect."""
    service.map("Y:", samba.unc())
    choose(service, "Y:", profiles=["home"])
    service.call("Rename", "ssa{sv}", "Y:", "Papers", {})
    assert service.drives()["Papers"]["Settings"] == {"profiles": ["home"]}
    assert "[Papers]" in drives_ini.read_text() and "Profiles=home;" in drives_ini.read_text()
    service.cancel("Papers")
    assert service.drives()["Papers"]["Settings"] == {"profiles": ["home"]}
    service.connect("Papers")
    assert service.drives()["Papers"]["Settings"] == {"profiles": ["home"]}


def test_command_line(service, cli, drives_ini):
    none = {"local": "Z:", "idle_minutes": 0, "networks": [], "wake": None, "profiles": [], "ask_server": False}
    assert cli.json("set", "z:") == none
    assert cli("set", "Z:", rc=0).out == "idle=never\nnetworks=any\nwake=none\nprofiles=none\nask-server=no\n"

    done = cli("set", "Z:", "--idle=30", "--networks=Office,Home\\, upstairs", rc=0)
    assert done.out == "idle=30\nnetworks=Office,Home\\, upstairs\nwake=none\nprofiles=none\nask-server=no\n"
    # What is not named stays.
    assert cli.json("set", "Z:", "--wake=AA:BB:CC:DD:EE:FF", "--profiles=home", "--ask-server=yes") == {
        "local": "Z:",
        "idle_minutes": 30,
        "networks": ["Office", "Home, upstairs"],
        "wake": "aa:bb:cc:dd:ee:ff",
        "profiles": ["home"],
        "ask_server": True,
    }
    assert service.drives()["Z:"]["Settings"]["networks"] == ["Office", "Home, upstairs"]
    # Printed as it is given.
    lines = cli("set", "Z:", rc=0).out.splitlines()
    assert cli("set", "Music", *(f"--{line}" for line in lines), rc=0).out.splitlines() == lines
    assert service.drives()["Music"]["Settings"] == service.drives()["Z:"]["Settings"]
    nothing = ("--idle=never", "--networks=any", "--wake=none", "--profiles=none", "--ask-server=no")
    assert cli.json("set", "Z:", *nothing) == none


def test_command_line_refuses(service, cli, drives_ini):
    for option in ("--idle=soon", "--idle=10081", "--idle=-1", "--wake=nas", "--networks=a,,b", "--profiles=" + "x" * 33, "--ask-server=true"):
        refusal = cli("set", "Z:", option, rc=1)
        assert "drivemapctl set" in refusal.err and refusal.out == ""
    cli("set", rc=1)
    assert cli.json("set", "Q:", rc=2)["error"] == "NotConnected"
    assert "2250" in cli("set", "Q:", "--idle=5", rc=2).err
    assert drives_ini.read_text() == FILE
