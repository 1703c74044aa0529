# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drives.ini never loses a drive: the service is killed, and the disk is full, at
each step of a save; others write it at the same time; editors change it."""

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import subprocess
import tempfile
import time
from collections import Counter

import pytest
from gi.repository import Gio, GLib

from callers import Caller, Pending
from testbed import wait_for
from testbed.service import ROOT, ServiceError
from testbed.session import SERVICE_NAME

pytestmark = pytest.mark.once

SANITIZED = "DRIVEMAP_SANITIZED" in os.environ
LIMIT = 400

FILE = """# my drives, by hand

[Z:]
Colour=red
Remote=smb://anna@127.0.0.1:1/team/
IdleMinutes=30

# songs
[Music]
Remote=smb://127.0.0.1:1/music/
# the end
"""
DRIVES = {"Z:", "Music"}


@pytest.fixture
def drives_ini(session):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE)
    return path


def choose(service, local, minutes):
    settings = {"idle-minutes": GLib.Variant("u", minutes)}
    service.call("SetDriveSettings", "sa{sv}a{sv}", local, settings, {})


def remember(service, local):
    service.map(local, "smb://127.0.0.1:1/new", connect=False)


def rename(service):
    service.call("Rename", "ssa{sv}", "Music", "Songs [old]", {})


def forget(service):
    service.call("SetRemembered", "sba{sv}", "Music", False, {})


SAVES = {
    "map": lambda service: remember(service, "New"),
    "settings": lambda service: choose(service, "Z:", 5),
    "rename": rename,
    "forget": forget,
}


def others(path):
    """What stands beside it."""
    return sorted(name for name in os.listdir(path.parent) if name != path.name)


def read_drives(text):
    return {
        name.replace("%5B", "[").replace("%5D", "]") for name in re.findall(r"^\[(.+)\]$", text, re.M)
    }


# Faults at each step


# All that a save does with files, and what threads add.
CALLS = (
    "openat,flock,fcntl,fstat,newfstatat,read,write,fchmod,fsync,close,getdents64,"
    "renameat2,rename,unlink,lseek,mkdir"
)
ERRORS = {
    "openat": ("ENOSPC", "EMFILE"),
    "write": ("ENOSPC", "EIO"),
    "fchmod": ("EIO",),
    "fsync": ("ENOSPC", "EIO"),
    "close": ("EIO",),
    "renameat2": ("ENOSPC", "EINVAL"),
    "unlink": ("EIO",),
    "flock": ("EAGAIN", "ENOLCK"),
    "fcntl": ("EINVAL",),
    "read": ("EIO",),
    "newfstatat": ("EIO",),
}


class TooEarly(Exception):
    """The fault hit something that another thread did, before the save began."""


class Tracer:
    """strace on the running service, from here on."""

    def __init__(self, session, pid, inject=None, only=None):
        self._log = tempfile.NamedTemporaryFile(dir=session.env["TMPDIR"], mode="r")
        argv = ["strace", "-f", "-y", "-o", self._log.name, "-e", f"trace={CALLS}", "-p", str(pid)]
        if inject is not None:
            argv += ["-e", f"inject={inject}"]
        if only is not None:
            argv += ["-P", str(only)]
        self._process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: self._is_attached(pid), what="strace")

    def _is_attached(self, pid):
        if self._process.poll() is not None:
            words = self._process.stderr.read()
            self._log.close()
            if "not permitted" in words:
                pytest.skip("processes may not be traced here")
            raise (TooEarly if " attached" in words else AssertionError)(words)
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{thread}/status") as file:
                    if re.search(r"^TracerPid:\s+0$", file.read(), re.M):
                        return False
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def end(self):
        """Let go; returns what was seen."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            # strace may wait for ever for a thread that dies just now; without
            # strace the kernel lets go of all.
            self._process.kill()
            self._process.communicate()
        with self._log:
            return join_halves(self._log.read().splitlines())


def join_halves(lines):
    """A call that another thread's came between takes two lines."""
    whole, begun = [], {}
    for line in lines:
        pid, _, text = line.partition(" ")
        if text.endswith(" <unfinished ...>"):
            begun[pid] = text.removesuffix(" <unfinished ...>")
        elif "resumed>" in text:
            whole.append(f"{pid} {begun.pop(pid, '')}{text.partition('resumed>')[2]}")
        else:
            whole.append(line)
    return whole + [f"{pid} {text}" for pid, text in begun.items()]


