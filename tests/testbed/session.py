# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private desktop session: directories, bus, keyring, GVfs."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from gi.repository import GLib

from . import processes
from .build import Build
from .bus import Bus
from .keyring import Keyring
from .waiting import wait_for

SERVICE_NAME = "io.github.drivemap.Drivemap.Service"
TRACKER = ("org.gtk.vfs.Daemon", "/org/gtk/vfs/mounttracker", "org.gtk.vfs.MountTracker")

# 107 characters less what ssh's control socket appends: "/gvfsd-sftp/", 40, 17.
LONGEST_RUNTIME = 38

_GVFS_SERVICES = ("org.gtk.vfs.Daemon", "org.gtk.vfs.Metadata")
# Said of a process that is killed, or starts a thread, while it looks for leaks.
_NO_FINDINGS = ("Unable to get registers from thread", "was not suspended. False leaks")
_PASSED_ON = (
    "ASAN_OPTIONS",
    "LSAN_OPTIONS",
    "UBSAN_OPTIONS",
    "G_DEBUG",
    "G_MESSAGES_DEBUG",
    "G_SLICE",
    "TERM",
    "DRIVEMAP_RUN",
    "DRIVEMAP_NETNS",
)


class Session:
    """One user's session.

    keyring: "unlocked", "locked" or "absent".
    language: None for plain English, else a language such as "de".
    env: more environment variables for everything in the session.
    runtime: XDG_RUNTIME_DIR, where it has to be an empty one that is there already.
    """

    def __init__(self, *, build=None, keyring="unlocked", language=None, env=None, runtime=None):
        self.build = build or Build()
        self.directory = Path(tempfile.mkdtemp(prefix="s-"))
        self.home = self.directory / "home"
        self.runtime = runtime or self.directory / "run"
        assert len(str(self.runtime)) <= LONGEST_RUNTIME, "TMPDIR is too long for sockets"
        self.log_file = self.directory / "session.log"
        self._make_directories()
        self.log = self.log_file.open("ab", buffering=0)
        self.env = self._make_env(language, env or {})
        self.bus = Bus(self.directory, self.runtime / "bus", self._services(keyring))
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.bus.address
        self.keyring = None
        self._spawned = []
        self._closed = False
        try:
            self._start(keyring)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End everything, unmount FUSE and remove the directories."""
        if self._closed:
            return
        self._closed = True
        self._end_own_programs()
        self.bus.stop()
        processes.end_all(self.pids)
        if self.keyring is not None:
            self.keyring.stop()
        self._unmount_fuse()
        self.log.close()
        problems = self.problems()
        shutil.rmtree(self.directory)
        assert not problems, "\n".join(["our programs complained:"] + problems)

    def pids(self):
        """All processes of this session (not the servers')."""
        found = set(processes.with_marker(self.directory))
        # ssh-agent hides its environment, even from its user.
        found.update(child.pid for child in self._spawned if child.poll() is None)
        return sorted(found)

    @property
    def marker(self):
        return str(self.directory)

    @property
    def fuse(self):
        """Where GVfs shows its mounts as files."""
        return self.runtime / "gvfs"

    def run(self, *argv, input=None, timeout=30.0, env=None, cwd=None, check=True):
        """Run a program in the session; returns the CompletedProcess, with text."""
        result = subprocess.run(
            [str(word) for word in argv],
            env={**self.env, **(env or {})},
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            cwd=cwd or self.home,
            timeout=timeout,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if check and result.returncode != 0:
            raise AssertionError(
                f"{' '.join(map(str, argv))}: exit {result.returncode}\n"
                f"{result.stdout}{result.stderr}"
            )
        return result

    def spawn(self, *argv, env=None, **options):
        """Start a program in the session; returns the Popen."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", self.log)
        options.setdefault("stderr", self.log)
        options.setdefault("cwd", self.home)
        child = subprocess.Popen(
            [str(word) for word in argv], env={**self.env, **(env or {})}, **options
        )
        self._spawned.append(child)
        return child

    def set_env(self, **variables):
        """For all that starts from now on, also through the bus."""
        variables = {key: str(value) for key, value in variables.items()}
        self.env.update(variables)
        self.bus.set_env(variables)

    def gio(self, *arguments, **options):
        return self.run("gio", *arguments, **options)

    def mount(self, uri, password=None):
        """Mount with plain GVfs, as a file manager does: anonymously without PASSWORD.

        With one the URI must name the user; nothing is saved."""
        if password is None:
            return self.gio("mount", "--anonymous", uri)
        answers = f"WORKGROUP\n{password}\n" if uri.startswith("smb:") else f"{password}\n"
        return self.gio("mount", uri, input=answers)

    def unmount(self, uri):
        return self.gio("mount", "--unmount", uri)

    def mounts(self):
        """What GVfs has mounted: {FUSE folder name: (bus name, mount spec)}."""
        if not self.bus.has_owner(TRACKER[0]):
            return {}
        (listed,) = self.bus.call(*TRACKER, "ListMounts2", GLib.Variant("(b)", (False,)))
        found = {}
        for mount in listed:
            items = {key: bytes(value).rstrip(b"\0").decode() for key, value in mount[10][1].items()}
            found[mount[3]] = (mount[0], items)
        return found

    def backend_pid(self, folder):
        """The gvfsd-* process that serves the mount with this FUSE folder name."""
        return self.bus.pid(self.mounts()[folder][0])

    def wait_for_fuse(self, folder, timeout=5.0):
        """The path of a FUSE folder, once it is there."""
        path = self.fuse / folder
        wait_for(lambda: folder in os.listdir(self.fuse), timeout, f"{path}")
        return path

    def problems(self):
        """Criticals and sanitizer reports of our own programs in the log."""
        text = self.log_file.read_text(errors="replace")
        found = re.findall(r"^.*drivemap\S*:\d+\).*(?:CRITICAL|ERROR) \*\*.*$", text, re.M)
        found += re.findall(r"^.*drivemap.*-CRITICAL \*\*.*$", text, re.M)
        for report in sorted(self.directory.glob("sanitizer.*")):
            lines = report.read_text(errors="replace").splitlines()
            lines = [line for line in lines if not any(words in line for words in _NO_FINDINGS)]
            if any(lines):
                found.append("\n".join(lines))
        found += re.findall(r"^.*runtime error: .*$", text, re.M)
        return list(dict.fromkeys(found))

    def logs(self):
        """[(title, text)] for a failed test."""
        if self._closed:
            return []
        return [("session log", self.log_file.read_text(errors="replace"))]

    def _make_directories(self):
        for path in (self.home, self.runtime, self.directory / "tmp"):
            path.mkdir(exist_ok=path == self.runtime)
        self.runtime.chmod(0o700)
        for name in ("config", "data", "state", "cache"):
            (self.home / name).mkdir()

    def _make_env(self, language, more):
        user = pwd.getpwuid(os.getuid()).pw_name
        env = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        env.update(
            PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
            HOME=str(self.home),
            USER=user,
            LOGNAME=user,
            SHELL="/bin/sh",
            TMPDIR=str(self.directory / "tmp"),
            XDG_CONFIG_HOME=str(self.home / "config"),
            XDG_DATA_HOME=str(self.home / "data"),
            XDG_STATE_HOME=str(self.home / "state"),
            XDG_CACHE_HOME=str(self.home / "cache"),
            XDG_RUNTIME_DIR=str(self.runtime),
            XDG_DATA_DIRS="/usr/local/share:/usr/share",
            XDG_CONFIG_DIRS="/etc/xdg",
            GVFS_REMOTE_VOLUME_MONITOR_IGNORE="1",
            GSETTINGS_BACKEND="memory",
            LC_ALL="C.UTF-8",
            DRIVEMAP_LIBEXECDIR=self.build.libexec_path,
        )
        if language is not None:
            env["LANGUAGE"] = language
        for kind in ("ASAN", "UBSAN"):
            old = env.get(f"{kind}_OPTIONS", "")
            path = self.directory / "sanitizer"
            env[f"{kind}_OPTIONS"] = f"{old}:log_path={path}".lstrip(":")
        env[processes.MARKER] = str(self.directory)
        env.update(more)
        return env

    def _services(self, keyring):
        services = {name: None for name in _GVFS_SERVICES}
        services[SERVICE_NAME] = self.build.service
        if keyring not in ("unlocked", "locked", "absent"):
            raise ValueError(keyring)
        return services

    def _start(self, keyring):
        self.bus.start(self.env, self.log)
        if keyring != "absent":
            self.keyring = Keyring(self)
        if keyring == "locked":
            self.keyring.lock()

    def _own_pids(self):
        own = f"{self.build.directory}/"
        return [pid for pid in self.pids() if _executable(pid).startswith(own)]

    def _end_own_programs(self):
        """Ours get time to leave properly: a sanitizer reports at exit."""
        own = self._own_pids()
        processes.send(own, signal.SIGCONT)
        processes.send(own, signal.SIGTERM)
        deadline = time.monotonic() + 3
        while any(map(processes.is_running, own)) and time.monotonic() < deadline:
            time.sleep(0.01)

    def _unmount_fuse(self):
        for point in (self.runtime / "doc", self.fuse):
            if _is_mounted(point):
                subprocess.run(["fusermount3", "-u", "-z", point], check=False)
            if _is_mounted(point):
                raise RuntimeError(f"{point} is still mounted")


def _executable(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def _is_mounted(path):
    mountinfo = Path("/proc/self/mountinfo").read_text(errors="replace")
    return any(line.split()[4] == str(path) for line in mountinfo.splitlines())
