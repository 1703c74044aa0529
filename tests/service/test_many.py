# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fifty drives at once."""

import os
import threading
import time
from pathlib import Path

import pytest
from gi.repository import Gio, GLib

from checks import check_list_is_true, check_nothing_hangs, median_time, shown_mounts
from testbed.service import PREFIX, ROOT
from testbed.session import SERVICE_NAME

COUNT = 50
SANITIZED = "DRIVEMAP_SANITIZED" in os.environ

# GetManagedObjects may take RATIO times what the bus takes for a call with an
# answer of the same size, or FLOOR seconds on a busy machine.
RATIO = 20
FLOOR = 0.02 * (10 if SANITIZED else 1)

# Private memory, in KiB. A sanitizer takes much more.
MEMORY_LIMIT = 16 * 1024


@pytest.fixture
def samba(make_samba):
    return make_samba(numbered=COUNT)


def labels():
    return [f"Share {number:02d}" for number in range(1, COUNT + 1)]


def call_all(session, method, calls):
    """Send all calls at once; returns {key: result or error}."""
    loop, results = GLib.MainLoop(), {}

    def on_done(connection, result, key):
        try:
            results[key] = connection.call_finish(result).unpack()[0]
        except GLib.Error as error:
            results[key] = error
        if len(results) == len(calls):
            loop.quit()

    for key, variant in calls.items():
        target = SERVICE_NAME, ROOT, PREFIX + "Manager", method, variant, None
        session.bus.connection.call(
            *target, Gio.DBusCallFlags.NONE, 120_000, None, on_done, key
        )
    loop.run()
    return results


def map_all(session, samba):
    return call_all(
        session,
        "Map",
        {
            label: GLib.Variant("(ssa{sv})", (label, samba.unc(f"share-{number:02d}"), {}))
            for number, label in enumerate(labels(), 1)
        },
    )


def cancel_all(session, level):
    variants = {label: GLib.Variant("(ssa{sv})", (label, level, {})) for label in labels()}
    return call_all(session, "Cancel", variants)


