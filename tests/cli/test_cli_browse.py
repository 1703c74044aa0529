# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl browse and status --diagnose, against real servers."""

import signal
import unicodedata

import pytest

from test_cli import Terminal, stored
from testbed import processes, wait_for
from testbed.samba import USER, awake  # noqa: F401

KEYS = ["name", "type", "comment", "hidden", "remote", "local"]
GUESTS = {"public", "readonly", "team", "games-only", "private", "Bücher und Daten"}

ODD = [
    "100%", "per%cent", "pct%20x", "%00", 'dq"uote', "it's", "`id`", "$(id)", "a;b", "a&b|c", "<b>bold</b>",
    "&amp;", "{}", "~", "..", ".", "...", "a/b", "back\\slash", "q?mark", "star*", "a:b", "a@b", "a,b", "#",
    "two words", "-dash", "--help", "Ünïcödé", "日本語", "😀 share", "שלום", "\u202egpj.exe", "e\u0301",
    "bell\x07", "escape\x1b[31m", "delete\x7f", "next\x85\x9b31m", "x" * 200, "ß" * 60,
]  # fmt: skip


def browse(cli, samba, *arguments, rc=0):
    return cli.json("browse", host(samba), *arguments, rc=rc)


def host(samba):
    return f"{samba.address}@{samba.port}"


def by_name(shares):
    return {share["name"]: share for share in shares}


def save(session, samba, user):
    session.keyring.store(user, samba.address, samba.password(user), port=samba.port)


@pytest.mark.parametrize(
    "arguments, hint",
    [
        (["browse", "a", "b"], "[SERVER]"),
        (["browse", "--hidden"], "SERVER"),
        (["browse", "--user=games"], "SERVER"),
        (["browse", ""], "empty"),
        (["browse", "a", "--user="], "--user"),
        (["status", "--user=games"], "--diagnose"),
    ],
)
def test_usage_errors(cli, service, arguments, hint):
    result = cli(*arguments, rc=1)
    assert hint in result.err and not result.out
    assert service.pid is None


# --- shares ---


def test_shares(cli, samba):
    shares = browse(cli, samba)
    assert all(list(share) == KEYS for share in shares)
    assert set(by_name(shares)) == GUESTS
    public = by_name(shares)["public"]
    assert public == {
        "name": "public", "type": "disk", "comment": "", "hidden": False,
        "remote": samba.unc("public"), "local": None,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["{0}@{1}", "{0}:{1}", r"\\{0}@{1}", "smb://{0}:{1}", "smb://{0}:{1}/public/a"])
def test_forms_of_a_server(cli, samba, form):
    shares = cli.json("browse", form.format(samba.address, samba.port))
    assert set(by_name(shares)) == GUESTS


def test_hidden_shares(cli, samba):
    shares = by_name(browse(cli, samba, "--hidden"))
    assert GUESTS | {"hidden$"} <= set(shares)
    assert shares["hidden$"]["hidden"] and not shares["public"]["hidden"]


def test_a_mapped_share_has_its_drive(cli, samba):
    cli("map", "Z:", samba.unc("public"), rc=0)
    shares = by_name(browse(cli, samba))
    assert (shares["public"]["local"], shares["readonly"]["local"]) == ("Z:", None)
    text = cli("browse", host(samba), rc=0).out
    assert [line.split() for line in text.splitlines() if "Z:" in line] == [["public", "Folder", "Z:"]]


@pytest.mark.limit(120)
def test_odd_names(cli, make_samba):
    samba = make_samba(numbered=210 - len(ODD), named=ODD)
    shares = by_name(browse(cli, samba, "--hidden"))
    assert set(ODD) <= set(shares), set(ODD) - set(shares)

    text = cli("browse", host(samba), "--hidden", rc=0).out
    lines = text.splitlines()[1:]
    assert len(lines) == len(shares)
    harmless = {unicodedata.category(letter) for line in lines for letter in line} - {"Cc", "Cf"}
    assert harmless == {unicodedata.category(letter) for line in lines for letter in line}
    assert "�gpj.exe" in text and "escape�[31m" in text and "<b>bold</b>" in text


@pytest.mark.limit(120)
def test_odd_names_lead_there(cli, make_samba):
    samba = make_samba(named=ODD)
    shares = browse(cli, samba)
    able = [share for share in shares if share["name"] in ODD and share["remote"]]
    assert len(able) >= 25
    refused = []
    for share in able:
        # As a shell would hand it over: what is odd in it is no option either.
        connected = cli("connect", "--", share["remote"], timeout=60)
        if connected.rc != 0:
            refused.append((share["name"], connected.err))
    assert not refused
    for words in (["list"], ["list", "--json"], ["use"], ["status", by_name(shares)["bell\x07"]["remote"]]):
        text = cli(*words, rc=0).out.replace("\n", "")
        assert "bell%07" in text and "Cc" not in {unicodedata.category(letter) for letter in text}, words


def test_as_another_user(cli, session, make_samba):
    samba = make_samba(options="restrict anonymous = 2")
    save(session, samba, "games")
    assert "team" in by_name(browse(cli, samba, "--user=games"))


