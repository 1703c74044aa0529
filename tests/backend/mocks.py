# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The programs that watch what testbed.mock plays."""

import queue
import subprocess
import threading

from testbed.waiting import PATIENCE


class Listener:
    """A driver program that prints what it hears, and is spoken to by lines."""

    def __init__(self, session, build, driver, *arguments):
        self._process = session.spawn(
            build.directory / "tests/backend" / driver,
            *arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def tell(self, *words):
        self._process.stdin.write("\t".join(words) + "\n")
        self._process.stdin.flush()

    def hear(self, timeout=PATIENCE):
        """The next line."""
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError("the program said nothing") from None
        assert line is not None, "the program has ended"
        return line

    def ask(self):
        """The answer to an empty line, which is the next thing it says: all that
        was on the way to it before has been heard, and was nothing."""
        self.tell("ping")
        return self.hear()

    def close(self):
        self._process.stdin.close()
        assert self._process.wait(timeout=10) == 0
