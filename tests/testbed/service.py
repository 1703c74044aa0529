# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemap-service on the session's bus, as a D-Bus client sees it."""

import os
import signal

from gi.repository import Gio, GLib

from . import processes
from .session import SERVICE_NAME
from .waiting import wait_for

ROOT = "/io/github/drivemap/Drivemap"
PREFIX = "io.github.drivemap.Drivemap."
ERROR_PREFIX = PREFIX + "Error."


class ServiceError(Exception):
    """An error of the service: .name without prefix ("OpenFiles"), .message."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class Service:
    """Starts on the first call, as on any desktop."""

    def __init__(self, session):
        self._session = session
        self._bus = session.bus

    @property
    def pid(self):
        """None while it does not run."""
        return self._bus.pid(SERVICE_NAME)

    def start(self):
        """Make sure that it runs; returns its pid."""
        self._bus.call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "StartServiceByName",
            GLib.Variant("(su)", (SERVICE_NAME, 0)),
        )
        return self.pid

    def kill(self, number=signal.SIGKILL):
        """End it by a signal and wait until it has left the bus."""
        pid = self.pid
        assert pid is not None, "the service does not run"
        os.kill(pid, number)
        wait_for(
            lambda: self.pid != pid and not processes.is_running(pid),
            what="the service to end",
        )

    def call(self, method, signature="", *arguments, timeout=60.0):
        """A method of the Manager; unpacked: None, the value, or a tuple."""
        variant = GLib.Variant(f"({signature})", arguments)
        try:
            result = self._bus.call(
                SERVICE_NAME, ROOT, PREFIX + "Manager", method, variant, timeout
            )
        except GLib.Error as error:
            raise _translate(error) from None
        return result[0] if len(result) == 1 else (result or None)

    def map(self, local, remote, **options):
        return self.call("Map", "ssa{sv}", local, remote, _options(options))

    def connect(self, remote, **options):
        return self.call("Connect", "sa{sv}", remote, _options(options))

    def reconnect(self, **options):
        """{local name: (status, reason)} of the drives that were tried."""
        found = self.call("Reconnect", "a{sv}", _options(options))
        return {drive["local"]: (drive["status"], drive["reason"]) for drive in found}

    def cancel(self, name, level="none", **options):
        return self.call("Cancel", "ssa{sv}", name, level, _options(options))

    def holders(self, name, **options):
        return self.call("GetHolders", "sa{sv}", name, _options(options))

    def close_server_file(self, name, holder):
        """HOLDER: one of those that holders(name, server=True) has of the server."""
        which = (holder["id"], holder["server-path"], holder["user"])
        self.call("CloseServerFile", "sussa{sv}", name, *which, {})

    def browse(self, server="", **options):
        return self.call("Browse", "sa{sv}", server, _options(options))

    def diagnose(self, remote, **options):
        return self.call("Diagnose", "sa{sv}", remote, _options(options))

    def refresh(self, **options):
        self.call("Refresh", "a{sv}", _options(options))

    def objects(self):
        """{path: {interface without prefix: {property: value}}}"""
        (found,) = self._bus.call(
            SERVICE_NAME, ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"
        )
        return {
            path: {name.removeprefix(PREFIX): values for name, values in interfaces.items()}
            for path, interfaces in found.items()
        }

    def manager(self):
        """{property: value}"""
        (found,) = self._bus.call(
            SERVICE_NAME,
            ROOT,
            "org.freedesktop.DBus.Properties",
            "GetAll",
            GLib.Variant("(s)", (PREFIX + "Manager",)),
        )
        return found

    def profile(self):
        """What is wrong with drives.ini: (code, message), (0, "") if nothing."""
        found = self.manager()
        return found["ProfileCode"], found["ProfileError"]

    def drives(self):
        """{local name: properties}"""
        found = [o["Drive"] for o in self.objects().values() if "Drive" in o]
        return {drive["Local"]: drive for drive in found}

    def connections(self):
        """{URI: properties}"""
        found = [o["Connection"] for o in self.objects().values() if "Connection" in o]
        return {connection["Uri"]: connection for connection in found}

    def wait_for_drive(self, local, timeout=5.0, **properties):
        """Wait until the drive is there with these properties; returns it."""

        def is_so():
            drive = self.drives().get(local)
            if drive and all(drive[key] == value for key, value in properties.items()):
                return drive
            return None

        return wait_for(is_so, timeout, f"{local} with {properties}")


def _options(options):
    """remember=False → {"remember": <false>}; underscores become hyphens."""
    types = {bool: "b", str: "s", int: "u"}
    return {
        key.replace("_", "-"): GLib.Variant(types[type(value)], value)
        for key, value in options.items()
    }


def _translate(error):
    name = Gio.DBusError.get_remote_error(error)
    if name is None or not name.startswith(ERROR_PREFIX):
        return error
    message = error.message.removeprefix(f"GDBus.Error:{name}: ")
    return ServiceError(name.removeprefix(ERROR_PREFIX), message)
