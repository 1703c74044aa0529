# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl reconnect, and disconnecting several drives at once."""

import pytest

from testbed import wait_for


@pytest.fixture
def remember(session):
    """Writes drives.ini as an earlier session left it; profiles: {local: "a;b;"}."""
    path = session.home / "config/drivemap/drives.ini"

    def write(drives, profiles={}):
        path.parent.mkdir(parents=True, exist_ok=True)
        for local, uri in drives.items():
            lines = [f"[{local}]", f"Remote={uri}"]
            lines += [f"Profiles={profiles[local]}"] if local in profiles else []
            with path.open("a") as file:
                print(*lines, "", sep="\n", file=file)

    return write


def statuses(cli):
    return {row["local"] or row["remote"]: row["status"] for row in cli.json("list")}


# --- reconnect ---


def test_all_come(cli, samba, remember):
    remember({"Z:": samba.uri(), "Music": samba.uri("readonly")})
    result = cli("reconnect", rc=0)
    assert sorted(result.out.splitlines()) == ["Music is connected.", "Z: is connected."]
    assert result.err == ""
    assert statuses(cli) == {"Z:": "ok", "Music": "ok"}
    assert cli("reconnect", rc=0).out == "Nothing had to be connected.\n"
    assert cli.json("reconnect") == []


def test_nothing_remembered(cli):
    assert cli("reconnect", rc=0).out == "Nothing had to be connected.\n"


def test_some_do_not_come(cli, samba, make_samba, remember):
    away = make_samba()
    away.stop()
    remember({"X:": samba.uri("none-such"), "Y:": away.uri(), "Z:": samba.uri()})
    result = cli("reconnect", rc=2)
    assert result.out == "Z: is connected.\n"
    lines = dict(line.split(" ", 1) for line in result.err.splitlines())
    assert set(lines) == {"X:", "Y:"}
    assert "none-such" in lines["X:"] and "goes on" not in lines["X:"]
    assert away.address in lines["Y:"] and lines["Y:"].endswith(" Drivemap goes on trying.")
    away.start()
    wait_for(lambda: statuses(cli)["Y:"] == "ok", 60, "Y: by itself")


def test_json(cli, samba, make_samba, remember):
    away = make_samba()
    away.stop()
    remember({"X:": samba.uri("none-such"), "Y:": away.uri(), "Z:": samba.uri()})
    found = {row.pop("local"): row for row in cli.json("reconnect", rc=2)}
    assert found["Z:"] == {"status": "ok", "reason": None, "awaited": False}
    assert (found["Y:"]["status"], found["Y:"]["awaited"]) == ("unavailable", True)
    assert (found["X:"]["status"], found["X:"]["awaited"]) == ("error", False)
    assert away.address in found["Y:"]["reason"]


def test_password_is_asked_for(cli, samba, remember):
    remember({"Z:": samba.uri("team", "games")})
    result = cli("reconnect", rc=2)
    assert "Sign in with “drivemapctl connect Z:”." in result.err


def test_sign_in_is_silent(cli, samba, make_samba, remember):
    away = make_samba()
    away.stop()
    remember({"Y:": away.uri(), "Z:": samba.uri()})
    result = cli("reconnect", "--sign-in", rc=0)
    assert (result.out, result.err) == ("", "")
    assert statuses(cli) == {"Y:": "unavailable", "Z:": "ok"}


def test_sign_in_is_once(cli, samba, remember):
    remember({"Z:": samba.uri()})
    cli("reconnect", "--sign-in", rc=0)
    cli("disconnect", "Z:", rc=0)
    cli("reconnect", "--sign-in", rc=0)
    assert statuses(cli) == {"Z:": "unavailable"}
    cli("reconnect", rc=0)
    assert statuses(cli) == {"Z:": "ok"}


