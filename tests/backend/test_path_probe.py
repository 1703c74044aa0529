# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Once the probe says that a path works, every open must: GVfs before 1.52.1 forgets slowly.

DRIVEMAP_REMOUNTS: how often it is mounted again (a few by default).
"""

import os
import signal
import subprocess

import pytest

from testbed.waiting import wait_for

REMOUNTS = int(os.environ.get("DRIVEMAP_REMOUNTS", "5"))

# Run with a folder: many threads open and read; prints one errno for each failure.
OPENER = """
import os, sys, threading
def work(number):
    for name, flags in (("file", os.O_RDONLY), (f"by-{os.getpid()}-{number}", os.O_WRONLY | os.O_CREAT),
                        ("file", os.O_RDONLY), ("file", os.O_WRONLY | os.O_APPEND)):
        try:
            fd = os.open(f"{sys.argv[1]}/{name}", flags, 0o644)
            os.read(fd, 10) if flags == os.O_RDONLY else os.write(fd, b"x")
            os.close(fd)
        except OSError as error:
            print(name, error.errno, flush=True)
threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
"""
OPENS_PER_PROCESS = 8 * 4


class Probed:
    def __init__(self, session, build, samba):
        self.session = session
        self.uri = samba.uri("public")
        self.folder = samba.folder("public")
        self.path = session.fuse / self.folder
        self.driver = build.directory / "tests/backend/test-path-probe-driver"

    def probe(self, deadline=5000, *more):
        """(word, milliseconds, message)"""
        text = self.session.run(self.driver, self.path, deadline, *more).stdout
        word, ms, message = text.rstrip("\n").split("\t")
        return word, float(ms), message

    def open_a_lot(self, n_processes=2):
        """(how many opens, what failed)"""
        processes = [
            self.session.spawn("/usr/bin/python3", "-c", OPENER, self.path,
                               stdout=subprocess.PIPE, text=True)
            for _ in range(n_processes)
        ]
        failures = [line for process in processes for line in process.communicate()[0].splitlines()]
        return n_processes * OPENS_PER_PROCESS, failures

    def end_backend(self):
        os.kill(self.session.backend_pid(self.folder), signal.SIGKILL)
        wait_for(lambda: self.folder not in self.session.mounts())


@pytest.fixture
def probed(session, build, samba):
    (samba.path("public") / "file").write_text("content\n")
    return Probed(session, build, samba)


def test_first_mount(probed):
    probed.session.mount(probed.uri)
    word, ms, _ = probed.probe()
    assert word == "works" and ms < 300, (word, ms)
    _, failures = probed.open_a_lot()
    assert not failures


@pytest.mark.limit(900)
@pytest.mark.parametrize("way", ["ended", "unmounted", "unmounted-while-open"])
def test_remounts(probed, way):
    times, opens, failures = [], 0, []
    for round_ in range(REMOUNTS):
        probed.session.mount(probed.uri)
        word, ms, message = probed.probe(10000)
        assert word == "works", message
        if round_ > 0:
            times.append(ms)
        n, failed = probed.open_a_lot()
        opens, failures = opens + n, failures + failed
        take_down(probed, way)
    print(f"{way}: {REMOUNTS} mounts, {opens} opens, {len(failures)} failed; the probe took "
          f"{min(times):.0f}–{max(times):.0f} ms, median {sorted(times)[len(times) // 2]:.0f}")
    assert not failures


def take_down(probed, way):
    if way == "ended":
        probed.end_backend()
    elif way == "unmounted":
        probed.session.unmount(probed.uri)
    else:
        with (probed.path / "file").open("rb") as file:
            file.read(1)
            probed.session.unmount(probed.uri)


@pytest.mark.limit(60)
def test_few_threads_know(probed, build, second_samba):
    """Only the thread of gvfsd-fuse that knew the old backend can forget it."""
    probed.session.mount(second_samba.uri("public"))
    (second_samba.path("public") / "file").write_text("other\n")
    busy = Probed(probed.session, build, second_samba)
    assert busy.probe()[0] == "works"
    for _ in range(REMOUNTS):
        assert not busy.open_a_lot()[1]
        probed.session.mount(probed.uri)
        assert probed.probe()[0] == "works"
        (probed.path / "file").read_text()
        probed.end_backend()
    probed.session.mount(probed.uri)
    word, ms, _ = probed.probe()
    assert word == "works" and ms < 10000
    assert not probed.open_a_lot()[1]


def test_not_mounted(probed):
    probed.session.gio("list", "/")
    word, ms, message = probed.probe(300)
    assert word == "error" and 250 < ms < 10000
    assert str(probed.path) in message


@pytest.mark.limit(90)
def test_dead_server(probed, samba):
    """It gives up at the deadline, whatever state its program is in."""
    probed.session.mount(probed.uri)
    assert probed.probe()[0] == "works"
    samba.freeze()
    try:
        word, ms, _ = probed.probe(500)
        assert word == "error" and 450 < ms < 10000
    finally:
        samba.thaw()
    assert probed.probe()[0] == "works"


def test_cancel(probed):
    word, ms, _ = probed.probe(5000, 100)
    assert word == "error" and ms < 10000


def test_writes_nothing(probed, samba):
    probed.session.mount(probed.uri)
    before = sorted(os.listdir(samba.path("public")))
    assert probed.probe()[0] == "works"
    assert sorted(os.listdir(samba.path("public"))) == before


# The space


def ask_space(session, build, path, timeout=10):
    return session.run(
        build.libexecdir / "drivemap-path-probe", "--space", path, timeout=timeout, check=False
    )


def test_space(session, build, probed):
    probed.session.mount(probed.uri)
    size, blocks, free = session.run("stat", "-f", "-c", "%S %b %a", probed.path).stdout.split()
    total, available = ask_space(session, build, probed.path).stdout.split()
    assert int(total) == int(size) * int(blocks)
    assert abs(int(available) - int(size) * int(free)) < 512 * 1024 * 1024


def test_space_where_there_are_no_sizes(session, build):
    assert ask_space(session, build, "/proc").stdout == "0 0\n"


def test_space_that_cannot_be_told(session, build, tmp_path):
    (tmp_path / "file").write_text("")
    result = ask_space(session, build, tmp_path / "file/below")
    assert (result.returncode, result.stdout) == (1, "")
