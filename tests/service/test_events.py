# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens in the world, and what becomes of the drives: sleep, networks,
keyrings, wrong passwords, servers that are away, a sign-in with many drives."""

import subprocess
import time
from pathlib import Path

import pytest

from callers import Pending, refused
from returning import SilentServer, remember, statuses, wait_for_statuses
from test_credentials import AUDIT, refused_logons, store
from testbed import Samba, netns, wait_for
from testbed.mock import Application, Logind, NetworkManager, Notifications, Prompter
from testbed.waiting import stays

# After this many tries in a row the next is at least 20 s away.
SLOW_AFTER = 4
SLOW = 20

# The notification's patience, in s, and what is between a server's first silence
# and the call of a test that waits for it.
PATIENCE = 60
SLACK = 3


@pytest.fixture
def desktop(session):
    return Notifications(session)


@pytest.fixture
def audited(make_samba):
    return make_samba(options=AUDIT)


# Sleep


@pytest.mark.limit(180)
def test_resume(service, session, samba, system_bus):
    """The drive does not wait for the end of a back-off that has become long."""
    logind = Logind(session, system_bus)
    remember(session, {"Z:": samba.uri()})
    samba.stop()
    with SilentServer(samba) as silent:
        assert service.reconnect(sign_in=True)["Z:"][0] == "unavailable"
        silent.wait_for_tries(SLOW_AFTER, 100)
        silent.wait_for_end_of_try()
        last = silent.times[-1]
        assert len(silent.times) == SLOW_AFTER
    samba.start()
    logind.prepare_for_sleep(True)
    logind.prepare_for_sleep(False)
    wait_for_statuses(service, Z="ok")
    assert time.monotonic() < last + SLOW, "it may have come by itself"


# The network


def probe(service):
    service.refresh(probe=True)


def is_after_look(service, **expected):
    """For wait_for (): somebody presses F5 now and then."""

    def look():
        probe(service)
        found = statuses(service)
        return all(found[f"{letter}:"] == status for letter, status in expected.items())

    return look


@pytest.mark.netns
@pytest.mark.limit(120)
def test_packets_are_lost(service, session, samba):
    remember(session, {"X:": samba.uri("hidden$"), "Y:": samba.uri("readonly"), "Z:": samba.uri()})
    service.connect("Z:")
    service.connect("Y:")
    service.cancel("Y:")
    netns.drop(samba.address)
    wait_for(is_after_look(service, Z="disconnected"), what="the loss to be noticed", interval=0.5)
    assert samba.address in service.drives()["Z:"]["Reason"]
    assert service.reconnect(profile="none such") == {}
    pending = Pending(service.connect, "X:")
    with pytest.raises(Exception, match=samba.address):
        pending.result()
    assert service.drives()["X:"]["Awaited"]

    netns.pass_on()
    wait_for_statuses(service, 40, X="ok")
    wait_for(is_after_look(service, Z="ok"), what="the drive to work again", interval=0.5)
    assert service.drives()["Z:"]["Reason"] == ""
    session.run("ls", f"{session.home}/Drives/Z/")
    stays(lambda: statuses(service)["Y:"] == "unavailable", 3)


INTERFACE, OTHER_END = "eth7", "eth8"
ADDRESS = "192.0.2.7"


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def plug_in():
    ip("link", "set", OTHER_END, "up")
    ip("link", "set", INTERFACE, "up")
    ip("address", "replace", f"{ADDRESS}/24", "dev", INTERFACE)


def pull_out():
    """The server is on this side, too, so only this takes it away."""
    ip("address", "flush", "dev", INTERFACE)


@pytest.fixture
def far_samba(keep):
    """A server at the other end of a cable."""
    ip("link", "add", INTERFACE, "type", "veth", "peer", "name", OTHER_END)
    plug_in()
    return keep(Samba(at=ADDRESS))


@pytest.mark.netns
@pytest.mark.limit(120)
def test_network_goes_and_comes(service, session, far_samba):
    """Nobody looks and nobody asks: it is noticed."""
    remember(session, {
        "X:": far_samba.uri("hidden$"), "Y:": far_samba.uri("readonly"), "Z:": far_samba.uri(),
    })
    service.connect("Z:")
    service.connect("Y:")
    service.cancel("Y:")
    pull_out()
    wait_for_statuses(service, Z="disconnected")
    assert ADDRESS in service.drives()["Z:"]["Reason"]
    with pytest.raises(Exception, match=ADDRESS):
        service.connect("X:")
    assert service.drives()["X:"]["Awaited"]
    plug_in()
    wait_for_statuses(service, Z="ok", X="ok")
    session.run("ls", f"{session.home}/Drives/Z/")
    stays(lambda: statuses(service)["Y:"] == "unavailable", 3)


@pytest.mark.limit(120)
def test_rule_of_networks(service, session, samba, system_bus):
    """A drive for some networks comes when one of them does; the user may have
    it at any time."""
    network = NetworkManager(session, system_bus)
    network.add(1, "Home Wi-Fi")
    remember(session, {"Y:": samba.uri("readonly"), "Z:": (samba.uri(), {"Networks": "Office;Büro-VPN;"})})
    service.start()
    assert wait_for(lambda: service.reconnect(sign_in=False)) and wait_for_statuses(service, Y="ok") is None
    stays(lambda: statuses(service)["Z:"] == "unavailable", 3)
    vpn = network.add(2, "Büro-VPN", kind="vpn")
    wait_for_statuses(service, Z="ok")
    service.cancel("Z:")
    network.remove(vpn)
    service.connect("Z:")
    assert statuses(service)["Z:"] == "ok"


@pytest.mark.parametrize("name, status", [("Office", "ok"), ("Home Wi-Fi", "unavailable")])
def test_networks_are_not_known_yet(service, session, samba, system_bus, name, status):
    """A drive for some networks is not tried before it is known which one this is."""
    network = NetworkManager(session, system_bus)
    network.add(1, name)
    remember(session, {"Y:": samba.uri("readonly"), "Z:": (samba.uri(), {"Networks": "Office;"})})
    network.freeze()
    try:
        service.start()
        service.reconnect(sign_in=False)
        wait_for_statuses(service, Y="ok")
        stays(lambda: statuses(service)["Z:"] == "unavailable", 2)
    finally:
        network.thaw()
    wait_for_statuses(service, Z=status)
    stays(lambda: statuses(service)["Z:"] == status, 2)


# Keyrings


def test_keyring_is_locked_at_sign_in(service, session, samba, second_samba, desktop):
    prompter = Prompter(session)
    store(session, samba, "games")
    session.keyring.lock()
    remember(session, {"Y:": second_samba.uri(), "Z:": samba.uri("games-only", "games")})
    tried = service.reconnect(sign_in=True)
    assert tried["Y:"] == ("ok", "")
    status, reason = tried["Z:"]
    assert status == "unavailable" and "keyring" in reason and "locked" in reason
    assert service.drives()["Z:"]["Awaited"]
    stays(lambda: statuses(service)["Z:"] == "unavailable", 4)
    assert session.keyring.is_locked()
    assert prompter.calls("BeginPrompting") == [] and desktop.calls("Notify") == []

    session.keyring.enter_password()
    wait_for_statuses(service, Z="ok")
    assert service.drives()["Z:"]["Reason"] == ""
    assert prompter.calls("BeginPrompting") == [] and desktop.calls("Notify") == []


def test_keyring_is_locked_for_the_user(service, session, samba):
    """Who opens a drive and unlocks the keyring later need not open it again."""
    store(session, samba, "games")
    session.keyring.lock()
    remember(session, {"Z:": samba.uri("games-only", "games")})
    with refused("LogonFailure", "locked"):
        service.connect("Z:")
    assert statuses(service)["Z:"] == "unavailable"
    session.keyring.enter_password()
    wait_for_statuses(service, Z="ok")


def test_keyring_locked_again_and_again(service, session, samba):
    """Unlocking another time helps as well; and a locked one is no reason to let
    go of what is connected."""
    store(session, samba, "games")
    remember(session, {"Z:": samba.uri("games-only", "games")})
    assert service.reconnect(sign_in=True)["Z:"] == ("ok", "")
    session.keyring.lock()
    service.cancel("Z:")
    for _ in range(2):
        assert service.reconnect()["Z:"][0] == "unavailable"
        session.keyring.enter_password()
        wait_for_statuses(service, Z="ok")
        session.keyring.lock()
        service.cancel("Z:")


# Wrong passwords


@pytest.mark.limit(120)
def test_wrong_saved_password(service, session, cli, audited, desktop, system_bus):
    logind, network = Logind(session, system_bus), NetworkManager(session, system_bus)
    store(session, audited, "games", "wrong", domain=None)
    shares = {"X:": "public", "Y:": "games-only", "Z:": "team"}
    remember(session, {local: audited.uri(share, "games") for local, share in shares.items()})
    tried = service.reconnect(sign_in=True)
    assert {status for status, _ in tried.values()} == {"needs-password"}
    # One more would lock the account on many a server.
    asked = refused_logons(audited)
    assert 1 <= len(asked) <= 2
    (shown,) = desktop.shown(1)
    assert shown[1] == 0 and audited.address in shown[3]
    assert all(local in shown[4] for local in shares), "all at once"

    network.add(1, "Office")
    logind.prepare_for_sleep(False)
    service.reconnect(sign_in=True)
    probe(service)
    stays(lambda: len(refused_logons(audited)) == len(asked), 8, "nobody tries", interval=0.2)
    assert set(statuses(service).values()) == {"needs-password"}
    assert desktop.calls("Notify") == [shown], "and once"

    cli("connect", "Z:", "--password-stdin", input=audited.password("games") + "\n", rc=0)
    # Nobody is asked for the same password twice.
    wait_for_statuses(service, X="ok", Y="ok", Z="ok")
    assert desktop.closed(1) == [[1]]
    assert desktop.calls("Notify") == [shown]
    assert len(refused_logons(audited)) == len(asked)
    assert [password for _, password in session.keyring.find(user="games")] == [audited.password("games")]


def test_one_login_of_two_is_wrong(service, session, audited, desktop):
    """The other one works: that is no reason to be silent."""
    store(session, audited, "games", "wrong")
    store(session, audited, "news")
    remember(session, {"X:": audited.uri("team", "games"), "Y:": audited.uri("team", "news")})
    tried = service.reconnect(sign_in=True)
    assert {local: status for local, (status, _) in tried.items()} == {"X:": "needs-password", "Y:": "ok"}
    (shown,) = desktop.shown(1)
    assert "X:" in shown[4] and "Y:" not in shown[4]
    stays(lambda: desktop.calls("CloseNotification") == [], 2)
    service.cancel("X:")
    assert desktop.closed(1) == [[1]], "the user does not want it any more"


def test_two_logins_are_wrong(service, session, audited, desktop):
    """Another login's wrong password does not count for this one."""
    for user in ("games", "news"):
        store(session, audited, user, "wrong")
    remember(session, {"X:": audited.uri("team", "games"), "Y:": audited.uri("team", "news")})
    tried = service.reconnect(sign_in=True)
    assert {status for status, _ in tried.values()} == {"needs-password"}
    assert sorted(user for user, _ in refused_logons(audited)) == ["games", "news"]
    assert [one[1] for one in desktop.shown(1)].count(0) == 1
    store(session, audited, "games")
    service.connect("X:")
    assert statuses(service) == {"X:": "ok", "Y:": "needs-password"}
    stays(lambda: desktop.calls("CloseNotification") == [], 2)