def test_a_password_is_asked_for(cli, session, make_samba):
    samba = make_samba(options="restrict anonymous = 2")
    terminal = Terminal(session, cli, "browse", host(samba))
    terminal.expect(f"[{USER}]: ")
    terminal.send("games\n")
    terminal.expect("Password of games")
    terminal.send(samba.password("games") + "\n")
    assert terminal.end() == 0
    assert "team" in terminal.text
    assert stored(session, samba, "games") == [samba.password("games")]


def test_a_wrong_password_does_not_stay(cli, session, samba):
    terminal = Terminal(session, cli, "browse", host(samba), "--user=games")
    terminal.expect("Password of games")
    terminal.send("wrong\n")
    assert terminal.end() == 2
    assert "System error 1326 has occurred." in terminal.text
    assert stored(session, samba, "games") == []


def test_without_a_terminal_nobody_is_asked(cli, samba):
    assert browse(cli, samba, "--user=games", rc=2)["code"] == 1326
    assert "1326" in cli("browse", host(samba), "--user=games", rc=2).err


def test_nobody_there(cli, samba):
    samba.stop()
    assert browse(cli, samba, rc=2)["code"] == 53
    result = cli("browse", host(samba), rc=2)
    assert "System error 53 has occurred." in result.err and not result.out


def test_not_a_server(cli):
    assert cli.json("browse", "sftp://x/", rc=2)["code"] == 50
    assert cli.json("browse", "a b\\c", rc=2)["code"] in (67, 87, 1203)


# --- servers ---


@pytest.mark.limit(90)
def test_no_servers(cli):
    if cli.json("browse"):
        pytest.skip("servers announce themselves on this machine's network")
    result = cli("browse", rc=0)
    assert result.out == ""
    assert "No server was heard" in result.err
    assert "drivemapctl browse SERVER" in result.err


@pytest.mark.limit(90)
def test_servers_used_before(cli, samba):
    cli("map", "Z:", samba.unc("public"), rc=0)
    found = [s for s in cli.json("browse") if samba.address in s["uri"]]
    assert [list(server) for server in found] == [["name", "uri", "source"]]
    assert found[0]["source"] == "known"
    # What it says can be asked next.
    assert "public" in by_name(cli.json("browse", found[0]["uri"]))
    result = cli("browse", rc=0)
    assert found[0]["uri"] in result.out and "Used before" in result.out
    # Below them, with a line between: nothing was heard.
    assert result.err == "" or result.err.startswith("\nNo server was heard")


# --- status --diagnose ---


def results(steps):
    return {step["step"]: step["result"] for step in steps}


def test_diagnose_all_good(cli, samba):
    cli("map", "Z:", samba.unc("public"), rc=0)
    steps = cli.json("status", "--diagnose", "Z:")
    assert list(steps[0]) == ["step", "result", "elapsed_ms", "text", "advice"]
    assert "bad" not in results(steps).values() and "skipped" not in results(steps).values()
    assert results(steps)["share"] == "good"

    lines = cli("status", "--diagnose", "Z:", rc=0).out.splitlines()
    assert len([line for line in lines if line.startswith(("OK", "Not known"))]) == len(steps)


def test_diagnose_closed_port(cli, samba):
    samba.stop()
    steps = cli.json("status", "--diagnose", samba.unc("public"), rc=2)
    assert results(steps)["port"] == "bad"
    assert results(steps)["login"] == "skipped"
    bad = [step for step in steps if step["result"] == "bad"]
    assert len(bad) == 1 and bad[0]["text"] and bad[0]["advice"]

    result = cli("status", "--diagnose", samba.unc("public"), rc=2)
    assert "Failed" in result.out and bad[0]["advice"] in result.out
    assert "Not tried" in result.out and not result.err


def test_steps_come_one_by_one(cli, samba):
    samba.freeze()
    child = cli.start("status", "--diagnose", samba.unc("public"))
    assert child.stdout.readline().startswith("OK")
    assert child.poll() is None
    assert child.wait(30) == 2
    assert "Failed" in child.stdout.read()


def test_cancelled(cli, samba, service):
    samba.freeze()
    child = cli.start("browse", host(samba))
    wait_for(lambda: "drivemap-smb" in workers(service), what="the question to the server")
    child.send_signal(signal.SIGINT)
    assert child.wait(15) == 2
    assert "System error 1223 has occurred." in child.stderr.read()
    wait_for(lambda: not workers(service), what="nobody to ask any more")


def workers(service):
    return [processes.name(pid) for pid in processes.children(service.pid)] if service.pid else []


def test_diagnose_no_such_share(cli, samba):
    steps = results(cli.json("status", "--diagnose", samba.unc("nonsense"), rc=2))
    assert (steps["port"], steps["share"]) == ("good", "bad")


def test_diagnose_login(cli, session, samba):
    session.keyring.store("games", samba.address, "wrong", port=samba.port)
    steps = results(cli.json("status", "--diagnose", samba.unc("team"), "--user=games", rc=2))
    assert (steps["port"], steps["login"]) == ("good", "bad")


def test_diagnose_no_place(cli):
    assert cli.json("status", "--diagnose", "smb://", rc=2)["code"] in (67, 87, 1203)
    assert cli.json("status", "--diagnose", "Y:", rc=2)["code"] in (1200, 2250)
