# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bundle does its work, from inside, for a session outside."""

import os
import re
from pathlib import Path

import pytest
from manifest import APP_ID
from sandboxed import inside

USER = "games"


@pytest.fixture
def saved(session, samba):
    """A password that only the keyring outside has."""
    session.keyring.store(USER, samba.address, samba.password(USER), domain="WORKGROUP", port=samba.port)


def test_maps_by_a_saved_password(service, session, samba, saved, cli):
    """The bus outside starts the service; the drive is for every program there."""
    (samba.path("games-only") / "old").write_text("there")
    service.map("Z:", samba.unc("games-only"), user=USER)
    assert list(inside(session).values()) == ["/app/libexec/drivemap-service"]

    drive = session.home / "Drives/Z"
    (folder,) = session.mounts()
    assert os.readlink(drive) == f"{session.fuse}/{folder}"
    assert (drive / "old").read_text() == "there"

    (item,) = cli.json("list")
    assert item["local"] == "Z:" and item["status"] == "ok" and item["user"] == USER
    assert Path(item["path"]) in (drive, session.fuse / folder)


def test_without_a_password(service, samba, cli):
    assert cli.json("map", "Z:", samba.unc("games-only"), f"--user={USER}", rc=2)["code"] == 1326


def test_a_password_given_inside_is_found_outside(session, samba, cli):
    cli("map", "Z:", samba.unc("games-only"), f"--user={USER}", "--password-stdin",
        input=samba.password(USER) + "\n", rc=0)  # fmt: skip
    ((_, password),) = session.keyring.find(server=samba.address)
    assert password == samba.password(USER)


def test_sees_what_others_have_mounted(session, samba, cli):
    session.mount(samba.uri("public"))
    (item,) = cli.json("list")
    assert item["remote"] == samba.unc("public") and item["status"] == "ok"


def test_asks_the_server(samba, cli):
    """By libsmbclient, inside."""
    shares = {share["name"] for share in cli.json("browse", f"smb://{samba.host}")}
    assert "public" in shares


def test_drives_come_back(service, session, samba, cli):
    """They are remembered where the sandbox keeps its files."""
    service.map("Z:", samba.unc("public"))
    drives = session.home / f".var/app/{APP_ID}/config/drivemap/drives.ini"
    assert samba.address in drives.read_text()
    assert not (session.home / "config/drivemap").exists()


def test_window(service, session, samba, open_window):
    """Started by the bus; a person sees the drive in it, and that its files are not known."""
    service.map("Z:", samba.unc("public"))
    window = open_window()
    window.select("Z:")
    window.wait_shown(re.compile("runs in a sandbox"))
    window.get("button", "Copy Command")
    save_picture(session, "flatpak")
    window.click("button", "Disconnect…")
    window.wait_shown(re.compile("not known whether files are open"))
    save_picture(session, "flatpak-disconnect")


def save_picture(session, name):
    run = os.environ.get("DRIVEMAP_RUN")
    folder = Path(run) / "logs/screenshots" if run else Path(session.directory).parent / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    session.run("import", "-window", "root", folder / f"{name}.png")


def test_search(service, session, samba):
    """GNOME Shell finds drives through the exported name."""
    service.map("Z:", samba.unc("public"))
    found = session.run(
        *("gdbus", "call", "--session", f"--dest={APP_ID}.SearchProvider"),
        "--object-path=/io/github/drivemap/Drivemap/SearchProvider",
        *("--method=org.gnome.Shell.SearchProvider2.GetInitialResultSet", "['public']"),
    ).stdout
    assert "Z" in found


# What is exported


def test_exports(bundle):
    names = {str(path.relative_to(bundle.exports)) for path in bundle.exports.rglob("*")}
    assert {
        f"applications/{APP_ID}.desktop",
        f"dbus-1/services/{APP_ID}.service",
        f"dbus-1/services/{APP_ID}.Service.service",
        f"dbus-1/services/{APP_ID}.SearchProvider.service",
        f"gnome-shell/search-providers/{APP_ID}.search-provider.ini",
        f"icons/hicolor/scalable/apps/{APP_ID}.svg",
        f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg",
    } <= names


# What is out of reach


def test_home_is_out_of_reach(session, sandbox):
    (session.home / "Drives").mkdir()
    (session.home / "Drives/mine").write_text("seen")
    for name in ("secret", ".bash_history", "Documents/letter", "config/other"):
        path = session.home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("not for others")
    found = sandbox.sh(f"cd {session.home} && find . -type f -not -path './.var/*'").stdout.split()
    assert found == ["./Drives/mine"]
    sandbox.sh(f"echo no >{session.home}/new", check=False)
    assert not (session.home / "new").exists()


def test_host_is_out_of_reach(session, sandbox):
    assert sandbox.run("flatpak-spawn", "--host", "true", check=False).returncode != 0
    assert sandbox.sh("ls /run/host/etc /run/host/usr", check=False).returncode != 0
    assert "No such" in sandbox.sh(f"ls {session.directory}/bus.conf", check=False).stderr
