# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers that sleep are woken: real packets, in a network of their own."""

import socket
import subprocess

import pytest

from returning import SilentServer, remember, statuses, wait_for_statuses
from testbed.waiting import PATIENCE, stays

MAC = "02:00:5e:00:53:07"
PACKET = b"\xff" * 6 + bytes.fromhex(MAC.replace(":", "")) * 16

pytestmark = pytest.mark.netns


class Sleeper:
    """Hears what the network card of a computer that sleeps would hear."""

    def __init__(self):
        for command in (
            "link add eth7 type veth peer name eth8", "link set eth8 up", "link set eth7 up",
            "address add 192.0.2.7/24 broadcast + dev eth7",
        ):
            subprocess.run(["ip", *command.split()], check=True)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("", 9))

    def hear(self, timeout=PATIENCE):
        self._socket.settimeout(timeout)
        assert self._socket.recv(1000) == PACKET

    def hears_nothing(self):
        self._socket.settimeout(0)
        try:
            return not self._socket.recv(1000)
        except BlockingIOError:
            return True


@pytest.fixture
def sleeper():
    return Sleeper()


@pytest.mark.limit(180)
def test_sign_in(service, session, samba, sleeper):
    """At most three times, then somebody has to ask again."""
    remember(session, {"Y:": samba.uri("readonly"), "Z:": (samba.uri(), {"Wake": MAC})})
    samba.stop()
    with SilentServer(samba) as silent:
        service.reconnect(sign_in=True)
        for _ in range(3):
            sleeper.hear(40)
        silent.wait_for_tries(4, 60)
        silent.wait_for_end_of_try()
        assert sleeper.hears_nothing()
        with pytest.raises(Exception, match=samba.address):
            service.connect("Z:")
        sleeper.hear()
    samba.start()
    wait_for_statuses(service, 40, Y="ok", Z="ok")


def test_opened(service, session, samba, sleeper):
    """Connect wakes for the drives that say so."""
    remember(session, {"Y:": samba.uri("readonly"), "Z:": (samba.uri(), {"Wake": MAC})})
    samba.stop()
    with pytest.raises(Exception, match=samba.address):
        service.connect("Y:")
    stays(sleeper.hears_nothing, 3)
    with pytest.raises(Exception, match=samba.address):
        service.connect("Z:")
    sleeper.hear()
    samba.start()
    wait_for_statuses(service, 30, Y="ok", Z="ok")


def test_awake(service, session, samba, sleeper):
    """Who answers is not told."""
    remember(session, {"Z:": (samba.uri(), {"Wake": MAC})})
    assert service.reconnect(sign_in=True)["Z:"] == ("ok", "")
    # A drive that is not to be there is no reason either.
    service.cancel("Z:")
    samba.stop()
    service.refresh(probe=True)
    stays(sleeper.hears_nothing, 3)
    assert statuses(service) == {"Z:": "unavailable"}
