# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl against the real service, GVfs, Samba and keyring."""

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest

from testbed.samba import USER
from testbed.waiting import wait_for

KEYS = [
    "local",
    "remote",
    "uri",
    "path",
    "provider",
    "origin",
    "user",
    "domain",
    "status",
    "reason",
    "since",
    "remembered",
    "awaited",
    "managed",
    "use_count",
    "open_count",
    "space_total",
    "space_free",
]


def stored(session, samba, user):
    """The passwords that are stored for a user of a server."""
    found = session.keyring.find(server=samba.address, user=user)
    return sorted(password for _, password in found)


class Terminal:
    """drivemapctl with a terminal of its own."""

    def __init__(self, session, cli, *arguments):
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.chdir(session.home)
            os.execve(cli.program, [str(cli.program), *map(str, arguments)], session.env)
        os.set_blocking(self._fd, False)
        self.text = ""

    def expect(self, text, timeout=15.0):
        wait_for(lambda: text in self._read(), timeout, f"{text!r} on the terminal")

    def send(self, text):
        os.write(self._fd, text.encode())

    def end(self, timeout=15.0):
        """Wait for the program; returns its exit status."""
        found = []

        def is_over():
            self._read()
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                found.append(os.waitstatus_to_exitcode(status))
            return bool(pid)

        wait_for(is_over, timeout, "drivemapctl to end")
        self._read()
        os.close(self._fd)
        return found[0]

    def _read(self):
        try:
            while data := os.read(self._fd, 4096):
                self.text += data.decode(errors="replace").replace("\r\n", "\n")
        except (BlockingIOError, OSError):
            pass
        return self.text


@pytest.fixture
def login(session, samba):
    """A working password in the keyring, for `team`."""
    session.keyring.store(
        "games", samba.address, samba.password("games"), port=samba.port, domain="WORKGROUP"
    )


@pytest.fixture
def drive(cli, samba, login):
    """Z: on the share team, as the user games; its path."""
    return Path(cli.json("map", "Z:", samba.unc("team"), "--user=games")["path"])


# --- usage ---


@pytest.mark.parametrize(
    "arguments, hint",
    [
        ([], "Usage"),
        (["lsit"], "list"),
        (["xyzzy"], "help"),
        (["map", "Z:"], "LOCAL REMOTE"),
        (["map", "Z:", "a", "b"], "LOCAL REMOTE"),
        (["list", "more"], "no arguments"),
        (["list", "--nonsense"], "--nonsense"),
        (["disconnect"], "--all"),
        (["disconnect", "Z:", "--all"], "--all"),
        (["disconnect", "Z:", "--force=much"], "lots-of-force"),
        (["map", "Z:", r"\\a\b", "--user="], "--user"),
        (["map", "Z:", "smb://x@a/b", "--user=y"], "different users"),
    ],
)
def test_usage_errors(cli, service, arguments, hint):
    result = cli(*arguments, rc=1)
    assert hint in result.err
    assert result.out == ""
    assert service.pid is None, "wrong usage must not start the service"


def test_help_and_version(cli):
    assert "disconnect" in cli("help", rc=0).out
    assert cli("--help", rc=0).out == cli("help", rc=0).out
    assert "--force" in cli("help", "disconnect", rc=0).out
    assert cli("--version", rc=0).out.startswith("drivemapctl ")
    for verb in ("list", "map", "connect", "files", "disconnect", "reconnect", "password", "status"):
        assert "--json" in cli(verb, "--help", rc=0).out


# --- list, map, connect ---


def test_empty_list(cli):
    assert cli("list", rc=0).out == "There are no entries in the list.\n"
    assert cli.json("list") == []