def about_profile(lines):
    """Those about drives.ini, its folder, or a temporary file beside it."""
    return [line for line in lines if re.search(r"/config/drivemap(?:/|>)", line)]


def call_name(line):
    found = re.match(r"(?:\d+ +)?(\w+)\(", line)
    return found[1] if found else None


class Fault:
    def __init__(self, session, service, drives_ini, save):
        self.session, self.service, self.drives_ini, self._save = session, service, drives_ini, save

    def reset(self):
        """The file and the service as before."""
        temporary = self.drives_ini.with_name("by-hand")
        temporary.write_text(FILE)
        temporary.rename(self.drives_ini)
        self.service.start()
        wait_for(lambda: self.service.profile() == (0, ""), what="a good file")
        wait_for(lambda: set(self.service.drives()) == DRIVES, what="the drives of before")
        self.service.wait_for_drive("Z:", Settings={"idle-minutes": 30})

    def _wake(self):
        """Have the service do something, if it runs."""
        with contextlib.suppress(GLib.Error):
            self.session.bus.connection.call_sync(
                SERVICE_NAME,
                ROOT,
                "org.freedesktop.DBus.ObjectManager",
                "GetManagedObjects",
                None,
                None,
                Gio.DBusCallFlags.NO_AUTO_START,
                1000,
                None,
            )

    def run(self, inject=None, only=None):
        """Once, with a fault, in ONLY that file: (what was traced, the error or None)."""
        for _ in range(20):
            with contextlib.suppress(TooEarly):
                return self._run(inject, only)
        raise AssertionError(f"{inject} always hits before the save")

    def _run(self, inject, only):
        self.reset()
        failure = None
        with Caller(self.session) as caller:
            tracer = Tracer(self.session, self.service.pid, inject, only)
            pending = Pending(self._save, caller)
            while not pending.is_done():
                wait_a_little(pending)
                self._wake()
            try:
                pending.result()
            except (ServiceError, GLib.Error) as error:
                failure = error
            return tracer.end(), failure


def wait_a_little(pending):
    """No longer than a save takes, unless a fault has hit a wake-up of a thread."""
    deadline = time.monotonic() + 0.5
    while not pending.is_done() and time.monotonic() < deadline:
        time.sleep(0.005)


def check_next_start(service, drives_ini):
    """It works, says what the file says, and cleans up."""
    service.start()
    assert service.profile() == (0, "")
    assert set(service.drives()) == read_drives(drives_ini.read_text())
    wait_for(lambda: others(drives_ini) == [], what="no leftovers")


@pytest.fixture(params=SAVES if not SANITIZED else ["map"])
def fault(request, session, service, drives_ini):
    return Fault(session, service, drives_ini, SAVES[request.param])


@pytest.mark.limit(LIMIT)
def test_killed_at_each_step(fault):
    """The file is the old or the new one, whole; what was answered is on disk."""
    lines, failure = fault.run()
    assert failure is None
    new = fault.drives_ini.read_text()
    assert new != FILE
    counts = Counter(map(call_name, lines))
    mine = Counter(map(call_name, about_profile(lines)))
    print(f"one save: {dict(mine)} of {dict(counts)}")
    assert {"flock", "write", "fchmod", "fsync", "close", "renameat2", "unlink"} <= set(mine)

    seen = Counter()
    for name in mine:
        for number in range(1, counts[name] + 1):
            _, failure = fault.run(f"{name}:signal=KILL:when={number}")
            text = fault.drives_ini.read_text()
            assert text in (FILE, new), (name, number, text)
            assert failure is not None or text == new, (name, number)
            for left in others(fault.drives_ini):
                assert left.startswith(".drives.ini.drivemap-")
            seen["old" if text == FILE else "new", bool(others(fault.drives_ini))] += 1
            if failure is not None:
                check_next_start(fault.service, fault.drives_ini)
    print(f"the file afterwards, and whether something was left: {dict(seen)}")
    assert {("old", False), ("old", True), ("new", True)} <= set(seen)


