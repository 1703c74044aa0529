# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The testbed itself: what it starts works, and goes away again."""

import os
import time
from pathlib import Path

import pytest

from testbed import Session, netns, processes, wait_for
from testbed.samba import USER


def test_session_is_private(session):
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR"):
        assert session.env[name].startswith(f"{session.directory}/")
    assert session.runtime.stat().st_mode & 0o777 == 0o700
    assert not str(session.runtime).startswith(str(session.home))


def test_session_leaves_nothing(build, samba):
    session = Session(build=build)
    session.mount(samba.uri())
    folder = session.wait_for_fuse(samba.folder())
    stubborn = session.spawn("setsid", "-f", "sh", "-c", 'trap "" TERM; sleep 600; sleep 600')
    stubborn.wait()
    wait_for(lambda: any("sleep" in processes.command(p) for p in session.pids()))
    (folder / "file").write_text("text")
    backend = session.backend_pid(samba.folder())
    assert backend in session.pids()
    session.close()
    assert processes.with_marker(session.marker) == []
    assert str(session.runtime) not in Path("/proc/self/mountinfo").read_text()
    assert not session.directory.exists()


def test_session_leaves_nothing_of_a_frozen_server(build, samba):
    session = Session(build=build)
    session.mount(samba.uri())
    session.wait_for_fuse(samba.folder())
    samba.freeze()
    start = time.monotonic()
    session.close()
    assert time.monotonic() - start < 10
    assert processes.with_marker(session.marker) == []
    assert not session.directory.exists()


def test_samba_leaves_nothing(session, make_samba):
    samba = make_samba(numbered=3)
    root = f"smb://{USER}@{samba.host}/"
    session.mount(root, samba.password(USER))
    listed = session.gio("list", "-h", root).stdout.split("\n")
    assert {"public", "team", "share-03", "hidden$"} <= set(listed)
    names = {processes.name(pid) for pid in samba.pids()}
    assert "smbd" in names
    samba.close()
    assert samba.pids() == []
    assert not samba.directory.exists()


def test_two_sessions_do_not_meet(make_session, samba):
    first, second = make_session(), make_session()
    first.mount(samba.uri())
    assert list(first.mounts()) == [samba.folder()]
    assert second.mounts() == {}


def test_keyring_stores_and_finds(session):
    session.keyring.store("games", "nas", "secret", port=4450, domain="WORKGROUP")
    (found,) = session.keyring.find(user="games", server="nas")
    assert found[1] == "secret"
    assert found[0]["port"] == "4450"
    assert session.keyring.find(user="games", server="other") == []


def test_gvfs_finds_what_the_keyring_has(session, samba):
    session.keyring.store("games", samba.address, samba.password("games"), port=samba.port)
    session.gio("mount", samba.uri("games-only", "games"))
    assert samba.folder("games-only", "games") in session.mounts()


@pytest.mark.session(keyring="locked")
def test_locked_keyring(session):
    assert session.keyring.is_locked()
    session.keyring.unlock()
    assert not session.keyring.is_locked()


@pytest.mark.session(keyring="absent")
def test_absent_keyring(session, samba):
    assert session.keyring is None
    session.mount(samba.uri("games-only", "games"), samba.password("games"))


def test_complaints_fail_the_session(build):
    session = Session(build=build)
    text = "(drivemap-service:1): drivemap-CRITICAL **: assertion failed"
    session.spawn("sh", "-c", f"echo '{text}' >&2").wait()
    with pytest.raises(AssertionError, match="assertion failed"):
        session.close()


def test_public_share(session, samba):
    session.mount(samba.uri())
    folder = session.wait_for_fuse(samba.folder())
    content = os.urandom(100_000)
    (folder / "file").write_bytes(content)
    wait_for(lambda: (samba.path("public") / "file").stat().st_size == len(content))
    assert (samba.path("public") / "file").read_bytes() == content


def test_passwords(session, samba):
    session.mount(samba.uri("games-only", "games"), samba.password("games"))
    session.mount(samba.uri("team", "news"), samba.password("news"))
    with pytest.raises(AssertionError):
        session.mount(samba.uri("games-only", "news"), samba.password("news"))
    with pytest.raises(AssertionError):
        session.mount(samba.uri("private", "games"), "wrong")
    assert set(session.mounts()) == {
        samba.folder("games-only", "games"),
        samba.folder("team", "news"),
    }


