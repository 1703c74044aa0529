# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What drivemap-smb finds out from real servers, and what it leaves behind."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from gi.repository import GLib

from testbed import SmbOpener, processes, wait_for
from testbed.samba import USER, awake  # noqa: F401
from testbed.smb_opener import open_twins

FAILURES = (
    "none unknown-host closed no-answer protocol login expired login-too-long no-share share-rights no-path "
    "not-a-folder path-rights not-administrator file-gone file-ambiguous file-still-open other"
).split()
OPERATIONS = "shares check space files close-file".split()

# What the driver takes, but for texts.
TYPES = {"port": "q", "kerberos": "b"}
NUMBERS = ("operation", "timeout", "deadline", "cancel-after", "file-id")


def write(questions):
    dicts = []
    for question in questions:
        question = {key.replace("_", "-"): value for key, value in question.items() if value is not None}
        question["operation"] = OPERATIONS.index(question["operation"])
        types = {key: "u" if key in NUMBERS else TYPES.get(key, "s") for key in question}
        dicts.append({key: GLib.Variant(types[key], value) for key, value in question.items()})
    return GLib.Variant("aa{sv}", dicts).print_(True)


def read(text):
    outcomes = GLib.Variant.parse(GLib.VariantType("aa{sv}"), text, None, None).unpack()
    for outcome in outcomes:
        if "failure" in outcome:
            outcome["failure"] = FAILURES[outcome["failure"]]
    return outcomes


def about(samba, operation="check", user=None, **more):
    """A question to a server; a user comes with the password unless there is one.

    A busy machine needs more time than a person would give it."""
    question = {"operation": operation, "server": samba.address, "port": samba.port, "timeout": 15000, **more}
    if user is not None:
        question = {"user": user, "password": samba.users.get(user), **question}
    return question


@pytest.fixture
def driver(build):
    return build.directory / "tests/backend/test-smb-worker-driver"


@pytest.fixture
def ask_all(session, driver):
    """ask_all(questions): the outcomes, in their order."""
    return lambda questions: read(session.run(driver, input=write(questions), timeout=50).stdout)


@pytest.fixture
def ask(ask_all):
    return lambda samba, *arguments, **more: ask_all([about(samba, *arguments, **more)])[0]