def test_map_and_list(cli, samba, drive):
    (row,) = cli.json("list")
    assert list(row) == KEYS
    assert row["local"] == "Z:"
    assert row["remote"] == samba.unc("team")
    assert row["path"] == str(drive)
    assert row["provider"] == "smb"
    assert row["origin"] == "gvfs"
    assert row["user"] == "games"
    assert row["status"] == "ok"
    assert row["remembered"] is True
    assert row["use_count"] == 1
    assert abs(row["since"] - time.time()) < 60
    assert os.path.isdir(drive)

    text = cli("list", rc=0).out
    assert "Z:" in text and samba.unc("team") in text
    assert "\033" not in text, "colours without a terminal"


def test_map_says_where(cli, samba, session):
    session.mount(samba.uri("public"))
    result = cli("map", "Music", samba.unc("public"), "--no-remember", rc=0)
    assert result.out.startswith(f"Drive Music is now connected to {samba.unc('public')}.\n")
    assert result.out.splitlines()[1] == str(session.home / "Drives/Music")
    row = next(r for r in cli.json("list") if r["local"] == "Music")
    assert row["remembered"] is False


def test_map_next_free(cli, samba, drive):
    assert cli.json("map", "*", samba.unc("team"), "--user=games")["local"] == "Y:"


def test_map_taken_name(cli, samba, drive):
    result = cli("map", "z:", samba.unc("public"), rc=2)
    assert "System error 85 has occurred.\n" in result.err
    assert result.out == ""
    error = cli.json("map", "z:", samba.unc("public"), rc=2)
    assert set(error) == {"error", "code", "message", "holders"}
    assert (error["error"], error["code"]) == ("AlreadyAssigned", 85)


@pytest.mark.parametrize("name, code", [("Q", 1200), ("a/b", 1200)])
def test_map_bad_name(cli, samba, name, code):
    assert cli.json("map", name, samba.unc(), rc=2)["code"] == code


def test_someone_elses_mount_is_listed(cli, samba, session):
    session.mount(samba.uri("public"))
    (row,) = cli.json("list")
    assert row["local"] is None
    assert row["remote"] == samba.unc("public")
    assert row["remembered"] is False


def test_connect_without_name(cli, samba, login):
    row = cli.json("connect", samba.unc("team"), "--user=games")
    assert row["local"] is None
    assert row["status"] == "ok"
    cli("disconnect", samba.unc("team"), rc=0)
    assert cli.json("list") == []


def test_connect_brings_a_drive_back(cli, drive):
    cli("disconnect", "Z:", rc=0)
    (row,) = cli.json("list")
    assert (row["status"], row["path"], row["use_count"]) == ("unavailable", None, 0)
    result = cli("connect", "z:", rc=0)
    assert result.out.startswith("Drive Z: is now connected to ")
    assert cli.json("list")[0]["status"] == "ok"


def test_space(cli, session, samba, drive):
    (row,) = wait_for(lambda: [r for r in cli.json("list") if r["space_total"]], what="the space")
    blocks, size = session.run("stat", "-f", "-c", "%b %S", drive).stdout.split()
    assert row["space_total"] == int(blocks) * int(size)
    assert 0 < row["space_free"] <= row["space_total"]
    cli("disconnect", "Z:", rc=0)
    (row,) = cli.json("list")
    assert (row["space_total"], row["space_free"]) == (None, None)


# --- rename ---


def test_rename(cli, samba, session, drive):
    result = cli("rename", "z:", "Music", rc=0)
    assert result.out == f"Drive z: is now Music.\n{session.home}/Drives/Music\n"
    row = cli.json("rename", "Music", "*")
    assert list(row) == KEYS
    assert (row["local"], row["status"], row["remembered"]) == ("Z:", "ok", True)
    assert row["path"] == str(session.home / "Drives/Z")
    (session.home / "Drives/Z/file").write_text("works")


def test_rename_offline(cli, drive):
    cli("disconnect", "Z:", rc=0)
    start = time.monotonic()
    assert cli("rename", "Z:", "Y:", rc=0).out == "Drive Z: is now Y:.\n"
    assert time.monotonic() - start < 1
    (row,) = cli.json("list")
    assert (row["local"], row["status"], row["path"]) == ("Y:", "unavailable", None)


