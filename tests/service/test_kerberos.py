# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed in to a realm: its servers want no password."""

import pytest

from callers import refused
from testbed import Service
from testbed.kdc import Kdc
from testbed.samba import USER, awake  # noqa: F401

STRICT = "restrict anonymous = 2\nmap to guest = Never\n"

pytestmark = pytest.mark.netns


@pytest.fixture
def kdc(keep):
    return keep(Kdc())


@pytest.fixture
def strict(make_samba, kdc):
    """A server of the realm that lets nobody in without a login."""
    return make_samba(at=kdc.server, options=STRICT + kdc.options)


def shares(service, server):
    return {entry["name"] for entry in service.browse(server)}


def results(steps):
    return {step["step"]: (step["result"], step["text"]) for step in steps}


def test_a_ticket_is_enough(kdc, strict, make_session):
    session = make_session(env=kdc.sign_in())
    service = Service(session)
    (strict.path("team") / "there").write_text("text")
    assert "team" in shares(service, kdc.host)
    steps = results(service.diagnose(kdc.uri("team")))
    assert steps["share"][0] == "good" and "Kerberos" in steps["login"][1]
    service.map("Z:", kdc.uri("team"))
    assert (session.home / "Drives/Z/there").read_text() == "text"
    service.connect(kdc.uri("private", USER))
    assert session.keyring.find(user=USER) == []
    # It is a ticket of that user, who may not go everywhere.
    assert USER in strict.status("-b") and "nobody" not in strict.status("-b")
    steps = results(service.diagnose(kdc.uri("games-only")))
    assert steps["share"][0] == "bad" and "Kerberos" in steps["share"][1]
    with refused("LogonFailure"):
        service.map("Y:", kdc.uri("games-only"))


def test_another_drive_by_password(kdc, strict, make_session):
    """A ticket does not keep anybody from being somebody else."""
    session = make_session(env=kdc.sign_in())
    service = Service(session)
    session.keyring.store("games", kdc.host.split(":")[0], strict.password("games"), port=strict.port)
    service.map("Z:", kdc.uri("games-only", "games"))
    (session.home / "Drives/Z/made").write_text("text")
    assert (strict.path("games-only") / "made").read_text() == "text"


def test_a_ticket_that_has_expired(kdc, strict, make_session):
    """A password is asked for, as where there never was one."""
    service = Service(make_session(env=kdc.sign_in_long_ago()))
    with refused("LogonFailure"):
        service.browse(kdc.host)
    with refused("LogonFailure"):
        service.map("Z:", kdc.uri("team"))


def test_a_guest_with_a_ticket(kdc, samba, make_session):
    """It is none for a server outside of the realm, which takes guests."""
    service = Service(make_session(env=kdc.sign_in()))
    assert "public" in shares(service, samba.host)
    service.map("Z:", samba.uri())
