# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives taken over from other programs' files, and written to ours."""

import os
import pty
import stat
from pathlib import Path

import pytest

from testbed.mock import NetworkManager
from testbed.waiting import wait_for

SAMPLES = Path(__file__).parent.parent / "core/data/import"


@pytest.fixture
def config(session):
    """Writes a file below the session's XDG_CONFIG_HOME."""

    def write(name, content):
        path = Path(session.env["XDG_CONFIG_HOME"]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def drives(cli):
    """local: status, of everything that is a drive."""
    return {item["local"]: item["status"] for item in cli.json("list") if item["local"]}


def found(cli, *arguments):
    return cli.json("import", "--dry-run", *arguments)


def test_preview_changes_nothing(session, samba, cli, config):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\nhttp://x/ Web\nfile:///tmp\n")
    shown = cli("import", "gtk", "--dry-run", rc=0).out
    assert "Music" in shown and samba.unc("public") in shown
    assert "gtk-3.0/bookmarks:1" in shown
    assert "a web address is not a location" in shown
    assert "/tmp" not in shown.replace(str(session.home), "")

    refused = cli("import", "gtk", rc=1)
    assert "--yes" in refused.err
    assert drives(cli) == {}


def test_all_sources(session, samba, cli, config):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} First\n")
    config("gtk-4.0/servers", (SAMPLES / "nautilus").read_bytes())
    config("gigolo/bookmarks", (SAMPLES / "gigolo").read_bytes())
    smb4k = Path(session.env["XDG_DATA_HOME"]) / "smb4k/bookmarks.xml"
    smb4k.parent.mkdir(parents=True)
    smb4k.write_bytes((SAMPLES / "smb4k.xml").read_bytes())
    # The same place once more: the first source is named.
    with (Path(session.env["XDG_CONFIG_HOME"]) / "gigolo/bookmarks").open("a") as file:
        file.write(f"\n[Again]\nscheme=smb\nhost={samba.address}\nport={samba.port}\nshare=PUBLIC\n")
    samba_mount = session.mount(samba.uri("readonly"))
    wait_for(lambda: cli.json("list"), what="the mount in the list")

    entries = found(cli)
    usable = [e for e in entries if e["uri"]]
    assert {"gtk", "nautilus", "gigolo", "smb4k", "mounted"} <= {e["source"] for e in usable}
    assert [e["label"] for e in usable if e["remote"] == samba.unc("public")] == ["First"]
    assert [e["remote"] for e in usable if e["source"] == "mounted"] == [samba.unc("readonly")]
    assert [e["number"] for e in usable] == list(range(1, len(usable) + 1))
    assert any(e["reason"] and "“obex” is not supported" in e["reason"] for e in entries)
    assert drives(cli) == {}
    del samba_mount


def test_maps_and_remembers(samba, cli, config, session):
    config(
        "gtk-3.0/bookmarks",
        f"{samba.uri('public')} Music\n{samba.uri('readonly')}\n"
        f"{samba.uri('team')} Team\nsmb://nas.invalid/x Dead: one\n",
    )
    done = cli("import", "gtk", "--yes", rc=0)
    assert drives(cli) == {
        "Music": "ok",
        "Z:": "ok",
        "Team": "needs-password",
        "Dead one": drives(cli)["Dead one"],
    }
    assert drives(cli)["Dead one"] in ("unavailable", "error", "reconnecting")
    assert "There is no server “nas.invalid”" in done.err
    assert (session.home / "Drives/Music").is_symlink()
    assert all(item["remembered"] for item in cli.json("list"))

    again = found(cli, "gtk")
    assert [e["known"] for e in again] == ["Music", "Z:", "Team", "Dead one"]
    assert not any(e["chosen"] for e in again)
    assert "This is drive Z: already." in cli("import", "gtk", rc=0).out


