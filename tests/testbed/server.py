# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the servers have in common."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from . import address, processes
from .waiting import wait_for


class Server:
    """A server process of the ordinary user, with a directory of its own."""

    def __init__(self, prefix, port, *, at=None):
        self.address = at or address.find(port)
        self.port = port
        self.directory = Path(tempfile.mkdtemp(prefix=prefix))
        self.config = self.directory / "server.conf"
        self._process = None
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def prepare(self):
        """Write the configuration."""
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def start(self):
        env = {key: os.environ[key] for key in ("DRIVEMAP_RUN",) if key in os.environ}
        env.update(PATH="/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL="C.UTF-8")
        env[processes.MARKER] = str(self.directory)
        with (self.directory / "stdout.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(word) for word in self.command()],
                env=env,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._is_up, what=f"{self.command()[0]}", timeout=10)

    def stop(self):
        """The server goes away: its port is closed, its connections reset."""
        processes.end_all(self.pids, patience=0)
        self._process.wait(timeout=5)
        self._process = None

    def close(self):
        processes.end_all(self.pids, patience=0.1)
        if self._process is not None:
            self._process.wait(timeout=5)
            self._process = None
        shutil.rmtree(self.directory, ignore_errors=True)

    def freeze(self):
        """The server stops answering; the kernel still accepts connections."""
        processes.send(self.pids(), signal.SIGSTOP)
        # One of them may just have forked.
        processes.send(self.pids(), signal.SIGSTOP)

    def thaw(self):
        processes.send(self.pids(), signal.SIGCONT)

    def pids(self):
        """The server, its children and whatever they left behind."""
        found = set(processes.with_argument(self.config))
        found.update(processes.with_marker(self.directory))
        if self._process is not None:
            found.update(processes.in_session(self._process.pid))
        return sorted(found)

    def logs(self):
        return [
            (f"{path.name} of {self.address}:{self.port}", path.read_text(errors="replace"))
            for pattern in ("*.log", "log/log.*")
            for path in sorted(self.directory.glob(pattern))
        ]

    def _is_up(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"{self.command()[0]} exited:\n{self.logs()}")
        return address.is_listening(self.address, self.port)