# Notifications


def lose_for_a_moment(service, server, local):
    """All who use it lose it at once, so whether it is back may be asked for minutes
    later. Returns when the loss was known."""
    server.stop()

    def is_lost():
        service.refresh()
        return statuses(service)[local] == "disconnected"

    wait_for(is_lost, 40, "the loss to be noticed", interval=0.5)
    server.start()
    return time.monotonic()


@pytest.mark.waits
@pytest.mark.limit(440)
def test_servers_are_away_for_long(service, session, make_samba, desktop):
    """What the user hears of it, and what becomes of the buttons. All in one
    test, as each waits for a minute."""
    application = Application(session)
    brief, hasty, retried, opened, left = (make_samba() for _ in range(5))
    remember(session, {
        "U:": brief.uri(),
        "V:": hasty.uri(),
        "W:": retried.uri(), "X:": retried.uri("readonly"),
        "Y:": opened.uri(),
        "Z:": left.uri(),
    })
    service.connect("U:")
    for server in (hasty, retried, opened, left):
        server.stop()
    silent = SilentServer(retried)
    start = time.monotonic()
    service.reconnect(sign_in=True)
    hasty.start()
    lost = lose_for_a_moment(service, brief, "U:")
    wait_for_statuses(service, 40, V="ok")
    stays(lambda: desktop.calls("Notify") == [], start + PATIENCE - SLACK - time.monotonic(), interval=0.2)
    desktop.shown(3)
    patience = max(3, lost + PATIENCE + SLACK - time.monotonic())
    stays(lambda: len(desktop.calls("Notify")) == 3, patience, "one for each server that is away")

    shown = desktop.calls("Notify")
    assert [one[1] for one in shown] == [0, 0, 0], "none replaces another"
    numbers = {}
    for server in (retried, opened, left):
        ((number, notification),) = [
            (index + 1, one) for index, one in enumerate(shown) if server.address in one[3]
        ]
        numbers[server] = number
        if server is retried:
            assert "W:" in notification[4] and "X:" in notification[4]
        assert notification[5][0::2] == ["default", "retry", "show"]

    # Try Again: now, not after the back-off.
    tries = len(silent.times)
    desktop.choose(numbers[retried], "retry")
    silent.wait_for_tries(tries + 1, 5)
    silent.wait_for_end_of_try()
    silent.close()
    retried.start()
    # A try that met the end of the silent server counts as one with a busy one.
    wait_for_statuses(service, 200, W="ok", X="ok")

    desktop.choose(numbers[opened], "default")
    (call,) = wait_for(lambda: application.calls("ActivateAction"), what="the window")
    assert call[:2] == ["show", ["Y:"]]

    left.start()
    probe(service)
    wait_for_statuses(service, Z="ok")
    wait_for(lambda: [numbers[left]] in desktop.calls("CloseNotification"), what="it to be withdrawn")
    # One that still stands may have been told anew, after a minute.
    assert sum(one[1] == 0 for one in desktop.calls("Notify")) == 3


