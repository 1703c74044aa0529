# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which servers and shares there are."""

from pathlib import Path

import pytest

from callers import Caller, Listener, Pending, refused, within
from checks import workers
from test_credentials import store, traffic  # noqa: F401
from testbed import netns, wait_for
from testbed.mock import Avahi
from testbed.samba import USER, awake  # noqa: F401

HIDDEN = {"hidden$", "IPC$"}
# Written in a URI only, with percent signs.
BY_URI = {
    "..": "%2E%2E", ".": "%2E", "bell\x07": "bell%07", "escape\x1b[31m": "escape%1B%5B31m",
    "delete\x7f": "delete%7F", "tab\treturn\rx": "tab%09return%0Dx", "next\x85\x9b31m": "next%C2%85%C2%9B31m",
}  # fmt: skip
# No name of a share has a slash for GVfs, and "ß" is "ss" for it.
UNMAPPABLE = ["a/b", "<i>italic</i>", "back\\slash", "ß" * 60]
MAPPABLE = [
    "100%", "pct%20x", "dq\"uote", "it's", "$(id)", "a;b", "a&b|c", "<b>bold", "&amp;", "~", "...",
    "q?mark", "a:b", "a@b", "a,b", "#", "two words", "--help", "Ünïcödé", "日本語", "😀 share", "שלום",
    "\u202egpj.exe", "e\u0301", "x" * 200,
]  # fmt: skip


def server_of(samba):
    return f"{samba.address}@{samba.port}"


def by_name(found):
    return {entry["name"]: entry for entry in found}


# Shares


def test_shares(service, samba):
    found = service.browse(server_of(samba))
    assert [entry["name"] for entry in found] == sorted(set(samba.shares) - HIDDEN, key=str.casefold)
    public = by_name(found)["public"]
    assert public == {
        "name": "public", "type": "disk", "comment": "", "hidden": False, "remote": samba.unc("public"),
    }  # fmt: skip


def test_hidden_shares(service, samba):
    found = by_name(service.browse(server_of(samba), hidden=True))
    assert set(found) == {*samba.shares, "IPC$"}
    assert {name for name, entry in found.items() if entry["hidden"]} == HIDDEN
    assert found["IPC$"]["type"] == "other" and "remote" not in found["IPC$"]
    assert "Samba" in found["IPC$"]["comment"]


@pytest.mark.parametrize(
    "written",
    ["{0}@{1}", "{0}:{1}", "\\\\{0}@{1}", "\\\\{0}@{1}\\", "//{0}@{1}", "smb://{0}:{1}", "smb://{0}:{1}/",
     "\\\\{0}@{1}\\no-such\\folder", "smb://{0}:{1}/public/a%20b"],
)  # fmt: skip
def test_server_as_it_is_written(service, samba, written):
    assert "public" in by_name(service.browse(written.format(samba.address, samba.port)))


@pytest.mark.parametrize("server", ["two words", "\\\\", "smb://", "a b@445", "nas@99999", "nas:x", "file:///etc", "a\nb"])
def test_no_server(service, server):
    with refused("BadNetName"):
        service.browse(server)


def test_another_kind_of_server(service):
    with refused("NotSupported", "sftp") as caught:
        service.browse("sftp://games:secret@nas")
    assert "secret" not in str(caught.value)


def test_drive_on_a_share(service, samba):
    service.map("Z:", samba.unc("team"), connect=False)
    service.map("Y:", samba.unc("public", "a"), connect=False)
    found = by_name(service.browse(server_of(samba)))
    assert found["team"]["local"] == "Z:" and found["public"]["local"] == "Y:"
    assert "local" not in found["readonly"]


def test_what_is_found_can_be_mapped(service, session, make_samba):
    samba = make_samba(named=[*UNMAPPABLE, *MAPPABLE, *BY_URI])
    (samba.path("public") / "there").write_text("text")
    found = by_name(service.browse(server_of(samba)))
    assert set(found) == (set(samba.shares) | set(UNMAPPABLE) | set(MAPPABLE) | set(BY_URI)) - HIDDEN
    assert {name for name, entry in found.items() if "remote" not in entry} == set(UNMAPPABLE)
    for name in MAPPABLE + list(BY_URI):
        service.map("Z:", found[name]["remote"], remember=False)
        assert (session.home / "Drives/Z/there").read_text() == "text", name
        assert by_name(service.browse(server_of(samba)))[name]["local"] == "Z:"
        service.cancel("Z:")
    assert {name: found[name]["remote"] for name in BY_URI} == {
        name: samba.uri(escaped) + "/" for name, escaped in BY_URI.items()
    }