@pytest.mark.limit(LIMIT)
def test_fails_at_each_step(fault):
    """Full disk and others: refused and nothing is changed, or done. Then it works."""
    lines, _ = fault.run()
    new = fault.drives_ini.read_text()
    counts = Counter(map(call_name, lines))
    mine = set(map(call_name, about_profile(lines)))
    # GLib ends the program when it cannot read of changes: no fault of the file's.
    counts["read"] = Counter(map(call_name, about_profile(lines)))["read"]

    hit, refusals = set(), set()
    for name, failures in ERRORS.items():
        for number in range(1, counts[name] + 1):
            for code in failures:
                only = fault.drives_ini if name == "read" else None
                lines, failure = fault.run(f"{name}:error={code}:when={number}", only)
                text = fault.drives_ini.read_text()
                hit |= {call_name(line) for line in about_profile(lines) if "(INJECTED)" in line}
                if name == "close":
                    # strace does not close at all: what was locked stays so.
                    fault.service.kill()
                if failure is None:
                    assert text == new, (name, number, code)
                else:
                    assert text == FILE, (name, number, code)
                    assert failure.name == "CannotOpenProfile", failure
                    assert str(fault.drives_ini) in failure.message
                    refusals.add(name)
                    fault.reset()
                    fault._save(fault.service)
                    assert fault.drives_ini.read_text() == new
                assert fault.service.profile() == (0, "")
                assert set(fault.service.drives()) == read_drives(new)
    print(f"refused after a fault in: {sorted(refusals)}")
    assert hit >= {"write", "fchmod", "fsync", "close", "renameat2", "unlink", "openat"} & mine
    assert refusals >= {"write", "fchmod", "fsync", "renameat2", "openat"}
    fault.service.kill()
    check_next_start(fault.service, fault.drives_ini)


# A disk that is full


@contextlib.contextmanager
def small_disk(path, options):
    """A file system of a few pages, in this test's own namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(path), b"tmpfs", 0, options.encode()) != 0:
        raise OSError(ctypes.get_errno(), "mount")
    try:
        yield
    finally:
        libc.umount2(os.fsencode(path), 2)


def fill(path):
    """Write until nothing goes in any more; returns how many pages that took."""
    pages = 0
    with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pages += 1
    return pages


@pytest.mark.netns
@pytest.mark.limit(LIMIT)
def test_full_disk(service, drives_ini):
    """Of space for 0, 1, 2, … pages, while the file needs four."""
    text = FILE + "".join(f"# {number} {'x' * 70}\n" for number in range(190))
    with small_disk(drives_ini.parent, "size=64k"):
        drives_ini.write_text(text)
        filler = drives_ini.with_name("filler")
        pages = fill(filler)
        service.start()
        assert set(service.drives()) == DRIVES
        refused = 0
        while not save_with_free_pages(service, drives_ini, filler, pages - refused, text):
            refused += 1
        print(f"refused with 0 to {refused - 1} pages free")
        assert refused >= 4
        assert drives_ini.read_text() == text + "\n[New]\nRemote=smb://127.0.0.1:1/new/\n"
        assert others(drives_ini) == ["filler"]


def save_with_free_pages(service, drives_ini, filler, pages, text):
    """Whether it succeeded beside a filler of so many pages."""
    os.truncate(filler, pages * 4096)
    try:
        remember(service, "New")
    except ServiceError as error:
        assert error.name == "CannotOpenProfile" and str(drives_ini) in error.message
        assert drives_ini.read_text() == text and others(drives_ini) == ["filler"]
        assert set(service.drives()) == DRIVES and service.profile() == (0, "")
        return False
    return True


@pytest.mark.netns
def test_no_room_for_another_file(service, drives_ini):
    with small_disk(drives_ini.parent, "size=64k,nr_inodes=8"):
        drives_ini.write_text(FILE)
        service.start()
        with pytest.raises(OSError) as caught:
            for count in range(9):
                drives_ini.with_name(f"filler-{count}").touch()
        assert caught.value.errno == errno.ENOSPC
        for save in SAVES.values():
            with pytest.raises(ServiceError) as refusal:
                save(service)
            assert refusal.value.name == "CannotOpenProfile"
            assert drives_ini.read_text() == FILE
        drives_ini.with_name("filler-0").unlink()
        remember(service, "New")
        assert set(service.drives()) == DRIVES | {"New"}


# Others write at the same time


def replace_whole(path, text):
    """As careful programs do, and sed -i."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text)
    temporary.rename(path)