def test_only_some(samba, cli, config):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} A1\n{samba.uri('readonly')} B1\n{samba.uri('team')} C1\n")
    states = cli.json("import", "gtk", "--yes", "--only", "2")
    assert [e["state"] for e in states] == ["found", "connected", "found"]
    assert drives(cli) == {"B1": "ok"}

    assert "no number “4”" in cli("import", "gtk", "--only", "1,4", rc=1).err
    assert "no number “x”" in cli("import", "gtk", "--only", "x", rc=1).err
    assert drives(cli) == {"B1": "ok"}


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_asks(session, samba, cli, config, answer):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n")
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(cli.program, [str(cli.program), "import", "gtk"], session.env)
    text = b""
    while b"[y/N]" not in text:
        text += os.read(fd, 4096)
    os.write(fd, answer.encode() + b"\n")
    try:
        while os.read(fd, 4096):
            pass
    except OSError:
        pass
    os.close(fd)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert drives(cli) == ({"Music": "ok"} if answer == "y" else {})


def test_name_is_free(samba, cli, config):
    cli("map", "Music", samba.unc("readonly"), rc=0)
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n{samba.uri('team')} a/b:c\u202e\n")
    entries = found(cli, "gtk")
    assert [e["local"] for e in entries] == ["Music 2", "a b c"]
    cli("import", "gtk", "--yes", "--only", "1", rc=0)
    assert drives(cli) == {"Music": "ok", "Music 2": "ok"}


def test_more_than_letters(cli, config):
    config("gtk-3.0/bookmarks", "".join(f"smb://nas.invalid/share{i}\n" for i in range(30)))
    entries = found(cli, "gtk")
    assert [e["local"] for e in entries][:23] == ["*"] * 23
    assert [e["local"] for e in entries][23:] == [f"share{i}" for i in range(23, 30)]


def test_no_password_anywhere(session, samba, cli, config):
    secret = "T0pS3cret"
    config("gtk-3.0/bookmarks", f"smb://anna:{secret}@{samba.address}:{samba.port}/public Mine\n")
    fstab = config("fstab", f"//nas.invalid/x /mnt cifs user=u,password={secret} 0 0\n")
    first = cli("import", "gtk", "--dry-run", rc=0)
    second = cli("import", "gtk", str(fstab), "--yes", "--json", rc=0)
    for result in (first, second):
        assert secret not in result.out + result.err
    assert "The password in the address was left out." in first.out
    assert [e["reason"] for e in second.json] == [
        "The password in the address was left out.",
        "The password in the options was left out.",
    ]
    profile = Path(session.env["XDG_CONFIG_HOME"]) / "drivemap/drives.ini"
    assert "anna@" in profile.read_text()
    assert secret not in profile.read_text() + session.log_file.read_text(errors="replace")
    assert secret not in cli("export", rc=0).out


@pytest.mark.parametrize("sample", ["gtk", "nautilus", "gigolo", "smb4k.xml", "fstab", "drives.ini"])
def test_files_are_recognized(cli, sample):
    source = sample.split(".")[0]
    entries = found(cli, SAMPLES / sample)
    assert {e["source"] for e in entries} == {source}
    assert any(e["uri"] for e in entries)


def test_bad_files(session, cli, config):
    missing = cli.json("import", "./missing", rc=2)
    assert [e["state"] for e in missing] == ["refused"]
    pipe = session.home / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in cli.json("import", pipe, rc=2)[0]["reason"]
    large = config("large.ini", b"\n" * 1024 * 1024 + b"[Z:]\n")
    assert "one megabyte" in cli.json("import", large, rc=2)[0]["reason"]
    noise = config("noise", "what is this\n")
    assert "no file that drives can be imported from" in cli.json("import", noise, rc=2)[0]["reason"]
    nul = config("nul", b"smb://nas/a\nsmb://n\0as/b\n")
    refused = cli.json("import", nul, rc=2)
    assert refused[0]["line"] == 2 and "NUL" in refused[0]["reason"]
    locked = config("gtk-3.0/bookmarks", "smb://nas/x\n")
    locked.chmod(0)
    assert [e["state"] for e in found(cli, "gtk")] == ["refused"]
    assert "There is no source “gtkk”" in cli("import", "gtkk", rc=1).err
    assert drives(cli) == {}