@pytest.fixture
def start(session, driver):
    """start(questions): the driver, on its way."""

    def run(questions):
        child = session.spawn(driver, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        child.stdin.write(write(questions))
        child.stdin.close()
        child.stdin = None
        return child

    return run


def worker_of(child):
    """The pid of the one worker, when it is what it shall be."""
    for pid in processes.children(child.pid):
        if processes.name(pid) == "drivemap-smb":
            return pid
    return None


# Shares


def names(outcome):
    assert outcome["failure"] == "none", outcome
    return {entry["name"] for entry in outcome["entries"]}


@pytest.mark.parametrize("user", [None, USER])
def test_shares(samba, ask, user):
    outcome = ask(samba, "shares", user)
    assert names(outcome) == {*samba.shares, "IPC$"}
    entries = {entry["name"]: entry for entry in outcome["entries"]}
    assert entries["public"]["type"] == "disk" and not entries["public"]["special"]
    assert entries["IPC$"]["type"] == "ipc" and entries["IPC$"]["special"]
    assert "Samba" in entries["IPC$"]["comment"]


ODD = [
    "100%", "per%cent", "pct%20x", "%00", "dq\"uote", "it's", "`id`", "$(id)", "a;b", "a&b|c", "<b>bold</b>",
    "&amp;", "{}", "~", "..", ".", "...", "a/b", "back\\slash", "q?mark", "star*", "a:b", "a@b", "a,b", "#",
    "two words", "-dash", "--help", "Ünïcödé", "日本語", "😀 share", "שלום", "\u202egpj.exe", "e\u0301",
    "bell\x07", "escape\x1b[31m", "delete\x7f", "tab\tx", "next\x85", "x" * 200, "ß" * 60, "trailing.",
]  # fmt: skip


def test_odd_shares_are_listed_as_they_are(make_samba, ask):
    samba = make_samba(numbered=210 - len(ODD), named=ODD)
    listed = names(ask(samba, "shares"))
    assert set(ODD) <= listed, set(ODD) - listed
    assert len(listed) == len(samba.shares) + len(ODD) + 1


def test_odd_shares_can_be_entered(make_samba, ask_all):
    samba = make_samba(named=ODD)
    outcomes = ask_all([about(samba, share=name) for name in ODD])
    refused = {name for name, outcome in zip(ODD, outcomes) if outcome.get("failure") != "none"}
    # Of these the server itself wants to know nothing.
    assert refused <= {"back\\slash"}, refused


def test_control_characters_are_not_asked_for(samba, ask):
    assert "error" in ask(samba, share="public", path="bell\x07")
    assert "error" in ask(samba, user="bell\x07")


# Logins


def test_good(samba, ask_all):
    (samba.path("team") / "a b/100%").mkdir(parents=True)
    questions = [
        about(samba),
        about(samba, share="public"),
        about(samba, user=USER),
        about(samba, user=USER, share="team"),
        about(samba, user=USER, share="TEAM", path="a b/100%"),
        about(samba, user=USER, domain="WORKGROUP", share="Bücher und Daten"),
        about(samba, user="games", share="games-only"),
        about(samba, user=USER, share="team", kerberos=True),
    ]
    assert [outcome.get("failure") for outcome in ask_all(questions)] == ["none"] * len(questions)


def test_failures(samba, ask_all):
    (samba.path("team") / "file").write_text("text")
    (samba.path("team") / "closed").mkdir(mode=0)
    cases = [
        ("unknown-host", about(samba, server="no-such-host.invalid")),
        ("closed", about(samba, port=samba.port + 1)),
        ("login", about(samba, user=USER, password="wrong")),
        ("login", about(samba, user=USER, password="")),
        ("login", about(samba, user=USER, password="wrong", share="public")),
        ("login", about(samba, user=USER, password="wrong", share="team")),
        ("login", about(samba, user=USER, password="wrong", share="none")),
        ("login", about(samba, "shares", user=USER, password="wrong")),
        ("login", about(samba, "space", user=USER, password="wrong", share="team")),
        ("login", about(samba, "files", user=USER, password="wrong")),
        ("no-share", about(samba, user=USER, share="none")),
        ("no-share", about(samba, "space", user=USER, share="none")),
        ("share-rights", about(samba, user="news", share="games-only")),
        ("share-rights", about(samba, user="news", share="games-only", path="a")),
        ("share-rights", about(samba, share="team")),
        ("no-path", about(samba, user=USER, share="team", path="none")),
        ("no-path", about(samba, user=USER, share="team", path="none/none")),
        ("no-share", about(samba, user=USER, share="none", path="none")),
        ("not-a-folder", about(samba, user=USER, share="team", path="file")),
        ("path-rights", about(samba, user=USER, share="team", path="closed")),
        ("not-administrator", about(samba, "files", user=USER)),
    ]
    outcomes = ask_all([question for _, question in cases])
    found = [(outcome.get("failure"), question) for outcome, (_, question) in zip(outcomes, cases)]
    assert found == cases
    for outcome, (_, question) in zip(outcomes, cases):
        assert question.get("path") or question["server"] in outcome["message"]


def test_login_too_long(samba, ask_all):
    """libsmbclient would cut off what is longer, and the server call it wrong."""
    samba.add_user("news", "x" * 127)
    cases = [
        ("none", about(samba, user="news", share="team")),
        ("login", about(samba, user=USER, password="x" * 255)),
        ("login-too-long", about(samba, user=USER, password="x" * 256)),
        ("login-too-long", about(samba, user=USER, password="ß" * 128)),
        ("login-too-long", about(samba, user=USER, password="x" * 70000)),
        ("login-too-long", about(samba, user="x" * 256, password="")),
        ("login-too-long", about(samba, user=USER, domain="x" * 256)),
    ]
    outcomes = ask_all([question for _, question in cases])
    assert [outcome.get("failure") for outcome in outcomes] == [failure for failure, _ in cases], outcomes
    assert all("255 bytes" in outcome["message"] for outcome in outcomes[2:])


def test_guest_where_nobody_is_let_in(make_samba, ask):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    assert ask(samba, "shares")["failure"] == "login"
    assert ask(samba, share="team")["failure"] == "login"
    assert ask(samba, "shares", USER)["failure"] == "none"


@pytest.mark.parametrize("newest", ["server min protocol = NT1\nserver max protocol = NT1", "server max protocol = NT1"])
def test_old_protocol(make_samba, ask_all, newest):
    samba = make_samba(options=newest)
    questions = [about(samba), about(samba, user=USER, share="team"), about(samba, "shares")]
    outcomes = ask_all(questions)
    assert [outcome["failure"] for outcome in outcomes] == ["protocol"] * 3, outcomes


def test_accounts_that_are_over(samba, ask):
    samba.net("sam", "set", "pwdmustchangenow", "news", "yes")
    samba.net("sam", "set", "disabled", "games", "yes")
    expired = ask(samba, user="news", share="team")
    assert expired["failure"] == "expired" and "news" in expired["message"]
    assert ask(samba, "shares", user="news")["failure"] == "expired"
    assert ask(samba, user="games", share="team")["failure"] == "login"


def test_another_kind_of_server(sshd, ask):
    outcome = ask(sshd, timeout=3000)
    assert outcome["failure"] in ("protocol", "no-answer"), outcome


@pytest.fixture
def forwarder(samba):
    """The server at an address of IPv6; the port."""
    listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    sockets = [listener]

    def copy(source, target):
        # At the end of the test the sockets are closed.
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def accept():
        while True:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            far = socket.create_connection((samba.address, samba.port))
            sockets.extend((near, far))
            for pair in ((near, far), (far, near)):
                threading.Thread(target=copy, args=pair, daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    for one in sockets:
        one.close()


def test_address_of_ipv6(samba, forwarder, ask):
    outcome = ask(samba, user=USER, share="team", server="::1", port=forwarder)
    assert outcome["failure"] == "none", outcome


# Time


def test_frozen_server(samba, start):
    samba.freeze()
    started = time.monotonic()
    child = start([about(samba, user=USER, share="team", deadline=1500)])
    pid = wait_for(lambda: worker_of(child), what="the worker")
    (outcome,) = read(child.communicate()[0])
    took = time.monotonic() - started
    samba.thaw()
    print(f"frozen smbd: {outcome['failure']} after {outcome['ms']} ms, {took:.1f} s in all")
    assert outcome["failure"] == "no-answer" and outcome["ms"] >= 1490
    assert processes.state(pid) == ""


def test_nothing_is_left_at_the_deadline_or_when_cancelled(samba, start):
    samba.freeze()
    questions = [about(samba, deadline=1000), about(samba, cancel_after=300), about(samba, deadline=500)]
    child = start(questions + [about(samba, deadline=2500)])
    found = wait_for(lambda: len(kids := processes.children(child.pid)) == 1 and kids, what="one left")
    outcomes = read(child.communicate()[0])
    samba.thaw()
    assert [outcome.get("failure") for outcome in outcomes] == ["no-answer", None, "no-answer", "no-answer"]
    assert "error" in outcomes[1]
    assert [processes.state(pid) for pid in found] == [""]


def test_worker_dies_with_its_parent(samba, start):
    samba.freeze()
    child = start([about(samba)])
    pid = wait_for(lambda: worker_of(child), what="the worker")
    # It is past its first lines when it looks at the server.
    wait_for(lambda: connections_of(samba), what="a connection")
    child.kill()
    child.wait()
    wait_for(lambda: not processes.is_running(pid), what="its end")
    samba.thaw()


def test_killed_worker(samba, start):
    samba.freeze()
    child = start([about(samba)])
    pid = wait_for(lambda: worker_of(child), what="the worker")
    os.kill(pid, signal.SIGKILL)
    (outcome,) = read(child.communicate()[0])
    samba.thaw()
    assert "without an answer" in outcome["error"]


def test_missing_worker(session, ask, samba):
    session.env["DRIVEMAP_LIBEXECDIR"] = str(session.home)
    assert "drivemap-smb" in ask(samba)["error"]


def connections_of(samba):
    text = subprocess.run(["ss", "-Htn", "dst", f"{samba.address}:{samba.port}"], capture_output=True, text=True)
    return text.stdout.strip()


def test_many_at_the_same_time(make_samba, ask_all):
    servers = [make_samba(), make_samba(port=4460)]
    for samba in servers:
        samba.path("public").joinpath("of").joinpath(str(samba.port)).mkdir(parents=True)
    kinds = [
        ("none", dict(user=USER, share="private")),
        ("none", dict(user="games", share="games-only")),
        ("share-rights", dict(user="news", share="games-only")),
        ("login", dict(user="games", password="games  password", share="public")),
        ("none", dict(share="public")),
        ("no-path", dict(share="public", path="of/1")),
    ]
    cases = []
    for number in range(20):
        samba = servers[number % 2]
        if number < 6:
            there = number % 3 != 0
            path = f"of/{samba.port if there else servers[1 - number % 2].port}"
            cases.append(("none" if there else "no-path", about(samba, user="news", share="public", path=path)))
        else:
            failure, more = kinds[number % len(kinds)]
            cases.append((failure, about(samba, **more)))
    outcomes = ask_all([question for _, question in cases])
    found = [(outcome.get("failure"), question) for outcome, (_, question) in zip(outcomes, cases)]
    assert found == cases


# Space


@pytest.mark.parametrize("folder", [{}, {"path": "inner"}])
def test_space(samba, ask, folder):
    (samba.path("public") / "inner").mkdir()
    outcome = ask(samba, "space", share="public", **folder)
    facts = os.statvfs(samba.path("public"))
    (entry,) = outcome["entries"]
    assert entry["total"] == facts.f_blocks * facts.f_frsize
    # Others write meanwhile.
    assert abs(entry["free"] - facts.f_bavail * facts.f_frsize) < 1 << 30


def test_space_of_no_folder(samba, ask):
    assert ask(samba, "space", share="public", path="none")["failure"] == "no-path"


# Files


@pytest.fixture
def administered(make_samba):
    samba = make_samba(administrators=["games"], shares={"data": "guest ok = yes"})
    (samba.path("data") / "inner").mkdir()
    return samba


@pytest.fixture
def opened(session, administered, hold):
    """opened(name, …): holders of files in the share `data`, kept open by a user."""
    samba = administered
    session.mount(samba.uri("data", user="news"), samba.password("news"))
    folder = session.wait_for_fuse(samba.folder("data", user="news"))

    def run(*files):
        for name in files:
            (samba.path("data") / name).write_text("text")
        return [hold("read", folder / name, name="reader") for name in files]

    return run


def files_of(ask, samba, **more):
    outcome = ask(samba, "files", "games", **more)
    assert outcome["failure"] == "none", outcome
    return {entry["path"]: entry for entry in outcome["entries"]}


def test_files(administered, opened, ask):
    opened("one.txt", "inner/two ü.txt")
    files = files_of(ask, administered, share="DATA")
    assert {"one.txt", "inner/two ü.txt"} <= set(files)
    one = files["one.txt"]
    assert one["share"] == "data" and one["mode"] == "r" and one["user"] in (USER, "news")
    assert one["server-path"].replace("\\", "/").endswith(str(administered.path("data") / "one.txt"))
    assert "one.txt" in files_of(ask, administered)
    assert files_of(ask, administered, share="team") == {}
    assert ask(administered, "files", "games", share="none")["failure"] == "no-share"


def test_files_are_for_administrators(administered, opened, ask):
    opened("one.txt")
    for user in (USER, "news", None):
        outcome = ask(administered, "files", user, share="data")
        assert outcome["failure"] == "not-administrator" and outcome["entries"] == []
        assert "administrator" in outcome["message"]


def close(ask, samba, entry, user="games", **more):
    named = dict(file_id=entry["id"], file_path=entry["server-path"], file_user=entry["user"])
    return ask(samba, "close-file", user, **{**named, **more})["failure"]


def test_closing_one_of_several(administered, opened, ask):
    opened("one.txt", "two.txt", "three.txt")
    files = files_of(ask, administered, share="data")
    assert close(ask, administered, files["two.txt"], user="news") == "not-administrator"
    assert close(ask, administered, files["two.txt"], file_user="nobody") == "file-gone"
    assert close(ask, administered, files["two.txt"], file_path=files["one.txt"]["server-path"]) == "file-gone"
    assert set(files_of(ask, administered, share="data")) == set(files)
    assert close(ask, administered, files["two.txt"]) == "none"
    assert set(files_of(ask, administered, share="data")) == set(files) - {"two.txt"}
    assert close(ask, administered, files["two.txt"]) == "file-gone"


def test_closing_is_not_believed_but_seen(administered, opened, ask):
    """Samba answers before the process that has the file open has heard of it."""
    opened("one.txt")
    one = files_of(ask, administered, share="data")["one.txt"]
    pid = next(int(line.split()[0]) for line in administered.status("-L").splitlines() if "one.txt" in line)
    os.kill(pid, signal.SIGSTOP)
    try:
        named = dict(file_id=one["id"], file_path=one["server-path"], file_user=one["user"])
        outcome = ask(administered, "close-file", "games", **named)
        assert outcome["failure"] == "file-still-open", outcome
        assert "one.txt" in outcome["message"] and administered.address in outcome["message"]
        assert "one.txt" in files_of(ask, administered, share="data")
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for(lambda: "one.txt" not in files_of(ask, administered, share="data"), what="its end")


def test_a_thousand_files(session, administered, ask):
    client = SmbOpener(session, administered, "data")
    client.open_more(1000)
    outcome = ask(administered, "files", "games", share="data")
    assert {entry["path"] for entry in outcome["entries"]} >= {f"file-{number}" for number in range(1000)}
    print(f"1,000 files: {outcome['ms']} ms")
    client.close()


@pytest.mark.limit(300)
@pytest.mark.waits
def test_two_files_with_one_id_are_not_closed(session, administered, ask):
    def list_files():
        return files_of(ask, administered, share="data")

    client = open_twins(session, administered, "data", lambda: list_files().get("first", {}).get("id"))
    files = list_files()
    twins = [name for name in files if name.startswith("file-") and files[name]["id"] == files["first"]["id"]]
    assert twins, {name: hex(entry["id"]) for name, entry in files.items()}
    assert close(ask, administered, files[twins[0]]) == "file-ambiguous"
    assert close(ask, administered, files["first"]) == "file-ambiguous"
    assert set(list_files()) == set(files)
    client.close()


# Secrets and surroundings


def readable(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except PermissionError:
        return b""


def test_password_is_nowhere_to_be_seen(samba, start):
    password = samba.password(USER).encode()
    samba.freeze()
    child = start([about(samba, user=USER, share="team", deadline=2500)])
    pid = wait_for(lambda: worker_of(child), what="the worker")
    wait_for(lambda: connections_of(samba), what="a connection")
    for one in (pid, child.pid):
        for name in ("cmdline", "environ", "comm", "status"):
            assert password not in readable(one, name)
    assert b"drivemap-smb" in readable(pid, "cmdline")
    # Nobody may look into it, not even its user.
    with pytest.raises(PermissionError):
        open(f"/proc/{pid}/mem", "rb")
    child.communicate()
    samba.thaw()


def test_hostile_configuration(session, samba, ask):
    hostile = "[global]\nclient min protocol = NT1\nclient max protocol = NT1\nworkgroup = EVIL\n"
    (session.home / ".smb").mkdir()
    (session.home / ".smb/smb.conf").write_text(hostile)
    session.env["SMB_CONF_PATH"] = str(session.home / ".smb/smb.conf")
    assert ask(samba, user=USER, share="team")["failure"] == "none"
    assert names(ask(samba, "shares", USER)) >= {"team"}


def libraries(program):
    return subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout


def test_only_the_worker_has_libsmbclient(build, service, samba):
    assert "libsmbclient" in libraries(build.smb)
    for program in (build.service, build.gui, build.cli, build.last_look):
        assert "libsmbclient" not in libraries(program)
    service.map("Z:", samba.unc("public"))
    maps = Path(f"/proc/{service.pid}/maps").read_text()
    assert "libgio" in maps and "libsmbclient" not in maps
