# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl managed: what an administrator has set up."""

import os
import pwd
from pathlib import Path

import pytest

DRIVES_XML = Path(__file__).parent / "Drives.xml"
USER = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def folder(session):
    folder = session.directory / "etc/drivemap/drives.d"
    folder.mkdir(parents=True)
    session.set_env(XDG_CONFIG_DIRS=session.directory / "etc")
    return folder


def test_nothing_is_set_up(cli, folder):
    assert "no drives" in cli("managed", rc=0).out
    assert cli.json("managed") == {"drives": [], "problems": []}


def test_drives_and_problems(cli, samba, folder):
    good = folder / "10.ini"
    good.write_text(f"[Z:]\nRemote={samba.uri()}\n")
    bad = folder / "20.ini"
    bad.write_text("[Y:]\nwhat is this\n")
    found = cli.json("managed")
    (drive,) = found["drives"]
    assert drive == {
        "local": "Z:",
        "remote": samba.unc(),
        "uri": samba.uri() + "/",
        "status": "unavailable",
        "file": str(good),
    }
    (problem,) = found["problems"]
    assert f"{bad}, line 2:" in problem
    text = cli("managed", rc=0).out
    assert "Z:" in text and str(good) in text and "Not honoured:" in text and str(bad) in text


def test_list_says_so(cli, samba, folder):
    (folder / "10.ini").write_text(f"[Z:]\nRemote={samba.uri()}\n")
    cli("map", "Y:", samba.unc(), rc=0)
    assert {each["local"]: each["managed"] for each in cli.json("list")} == {"Y:": False, "Z:": True}
    y, z = [line for line in cli("list", rc=0).out.splitlines() if samba.unc() in line]
    assert "managed" in z and "managed" not in y
    cli("connect", "Z:", rc=0)
    refused = cli.json("disconnect", "Z:", "--forget", rc=2)
    assert refused["error"] == "AccessDenied" and str(folder / "10.ini") in refused["message"]
    cli("disconnect", "Z:", rc=0)
    assert [each["local"] for each in cli.json("list")] == ["Y:", "Z:"]


def test_check_policy(cli, folder):
    found = cli.json("managed", "--check", DRIVES_XML)
    base = "\\\\files.corp.example\\"
    assert [(each["local"], each["action"], each["remote"], each["from"]) for each in found["drives"]] == [
        ("S:", "keep", base + "team", False),
        ("H:", "keep", base + f"home$\\{USER}", False),
        ("P:", "create", base + "projects", True),
        ("X:", "keep", base + "scans", False),
        ("Q:", "delete", None, False),
    ]
    assert found["drives"][0]["label"] == "Team"
    assert found["drives"][3]["uri"] == "smb://CORP;scanner@files.corp.example/scans/"
    password, unknown = found["problems"]
    assert str(DRIVES_XML) in password and "“X:”" in password and "password" in password
    assert "“Z:”" in unknown and "FilterIpRange" in unknown
    assert "sample" not in str(found)

    text = cli("managed", "--check", DRIVES_XML, rc=0).out
    assert "S: leads to \\\\files.corp.example\\team." in text
    assert "first free letter from P: on" in text and "Q: is no drive" in text and "FilterIpRange" in text
    # Nothing of it is there.
    assert cli.json("managed") == {"drives": [], "problems": []}


def test_check_bad_files(cli, folder, session):
    path = session.home / "bad.xml"
    for content in (b"", b"<Drives>", b"\0\1\2\xff" * 1000, b"<!DOCTYPE x [<!ENTITY a 'b'>]><Drives/>", b"#" * 3000000):
        path.write_bytes(content)
        found = cli.json("managed", "--check", path)
        assert found["drives"] == [] and len(found["problems"]) == 1 and str(path) in found["problems"][0]
    assert "leads to" not in cli("managed", "--check", path, rc=0).out

    ini = session.home / "own.ini"
    ini.write_text("[Z:]\nRemote=smb://nas/%USERNAME%\n[Y:]\nRemote=smb://nas/%HOMESHARE%\n")
    found = cli.json("managed", "--check", ini)
    assert [each["uri"] for each in found["drives"]] == [f"smb://nas/{USER}/"]
    assert "line 4" in found["problems"][0]

    missing = cli.json("managed", "--check", session.home / "missing.ini", rc=2)
    assert missing["error"] == "ExtendedError" and "missing.ini" in missing["message"]
    cli("managed", "too", "many", rc=1)
