# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding and ending the processes that a test started, and only these."""

import os
import signal
import time
from pathlib import Path

MARKER = "DRIVEMAP_TESTBED"


def _read(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _all():
    own = os.getpid()
    return [int(p) for p in os.listdir("/proc") if p.isdigit() and int(p) != own]


def state(pid):
    """The state letter of a process, "" when there is none."""
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return fields[0].decode() if fields else ""


def thread_states(pid):
    """The state letters of its threads that there are."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    return list(filter(None, (state(f"{pid}/task/{thread}") for thread in threads)))


def is_running(pid):
    return state(pid) not in ("", "Z", "X")


def name(pid):
    return _read(pid, "comm").decode(errors="replace").strip()


def command(pid):
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()


def children(pid):
    """The direct children of a process."""
    found = []
    for other in _all():
        fields = _read(other, "stat").rpartition(b")")[2].split()
        if len(fields) > 1 and int(fields[1]) == pid:
            found.append(other)
    return found


def with_marker(value):
    """Processes with this marker in their environment."""
    entry = f"{MARKER}={value}".encode()
    return [
        pid
        for pid in _all()
        if entry in _read(pid, "environ").split(b"\0") and is_running(pid)
    ]


def with_argument(text):
    """Processes that have this text in an argument (a private path)."""
    text = os.fsencode(str(text))
    return [pid for pid in _all() if text in _read(pid, "cmdline") and is_running(pid)]


def in_session(sid):
    """Processes of one setsid() session."""
    found = []
    for pid in _all():
        fields = _read(pid, "stat").rpartition(b")")[2].split()
        if len(fields) > 3 and int(fields[3]) == sid and fields[0] not in (b"Z", b"X"):
            found.append(pid)
    return found


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def end_all(find, patience=0.5, timeout=5.0):
    """Terminate what find() gives; kill what is left after patience seconds."""
    send(find(), signal.SIGTERM)
    send(find(), signal.SIGCONT)
    start = time.monotonic()
    left = []
    while True:
        # All of /proc is read again only when those that were found have gone.
        left = [pid for pid in left if is_running(pid)] or find()
        if not left:
            return
        waited = time.monotonic() - start
        if waited > timeout:
            names = [f"{pid} {command(pid)}" for pid in left]
            raise RuntimeError(f"these processes do not end: {names}")
        if waited > patience:
            left = find()
            send(left, signal.SIGKILL)
        time.sleep(0.01)