def test_rename_refused(cli, samba, drive):
    cli("map", "Y:", samba.unc("public"), rc=0)
    before = [row["local"] for row in cli.json("list")]
    for old, new, code in (("Z:", "Y:", 85), ("Q:", "X:", 2250), ("Z:", "a/b", 1200)):
        assert f"System error {code} has occurred.\n" in cli("rename", old, new, rc=2).err
        assert cli.json("rename", old, new, rc=2)["code"] == code
    assert cli("rename", "Z:", rc=1).out == ""
    assert [row["local"] for row in cli.json("list")] == before


# --- passwords ---


def test_no_password_and_nobody_to_ask(cli, samba):
    result = cli("map", "Z:", samba.unc("team"), "--user=games", rc=2)
    assert "System error 1326 has occurred.\n" in result.err
    assert cli.json("list") == []


def test_password_from_stdin(cli, samba, session):
    password = samba.password("games")
    result = cli(
        "map", "Z:", samba.unc("team"), "--user=games", "--password-stdin", input=password + "\n"
    )
    assert result.rc == 0, result
    assert result.err == ""
    assert stored(session, samba, "games") == [password]
    assert cli.json("list")[0]["user"] == "games"


def test_wrong_password_leaves_nothing_behind(cli, samba, session):
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    result = cli(*words, input="wrong\n", rc=2)
    assert "System error 1326" in result.err
    assert stored(session, samba, "games") == []
    assert cli.json("list") == []


def test_wrong_password_puts_the_old_one_back(cli, samba, session):
    session.keyring.store("games", samba.address, "old", port=samba.port)
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    cli(*words, input="wrong\n", rc=2)
    assert stored(session, samba, "games") == ["old"]


def test_right_password_replaces_others(cli, samba, session):
    session.keyring.store("games", samba.address, "old", port=samba.port)
    session.keyring.store("games", samba.address, "older", port=samba.port, domain="WORKGROUP")
    password = samba.password("games")
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    cli(*words, input=password + "\n", rc=0)
    assert stored(session, samba, "games") == [password]


def test_new_password_for_a_remembered_drive(cli, samba, session, drive):
    cli("disconnect", "Z:", rc=0)
    old = samba.password("games")
    samba.add_user("games", "changed")
    assert cli.json("connect", "Z:", rc=2)["code"] == 1326
    assert cli.json("connect", "Z:", "--password-stdin", input="wrong\n", rc=2)["code"] == 1326
    assert stored(session, samba, "games") == [old]
    cli("connect", "Z:", "--password-stdin", input="changed\n", rc=0)
    assert stored(session, samba, "games") == ["changed"]
    assert cli.json("list")[0]["status"] == "ok"


def test_password_for_this_session_only(cli, samba, session):
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin", "--no-remember"]
    cli(*words, input=samba.password("games") + "\n", rc=0)
    assert stored(session, samba, "games") == [samba.password("games")]
    session.keyring.unlock()  # a restart: what was for the session is gone
    assert stored(session, samba, "games") == []


def test_session_password_becomes_permanent(cli, samba, session):
    password = samba.password("games")
    words = [samba.unc("team"), "--user=games", "--password-stdin"]
    cli("map", "Z:", *words, "--no-remember", input=password + "\n", rc=0)
    cli("map", "Y:", *words, input=password + "\n", rc=0)
    assert stored(session, samba, "games") == [password]
    session.keyring.unlock()
    assert stored(session, samba, "games") == [password]