def test_broken_profile_fails_each(samba, cli, config):
    config("drivemap/drives.ini", "broken\n")
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n")
    states = cli.json("import", "gtk", "--yes", rc=2)
    assert [e["state"] for e in states] == ["failed"]
    assert "line 1" in states[0]["error"]
    assert drives(cli) == {}


def test_export_and_back(session, samba, cli):
    for local, share in (("Z:", "public"), ("100% [a]", "readonly")):
        cli("map", local, samba.unc(share), rc=0)
    cli("map", "Short", samba.unc("hidden$"), "--no-remember", rc=0)
    file = session.home / "saved.ini"
    assert "2 drives were written" in cli("export", file, rc=0).out
    text = file.read_text()
    assert cli("export", "-", rc=0).out == text
    assert "Short" not in text

    for local in ("Z:", "100% [a]", "Short"):
        cli("disconnect", local, "--forget", rc=0)
    assert drives(cli) == {}
    cli("import", file, "--yes", rc=0)
    assert drives(cli) == {"Z:": "ok", "100% [a]": "ok"}
    assert cli("export", rc=0).out == text


SETTINGS = {
    "idle_minutes": 30,
    "networks": ["Home, sweet home; 2", "Büro"],
    "wake": "aa:bb:cc:dd:ee:ff",
    "profiles": ["home", "new office"],
    "ask_server": True,
}
NO_SETTINGS = {"idle_minutes": 0, "networks": [], "wake": None, "profiles": [], "ask_server": False}


def settings_of(cli, local):
    settings = cli.json("set", local)
    assert settings.pop("local") == local
    return settings