@pytest.mark.parametrize("name", ["..", "bell\x07"])
def test_a_share_by_uri_is_a_drive_like_others(service, session, make_samba, hold, name):
    """Open files keep it, another service finds it again, and it goes for good."""
    samba = make_samba(named=[name])
    remote = samba.uri(BY_URI[name]) + "/"
    (samba.path("public") / "plan").write_text("text")
    service.map("Z:", remote)
    assert service.drives()["Z:"]["Remote"] == remote == service.drives()["Z:"]["Uri"]
    reader = hold("read", session.home / "Drives/Z/plan")
    with refused("OpenFiles"):
        service.cancel("Z:")
    texts = {step["step"]: (step["result"], step["text"]) for step in service.diagnose(remote)}
    assert texts["share"] == ("good", f"The share “{BY_URI[name]}” can be opened.")
    service.kill()
    service.start()
    service.wait_for_drive("Z:", Status="ok", Remote=remote, Remembered=True)
    assert BY_URI[name] in (session.home / "config/drivemap/drives.ini").read_text()
    assert reader.read(4) == "ok text"
    reader.end()
    assert service.cancel("Z:", "lots-of-force", update_profile=True)["result"] == "disconnected"
    assert session.mounts() == {} and "Z:" not in service.drives()
    # As it stands it is no place.
    with refused("InvalidParameter"):
        service.map("Z:", samba.uri(name))


def test_hostile_comment(service, make_samba):
    comment = "<b>&amp; \u202etxt.exe \x1b[31m \x07 'q' \"dq\" $(id) 😀"
    samba = make_samba(shares={"odd": f"guest ok = yes\n  comment = {comment}"})
    found = by_name(service.browse(server_of(samba)))
    assert found["odd"]["comment"] == comment and "remote" in found["odd"]


def test_many_shares(service, make_samba):
    samba = make_samba(numbered=210)
    found = service.browse(server_of(samba))
    assert {entry["name"] for entry in found} == set(samba.shares) - HIDDEN


@pytest.mark.parametrize("user", ["guest", "games", USER])
def test_whoever_asks(service, session, make_samba, user):
    """A guest, a user and an administrator of the server see the same shares."""
    samba = make_samba(administrators=[USER])
    if user != "guest":
        store(session, samba, user)
    found = service.browse(server_of(samba), user=user, hidden=True)
    assert set(by_name(found)) == {*samba.shares, "IPC$"}


def test_login(service, session, make_samba):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    with refused("LogonFailure", samba.address):
        service.browse(server_of(samba))
    store(session, samba, USER)
    assert "team" in by_name(service.browse(server_of(samba)))
    assert "team" in by_name(service.browse(server_of(samba), user=USER))
    with refused("LogonFailure", "games"):
        service.browse(server_of(samba), user="games")


def test_wrong_password(service, session, samba):
    store(session, samba, USER, "wrong")
    with refused("LogonFailure", USER):
        service.browse(server_of(samba))
    assert "public" in by_name(service.browse(server_of(samba), user="guest"))


def test_accounts_that_are_over(service, session, samba):
    samba.net("sam", "set", "pwdmustchangenow", "news", "yes")
    samba.net("sam", "set", "disabled", "games", "yes")
    for user in ("news", "games"):
        store(session, samba, user)
    with refused("LogonFailure", "news", "changed first"):
        service.browse(server_of(samba), user="news")
    with refused("LogonFailure", "games", "disabled"):
        service.browse(server_of(samba), user="games")


def test_locked_keyring(service, session, samba):
    store(session, samba, USER)
    session.keyring.lock()
    with refused("LogonFailure", "locked"):
        service.browse(server_of(samba))


def test_unknown_host(service):
    with refused("BadNetPath", "no-such-host.invalid"):
        service.browse("no-such-host.invalid")


@pytest.mark.netns
def test_silence(service):
    netns.drop("127.99.0.1")
    with refused("BadNetPath", "127.99.0.1"), within(8):
        service.browse("127.99.0.1")
    assert workers(service) == []


def test_closed_port(service, samba):
    samba.stop()
    with refused("BadNetPath", samba.address, samba.port):
        service.browse(server_of(samba))


def test_old_protocol(service, make_samba):
    samba = make_samba(options="server min protocol = NT1\nserver max protocol = NT1")
    with refused("NotSupported", "SMB"):
        service.browse(server_of(samba))


def test_frozen_server(service, session, samba):
    samba.freeze()
    with refused("BadNetPath", samba.address), within(8):
        service.browse(server_of(samba))
    assert workers(service) == []
    samba.thaw()


