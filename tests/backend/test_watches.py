# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tells of the network, of sleep and of keyrings, against real and played parts."""

import os
import signal
import subprocess
import time

import pytest
from gi.repository import GLib

from mocks import Listener
from testbed import keyring as secrets
from testbed.mock import Logind, NetworkManager

AT_ONCE = 500.0 if "DRIVEMAP_SANITIZED" in os.environ else 100.0


@pytest.fixture
def listen(session, build):
    """listen(kind): a running watch."""
    listeners = []

    def start(kind):
        listener = Listener(session, build, "test-watch-driver", kind)
        listeners.append(listener)
        word, ms = listener.hear().split("\t")
        assert word == "started" and float(ms) < AT_ONCE
        return listener

    yield start
    for listener in listeners:
        listener.close()


# Sleep


def sleep_until_heard(logind, watch):
    """The watch may not listen yet: the bus is joined asynchronously."""
    for _ in range(100):
        logind.prepare_for_sleep(True)
        try:
            return watch.hear(0.2)
        except AssertionError:
            pass
    raise AssertionError("sleep is not noticed")


def test_sleep(session, system_bus, listen):
    logind = Logind(session, system_bus)
    watch = listen("sleep")
    assert sleep_until_heard(logind, watch) == "sleeping"
    logind.prepare_for_sleep(False)
    assert watch.hear() == "resumed"
    logind.call("EmitSignal", "(sssav)", "org.freedesktop.login1.Manager", "PrepareForSleep", "s",
                [GLib.Variant("s", "nonsense")])
    logind.prepare_for_sleep(True)
    assert watch.hear() == "sleeping"


def test_sleep_of_a_later_logind(session, system_bus, listen):
    watch = listen("sleep")
    logind = Logind(session, system_bus)
    assert sleep_until_heard(logind, watch) == "sleeping"
    logind.stop()
    again = Logind(session, system_bus)
    again.prepare_for_sleep(False)
    assert watch.hear() == "resumed"