def append_under_lock(path, count):
    """A program that plays by the rules of dm-drive-store.h."""
    for number in range(count):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        replace_whole(path, f"{path.read_text()}\n[script {number:02d}]\nRemote=smb://127.0.0.1:1/script/\n")
        os.close(folder)
        time.sleep(0.003)


def loop(function, *arguments):
    """In a process of its own, so that it writes at its own pace."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            function(*arguments)
            status = 0
        finally:
            os._exit(status)
    return child


def join(child):
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.limit(LIMIT)
def test_all_play_by_the_rules(service, session, build, drives_ini):
    """The service, a store in another process and a script: nothing is lost."""
    count = 12 if SANITIZED else 40
    service.start()
    driver = session.spawn(build.directory / "tests/backend/test-drive-store-driver", drives_ini, "other", count)
    script = loop(append_under_lock, drives_ini, count)
    for number in range(count):
        remember(service, f"mine {number:02d}")
        choose(service, f"mine {number:02d}", number + 1)
        choose(service, "Z:", number + 1)
        if number % 2:
            service.call("SetRemembered", "sba{sv}", f"mine {number:02d}", False, {})
    join(script)
    assert driver.wait(60) == 0

    expected = DRIVES | {f"script {n:02d}" for n in range(count)}
    expected |= {f"mine {n:02d}" for n in range(0, count, 2)}
    expected |= {f"other {n:02d} new" for n in range(0, count, 4)}
    expected |= {f"other {n:02d}" for n in range(2, count, 4)}
    text = drives_ini.read_text()
    assert read_drives(text) == expected
    assert "Colour=red" in text and "# songs" in text and f"IdleMinutes={count}\n" in text
    wait_for(lambda: set(service.drives()) == expected, what="the list")
    for number in range(0, count, 2):
        assert service.drives()[f"mine {number:02d}"]["Settings"] == {"idle-minutes": number + 1}
    assert others(drives_ini) == []


def write_in_place(path, text):
    """As many editors do: the file is empty, then half of itself, for a while."""
    with open(path, "w") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        time.sleep(0.01)
        file.write(text[len(text) // 2 :])


def write_like_vim(path, text):
    """The old one becomes the backup, for a while there is none."""
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    time.sleep(0.01)
    with open(path, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    backup.unlink()


def use_sed(path, text):
    """As a person would: -i writes a new file and renames it."""
    (colour,) = re.findall(r"^Colour=(.*)$", text, re.M)
    subprocess.run(["sed", "-i", f"s/^Colour=.*/Colour={colour}/", path], check=True)


WRITERS = {
    "replace": replace_whole,
    "in-place": write_in_place,
    "vim": write_like_vim,
    "sed": use_sed,
}


def recolour(path, write, count):
    """Somebody who does not know of locks: each change must still be there
    before the next."""
    for number in range(count):
        text = path.read_text() if number else FILE
        write(path, re.sub("^Colour=.*", f"Colour={number}", text, flags=re.M))
        time.sleep(0.02 + 0.001 * (number % 7))
        found = path.read_text()
        assert f"\nColour={number}\n" in found, f"{number}: {found}"
        assert read_drives(found) >= DRIVES, found


@pytest.mark.limit(LIMIT)
@pytest.mark.parametrize("kind", WRITERS)
def test_somebody_who_does_not(service, drives_ini, kind):
    """What they wrote is never taken back by us, and the list keeps its drives.

    They may take back ours, when they had read the file before; never the last."""
    count = 20 if SANITIZED else 60
    service.start()
    writer = loop(recolour, drives_ini, WRITERS[kind], count)
    saved = 0
    try:
        while os.waitid(os.P_PID, writer, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            choose(service, "Z:", saved % 1000 + 1)
            saved += 1
            assert set(service.drives()) == DRIVES
            time.sleep(0.002)
    finally:
        join(writer)
    print(f"{saved} saves beside {count}")
    assert saved >= count // 2
    choose(service, "Z:", 77)
    text = drives_ini.read_text()
    assert read_drives(text) == DRIVES and f"Colour={count - 1}\n" in text and "IdleMinutes=77\n" in text
    assert "# songs" in text and "# the end" in text
    service.wait_for_drive("Z:", Settings={"idle-minutes": 77})
    assert set(service.drives()) == DRIVES and service.profile() == (0, "")
    assert others(drives_ini) == []


def test_somebody_keeps_it_open_for_writing(service, drives_ini):
    """Refused after a while, rather than to write what is lost."""
    service.start()
    with open(drives_ini, "a") as file:
        with pytest.raises(ServiceError) as refusal:
            remember(service, "New")
        assert refusal.value.name == "CannotOpenProfile" and "another program" in refusal.value.message
        assert drives_ini.read_text() == FILE
        file.write("\n[By hand]\nRemote=smb://127.0.0.1:1/hand/\n")
    remember(service, "New")
    assert read_drives(drives_ini.read_text()) == DRIVES | {"By hand", "New"}


def test_somebody_keeps_the_lock(service, drives_ini):
    service.start()
    folder = os.open(drives_ini.parent, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with pytest.raises(ServiceError) as refusal:
        remember(service, "New")
    assert refusal.value.name == "CannotOpenProfile" and "another program" in refusal.value.message
    # Reading goes on.
    replace_whole(drives_ini, FILE + "\n[By hand]\nRemote=smb://127.0.0.1:1/hand/\n")
    service.wait_for_drive("By hand")
    os.close(folder)
    remember(service, "New")
    assert read_drives(drives_ini.read_text()) == DRIVES | {"By hand", "New"}


# Editors


def write_like_emacs(path, text):
    """The first save of a session keeps the old one as a backup."""
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)


def append(path, text):
    old = path.read_text()
    assert text.startswith(old)
    subprocess.run(["sh", "-c", 'printf %s "$1" >>"$2"', "sh", text[len(old) :], path], check=True)


def truncate_first(path, text):
    """echo -n > file; then cat >> file."""
    path.write_text("")
    time.sleep(0.05)
    with open(path, "a") as file:
        file.write(text)


def remove_first(path, text):
    path.unlink()
    time.sleep(0.05)
    path.write_text(text)


def append_with_sed(path, text):
    added = text.removeprefix(path.read_text()).replace("\n", "\\n")
    subprocess.run(["sed", "-i", f"$s|$|\\n{added.removesuffix(chr(92) + 'n')}|", path], check=True)


EDITORS = {
    "replace": replace_whole,
    "in-place": write_in_place,
    "vim": write_like_vim,
    "emacs": write_like_emacs,
    "append": append,
    "truncate-first": truncate_first,
    "remove-first": remove_first,
    "sed": append_with_sed,
}


@pytest.mark.parametrize("kind", EDITORS)
def test_change_by_hand_is_taken_up(service, cli, drives_ini, kind):
    """Again and again, and no other drive goes from the list meanwhile."""
    service.start()
    expected = set(DRIVES)
    for number in range(4):
        text = drives_ini.read_text()
        name = f"By hand {number}"
        pending = Pending(EDITORS[kind], drives_ini, f"{text}\n[{name}]\nRemote=smb://127.0.0.1:1/hand/\n")
        while not pending.is_done():
            assert set(service.drives()) >= expected
        pending.result()
        expected.add(name)
        deadline = time.monotonic() + 15
        while set(service.drives()) != expected and time.monotonic() < deadline:
            assert set(service.drives()) >= expected - {name}
        assert {row["local"] for row in cli.json("list")} == expected
        # And ours goes on from there.
        choose(service, name, number + 1)
        assert read_drives(drives_ini.read_text()) == expected
    assert service.profile() == (0, "")


def test_leftovers_of_others_are_not_ours(service, drives_ini):
    """Only what an edit of ours can have left is removed."""
    kept = ["drives.ini.backup", "drives.ini.ABC123", "drives.ini~", ".drives.ini.swp", ".drives.ini.drivemap-x"]
    for name in kept:
        drives_ini.with_name(name).write_text("[Z:]\n")
    drives_ini.with_name(".drives.ini.drivemap-abc123").write_text("[Z:]\n")
    service.start()
    remember(service, "New")
    assert others(drives_ini) == sorted(kept)
