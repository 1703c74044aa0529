# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives that were there in an earlier session, and what keeps them from coming back."""

import contextlib
import socket
import threading
import time

from testbed import wait_for


def remember(session, drives):
    """Write drives.ini as an earlier session left it: {local name: URI}, or
    {local name: (URI, {key: value})}."""
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    groups = []
    for local, entry in drives.items():
        uri, settings = (entry, {}) if isinstance(entry, str) else entry
        lines = "".join(f"{key}={value}\n" for key, value in settings.items())
        groups.append(f"[{local}]\nRemote={uri}\n{lines}\n")
    path.write_text("".join(groups))


def statuses(service):
    return {local: drive["Status"] for local, drive in service.drives().items()}


def wait_for_statuses(service, timeout=15, **expected):
    """Z="ok": wait until drive Z: is so, without asking for anything."""

    def are_so():
        found = statuses(service)
        return all(found.get(f"{letter}:") == status for letter, status in expected.items())

    wait_for(are_so, timeout, f"{expected}; it is {statuses(service)}", interval=0.05)


class SilentServer:
    """Takes a server's place: accepts every connection and says nothing. So each
    time that the server is tried is known."""

    def __init__(self, server):
        self.times = []
        self._connections = []
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((server.address, server.port))
        self._socket.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def wait_for_tries(self, count, timeout):
        wait_for(lambda: len(self.times) >= count, timeout, f"try number {count}")

    def wait_for_end_of_try(self):
        """A server that ends a connection is not one that does not answer."""
        wait_for(lambda: time.monotonic() - self.times[-1] > 2.5, what="the end of the try")

    def close(self):
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._connections:
            connection.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                self._connections.append(self._socket.accept()[0])
                self.times.append(time.monotonic())
