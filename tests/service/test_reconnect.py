# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives come back: at sign-in, after their server has been away, and only
those that the user wants."""

import os
import signal

import pytest

from callers import Pending, refused
from checks import kill
from testbed import wait_for
from testbed.waiting import stays


@pytest.fixture
def remember(session):
    """Writes drives.ini as an earlier session left it."""
    path = session.home / "config/drivemap/drives.ini"

    def write(drives):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"[{local}]\nRemote={uri}\n\n" for local, uri in drives.items()))

    return write


def statuses(service):
    return {local: drive["Status"] for local, drive in service.drives().items()}


def probe(service):
    service.refresh(probe=True)


def wait_for_status(service, local, status):
    """Wait for it as somebody does who presses F5 now and then."""

    def is_so():
        probe(service)
        drive = service.drives()[local]
        return drive if drive["Status"] == status else None

    return wait_for(is_so, what=f"{local} to be {status}", interval=0.5)


def test_sign_in(service, session, samba, remember):
    remember({"Z:": samba.uri(), "Y:": samba.uri("readonly"), "Music": samba.uri("hidden$")})
    assert statuses(service) == {"Z:": "unavailable", "Y:": "unavailable", "Music": "unavailable"}
    assert service.reconnect(sign_in=True) == {
        "Z:": ("ok", ""), "Y:": ("ok", ""), "Music": ("ok", ""),
    }
    assert (session.home / "Drives/Z").is_dir() and len(session.mounts()) == 3


def test_sign_in_is_once_in_a_session(service, samba, remember):
    """What the user disconnects stays so, whoever says that the session begins."""
    remember({"Z:": samba.uri(), "Y:": samba.uri("readonly")})
    service.reconnect(sign_in=True)
    service.cancel("Z:")
    assert service.reconnect(sign_in=True) == {}
    service.kill()
    assert service.reconnect(sign_in=True) == {}
    assert statuses(service) == {"Z:": "unavailable", "Y:": "ok"}
    # The user's own word is another thing.
    assert service.reconnect() == {"Z:": ("ok", "")}


def test_next_session_on_the_same_bus(service, samba, remember):
    """Where a user's bus outlives the login session, the next one is told apart."""
    remember({"Z:": samba.uri()})
    service.reconnect(sign_in=True, session="2")
    service.cancel("Z:")
    assert service.reconnect(sign_in=True, session="2") == {}
    assert service.reconnect(sign_in=True) == {}
    service.kill()
    assert service.reconnect(sign_in=True, session="5") == {"Z:": ("ok", "")}


def test_by_hand_is_respected(service, samba, remember):
    remember({"Z:": samba.uri(), "Y:": samba.uri("readonly")})
    service.reconnect(sign_in=True)
    service.cancel("Z:")
    assert not service.drives()["Z:"]["Awaited"]
    samba.stop()
    wait_for_status(service, "Y:", "disconnected")
    samba.start()
    wait_for_status(service, "Y:", "ok")
    stays(lambda: statuses(service)["Z:"] == "unavailable", 3)


def test_server_comes_late(service, samba, remember):
    """Not there at sign-in; there later: nobody has to do anything."""
    remember({"Z:": samba.uri(), "Y:": samba.uri("readonly")})
    samba.stop()
    tried = service.reconnect(sign_in=True)
    assert [status for status, _ in tried.values()] == ["unavailable"] * 2
    assert samba.address in tried["Z:"][1] and service.drives()["Z:"]["Awaited"]
    samba.start()
    wait_for(lambda: statuses(service) == {"Z:": "ok", "Y:": "ok"}, 60, "both drives by themselves")


@pytest.mark.parametrize("way", ["stopped", "frozen"])
def test_server_goes_and_comes(service, session, samba, way):
    service.map("Z:", samba.unc())
    getattr(samba, "stop" if way == "stopped" else "freeze")()
    drive = wait_for_status(service, "Z:", "disconnected")
    assert samba.address in drive["Reason"] and drive["Since"] > 0
    assert drive["Path"] == str(session.home / "Drives/Z")
    getattr(samba, "start" if way == "stopped" else "thaw")()
    drive = wait_for_status(service, "Z:", "ok")
    assert drive["Reason"] == ""
    wait_for(lambda: (session.home / "Drives/Z").is_dir(), what="the folder to work again")


def test_lost_for_good_and_back(service, session, samba):
    """GVfs may end the mount of a lost server: that is nobody's wish."""
    service.map("Z:", samba.unc())
    (folder,) = session.mounts()
    samba.stop()
    wait_for_status(service, "Z:", "disconnected")
    os.kill(session.backend_pid(folder), signal.SIGKILL)
    drive = service.wait_for_drive("Z:", Path="")
    assert drive["Awaited"]
    samba.start()
    wait_for_status(service, "Z:", "ok")
    assert (session.home / "Drives/Z").is_dir()