def test_sleep_without_a_system_bus(session, listen):
    session.set_env(DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={session.runtime}/none")
    assert listen("sleep").ask() == "state"


def test_system_bus_that_goes(session, system_bus, listen):
    """Nobody ends because of it."""
    logind = Logind(session, system_bus)
    watch = listen("sleep")
    assert sleep_until_heard(logind, watch) == "sleeping"
    system_bus.stop()
    time.sleep(0.5)
    assert watch.ask() == "state"


# The network's names


def wait_for_names(watch, names):
    """Until it says that these are the names."""
    while True:
        word, _, known, joined = watch.hear().split("\t")
        assert word == "changed"
        if known == "known" and joined == names:
            return


def test_names(session, system_bus, listen):
    manager = NetworkManager(session, system_bus)
    manager.add(1, "lo", kind="loopback")
    manager.add(2, "Home Wi-Fi")
    watch = listen("network")
    wait_for_names(watch, "Home Wi-Fi")
    vpn = manager.add(3, "Büro-VPN", kind="vpn", state=1)
    manager.update(vpn, manager.ACTIVE, State=GLib.Variant("u", 2))
    wait_for_names(watch, "Büro-VPN|Home Wi-Fi")
    manager.update(vpn, manager.ACTIVE, Id=GLib.Variant("s", "Office"))
    wait_for_names(watch, "Home Wi-Fi|Office")
    manager.remove(vpn)
    wait_for_names(watch, "Home Wi-Fi")


def test_what_is_not_a_name_is_not_told(session, system_bus, listen):
    manager = NetworkManager(session, system_bus)
    manager.add(1, "Office")
    watch = listen("network")
    wait_for_names(watch, "Office")
    manager.update(manager.PATH, manager.NAME, Connectivity=GLib.Variant("u", 3))
    manager.add(2, "Coming up", state=1)
    time.sleep(1.5)
    assert watch.ask().split("\t")[0::2] == ["state", "known"]


def test_network_manager_comes_and_goes(session, system_bus, listen):
    watch = listen("network")
    assert watch.ask().split("\t")[2] == "unknown"
    manager = NetworkManager(session, system_bus)
    manager.add(1, "Office")
    wait_for_names(watch, "Office")
    manager.stop()
    assert watch.hear().split("\t")[2] == "unknown"


def test_names_without_a_system_bus(session, listen):
    session.set_env(DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={session.runtime}/none")
    assert listen("network").ask().split("\t")[2] == "unknown"


def test_frozen_network_manager(session, system_bus, listen):
    """It is waited for, but not by the program."""
    manager = NetworkManager(session, system_bus)
    pid = system_bus.pid(manager.NAME)
    os.kill(pid, signal.SIGSTOP)
    try:
        watch = listen("network")
        assert watch.ask().split("\t")[2] == "unknown"
    finally:
        os.kill(pid, signal.SIGCONT)
    manager.add(1, "Office")
    wait_for_names(watch, "Office")


# The network itself


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def is_available(watch):
    return watch.ask().split("\t")[1] == "available"


@pytest.mark.netns
def test_link(session, listen):
    session.set_env(DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={session.runtime}/none")
    watch = listen("network")
    assert not is_available(watch)
    start = time.monotonic()
    ip("link", "add", "eth7", "type", "veth", "peer", "name", "eth8")
    ip("link", "set", "eth8", "up")
    ip("link", "set", "eth7", "up")
    ip("address", "add", "192.0.2.7/24", "dev", "eth7")
    ip("route", "add", "default", "via", "192.0.2.1")
    assert watch.hear().split("\t")[:2] == ["changed", "available"]
    print(f"told {time.monotonic() - start:.2f} s after the link")
    time.sleep(1.5)
    assert is_available(watch), "it was one change"

    ip("route", "del", "default")
    assert watch.hear().split("\t")[:2] == ["changed", "available"]
    ip("link", "set", "eth8", "down")
    assert watch.hear().split("\t")[:2] == ["changed", "unavailable"], "the cable is out"
    ip("link", "set", "eth8", "up")
    assert watch.hear().split("\t")[:2] == ["changed", "available"], "and in again"
    ip("link", "del", "eth7")
    assert watch.hear().split("\t")[:2] == ["changed", "unavailable"]


@pytest.mark.netns
def test_link_of_a_container(session, listen):
    """Nothing but addresses within the link: no network, and nothing to tell."""
    session.set_env(DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={session.runtime}/none")
    watch = listen("network")
    ip("link", "add", "eth7", "type", "veth", "peer", "name", "eth8")
    ip("link", "set", "eth8", "up")
    ip("link", "set", "eth7", "up")
    time.sleep(2.5)
    assert not is_available(watch)
    assert "fe80::" in subprocess.run(["ip", "-6", "route"], capture_output=True, text=True).stdout


# Keyrings

# It finds out in its own time what is locked: a change before that is none.
SETTLING = 1

def test_keyring_is_unlocked(session, listen):
    watch = listen("keyring")
    for _ in range(3):
        session.keyring.lock()
        assert watch.ask() == "state"
        time.sleep(SETTLING)
        session.keyring.enter_password()
        assert watch.hear() == "unlocked"
        assert watch.ask() == "state"


@pytest.mark.session(keyring="locked")
def test_keyring_was_locked_before(session, listen):
    watch = listen("keyring")
    assert watch.ask() == "state"
    time.sleep(SETTLING)
    session.keyring.enter_password()
    assert watch.hear() == "unlocked"


def test_nothing_happens_in_an_unlocked_keyring(session, listen):
    watch = listen("keyring")
    assert watch.ask() == "state"
    session.keyring.store("me", "server", "password")
    session.keyring.find(server="server")
    time.sleep(0.5)
    assert watch.ask() == "state"


def test_secret_service_appears(session, listen):
    session.keyring.stop()
    watch = listen("keyring")
    assert watch.ask() == "state"
    session.keyring.start()
    assert watch.hear() == "unlocked"
    assert watch.ask() == "state"


@pytest.mark.session(keyring="absent")
def test_secret_service_is_not_started(session, listen):
    session.bus.add_service(secrets.NAME, f"/bin/touch {session.home}/started")
    watch = listen("keyring")
    time.sleep(1)
    assert watch.ask() == "state"
    assert not (session.home / "started").exists()
    assert not session.bus.has_owner(secrets.NAME)
