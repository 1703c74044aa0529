# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private session bus and a connection to it."""

import socket
import subprocess
from pathlib import Path

from gi.repository import Gio, GLib

from .waiting import wait_for

DBUS = "org.freedesktop.DBus"
SYSTEM_SERVICES = Path("/usr/share/dbus-1/services")

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="service_start_timeout">30000</limit>
  <limit name="auth_timeout">30000</limit>
</busconfig>
"""


class Bus:
    """dbus-daemon on a socket at PATH that can activate exactly what is in its services."""

    def __init__(self, directory, path, services):
        self.socket = Path(path)
        self.address = f"unix:path={path}"
        self._services = directory / "services"
        self._config = directory / "bus.conf"
        self._process = None
        self._connection = None
        self._services.mkdir()
        self._config.write_text(_CONFIG.format(socket=path, services=self._services))
        for name, command in services.items():
            self.add_service(name, command)

    def add_service(self, name, command=None):
        """Make NAME activatable: by COMMAND, or as the system does it."""
        target = self._services / f"{name}.service"
        if command is None:
            target.symlink_to(SYSTEM_SERVICES / target.name)
        else:
            target.write_text(f"[D-BUS Service]\nName={name}\nExec={command}\n")
        self._reload()

    def _reload(self):
        if self._process is not None:
            self.call(DBUS, "/org/freedesktop/DBus", DBUS, "ReloadConfig")

    def drop_service(self, name):
        """Nobody starts NAME any more."""
        (self._services / f"{name}.service").unlink()
        self._reload()

    def take_service(self, path):
        """Make what this service file starts activatable."""
        (self._services / path.name).write_text(path.read_text())
        self._reload()

    def start(self, env, log):
        self._process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self._config}", "--nofork", "--nopidfile"],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        wait_for(self._is_listening, what="the session bus")

    def stop(self):
        if self._connection is not None:
            self._connection.set_exit_on_close(False)
            if not self._connection.is_closed():
                self._connection.close_sync(None)
            self._connection = None
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=5)
            self._process = None

    def _is_listening(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    @property
    def connection(self):
        if self._connection is None:
            self._connection = Gio.DBusConnection.new_for_address_sync(
                self.address,
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
                None,
                None,
            )
            self._connection.set_exit_on_close(False)
        return self._connection

    def call(self, name, path, interface, method, arguments=None, timeout=25.0):
        """Call a method; returns its results as a tuple of Python values."""
        result = self.connection.call_sync(
            name,
            path,
            interface,
            method,
            arguments,
            None,
            Gio.DBusCallFlags.NONE,
            int(timeout * 1000),
            None,
        )
        return result.unpack()

    def set_env(self, variables):
        """For what the bus starts from now on."""
        arguments = GLib.Variant("(a{ss})", (variables,))
        self.call(DBUS, "/org/freedesktop/DBus", DBUS, "UpdateActivationEnvironment", arguments)

    def get(self, name, path, interface, prop):
        arguments = GLib.Variant("(ss)", (interface, prop))
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get", arguments)[0]

    def has_owner(self, name):
        return self.call(
            DBUS, "/org/freedesktop/DBus", DBUS, "NameHasOwner", GLib.Variant("(s)", (name,))
        )[0]

    def pid(self, name):
        """The process that owns a name; None when nobody does."""
        try:
            return self.call(
                DBUS,
                "/org/freedesktop/DBus",
                DBUS,
                "GetConnectionUnixProcessID",
                GLib.Variant("(s)", (name,)),
            )[0]
        except GLib.Error as error:
            if Gio.DBusError.get_remote_error(error) != f"{DBUS}.Error.NameHasNoOwner":
                raise
            return None