def test_unmounted_elsewhere_stays_so(service, session, samba):
    """The file manager's “Unmount” is the user's hand too."""
    service.map("Z:", samba.unc())
    session.unmount(samba.uri())
    drive = service.wait_for_drive("Z:", Status="disconnected")
    assert not drive["Awaited"]
    probe(service)
    stays(lambda: session.mounts() == {}, 3)


def test_awaited_survives_a_crash(service, session, samba):
    service.map("Z:", samba.unc())
    service.map("Y:", samba.unc("readonly"))
    service.cancel("Y:")
    (folder,) = session.mounts()
    samba.stop()
    wait_for_status(service, "Z:", "disconnected")
    os.kill(session.backend_pid(folder), signal.SIGKILL)
    service.wait_for_drive("Z:", Path="")
    kill(session, service.pid)
    drives = service.drives()
    assert (drives["Z:"]["Awaited"], drives["Y:"]["Awaited"]) == (True, False)
    samba.start()
    wait_for_status(service, "Z:", "ok")
    assert statuses(service)["Y:"] == "unavailable"


def test_cancel_ends_the_waiting(service, samba, remember):
    remember({"Z:": samba.uri()})
    samba.stop()
    service.reconnect()
    result = service.cancel("Z:")
    assert result["result"] == "disconnected" and not service.drives()["Z:"]["Awaited"]
    samba.start()
    probe(service)
    stays(lambda: statuses(service)["Z:"] == "unavailable", 3)
    with refused("NotConnected", "Z:"):
        service.cancel("Z:")


def test_failed_try_is_gone_on_with(service, samba, remember):
    """Who opens a drive whose server is away gets it as soon as it is back."""
    remember({"Z:": samba.uri()})
    samba.stop()
    with refused("BadNetPath", samba.address):
        service.connect("Z:")
    assert service.drives()["Z:"]["Awaited"]
    samba.start()
    wait_for(lambda: statuses(service) == {"Z:": "ok"}, 30, "the drive by itself")


def test_two_drives_on_one_share(service, session, samba, remember):
    remember({"Z:": samba.uri(), "Y:": samba.uri() + "/folder", "X:": samba.uri("team", "games")})
    (samba.path("public") / "folder").mkdir()
    session.keyring.store("games", samba.address, samba.password("games"), port=samba.port)
    assert service.reconnect() == {"Z:": ("ok", ""), "Y:": ("ok", ""), "X:": ("ok", "")}
    assert len(session.mounts()) == 2


def test_one_refusal_holds_up_nobody(service, samba, remember):
    """A share that is not there, and a folder that is not: the others come."""
    remember({
        "W:": samba.uri("none-such"), "X:": samba.uri() + "/none", "Y:": samba.uri(), "Z:": samba.uri("readonly"),
    })
    tried = service.reconnect()
    assert {local: status for local, (status, _) in tried.items()} == {
        "W:": "error", "X:": "error", "Y:": "ok", "Z:": "ok",
    }
    assert "none-such" in tried["W:"][1] and "none" in tried["X:"][1]


def test_dead_servers_delay_nobody(service, samba, make_samba, remember):
    frozen, closed = make_samba(), make_samba()
    frozen.freeze()
    closed.stop()
    remember({
        "V:": "smb://no-such-host.invalid/x", "W:": closed.uri(), "X:": frozen.uri(), "Z:": samba.uri(),
    })
    pending = Pending(service.reconnect)
    service.wait_for_drive("Z:", Status="ok")
    tried = pending.result()
    assert {local: status for local, (status, _) in tried.items()} == {
        "V:": "unavailable", "W:": "unavailable", "X:": "unavailable", "Z:": "ok",
    }
    frozen.thaw()
    wait_for_status(service, "X:", "ok")


def test_user_waits_for_the_background(service, samba, remember):
    """Opening a drive that is just being connected is no error."""
    remember({"Z:": samba.uri()})
    for _ in range(5):
        background, call = Pending(service.reconnect), Pending(service.connect, "Z:")
        assert call.result() == next(p for p, o in service.objects().items() if "Drive" in o)
        background.result()
        service.cancel("Z:")
    service.connect("Z:")
    assert statuses(service) == {"Z:": "ok"}


def test_unknown_option(service):
    with refused("InvalidParameter", "whatever"):
        service.reconnect(whatever=True)