# Many


@pytest.mark.limit(180)
def test_sign_in_with_many_drives(service, session, make_samba, keep):
    """40 work. The other 10 are on servers that are off, hang, or do not exist."""
    server, closed, frozen = make_samba(numbered=40), make_samba(), make_samba()
    alive = {f"Share {n:02d}": server.uri(f"share-{n:02d}") for n in range(1, 41)}
    dead = {f"Closed {n}": closed.uri(share) for n, share in enumerate(("public", "readonly", "team", "hidden$"))}
    dead |= {f"Frozen {n}": frozen.uri(share) for n, share in enumerate(("public", "readonly", "team"))}
    dead |= {f"Unknown {n}": f"smb://no-such-host-{n}.invalid/share" for n in range(3)}
    # The dead ones first.
    remember(session, dead | alive)
    frozen.freeze()
    closed.stop()
    start = time.monotonic()
    tried = service.reconnect(sign_in=True)
    print(f"all 50 were tried after {time.monotonic() - start:.1f} s")
    assert len(tried) == 50
    assert {tried[local] for local in alive} == {("ok", "")}
    for local in dead:
        status, reason = tried[local]
        assert status == "unavailable" and reason, local
    assert len(session.mounts()) == 40
    for local in ("Share 01", "Share 40"):
        assert Path(service.drives()[local]["Path"]).is_dir()
    frozen.thaw()
