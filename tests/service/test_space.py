# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much room there is: asked for by others than the service, and told when
it is known."""

import time

import pytest

from callers import refused, within
from checks import check_nothing_hangs, helpers
from testbed import processes, wait_for

# Others write on the same disk.
SLACK = 512 * 1024 * 1024

# INTERVAL of dm-space-watch.c.
INTERVAL = 30


def truth(session, path):
    """(total, free) in bytes, as stat has it."""
    text = session.run("stat", "-f", "-c", "%S %b %a", path).stdout
    size, blocks, available = (int(word) for word in text.split())
    return size * blocks, size * available


def known(service, local):
    """(total, free), once it is known."""

    def look():
        drive = service.drives()[local]
        return drive["SpaceTotal"] and (drive["SpaceTotal"], drive["SpaceFree"])

    return wait_for(look, 8, "the space")


def check_true(found, expected):
    assert found[0] == expected[0]
    assert abs(found[1] - expected[1]) < SLACK
    assert 0 < found[1] <= found[0]


def test_of_a_new_drive(service, samba, session):
    service.map("Z:", samba.unc())
    found = known(service, "Z:")
    check_true(found, truth(session, session.home / "Drives/Z"))
    (connection,) = service.connections().values()
    assert (connection["SpaceTotal"], connection["SpaceFree"]) == found


def test_of_a_connection_without_a_drive(service, samba, session):
    service.connect(samba.unc())
    connection = wait_for(
        lambda: [c for c in service.connections().values() if c["SpaceTotal"]], 8, "the space"
    )[0]
    check_true((connection["SpaceTotal"], connection["SpaceFree"]), truth(session, connection["Path"]))


def test_of_a_mount_made_elsewhere(service, samba, session):
    service.start()
    session.mount(samba.uri())
    wait_for(lambda: [c for c in service.connections().values() if c["SpaceTotal"]], 8, "the space")
    # And of what was there before the service.
    service.kill()
    service.start()
    wait_for(lambda: [c for c in service.connections().values() if c["SpaceTotal"]], 8, "the space")
    service.map("Z:", samba.unc())
    assert service.drives()["Z:"]["SpaceTotal"] > 0


def test_goes_with_the_connection(service, samba):
    service.map("Z:", samba.unc())
    known(service, "Z:")
    service.cancel("Z:")
    drive = service.drives()["Z:"]
    assert (drive["SpaceTotal"], drive["SpaceFree"]) == (0, 0)


def test_stays_with_the_drive_that_is_renamed(service, samba):
    service.map("Z:", samba.unc())
    found = known(service, "Z:")
    service.call("Rename", "ssa{sv}", "Z:", "Music", {})
    drive = service.drives()["Music"]
    assert (drive["SpaceTotal"], drive["SpaceFree"]) == found


@pytest.mark.parametrize("kind", ["sshd", "apache"])
def test_of_another_provider(service, session, request, kind):
    """Nothing, a quota or all of it: what stat says."""
    service.map("Z:", request.getfixturevalue(kind).uri())
    time.sleep(2)
    service.refresh(scan=True)
    drive = service.drives()["Z:"]
    expected = truth(session, session.home / "Drives/Z")
    assert drive["SpaceTotal"] == expected[0]
    assert abs(drive["SpaceFree"] - expected[1]) < SLACK
    check_nothing_hangs(session)


def test_of_folders_on_other_disks(service, sshd, session):
    """What is said of a drive is what is true where it is; of the connection, at its root."""
    places = {"X:": "/", "Y:": "/dev/shm", "Z:": "/proc"}
    for local, path in places.items():
        service.map(local, sshd.uri(path))
    (connection,) = service.connections().values()
    root = truth(session, connection["Path"])
    found = {local: truth(session, session.home / "Drives" / local[0]) for local in places}
    assert found["X:"][0] == root[0] != found["Y:"][0]
    for local in ("X:", "Y:"):
        check_true(known(service, local), found[local])
    (connection,) = service.connections().values()
    check_true((connection["SpaceTotal"], connection["SpaceFree"]), root)
    assert service.drives()["Z:"]["SpaceTotal"] == found["Z:"][0] == 0


def test_of_a_folder_that_goes(service, samba, session):
    """It has no answer any more; what else is on the connection has its own."""
    folder = samba.path("public") / "one"
    folder.mkdir()
    service.map("Y:", samba.unc(path="one"))
    service.map("Z:", samba.unc())
    expected = truth(session, session.home / "Drives/Z")
    for local in ("Y:", "Z:"):
        check_true(known(service, local), expected)
    folder.rmdir()
    service.kill()
    service.start()
    check_true(known(service, "Z:"), expected)
    check_nothing_hangs(session)


def probes(session):
    return [one for one in helpers(session) if "--space" in one]


@pytest.mark.waits
@pytest.mark.limit(120)
def test_asked_again_after_a_while(service, samba, session):
    """Nobody waits for the answer; while there is none the last one stands."""
    service.map("Z:", samba.unc())
    found = known(service, "Z:")
    start = time.monotonic()
    # Frozen, whoever asks can be seen waiting.
    samba.freeze()
    try:
        while time.monotonic() - start < INTERVAL - 3:
            service.refresh(scan=True)
            service.refresh()
            assert probes(session) == []
            time.sleep(0.5)
        wait_for(lambda: service.refresh(scan=True) or probes(session), 10, "it to be asked again")
        time.sleep(6)
        drive = service.drives()["Z:"]
        assert (drive["SpaceTotal"], drive["SpaceFree"]) == found
        assert drive["Status"] == "disconnected" and len(probes(session)) <= 1
    finally:
        samba.thaw()
    check_nothing_hangs(session)


@pytest.mark.limit(120)
@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
def test_server_does_not_answer(service, samba, second_samba, session, level):
    """Nobody waits for it, and the drive can be disconnected as ever."""
    service.map("Y:", second_samba.unc())
    service.map("Z:", samba.unc())
    known(service, "Z:")
    service.kill()
    samba.freeze()
    try:
        service.start()
        wait_for(lambda: probes(session), 5, "it to be asked")
        for _ in range(10):
            start = time.monotonic()
            service.refresh(scan=True)
            service.drives()
            assert time.monotonic() - start < 2
        assert known(service, "Y:") and len(probes(session)) == 1
        with within(3):
            assert service.cancel("Z:", level)["result"] == "disconnected"
        assert service.drives()["Y:"]["Status"] == "ok"
        check_nothing_hangs(session)
    finally:
        samba.thaw()


@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
def test_server_refuses(service, samba, session, level):
    """Each question fails at once and is asked again, which is no use of it."""
    service.map("Z:", samba.unc())
    known(service, "Z:")
    service.kill()
    samba.stop()
    try:
        service.start()
        wait_for(lambda: probes(session), 5, "it to be asked")
        with within(3):
            assert service.cancel("Z:", level)["result"] == "disconnected"
        assert probes(session) == []
        check_nothing_hangs(session)
    finally:
        samba.start()


def test_asked_again_after_a_refusal(service, samba, session, hold):
    """It was given up for a disconnect that did not come."""
    service.map("Z:", samba.unc())
    known(service, "Z:")
    holder = hold("write", session.home / "Drives/Z/new")
    service.kill()
    samba.freeze()
    try:
        service.start()
        wait_for(lambda: probes(session), 5, "it to be asked")
        with refused("OpenFiles", holder.pid):
            service.cancel("Z:")
    finally:
        samba.thaw()
    check_true(known(service, "Z:"), truth(session, session.home / "Drives/Z"))


@pytest.mark.limit(120)
@pytest.mark.parametrize("level", ["none", "lots-of-force"])
def test_web_server_does_not_answer(service, session, apache, level):
    """GVfs calls the mount busy for what we asked; that keeps nobody from
    disconnecting it."""
    service.map("Z:", apache.uri())
    service.kill()
    apache.freeze()
    try:
        service.start()
        wait_for(lambda: probes(session), 5, "it to be asked")
        with within(4):
            assert service.cancel("Z:", level)["result"] == "disconnected"
        check_nothing_hangs(session)
    finally:
        apache.thaw()


def test_asking_is_not_in_the_way_of_others(service, samba, session):
    """GVfs would call a mount busy while we ask."""
    service.start()
    for _ in range(15):
        session.mount(samba.uri())
        session.unmount(samba.uri())
    check_nothing_hangs(session)


def test_asking_is_not_using(service, samba, session):
    """Whoever asks has nothing open: it is never in the way."""
    for _ in range(15):
        service.connect(samba.unc())
        assert service.cancel(samba.unc())["result"] == "disconnected"
    check_nothing_hangs(session)


def test_service_dies_while_it_asks(service, samba, session):
    service.map("Z:", samba.unc())
    known(service, "Z:")
    service.kill()
    samba.freeze()
    try:
        pid = service.start()
        wait_for(lambda: probes(session), 5, "it to be asked")
        service.kill()
        assert not processes.is_running(pid)
    finally:
        samba.thaw()
    check_nothing_hangs(session)
    service.start()
    known(service, "Z:")


@pytest.mark.session(env={"GVFS_DISABLE_FUSE": "1"})
def test_where_gvfs_shows_no_folder(service, samba, session):
    """The server is asked past it."""
    service.start()
    session.mount(samba.uri())
    connection = wait_for(
        lambda: [c for c in service.connections().values() if c["SpaceTotal"]], 20, "the space"
    )[0]
    assert not session.fuse.exists() or list(session.fuse.iterdir()) == []
    check_true((connection["SpaceTotal"], connection["SpaceFree"]), truth(session, samba.path("public")))