@pytest.mark.parametrize("text", ["", "\n", "\xff"])
def test_unusable_password(cli, samba, session, text):
    done = subprocess.run(
        [cli.program, "map", "Z:", samba.unc("team"), "--password-stdin", "--json"],
        env=session.env,
        input=text.encode("latin-1"),
        stdout=subprocess.PIPE,
        timeout=30,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["code"] == 86


@pytest.mark.session(keyring="locked")
def test_locked_keyring_is_told(cli, samba):
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    result = cli(*words, input=samba.password("games") + "\n", rc=0)
    assert "not saved" in result.err


@pytest.mark.session(keyring="absent")
def test_no_keyring_is_told(cli, samba):
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    result = cli(*words, input=samba.password("games") + "\n", rc=0)
    assert "not saved" in result.err
    assert cli.json("list")[0]["status"] == "ok"


@pytest.mark.session(keyring="absent")
def test_no_keyring_wrong_password(cli, samba):
    words = ["map", "Z:", samba.unc("team"), "--user=games", "--password-stdin"]
    assert cli.json(*words, input="wrong\n", rc=2)["code"] == 1326


def test_prompt(cli, samba, session):
    terminal = Terminal(session, cli, "map", "Z:", samba.unc("team"))
    terminal.expect(f"[{USER}]: ")
    terminal.send("games\n")
    terminal.expect("Password of games")
    terminal.send(samba.password("games") + "\n")
    terminal.expect("is now connected")
    assert terminal.end() == 0
    assert samba.password("games") not in terminal.text, "the password was shown"
    assert stored(session, samba, "games") == [samba.password("games")]


def test_prompt_once_only(cli, samba, session):
    terminal = Terminal(session, cli, "map", "Z:", samba.unc("team"), "--user=games")
    terminal.expect("[games]: ")
    terminal.send("\n")
    terminal.expect("Password of games")
    terminal.send("wrong\n")
    assert terminal.end() == 2
    assert "System error 1326 has occurred." in terminal.text
    assert terminal.text.count("Password of") == 1
    assert stored(session, samba, "games") == []


def test_prompt_cancelled(cli, samba, session):
    terminal = Terminal(session, cli, "map", "Z:", samba.unc("team"), "--user=games")
    terminal.expect("[games]: ")
    terminal.send("\n")
    terminal.expect("Password of games")
    terminal.send("\x03")
    assert terminal.end() == 2
    assert "System error 1223 has occurred." in terminal.text


# --- files, disconnect ---


def test_files(cli, samba, drive, hold):
    samba.path("team").joinpath("plan.txt").write_text("plan")
    assert cli.json("files", "Z:") == []
    assert cli("files", "Z:", rc=0).out == "Nothing is open.\n"
    holder = hold("read", drive / "plan.txt")

    found = [h for h in cli.json("files", "Z:") if h["pid"] == holder.pid]
    assert found and found[0]["kind"] == "file"
    assert found[0]["path"].endswith("plan.txt")
    assert found[0]["source"] == "proc"
    assert str(holder.pid) in cli("files", samba.unc("team"), rc=0).out
    assert cli.json("list")[0]["open_count"] >= 1


def test_disconnect_refused_names_holders(cli, samba, drive, hold):
    samba.path("team").joinpath("plan.txt").write_text("plan")
    holder = hold("read", drive / "plan.txt")

    result = cli("disconnect", "Z:", rc=2)
    assert result.err.startswith("System error 2401 has occurred.\n")
    assert str(holder.pid) in result.err
    assert "--force=lots-of-force" in result.err
    error = cli.json("disconnect", "Z:", rc=2)
    assert (error["error"], error["code"]) == ("OpenFiles", 2401)
    assert holder.pid in [h["pid"] for h in error["holders"]]
    assert cli.json("list")[0]["status"] == "ok"


def test_disconnect_refused_for_a_folder(cli, drive, hold):
    hold("cwd", drive)
    assert cli.json("disconnect", "Z:", rc=2)["code"] == 2404


def test_disconnect(cli, drive):
    result = cli.json("disconnect", "Z:")
    assert list(result) == ["result", "code", "level", "elapsed_ms", "ended_backend"]
    assert (result["result"], result["code"], result["level"]) == ("disconnected", 0, "none")
    assert not os.path.lexists(drive)
    assert cli.json("disconnect", "Z:", rc=2)["code"] == 2250


def test_disconnect_force_drains(cli, samba, drive, hold):
    samba.path("team").joinpath("plan.txt").write_text("plan")
    holder = hold("read", drive / "plan.txt")
    result = cli.json("disconnect", "--force", "Z:")
    assert (result["result"], result["level"]) == ("draining", "force")
    holder.end()


def test_disconnect_lots_of_force(cli, samba, drive, hold):
    samba.path("team").joinpath("plan.txt").write_text("plan")
    hold("read", drive / "plan.txt")
    result = cli.json("disconnect", "Z:", "--force=lots-of-force")
    assert result["result"] == "disconnected"


def test_disconnect_one_of_two(cli, samba, drive):
    cli("map", "Y:", samba.unc("team"), "--user=games", rc=0)
    assert cli.json("disconnect", "Y:")["result"] == "released"
    assert os.path.isdir(drive)


def test_disconnect_forget(cli, drive):
    cli("disconnect", "Z:", "--forget", rc=0)
    assert cli.json("list") == []


def test_disconnect_all(cli, samba, session, drive, hold):
    session.mount(samba.uri("public"))
    samba.path("team").joinpath("plan.txt").write_text("plan")
    holder = hold("read", drive / "plan.txt")

    result = cli("disconnect", "--all", rc=2)
    assert "Not disconnected: Z:" in result.err
    assert [row["local"] for row in cli.json("list")] == ["Z:"]

    holder.end()
    (result,) = cli.json("disconnect", "--all", "--forget")
    assert (result["name"], result["result"]) == ("Z:", "disconnected")
    assert cli.json("list") == []


def test_disconnect_all_leaves_what_is_not_connected(cli, drive):
    cli("disconnect", "Z:", rc=0)
    assert cli.json("disconnect", "--all") == []
    assert cli.json("list")[0]["status"] == "unavailable"


# --- watching, cancelling, status ---


def test_watch(cli, samba, session):
    child = cli.start("list", "--watch", "--json")
    assert json.loads(child.stdout.readline()) == []
    session.mount(samba.uri("public"))
    rows = json.loads(child.stdout.readline())
    assert rows[0]["remote"] == samba.unc("public")
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=10) == 0


