# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that keep something on a mount open, and say how they fare."""

import json
import shutil
import subprocess
from pathlib import Path

_PROGRAM = Path(__file__).with_name("holder_program.py")
PYTHON = "/usr/bin/python3"


class Holder:
    """A child process of a session that holds one thing.

    kind: one of
      "read"     a FUSE file, opened for reading
      "write"    a FUSE file, created or emptied for writing
      "append"   a FUSE file, opened for appending
      "cwd"      a FUSE directory as working directory
      "dir"      a FUSE directory, opened
      "map"      a FUSE file, mapped (the descriptor is closed)
      "stream"   a URI, read through GIO
      "replace"  a URI, replaced through GIO
    name: what the program is called, in /proc/PID/exe, and cut to 15 in comm.

    The first thing that happens is the opening: .opened is "ok" or an error.
    Every do() then returns "ok", "ok TEXT" or an error: an errno's name, or
    "g-io-error-quark:CODE" from GIO.
    """

    def __init__(self, session, kind, target, name="holder", check=True):
        self.kind = kind
        self.target = str(target)
        program = self._named_program(session, name)
        self._process = session.spawn(
            program,
            _PROGRAM,
            kind,
            self.target,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            bufsize=1,
        )
        self.pid = self._process.pid
        self.opened = self._read_answer()
        if check:
            assert self.opened == "ok", f"{kind} {target}: {self.opened}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def do(self, verb, text=""):
        """read [COUNT], rest (read on to the end), write TEXT, sync, stat, list,
        getcwd, close."""
        self.send(verb, text)
        return self._read_answer()

    def send(self, verb, text=""):
        """As do(), without waiting; answer() then waits."""
        self._process.stdin.write(f"{verb} {json.dumps(str(text))}\n")
        self._process.stdin.flush()

    def answer(self):
        return self._read_answer()

    def read(self, count=1):
        return self.do("read", count)

    def write(self, text):
        return self.do("write", text)

    def close(self):
        """Close what it holds; the program goes on. Returns what it saw."""
        return self.do("close")

    def is_running(self):
        return self._process.poll() is None

    @property
    def returncode(self):
        return self._process.poll()

    def end(self):
        """End the program, which lets go of everything."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(timeout=10)
        self._process.stdin.close()
        self._process.stdout.close()

    def wait(self, timeout=10):
        return self._process.wait(timeout=timeout)

    @staticmethod
    def _named_program(session, name):
        """A copy of the interpreter: what the kernel says that runs."""
        directory = session.directory / "bin"
        directory.mkdir(exist_ok=True)
        program = directory / name
        if not program.exists():
            shutil.copy(PYTHON, program)
        return program

    def _read_answer(self):
        line = self._process.stdout.readline()
        if not line:
            self._process.wait(timeout=10)
            return f"died {self._process.returncode}"
        return line.rstrip("\n")
