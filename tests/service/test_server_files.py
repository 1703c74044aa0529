# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server says is open, and having it close a file."""

import pytest
from gi.repository import GLib

from callers import refused, within
from checks import workers
from test_credentials import store, traffic  # noqa: F401
from testbed import Holder, wait_for
from testbed.samba import USER, awake  # noqa: F401
from testbed.smb_opener import open_twins


@pytest.fixture
def administered(make_samba):
    samba = make_samba(administrators=[USER], shares={"data": "guest ok = yes"})
    (samba.path("data") / "inner").mkdir()
    return samba


@pytest.fixture
def drive(session, service, administered):
    """Z: on the share `data`, as an administrator of the server."""
    store(session, administered, USER)
    service.map("Z:", administered.unc("data"), user=USER)
    return session.home / "Drives/Z"


@pytest.fixture
def elsewhere(session, administered, hold):
    """elsewhere(name): a reader on another connection, as another user."""
    samba = administered
    session.mount(samba.uri("data", user="news"), samba.password("news"))
    folder = session.wait_for_fuse(samba.folder("data", user="news"))

    def run(name):
        (samba.path("data") / name).write_text("text")
        return hold("read", folder / name, name="elsewhere")

    return run


def names(holders, source):
    return sorted(one["path"].rsplit("/data/", 1)[-1].rpartition("/")[2] for one in holders if one["source"] == source)


def server_holders(service):
    return {
        one["path"].rpartition("/")[2]: one
        for one in service.holders("Z:", server=True)
        if one["source"] == "server"
    }


def test_files_of_others(service, administered, drive, elsewhere, hold):
    elsewhere("inner/theirs ü.txt")
    hold("write", drive / "mine.txt", name="writer")
    assert [one["program"] for one in service.holders("Z:")] == ["writer"]
    wait_for(lambda: "mine.txt" in administered.status("-L"), what="the server to have it open")
    holders = wait_for(
        lambda: (found := service.holders("Z:", server=True)) and names(found, "server") and found, what="the file"
    )
    assert names(holders, "proc") == ["mine.txt"]
    assert names(holders, "server") == ["theirs ü.txt"], "what the program has open is the program's"
    (theirs,) = [one for one in holders if one["source"] == "server"]
    assert theirs["kind"] == "server" and theirs["pid"] == 0 and theirs["mode"] == "r" and theirs["user"]
    assert theirs["path"].endswith("/inner/theirs ü.txt") and theirs["server-path"].endswith("theirs ü.txt")
    (mine,) = [one for one in holders if one["source"] == "proc"]
    assert theirs["path"].startswith(mine["path"].removesuffix("mine.txt"))
    assert "id" not in mine and "server-path" not in mine


def test_one_file_in_two_places(service, administered, drive, hold, make_session):
    """The same user has it open on another computer, too: then it is there twice."""
    (administered.path("data") / "both.txt").write_text("text")
    hold("read", drive / "both.txt", name="reader")
    assert server_holders(service) == {}
    away = make_session()
    away.mount(administered.uri("data", user=USER), administered.password(USER))
    folder = away.wait_for_fuse(administered.folder("data", user=USER))
    with Holder(away, "read", folder / "both.txt"):
        holders = service.holders("Z:", server=True)
        assert names(holders, "proc") == names(holders, "server") == ["both.txt"]


def test_by_location(service, administered, drive, elsewhere):
    elsewhere("theirs.txt")
    wait_for(lambda: names(service.holders(administered.unc("data"), server=True), "server") == ["theirs.txt"])


def test_is_not_asked_without_the_option(service, session, administered, drive, hold):
    hold("read", drive / ".", name="reader", check=False)
    administered.freeze()
    with within(3):
        service.holders("Z:")
        service.holders("Z:", server=False)
    assert workers(service) == []
    with refused("BadNetPath", administered.address), within(8):
        service.holders("Z:", server=True)
    administered.thaw()