def test_sign_in_without_a_service(cli):
    result = cli("reconnect", "--sign-in", env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/none"}, rc=2)
    assert result.err and result.out == ""


def test_profile(cli, samba, remember):
    remember(
        {"X:": samba.uri(), "Y:": samba.uri("readonly"), "Z:": samba.uri("hidden$")},
        {"Y:": "home;", "Z:": "office;home;"},
    )
    assert {row["local"] for row in cli.json("reconnect", "--profile=office")} == {"Z:"}
    assert {row["local"] for row in cli.json("reconnect", "--profile=home")} == {"Y:"}
    assert statuses(cli) == {"X:": "unavailable", "Y:": "ok", "Z:": "ok"}


@pytest.mark.parametrize("verb", ["reconnect", "disconnect"])
def test_unknown_profile(cli, samba, remember, verb):
    remember({"Z:": samba.uri()}, {"Z:": "home;"})
    result = cli(verb, "--profile=Home\x1b[31m", rc=2)
    assert "System error 87 has occurred." in result.err and "Home" in result.err
    assert "\x1b" not in result.err
    assert cli.json(verb, "--profile=Home", rc=2)["error"] == "InvalidParameter"
    assert statuses(cli) == {"Z:": "unavailable"}


def test_list_tells_what_comes_back(cli, samba, remember):
    remember({"Y:": samba.uri("readonly"), "Z:": samba.uri()})
    cli("connect", "Y:", rc=0)
    samba.stop()
    cli("connect", "Z:", rc=2)
    cli("disconnect", "Y:", "--force=lots-of-force", rc=0)
    assert {row["local"]: row["awaited"] for row in cli.json("list")} == {"Y:": False, "Z:": True}
    lines = cli("list", rc=0).out.splitlines()
    (said,) = [line for line in lines if line.endswith(" It comes back by itself.")]
    assert said.startswith("Z:  ") and samba.address in said


# --- disconnecting several ---


@pytest.fixture
def three(cli, samba):
    """X: (home), Y: (home, office) and a drive whose name has a comma."""
    for local, share in (("X:", "public"), ("Y:", "readonly"), ("A, B", "hidden$")):
        cli("map", local, samba.unc(share), rc=0)
    cli("set", "X:", "--profiles=home", rc=0)
    cli("set", "Y:", "--profiles=home,office", rc=0)


def connected(cli):
    return {name for name, status in statuses(cli).items() if status == "ok"}


@pytest.mark.parametrize(
    "options, left",
    [
        (["--except=x:"], {"X:"}),
        (["--except=X:,Y:"], {"X:", "Y:"}),
        (["--except", "X:, y:", "--except=A, B"], {"X:", "Y:", "A, B"}),
    ],
)
def test_all_except(cli, three, options, left):
    done = cli.json("disconnect", "--all", *options)
    assert {row["name"] for row in done} == {"X:", "Y:", "A, B"} - left
    assert all(row["result"] == "disconnected" for row in done)
    assert connected(cli) == left


def test_all_except_a_location(cli, samba, session, three):
    session.mount(samba.uri("team", "news"), samba.password("news"))
    kept = samba.unc("team")
    wait_for(lambda: kept in connected(cli), what="the mount in the list")
    cli("disconnect", "--all", f"--except={kept}", rc=0)
    assert connected(cli) == {kept}


@pytest.mark.parametrize("name", ["W:", r"\\none\such", "X:,W:", "", "a\x1bb"])
@pytest.mark.parametrize("what", ["--all", "--profile=home"])
def test_unknown_exception(cli, three, what, name):
    """Nothing is disconnected that somebody may have meant to keep."""
    result = cli("disconnect", what, f"--except={name}", rc=2)
    assert "System error 2250 has occurred." in result.err and "\x1b" not in result.err
    assert name.split(",")[-1].replace("\x1b", "") in result.err.replace("\ufffd", "")
    assert connected(cli) == {"X:", "Y:", "A, B"}


def test_exception_is_by_drive(cli, samba, three):
    """As in disconnect, a location is not the drive that leads to it."""
    cli("disconnect", "--all", f"--except={samba.unc('public')}", rc=2)
    assert connected(cli) == {"X:", "Y:", "A, B"}


def test_one_profile(cli, three):
    done = cli.json("disconnect", "--profile=office")
    assert [row["name"] for row in done] == ["Y:"]
    assert cli("disconnect", "--profile=home", "--except=Y:", rc=0).out == "X: was disconnected.\n"
    assert connected(cli) == {"A, B"}
    assert cli.json("disconnect", "--profile=home") == []


def test_one_profile_with_a_level(cli, samba, session, three, hold):
    hold("write", session.home / "Drives/X/plan", name="editor")
    refused = {row["name"]: row for row in cli.json("disconnect", "--profile=home", rc=2)}
    assert refused["X:"]["error"] == "OpenFiles" and refused["X:"]["holders"]
    assert refused["Y:"]["result"] == "disconnected"
    (done,) = cli.json("disconnect", "--profile=home", "--force")
    assert (done["name"], done["result"]) == ("X:", "draining")


def test_all_ends_waiting(cli, samba, remember):
    remember({"Z:": samba.uri()})
    samba.stop()
    cli("reconnect", rc=2)
    assert cli("disconnect", "--all", rc=0).out == "Z: was disconnected.\n"
    assert not cli.json("list")[0]["awaited"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["Z:", "--profile=home"],
        ["--all", "--profile=home"],
        ["Z:", "--except=Y:"],
        ["--except=Y:"],
    ],
)
def test_usage(cli, service, arguments):
    result = cli("disconnect", *arguments, rc=1)
    assert "--profile" in result.err and service.pid is None
