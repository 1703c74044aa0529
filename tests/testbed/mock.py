# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is not on this machine, played by python-dbusmock."""

import json
import signal
from pathlib import Path

from gi.repository import GLib

from .bus import Bus
from .waiting import wait_for

MOCK = "org.freedesktop.DBus.Mock"


class Mock:
    """A service made from one of python-dbusmock's templates, or from none.

    where: "session" or "system", which bus it is on. interface: without a template."""

    def __init__(
        self, session, bus, template, name, path, *, where, parameters="{}", interface=None
    ):
        self.bus = bus
        self.name = name
        self.path = path
        what = ["-t", template, "-p", parameters] if template else [name, path, interface]
        self._process = session.spawn("/usr/bin/python3", "-m", "dbusmock", f"--{where}", *what)
        wait_for(lambda: bus.has_owner(name), what=name)

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=5)
        wait_for(lambda: not self.bus.has_owner(self.name), what=f"{self.name} to leave")

    def freeze(self):
        """It is on the bus, and does not answer."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def call(self, method, signature, *values, path=None, interface=MOCK):
        arguments = GLib.Variant(signature, values)
        return self.bus.call(self.name, path or self.path, interface, method, arguments)

    def emit(self, interface, signal, signature, *values):
        """A signal; SIGNATURE: a type for each value."""
        boxed = [GLib.Variant(kind, value) for kind, value in zip(signature, values)]
        self.call("EmitSignal", "(sssav)", interface, signal, "".join(signature), boxed)

    def calls(self, method):
        """[arguments] of every call of METHOD so far."""
        return [arguments for _, arguments in self.call("GetMethodCalls", "(s)", method)[0]]


def make_system_bus(session):
    """A system bus for what starts in the session from now on; close with stop()."""
    directory = session.directory / "system"
    directory.mkdir()
    bus = Bus(directory, session.runtime / "system", {})
    bus.start(session.env, session.log)
    session.set_env(DBUS_SYSTEM_BUS_ADDRESS=bus.address)
    return bus


class Prompter(Mock):
    """Stands where a desktop asks for the keyring's password."""

    NAME = "org.gnome.keyring.SystemPrompter"
    INTERFACE = "org.gnome.keyring.internal.Prompter"

    def __init__(self, session):
        super().__init__(
            session, session.bus, None, self.NAME, "/org/gnome/keyring/Prompter",
            where="session", interface=self.INTERFACE,
        )
        for method, signature in (
            ("BeginPrompting", "o"), ("PerformPrompt", "osa{sv}s"), ("StopPrompting", "o"),
        ):
            self.call("AddMethod", "(sssss)", self.INTERFACE, method, signature, "", "")


class Logind(Mock):
    def __init__(self, session, system_bus):
        super().__init__(
            session, system_bus, "logind", "org.freedesktop.login1", "/org/freedesktop/login1",
            where="system",
        )

    def prepare_for_sleep(self, begins):
        """Before sleep, and (False) after it."""
        self.emit("org.freedesktop.login1.Manager", "PrepareForSleep", "b", begins)


class NetworkManager(Mock):
    NAME = "org.freedesktop.NetworkManager"
    PATH = "/org/freedesktop/NetworkManager"
    ACTIVE = f"{NAME}.Connection.Active"

    def __init__(self, session, system_bus):
        super().__init__(
            session, system_bus, "networkmanager", self.NAME, self.PATH, where="system"
        )
        self._active = []

    def update(self, path, interface, **properties):
        self.call("UpdateProperties", "(sa{sv})", interface, properties, path=path)

    def add(self, number, name, *, kind="802-11-wireless", state=2):
        """A network connection that is up; returns its path."""
        path = f"{self.PATH}/ActiveConnection/{number}"
        properties = {
            "Id": GLib.Variant("s", name),
            "Type": GLib.Variant("s", kind),
            "State": GLib.Variant("u", state),
        }
        self.call("AddObject", "(ssa{sv}a(ssss))", path, self.ACTIVE, properties, [])
        self._active.append(path)
        self._tell()
        return path

    def remove(self, path):
        self._active.remove(path)
        self._tell()
        self.call("RemoveObject", "(s)", path)

    def _tell(self):
        self.update(self.PATH, self.NAME, ActiveConnections=GLib.Variant("ao", self._active))


class Avahi(Mock):
    """Announces SMB servers in the local network: {name: a testbed's Samba}.

    Before GVfs starts in the session."""

    def __init__(self, session, system_bus, servers):
        places = {name: [samba.address, samba.port] for name, samba in servers.items()}
        super().__init__(
            session, system_bus, str(Path(__file__).with_name("avahi_template.py")),
            "org.freedesktop.Avahi", "/", where="system", parameters=json.dumps({"servers": places}),
        )


class Notifications(Mock):
    """The desktop's notifications."""

    NAME = "org.freedesktop.Notifications"

    def __init__(self, session, **options):
        super().__init__(
            session, session.bus, "notification_daemon", self.NAME, "/org/freedesktop/Notifications",
            where="session", **options,
        )

    def shown(self, count):
        """All that was asked for, once it is COUNT times."""
        return wait_for(
            lambda: len(self.calls("Notify")) >= count and self.calls("Notify"),
            what=f"{count} notifications",
        )

    def closed(self, count):
        return wait_for(
            lambda: len(self.calls("CloseNotification")) >= count and self.calls("CloseNotification"),
            what="a notification to be closed",
        )

    def choose(self, number, action):
        """What the user does with the notification of this number."""
        self.emit(self.NAME, "ActionInvoked", "us", number, action)


class Application(Mock):
    """Drivemap's window."""

    NAME = "io.github.drivemap.Drivemap"
    INTERFACE = "org.freedesktop.Application"

    def __init__(self, session):
        super().__init__(
            session, session.bus, None, self.NAME, "/io/github/drivemap/Drivemap",
            where="session", interface=self.INTERFACE,
        )
        self.call("AddMethod", "(sssss)", self.INTERFACE, "ActivateAction", "sava{sv}", "", "")