def test_odd_share_names(session, samba):
    session.mount(samba.uri("B%C3%BCcher%20und%20Daten"))
    session.mount(samba.uri("hidden$"))
    assert len(session.mounts()) == 2


def test_two_servers(session, samba, second_samba):
    assert samba.address != second_samba.address
    session.mount(samba.uri())
    session.mount(second_samba.uri())
    assert len(session.mounts()) == 2


def test_freeze_and_thaw(session, samba):
    session.mount(samba.uri())
    folder = session.wait_for_fuse(samba.folder())
    samba.freeze()
    slow = session.spawn("cat", folder / "nothing")
    time.sleep(0.5)
    assert slow.poll() is None
    samba.thaw()
    assert slow.wait(timeout=10) == 1


def test_stop_and_start(session, samba):
    session.mount(samba.uri())
    samba.stop()
    assert session.gio("list", samba.uri(), check=False).returncode != 0
    samba.start()
    session.gio("list", samba.uri())


@pytest.mark.skipif(not netns.is_available(), reason="no unprivileged user namespaces")
def test_server_knows_open_files(session, samba, hold):
    session.mount(samba.uri())
    hold("write", session.wait_for_fuse(samba.folder()) / "report.txt")
    assert "report.txt" in samba.status("-L")


def test_sftp(session, sshd):
    (sshd.files / "hello").write_text("text")
    session.gio("mount", sshd.uri())
    assert session.gio("cat", sshd.uri() + "/hello").stdout == "text"
    assert sshd.folder() in session.mounts()
    session.close()
    assert processes.with_argument(session.marker) == []


def test_dav(session, apache):
    (apache.files / "public/hello").write_text("text")
    session.gio("mount", apache.uri())
    assert session.gio("cat", apache.uri("public/hello")).stdout == "text"


def test_dav_with_password(session, apache):
    uri = apache.uri("private", apache.user)
    session.mount(uri, apache.password)
    session.run("sh", "-c", 'printf text | gio save "$1/new"', "sh", uri)
    assert (apache.files / "private/new").read_text() == "text"


@pytest.mark.parametrize("kind", ["read", "write", "append", "map", "stream", "replace"])
def test_file_holders(session, samba, hold, kind):
    original = samba.path("public") / "file"
    original.write_text("0123456789")
    session.mount(samba.uri())
    folder = session.wait_for_fuse(samba.folder())
    target = samba.uri(path="file") if kind in ("stream", "replace") else folder / "file"
    holder = hold(kind, target, name="report-writer")
    assert processes.name(holder.pid) == "report-writer"
    if kind in ("read", "stream"):
        assert holder.read(4) == "ok 0123"
    elif kind == "map":
        assert holder.read(3) == "ok 3"
    else:
        assert holder.write("new") == "ok"
    assert holder.close() == "ok"
    if kind in ("write", "append", "replace"):
        wanted = "0123456789new" if kind == "append" else "new"
        wait_for(lambda: original.read_text() == wanted, what=f"{wanted} in {original}")


@pytest.mark.parametrize("kind", ["cwd", "dir"])
def test_directory_holders(session, samba, hold, kind):
    (samba.path("public") / "one").mkdir()
    session.mount(samba.uri())
    holder = hold(kind, session.wait_for_fuse(samba.folder()))
    assert holder.do("list") == "ok one"
    assert holder.close() == "ok"


def test_holder_tells_of_its_loss(session, samba, hold):
    session.mount(samba.uri())
    holder = hold("write", session.wait_for_fuse(samba.folder()) / "file")
    session.unmount(samba.uri())
    assert holder.write("lost") == "EIO"


def test_holder_tells_that_it_cannot_open(session, hold):
    assert hold("read", session.home / "none", check=False).opened == "ENOENT"


@pytest.mark.netns
def test_dropped_packets(session, samba):
    assert netns.is_active()
    session.mount(samba.uri())
    netns.drop(samba.address)
    slow = session.spawn("gio", "list", samba.uri())
    time.sleep(1)
    assert slow.poll() is None
    netns.pass_on()
    assert slow.wait(timeout=30) == 0


@pytest.mark.limit(2)
@pytest.mark.xfail(raises=TimeoutError, strict=True)
def test_time_limit():
    time.sleep(10)