def test_watch_survives_the_service(cli, samba, session, service):
    child = cli.start("list", "--watch", "--json")
    assert json.loads(child.stdout.readline()) == []
    service.kill()
    session.mount(samba.uri("public"))
    # What is between depends on when it is looked; in the end it is there.
    while not (rows := json.loads(child.stdout.readline())):
        pass
    assert rows[0]["remote"] == samba.unc("public")
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=10) == 0


def test_interrupt_cancels(cli, samba, login):
    samba.freeze()
    child = cli.start("map", "Z:", samba.unc("team"), "--user=games", "--json")
    time.sleep(1)
    start = time.monotonic()
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=10)
    samba.thaw()
    assert child.returncode == 2
    assert json.loads(out)["code"] == 1223
    assert time.monotonic() - start < 10


def test_status(cli, service, drive):
    status = cli.json("status")
    assert status["running"] is True
    assert status["pid"] == service.pid
    assert (status["drives"], status["connections"]) == (1, 1)
    assert status["gvfs"] is True
    assert status["profile"]["state"] == "ok"
    assert str(service.pid) in cli("status", rc=0).out


def test_status_of_a_bad_profile(cli, session):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True)
    path.write_text("[Z:\n")
    profile = cli.json("status")["profile"]
    assert profile["state"] == "BadProfile"
    assert f"{path}, line 1: " in profile["message"]
    assert f"{path}, line 1: " in cli("status", rc=0).out


def test_status_without_a_bus(cli):
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    result = cli("status", rc=2, env=nowhere)
    assert "not running" in result.out
    status = cli.json("status", rc=2, env=nowhere)
    assert status["running"] is False
    assert status["profile"]["state"] is None
    assert status["code"] == 1208


@pytest.mark.session(language="de")
def test_numbers_are_not_translated(cli):
    assert cli.json("disconnect", "Q:", rc=2)["error"] == "NotConnected"
