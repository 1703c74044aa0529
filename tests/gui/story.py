# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the fake service tells: see fake_service.py."""

import json
import os
import signal
import time
from pathlib import Path

from testbed.session import SERVICE_NAME

_PROGRAM = Path(__file__).with_name("fake_service.py")


class Story:
    """A session's service, replaced by one that says what it is told."""

    def __init__(self, session, **parts):
        self._session = session
        self._file = session.directory / "story.json"
        self._parts = parts
        self._write()
        session.bus.add_service(SERVICE_NAME, f"/usr/bin/python3 {_PROGRAM} {self._file}")

    def tell(self, **parts):
        """Change parts of it; the window hears of it at once."""
        self._parts.update(parts)
        self._write()
        pid = self._session.bus.pid(SERVICE_NAME)
        if pid is not None:
            os.kill(pid, signal.SIGHUP)

    def kill(self):
        os.kill(self._session.bus.pid(SERVICE_NAME), signal.SIGKILL)

    def calls(self):
        """[[method, arguments…]] that were made."""
        path = Path(f"{self._file}.calls")
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def _write(self):
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._parts))
        new.rename(self._file)


def earlier_today(seconds):
    """So many seconds ago, if that was not yesterday: of today only the hour is shown."""
    midnight = time.mktime(time.localtime()[:3] + (0, 0, 0, 0, 0, -1))
    return int(max(time.time() - seconds, midnight))


def drive(local, remote=None, **values):
    """A drive that is fine, but for VALUES: properties of the interface."""
    remote = remote or f"\\\\fileserver\\{local.rstrip(':').lower().replace(' ', '-')}"
    facts = {
        "Local": local,
        "Remote": remote,
        "Uri": "smb://ann@" + remote.strip("\\").replace("\\", "/"),
        "Path": f"/home/ann/Drives/{local.rstrip(':')}",
        "User": "ann",
        "Remembered": True,
        "Since": earlier_today(3600),
        "UseCount": 1,
    }
    facts.update(values)
    if facts.get("Status", "ok") in ("unavailable", "connecting", "needs-password"):
        facts.update(Path="", UseCount=0)
    return facts


def connection(remote, **values):
    """A connection without a local name."""
    facts = {
        "Remote": remote,
        "Uri": "smb:" + remote.replace("\\", "/"),
        "Path": "/run/user/1000/gvfs/" + remote.strip("\\").replace("\\", "-"),
        "Deviceless": True,
        "Since": earlier_today(600),
        "UseCount": 1,
    }
    facts.update(values)
    return facts


def open_file(pid, program, path=None, mode="rw", **values):
    """A holder."""
    facts = {"pid": pid, "program": program, "kind": "file" if path else "stream"}
    facts["source"] = "proc" if path else "stream"
    facts["user"] = "ann"
    if path:
        facts["path"] = path
    if mode:
        facts["mode"] = mode
    if not path:
        facts["note"] = "opened through GIO; the name of the file is not known"
    facts.update(values)
    return facts


def server(name, **values):
    """A server that is announced: for "servers"."""
    return {"name": name, "uri": f"smb://{name}/", "source": "network", **values}


def share(name, on="fileserver", **values):
    """A folder that is shared, by the server ON: for "shares"."""
    facts = {"name": name, "type": "disk", "comment": "", "hidden": name.endswith("$")}
    facts.update(values)
    if facts["type"] == "disk":
        facts.setdefault("remote", f"\\\\{on}\\{name}")
    return facts


def step(name, result="good", text="", **values):
    """What a diagnosis found: for "steps"."""
    return {"step": name, "result": result, "text": text, "advice": "", "elapsed-ms": 12, **values}


def server_file(number, path, user, mode="rw", **values):
    """What somebody has open on the server: for "server-holders"."""
    facts = {"id": number, "server-path": path, "user": user, "mode": mode}
    return {**facts, "kind": "server", "source": "server", "path": path, **values}