def test_settings_go_along(session, samba, cli):
    """To the file, and with all drives gone, back from it."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    cli("map", "Y:", samba.unc("readonly"), rc=0)
    networks = r"--networks=Home\, sweet home; 2,Büro"
    cli("set", "Z:", "--idle=30", networks, "--wake=AA-BB-CC-DD-EE-FF", "--profiles=home, new office", "--ask-server=yes", rc=0)
    assert settings_of(cli, "Z:") == SETTINGS
    file = session.home / "saved.ini"
    cli("export", file, rc=0)
    text = file.read_text()
    cli("disconnect", "--all", "--forget", rc=0)
    assert drives(cli) == {}

    shown = cli("import", file, "--dry-run", rc=0).out
    assert r"IdleMinutes=30  Networks=Home, sweet home\;\s2;Büro;  Wake=aa:bb:cc:dd:ee:ff  Profiles=home;new office;  AskServer=true" in shown
    done = cli.json("import", file, "--yes")
    assert {e["local"]: e["settings"] for e in done} == {"Z:": SETTINGS, "Y:": None}
    assert {e["state"] for e in done} == {"connected"}
    assert settings_of(cli, "Z:") == SETTINGS
    assert settings_of(cli, "Y:") == NO_SETTINGS
    assert cli("export", rc=0).out == text
    profile = Path(session.env["XDG_CONFIG_HOME"]) / "drivemap/drives.ini"
    assert "Wake=aa:bb:cc:dd:ee:ff\n" in profile.read_text()


def test_drives_for_other_networks_wait(session, samba, cli, config, system_bus):
    network = NetworkManager(session, system_bus)
    network.add(1, "Home Wi-Fi")
    places = {"W:": "", "X:": "Networks=Home Wi-Fi;Office;\n", "Y:": "Networks=Office;\n", "Z:": "Networks=Hotel;\n"}
    file = config(
        "saved.ini",
        "".join(f"[{local}]\nRemote={samba.uri('public')}/{local[0]}\n{rule}" for local, rule in places.items()),
    )
    for local in places:
        (samba.path("public") / local[0]).mkdir()
    done = cli("import", file, "--yes", rc=0).out
    assert "Drive Y: is remembered for" in done and "as soon as one of its networks is there" in done
    assert drives(cli) == {"W:": "ok", "X:": "ok", "Y:": "unavailable", "Z:": "unavailable"}
    network.add(2, "Office")
    wait_for(lambda: drives(cli)["Y:"] == "ok")
    assert drives(cli)["Z:"] == "unavailable"
    # Nobody tried it meanwhile.
    assert cli.json("list")[3]["reason"] is None


def test_settings_of_a_place_found_elsewhere(samba, cli, config):
    config("gtk-3.0/bookmarks", f"{samba.uri('public')} Music\n")
    file = config("saved.ini", f"[Z:]\nRemote={samba.uri('public')}\nIdleMinutes=7\n")
    cli("import", "gtk", file, "--yes", rc=0)
    assert drives(cli) == {"Music": "ok"}
    assert settings_of(cli, "Music")["idle_minutes"] == 7


def test_bad_settings_are_left_out(session, samba, cli, config):
    """The drive comes, with what is right of them, and it is said what is not."""
    many = "".join(f"p{i};" for i in range(10000))
    lines = (
        f"[Z:]\nRemote={samba.uri('public')}\nIdleMinutes=9\nWake=\x1b[31mnas\n"
        f"Networks=a\\tb;\nProfiles=home,office\nPassword=T0pS3cret\n"
        f"[Y:]\nRemote={samba.uri('readonly')}\nProfiles={many}\n"
    )
    file = config("saved.ini", lines)
    shown = cli("import", file, "--dry-run", rc=0)
    assert "\x1b" not in shown.out + shown.err and "T0pS3cret" not in shown.out + shown.err
    done = cli.json("import", file, "--yes")
    assert "T0pS3cret" not in str(done)
    first, long, second = done
    assert (long["state"], long["line"]) == ("refused", 10)
    assert "too long" in long["reason"]
    assert (first["state"], second["state"]) == ("connected", "connected")
    for words in ("“Wake=” was left out", "“Networks=” was left out", "no comma", "“Password=” was left out"):
        assert words in first["reason"]
    assert settings_of(cli, "Z:") == {**NO_SETTINGS, "idle_minutes": 9}
    assert settings_of(cli, "Y:") == NO_SETTINGS
    log = session.log_file.read_text(errors="replace")
    assert "T0pS3cret" not in log + cli("export", rc=0).out


def test_commas_in_profiles_are_refused(samba, cli):
    """The same everywhere, as the window takes names with commas between them."""
    cli("map", "Z:", samba.unc("public"), rc=0)
    for name in (r"a\,b", "a;b", "a،b"):
        assert "no comma and no semicolon" in cli("set", "Z:", f"--profiles={name}", rc=1).err
    assert settings_of(cli, "Z:") == NO_SETTINGS
    assert cli.json("set", "Z:", "--profiles= home , office")["profiles"] == ["home", "office"]
    assert settings_of(cli, "Z:")["profiles"] == ["home", "office"]


def test_export_never_overwrites(session, samba, cli):
    cli("map", "Z:", samba.unc("public"), rc=0)
    file = session.home / "saved.ini"
    file.write_text("mine\n")
    assert "already" in cli("export", file, rc=2).err
    assert file.read_text() == "mine\n"
    assert cli.json("export", "--force", file) == {"file": str(file), "drives": 1}
    assert "[Z:]" in file.read_text()
    assert stat.S_ISREG(file.stat().st_mode)
    assert "could not be written" in cli("export", session.home / "no/such/folder", rc=2).err
    assert os.listdir(session.home).count("saved.ini") == 1