# While it goes on


def test_found_is_told_to_the_caller_only(session, service, samba):
    with Caller(session) as one, Caller(session) as other:
        listener, stranger = Listener(one), Listener(other)
        found = one.browse(server_of(samba), operation="mine")
        wait_for(lambda: listener.entries("mine") == found, what="all of it")
        one.browse(server_of(samba))
        one.refresh()
        assert len(listener.entries("mine")) == len(listener.heard[0][1]) == len(found)
        assert [operation for operation, _ in listener.heard] == ["mine"]
        assert stranger.entries("mine") == []


def test_cancelled(session, service, samba):
    service.start()
    samba.freeze()
    with Caller(session) as caller:
        pending = Pending(caller.browse, server_of(samba), operation="mine")
        wait_for(lambda: workers(service), what="the worker")
        caller.call("CancelOperation", "s", "mine")
        with refused("Cancelled"):
            pending.result()
    wait_for(lambda: not workers(service), what="its end")
    samba.thaw()


def test_caller_leaves(session, service, samba):
    service.start()
    samba.freeze()
    caller = Caller(session)
    pending = Pending(caller.browse, server_of(samba))
    wait_for(lambda: workers(service), what="the worker")
    caller.leave()
    wait_for(lambda: not workers(service), what="its end")
    samba.thaw()
    wait_for(pending.is_done)
    assert "public" in by_name(service.browse(server_of(samba)))


def test_password_is_nowhere(session, service, make_samba, request):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    store(session, samba, USER)
    seen = request.getfixturevalue("traffic")
    assert "team" in by_name(service.browse(server_of(samba)))
    crossed = seen()
    assert b"Browse" in crossed and samba.password(USER).encode() not in crossed
    maps = Path(f"/proc/{service.pid}/maps").read_text()
    assert "libgio" in maps and "libsmbclient" not in maps


# Servers


def test_known_servers(service, session, samba, second_samba):
    service.map("Z:", samba.unc("public"), connect=False)
    service.map("Y:", samba.unc("team"), connect=False)
    session.mount(second_samba.uri("public"))
    session.keyring.store("games", "saved-nas", "secret")
    session.keyring.store("games", "fd00::1", "secret", port=4450)
    session.keyring.store("games", "elsewhere", "secret", protocol="sftp")
    session.keyring.lock()
    with within(8):
        found = service.browse()
    known = {entry["uri"]: entry for entry in found if entry["source"] == "known"}
    expected = {f"smb://{one.host}/" for one in (samba, second_samba)} | {"smb://saved-nas/", "smb://[fd00::1]:4450/"}
    assert set(known) == expected
    assert known["smb://saved-nas/"]["name"] == "saved-nas"
    assert len(known) == len([entry for entry in found if entry["source"] == "known"])


@pytest.fixture
def announced(session, system_bus, samba, second_samba):
    """Servers that Avahi knows of."""
    avahi = Avahi(session, system_bus, {"Living Room": samba, "NAS <b>of</b> Ünï 100%": second_samba})
    yield avahi
    avahi.stop()


def test_announced_servers(session, announced, service, samba, second_samba):
    service.map("Z:", second_samba.unc("public"), connect=False)
    with Caller(session) as caller:
        listener = Listener(caller)
        found = caller.browse(operation="mine")
        assert wait_for(lambda: len(listener.entries("mine")) == len(found) and listener.entries("mine")) == found
    sources = {entry["uri"]: (entry["name"], entry["source"]) for entry in found}
    assert sources[f"smb://{samba.host}/"] == ("Living Room", "network")
    # It was known before, and is there once.
    assert sources[f"smb://{second_samba.host}/"] == (second_samba.address, "known")
    assert len(found) == 2
    assert "public" in by_name(service.browse(found[1]["uri"]))


@pytest.mark.session(keyring="absent")
def test_nothing_is_known(session, service):
    with Caller(session) as caller:
        listener = Listener(caller)
        found = caller.browse(operation="mine")
        assert [entry for entry in found if entry["source"] == "known"] == []
        assert listener.entries("mine") == found


def test_looking_for_servers_is_cancelled(session, service):
    service.start()
    with Caller(session) as caller:
        pending = Pending(caller.browse, operation="mine")
        wait_for(lambda: not pending.is_done() and _cancel(caller), what="the call")
        with refused("Cancelled"):
            pending.result()


def _cancel(caller):
    try:
        caller.call("CancelOperation", "s", "mine")
    except Exception:
        return False
    return True
