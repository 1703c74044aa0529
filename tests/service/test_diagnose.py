# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why something cannot be connected: each reason by its real cause."""

import pytest

from callers import Caller, Listener, Pending, refused, within
from checks import workers
from test_credentials import store, traffic  # noqa: F401
from testbed import netns, wait_for
from testbed.samba import USER, awake  # noqa: F401

STEPS = ["name", "address", "port", "protocol", "login", "share", "path"]
OLD = "server min protocol = NT1\nserver max protocol = NT1"


def check_is_whole(steps):
    assert [step["step"] for step in steps] == STEPS
    for step in steps:
        assert step["text"].endswith("."), step
        assert (step["advice"] != "") == (step["result"] == "bad" or "SSH" in step["text"]), step
    assert sum(step["elapsed-ms"] for step in steps) < 11000


def check_bad(steps, bad, *words):
    """All before it is good, all after it was not tried."""
    check_is_whole(steps)
    at = STEPS.index(bad)
    results = [step["result"] for step in steps]
    assert results == ["good"] * at + ["bad"] + ["skipped"] * (len(STEPS) - at - 1), steps
    for word in words:
        assert str(word) in steps[at]["text"], steps[at]


def check_good(steps):
    check_is_whole(steps)
    assert [step["result"] for step in steps] == ["good"] * len(STEPS), steps


@pytest.fixture
def folders(samba):
    (samba.path("team") / "a b/100%").mkdir(parents=True)
    (samba.path("team") / "file").write_text("text")
    (samba.path("team") / "closed").mkdir(mode=0)
    yield
    (samba.path("team") / "closed").chmod(0o700)


def test_good(service, session, samba, folders):
    steps = service.diagnose(samba.unc("public"))
    check_good(steps)
    assert samba.address in steps[0]["text"] and "guests" in steps[4]["text"]
    store(session, samba, USER)
    for remote in (samba.unc("team"), samba.uri("team", USER), samba.unc("team", "a b/100%")):
        steps = service.diagnose(remote)
        check_good(steps)
        assert USER in steps[4]["text"]
    check_good(service.diagnose(samba.unc("team"), user=USER, domain="WORKGROUP"))
    assert session.mounts() == {} and service.objects() == {}


def test_name(service):
    steps = service.diagnose("smb://localhost:1/public")
    assert steps[0]["result"] == "good" and "localhost" in steps[0]["text"]
    check_bad(steps, "port", 1)


def test_drive(service, session, samba):
    service.map("Z:", samba.unc("public"), connect=False)
    check_good(service.diagnose("z:"))
    with refused("NotConnected", "Y:"):
        service.diagnose("Y:")


@pytest.mark.parametrize(
    "remote, name",
    [("", "BadNetName"), ("\\\\server", "BadNetName"), ("/etc", "NoNetOrBadPath"), ("smb://a b/share", "InvalidParameter")],
)
def test_nothing_to_diagnose(service, remote, name):
    with refused(name):
        service.diagnose(remote)


def test_unknown_host(service):
    check_bad(service.diagnose("\\\\no-such-host.invalid\\share"), "name")


def test_closed_port(service, samba):
    samba.stop()
    check_bad(service.diagnose(samba.unc()), "port", samba.port)


@pytest.mark.netns
def test_silence(service):
    netns.drop("127.99.0.1")
    with within(8):
        check_bad(service.diagnose("\\\\127.99.0.1\\share"), "address", "127.99.0.1")


@pytest.mark.netns
def test_no_network(service):
    check_bad(service.diagnose("\\\\10.99.0.1\\share"), "address", "not in any network")
    check_bad(service.diagnose("\\\\no-such-host.invalid\\share"), "name", "not in any network")


def test_frozen_server(service, session, samba):
    samba.freeze()
    with within(8):
        steps = service.diagnose(samba.unc())
    check_bad(steps, "protocol", "does not answer")
    assert steps[3]["elapsed-ms"] >= 4900
    samba.thaw()


@pytest.mark.parametrize("options", [OLD, "server max protocol = NT1"])
def test_old_protocol(service, make_samba, options):
    check_bad(service.diagnose(make_samba(options=options).unc()), "protocol", "SMB 1")


def test_wrong_password(service, session, samba):
    store(session, samba, USER, "wrong")
    check_bad(service.diagnose(samba.unc("team")), "login", USER)
    check_bad(service.diagnose(samba.unc("public"), user=USER), "login", USER)


def test_no_password(service, samba):
    check_bad(service.diagnose(samba.unc("team"), user="games"), "login", "No password", "games")


def test_no_guests(service, make_samba):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    check_bad(service.diagnose(samba.unc("team")), "login", "nobody")


def test_locked_keyring(service, session, samba):
    store(session, samba, USER)
    session.keyring.lock()
    check_bad(service.diagnose(samba.unc("team")), "login", "locked")


def test_accounts_that_are_over(service, session, samba):
    samba.net("sam", "set", "pwdmustchangenow", "news", "yes")
    samba.net("sam", "set", "disabled", "games", "yes")
    for user in ("news", "games"):
        store(session, samba, user)
    check_bad(service.diagnose(samba.unc("team"), user="news"), "login", "changed first")
    check_bad(service.diagnose(samba.unc("team"), user="games"), "login", "games")