def private_memory(pid):
    """KiB that this process alone has."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    lines = [line.split() for line in text.splitlines() if line.startswith("Private_")]
    return sum(int(words[1]) for words in lines)


class Echo:
    """A program that has the very same answer ready: what the bus takes."""

    NAME = "io.github.drivemap.Drivemap.Echo"
    INTERFACE = """<node><interface name="{name}"><method name="Get">
        <arg type="a{{oa{{sa{{sv}}}}}}" direction="out"/></method></interface></node>"""

    def __init__(self, session, answer):
        self._answer = answer
        self._context = GLib.MainContext.new()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._address = session.bus.address
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def stop(self):
        self._loop.quit()
        self._thread.join(10)

    def _run(self):
        self._context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        connection = Gio.DBusConnection.new_for_address_sync(
            self._address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )
        connection.set_exit_on_close(False)
        info = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE.format(name=self.NAME))
        connection.register_object("/", info.interfaces[0], self._on_called, None, None)
        self.address = connection.get_unique_name()
        self._ready.set()
        self._loop.run()
        connection.close_sync(None)

    def _on_called(self, *arguments):
        arguments[-1].return_value(self._answer)


def get_managed_objects(session):
    """The answer as it comes, so that reading it in Python does not count."""
    return call_raw(
        session, SERVICE_NAME, ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"
    )


def call_raw(session, *target):
    return session.bus.connection.call_sync(
        *target, None, None, Gio.DBusCallFlags.NONE, 20_000, None
    )


def time_list(session):
    """Seconds for the list, for the same from the echo; bytes."""
    answer = get_managed_objects(session)
    echo = Echo(session, answer)
    try:
        get = session, echo.address, "/", Echo.NAME, "Get"
        assert call_raw(*get).equal(answer)
        trivial = median_time(lambda: call_raw(*get), 51)
        return median_time(lambda: get_managed_objects(session), 51), trivial, answer.get_size()
    finally:
        echo.stop()


@pytest.fixture
def note(record_property):
    def add(name, value):
        print(f"{name}: {value}")
        record_property(name, value)

    return add


def describe_errors(results):
    return {key: value for key, value in results.items() if isinstance(value, Exception)}


@pytest.mark.limit(240)
def test_fifty_drives(service, session, samba, note):
    for number in range(1, COUNT + 1):
        (samba.path(f"share-{number:02d}") / "number").write_text(str(number))
    service.start()
    note("private memory, idle (KiB)", private_memory(service.pid))

    start = time.monotonic()
    results = map_all(session, samba)
    note(f"mapping {COUNT} at once (s)", round(time.monotonic() - start, 2))
    assert describe_errors(results) == {}

    check_fifty(service, session)
    note(f"private memory with {COUNT} drives (KiB)", private_memory(service.pid))
    measure_list(session, note)
    note("private memory after the lists (KiB)", private_memory(service.pid))
    if not SANITIZED:
        assert private_memory(service.pid) <= MEMORY_LIMIT

    start = time.monotonic()
    results = cancel_all(session, "lots-of-force")
    note(f"disconnecting {COUNT} at once (s)", round(time.monotonic() - start, 2))
    assert describe_errors(results) == {}
    assert {result["result"] for result in results.values()} == {"disconnected"}
    assert session.mounts() == {} and shown_mounts(service) == []
    assert {drive["Status"] for drive in service.drives().values()} == {"unavailable"}
    assert sorted(service.drives()) == labels()
    assert os.listdir(session.home / "Drives") == []
    note("private memory afterwards (KiB)", private_memory(service.pid))
    check_nothing_hangs(session)


def check_fifty(service, session):
    assert len(shown_mounts(service)) == COUNT
    drives = service.drives()
    assert sorted(drives) == labels()
    for number, label in enumerate(labels(), 1):
        path = Path(drives[label]["Path"])
        assert (path / "number").read_text() == str(number)
        (path / "mine").write_text(label)
    check_list_is_true(service, session)


def measure_list(session, note):
    listed, trivial, size = time_list(session)
    note("GetManagedObjects, median (ms)", round(listed * 1000, 1))
    note("the same answer from an echo, median (ms)", round(trivial * 1000, 1))
    note("its size (bytes)", size)
    assert listed <= max(FLOOR, RATIO * trivial)


def check_only_slow(service, refused):
    """On an overloaded machine a look may not be done in time, and the caller
    is told to try again."""
    print(f"not done in time: {[error.message for error in refused.values()]}")
    assert len(refused) <= COUNT // 5
    for label in refused:
        assert service.cancel(label)["result"] == "disconnected"


@pytest.mark.limit(240)
def test_fifty_drives_with_files_open(service, session, samba, hold, note):
    """none refuses each by itself; the holders keep what they have."""
    assert describe_errors(map_all(session, samba)) == {}
    held = labels()[::10]
    holders = {label: hold("write", session.home / f"Drives/{label}/file") for label in held}
    for holder in holders.values():
        assert holder.write("before") == "ok"

    start = time.monotonic()
    service.refresh(scan=True)
    note(f"Refresh(scan) with {COUNT} drives (ms)", round((time.monotonic() - start) * 1000, 1))
    counts = {label: drive["OpenCount"] for label, drive in service.drives().items()}
    assert counts == {label: int(label in held) for label in labels()}

    start = time.monotonic()
    results = cancel_all(session, "none")
    note(f"disconnecting {COUNT} at once at level none (s)", round(time.monotonic() - start, 2))
    refused = describe_errors(results)
    assert {Gio.DBusError.get_remote_error(refused[label]) for label in held} == {
        PREFIX + "Error.OpenFiles"
    }
    check_only_slow(service, {label: refused[label] for label in refused if label not in held})
    assert len(session.mounts()) == len(held)
    for label, holder in holders.items():
        assert holder.write("after") == "ok" and holder.close() == "ok"
    for label in held:
        number = labels().index(label) + 1
        assert (samba.path(f"share-{number:02d}") / "file").read_text() == "beforeafter"
    check_list_is_true(service, session)
    check_nothing_hangs(session)