def test_setting_is_kept_and_asks_by_itself_never(service, drive, elsewhere):
    """It is for whoever shows the list; what counts open files must not wait for servers."""
    elsewhere("theirs.txt")
    wait_for(lambda: set(server_holders(service)) == {"theirs.txt"}, what="the file")
    service.call("SetDriveSettings", "sa{sv}a{sv}", "Z:", {"ask-server": GLib.Variant("b", True)}, {})
    assert service.drives()["Z:"]["Settings"] == {"ask-server": True}
    assert service.holders("Z:") == [] and workers(service) == []
    assert names(service.holders("Z:", server=True), "server") == ["theirs.txt"]
    service.call("Refresh", "a{sv}", {"scan": GLib.Variant("b", True)})
    assert service.drives()["Z:"]["OpenCount"] == 0
    assert service.cancel("Z:")["result"] == "disconnected"


def test_for_administrators_only(service, session, administered):
    store(session, administered, "games")
    service.map("Z:", administered.unc("data"), user="games")
    with refused("AccessDenied", "administrator"):
        service.holders("Z:", server=True)
    service.map("Y:", administered.unc("data"), user="guest")
    with refused("AccessDenied", "administrator"):
        service.holders("Y:", server=True)


def test_what_cannot_be_asked(service, sshd):
    with refused("NotConnected", "Z:"):
        service.holders("Z:", server=True)
    service.map("Z:", sshd.uri())
    with refused("NotSupported", "SMB"):
        service.holders("Z:", server=True)
    with refused("NotSupported", "SMB"):
        service.close_server_file("Z:", {"id": 1, "server-path": "C:\\a", "user": "a"})
    with refused("NotConnected", "Y:"):
        service.close_server_file("Y:", {"id": 1, "server-path": "C:\\a", "user": "a"})


def test_closing_one(service, drive, elsewhere, hold):
    readers = [elsewhere(name) for name in ("one", "two", "three")]
    wait_for(lambda: set(server_holders(service)) == {"one", "two", "three"}, what="the files")
    found = server_holders(service)
    with refused("NotConnected", "any more"):
        service.close_server_file("Z:", {**found["two"], "user": "nobody else"})
    with refused("NotConnected", "any more"):
        service.close_server_file("Z:", {**found["two"], "server-path": found["one"]["server-path"]})
    assert set(server_holders(service)) == {"one", "two", "three"}
    service.close_server_file("Z:", found["two"])
    assert set(server_holders(service)) == {"one", "three"}
    with refused("NotConnected", "any more"):
        service.close_server_file("Z:", found["two"])
    assert readers[0].read() == "ok t"


@pytest.mark.limit(300)
@pytest.mark.waits
def test_two_with_one_id_are_not_closed(service, session, administered, drive):
    def get_first_id():
        return server_holders(service).get("first", {}).get("id")

    client = open_twins(session, administered, "data", get_first_id)
    found = server_holders(service)
    twins = [name for name in found if name != "first" and found[name]["id"] == found["first"]["id"]]
    assert twins, {name: hex(one["id"]) for name, one in found.items()}
    for name in ("first", twins[0]):
        with refused("Busy", name, "same number"):
            service.close_server_file("Z:", found[name])
    (other,) = [name for name in ("file-0", "file-1") if name not in twins][:1]
    service.close_server_file("Z:", found[other])
    assert set(server_holders(service)) == set(found) - {other}
    client.close()


def test_closing_is_for_administrators(service, session, administered, elsewhere):
    store(session, administered, "games")
    service.map("Z:", administered.unc("data"), user="games")
    with refused("AccessDenied", "administrator"):
        service.close_server_file("Z:", {"id": 1, "server-path": "C:\\a", "user": "a"})


def test_password_is_nowhere(session, service, administered, drive, elsewhere, request):
    elsewhere("theirs.txt")
    seen = request.getfixturevalue("traffic")
    wait_for(lambda: server_holders(service), what="the file")
    crossed = seen()
    assert b"theirs.txt" in crossed and administered.password(USER).encode() not in crossed