def test_login_too_long(service, session, samba):
    store(session, samba, USER, "x" * 256)
    check_bad(service.diagnose(samba.unc("team")), "login", "255 bytes")
    with refused("LogonFailure", "255 bytes"):
        service.browse(f"{samba.address}@{samba.port}")
    with refused("LogonFailure"):
        service.map("Z:", samba.unc("team"))


def test_no_share(service, session, samba):
    check_bad(service.diagnose(samba.unc("none")), "share", "none")
    store(session, samba, USER)
    check_bad(service.diagnose(samba.unc("none", "folder")), "share", "none")


def test_no_rights_on_the_share(service, session, samba):
    check_bad(service.diagnose(samba.unc("team")), "share", "guests")
    store(session, samba, "news")
    check_bad(service.diagnose(samba.unc("games-only")), "share", "news", "games-only")


def test_path_as_a_guest(service, samba):
    closed = samba.path("public") / "closed"
    closed.mkdir(mode=0)
    try:
        check_bad(service.diagnose(samba.unc("public", "closed")), "path", "closed", "without a login")
    finally:
        closed.chmod(0o700)


def test_paths(service, session, samba, folders):
    store(session, samba, USER)
    check_bad(service.diagnose(samba.unc("team", "none")), "path", "none")
    check_bad(service.diagnose(samba.unc("team", "none/none")), "path", "none/none")
    check_bad(service.diagnose(samba.unc("team", "file")), "path", "file", "not a folder")
    check_bad(service.diagnose(samba.unc("team", "closed")), "path", "closed", USER)


def test_other_providers(service, sshd, apache):
    steps = service.diagnose(sshd.uri())
    check_is_whole(steps)
    assert [step["result"] for step in steps] == ["good"] * 4 + ["unknown"] * 3
    steps = service.diagnose(apache.uri())
    check_is_whole(steps)
    assert [step["result"] for step in steps] == ["good"] * 3 + ["unknown"] * 4
    sshd.freeze()
    check_bad(service.diagnose(sshd.uri()), "protocol")
    sshd.thaw()
    steps = service.diagnose("sftp://no-such-host.invalid")
    check_is_whole(steps)
    assert steps[0]["result"] in ("unknown", "bad")


# While it goes on


def test_each_step_as_it_ends(session, service, samba):
    service.start()
    samba.freeze()
    with Caller(session) as caller:
        listener = Listener(caller)
        pending = Pending(caller.diagnose, samba.unc(), operation="mine")
        wait_for(lambda: len(listener.entries("mine")) == 3, what="three steps")
        assert not pending.is_done()
        steps = pending.result()
        assert listener.entries("mine") == steps and len(listener.heard) == len(STEPS)
    samba.thaw()


def test_many_at_the_same_time(session, service, samba, make_samba):
    old = make_samba(options=OLD)
    store(session, samba, "news")
    kinds = [
        (samba.unc("public"), None),
        (samba.unc("games-only"), "share"),
        (samba.unc("public", "none"), "path"),
        (old.unc(), "protocol"),
        (f"\\\\{samba.address}@{samba.port + 1}\\public", "port"),
    ]
    service.start()
    callers = [Caller(session) for _ in range(20)]
    pending = [Pending(caller.diagnose, kinds[i % 5][0]) for i, caller in enumerate(callers)]
    for i, one in enumerate(pending):
        bad = kinds[i % 5][1]
        if bad is None:
            check_good(one.result())
        else:
            check_bad(one.result(), bad)
    for caller in callers:
        caller.leave()
    assert workers(service) == []


def test_cancelled(session, service, samba):
    service.start()
    samba.freeze()
    with Caller(session) as caller:
        listener = Listener(caller)
        pending = Pending(caller.diagnose, samba.unc(), operation="mine")
        wait_for(lambda: len(listener.entries("mine")) == 3, what="three steps")
        caller.call("CancelOperation", "s", "mine")
        with refused("Cancelled"):
            pending.result()
        caller.refresh()
        assert len(listener.entries("mine")) == 3
    samba.thaw()


def test_caller_leaves(session, service, stalling_samba):
    service.start()
    stalling_samba.freeze()
    caller = Caller(session)
    pending = Pending(caller.diagnose, stalling_samba.unc())
    wait_for(lambda: workers(service), what="the worker")
    caller.leave()
    wait_for(lambda: not workers(service), what="its end")
    wait_for(pending.is_done)
    stalling_samba.thaw()
    check_good(service.diagnose(stalling_samba.unc()))


def test_server_that_stops_at_the_login(session, service, stalling_samba):
    stalling_samba.freeze()
    with within(8):
        check_bad(service.diagnose(stalling_samba.unc()), "login", "in time")
    wait_for(lambda: not workers(service), what="the worker's end")


def test_password_is_nowhere(session, service, samba, request):
    store(session, samba, USER)
    seen = request.getfixturevalue("traffic")
    check_good(service.diagnose(samba.unc("team")))
    crossed = seen()
    assert b"Diagnose" in crossed and samba.password(USER).encode() not in crossed


# What Map () says where GVfs only says "Invalid argument"


def test_map_says_why(service, session, samba, make_samba):
    with refused("BadNetPath", "SMB 1"):
        service.map("Z:", make_samba(options=OLD).unc())
    samba.net("sam", "set", "pwdmustchangenow", "news", "yes")
    store(session, samba, "news")
    with refused("LogonFailure", "changed first"):
        service.map("Z:", samba.unc("team"), user="news")
    assert service.objects() == {} and workers(service) == []
