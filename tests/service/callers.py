# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that call the service: several at once, and how a call fails."""

import contextlib
import re
import threading
import time

import pytest
from gi.repository import Gio, GLib

from testbed import SOURCE, Service
from testbed.bus import Bus
from testbed.service import PREFIX, ROOT, ServiceError

PATIENCE = 40


class Caller(Service):
    """A program of its own: another connection to the bus."""

    def __init__(self, session):
        super().__init__(session)
        self._bus = _Line(session.bus.address)
        self.name = self._bus.connection.get_unique_name()

    @property
    def bus(self):
        return self._bus

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def leave(self):
        """Leave the bus, as a program that crashed does."""
        self._bus.stop()


class Listener:
    """What Found () tells a caller: .heard is [(operation, entries)]."""

    def __init__(self, caller):
        self.heard = []
        caller.bus.connection.signal_subscribe(
            None, PREFIX + "Manager", "Found", ROOT, None, Gio.DBusSignalFlags.NONE, self._on_found
        )

    def _on_found(self, connection, sender, path, interface, signal, parameters):
        self.heard.append(parameters.unpack())

    def entries(self, operation):
        """All that has come for an operation so far."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        return [entry for name, entries in self.heard if name == operation for entry in entries]


class _Line(Bus):
    """Only the connection: the daemon is the session's."""

    def __init__(self, address):
        self.address = address
        self._process = None
        self._connection = None


class Pending:
    """A call under way in a thread."""

    def __init__(self, function, *arguments, **options):
        self._value = self._error = None
        self._thread = threading.Thread(
            target=self._run, args=(function, arguments, options), daemon=True
        )
        self._thread.start()

    def _run(self, function, arguments, options):
        try:
            self._value = function(*arguments, **options)
        except Exception as error:
            self._error = error

    def is_done(self):
        return not self._thread.is_alive()

    def result(self, timeout=PATIENCE):
        """What the call returned; raises what it raised."""
        self._thread.join(timeout)
        assert self.is_done(), f"no answer after {timeout} s"
        if self._error is not None:
            raise self._error
        return self._value


@contextlib.contextmanager
def refused(name, *words):
    """The call fails with this error, whose message has all these words."""
    with pytest.raises(ServiceError) as caught:
        yield caught
    assert caught.value.name == name, caught.value
    for word in words:
        assert str(word) in caught.value.message, caught.value


@contextlib.contextmanager
def within(seconds):
    """What is inside takes no longer, or not as long as anything that waits for
    GVfs: of the 20 s that it takes, a busy machine may take a third."""
    start = time.monotonic()
    yield
    elapsed = time.monotonic() - start
    assert elapsed <= max(seconds, 7), f"took {elapsed:.2f} s"


def error_numbers():
    """{"OpenFiles": 2401, …}: the codes as src/core/dm-error.h has them."""
    text = (SOURCE / "src/core/dm-error.h").read_text()
    found = re.findall(r"^\s+DM_ERROR_([A-Z_]+) = (\d+),$", text, re.M)
    return {name.title().replace("_", ""): int(number) for name, number in found}
