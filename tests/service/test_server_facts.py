# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server says that it is, and how long it takes to answer: asked only while
somebody looks, and in nobody's way."""

import time

import pytest

from callers import within
from checks import check_nothing_hangs, workers
from testbed import wait_for
from testbed.samba import awake  # noqa: F401

NO_ANSWER = 2**32 - 1

pytestmark = pytest.mark.limit(240)

# BELIEVED_SEEN of dm-server-watch.c.
INTERVAL = 10

# What a drive without a connection shows.
NOTHING = ("", "", "", [])


def facts(thing):
    return tuple(thing[key] for key in ("ServerName", "ServerComment", "ServerVersion", "ResponseTimes"))


def look(service, local="Z:"):
    """The drive, as somebody sees who looks."""
    service.refresh(scan=True)
    return service.drives()[local]


def wait_for_identity(service, local="Z:"):
    return wait_for(
        lambda: (drive := look(service, local))["ServerName"] and drive, 60, "the server's name", 0.2
    )


def wait_for_times(service, wanted, local="Z:"):
    """WANTED of the response times, while somebody looks."""
    return wait_for(
        lambda: wanted(times := look(service, local)["ResponseTimes"]) and times, 40,
        "the response times", 0.5,
    )  # fmt: skip


def test_a_server_says_what_it_is(service, samba):
    service.map("Z:", samba.unc())
    assert facts(service.drives()["Z:"]) == NOTHING
    drive = wait_for_identity(service)
    name, comment, version, times = facts(drive)
    assert name == "DMTEST" and comment.startswith("Samba ")
    assert comment.startswith(version) and version.count(".") >= 2
    assert 0 < times[0] < 5_000_000
    (connection,) = service.connections().values()
    assert facts(connection) == facts(service.drives()["Z:"])
    service.cancel("Z:")
    assert facts(service.drives()["Z:"]) == NOTHING


def test_nobody_looks(service, samba):
    """Then nothing is asked; GetHolders () and the list are no looks."""
    service.map("Z:", samba.unc())
    for _ in range(12):
        service.call("GetHolders", "sa{sv}", "Z:", {})
        assert facts(service.drives()["Z:"]) == NOTHING and workers(service) == []
        time.sleep(1)


@pytest.mark.waits
def test_grows_only_while_somebody_looks(service, samba):
    service.map("Z:", samba.unc())
    seen = wait_for_times(service, lambda times: len(times) >= 3)
    assert NO_ANSWER not in seen
    time.sleep(INTERVAL + 5)
    assert service.drives()["Z:"]["ResponseTimes"] == seen
    more = wait_for_times(service, lambda times: len(times) > len(seen))
    assert more[: len(seen)] == seen


def test_asked_once_for_all_drives(service, samba):
    """And again when the last connection has been made anew."""
    service.map("Z:", samba.unc())
    wait_for_identity(service)
    service.map("Y:", samba.unc("readonly"))
    samba.stop()
    text = samba.config.read_text()
    samba.config.write_text(text.replace("[global]", "[global]\n  server string = another", 1))
    samba.start()
    assert wait_for_identity(service, "Y:")["ServerComment"].startswith("Samba")
    service.cancel("Y:")
    service.cancel("Z:")
    service.map("Z:", samba.unc())
    drive = wait_for_identity(service)
    assert (drive["ServerComment"], drive["ServerVersion"]) == ("another", "Samba")


@pytest.mark.waits
def test_a_server_that_does_not_answer(service, samba, second_samba):
    service.map("Y:", second_samba.unc())
    service.map("Z:", samba.unc())
    wait_for_times(service, len)
    samba.freeze()
    try:
        start = time.monotonic()
        while time.monotonic() - start < 5:
            with within(2):
                look(service)
            time.sleep(0.5)
        wait_for_times(service, lambda times: times.count(NO_ANSWER) >= 2)
        assert workers(service) == [] and service.drives()["Z:"]["Status"] == "disconnected"
        others = service.drives()["Y:"]["ResponseTimes"]
        assert others and NO_ANSWER not in others
    finally:
        samba.thaw()
    times = wait_for_times(service, lambda times: times[-1] != NO_ANSWER)
    assert NO_ANSWER in times


def test_a_silent_server_is_not_asked_what_it_is(service, samba, session):
    service.map("Z:", samba.unc())
    samba.freeze()
    try:
        start = time.monotonic()
        while time.monotonic() - start < 12:
            assert look(service)["ServerName"] == "" and workers(service) == []
            time.sleep(0.2)
        with within(3):
            service.cancel("Z:", "lots-of-force")
    finally:
        samba.thaw()
    check_nothing_hangs(session)


def test_with_the_drives_own_login(service, samba, session):
    session.keyring.store("games", samba.address, samba.password("games"), port=samba.port)
    service.map("Z:", samba.unc("games-only"), user="games")
    assert wait_for_identity(service)["ServerName"] == "DMTEST"


def test_of_another_provider(service, sshd):
    """It is timed, and not asked."""
    service.map("Z:", sshd.uri())
    wait_for_times(service, len)
    time.sleep(1)
    assert look(service)["ServerName"] == ""


def test_the_login_is_locked_away(service, samba, session):
    """Nobody is asked to unlock it, and nothing is tried without it."""
    session.keyring.store("games", samba.address, samba.password("games"), port=samba.port)
    service.map("Z:", samba.unc("games-only"), user="games")
    session.keyring.lock()
    wait_for_times(service, len)
    for _ in range(5):
        time.sleep(0.5)
        drive = look(service)
        assert (drive["ServerName"], drive["Status"]) == ("", "ok")
    assert session.keyring.is_locked()
