# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A template for python-dbusmock: Avahi, in whose network there are SMB servers.

parameters: "servers": {name: [address, port]}."""

import dbus
from dbusmock import get_object
from gi.repository import GLib

BUS_NAME = "org.freedesktop.Avahi"
MAIN_OBJ = "/"
MAIN_IFACE = "org.freedesktop.Avahi.Server"
SYSTEM_BUS = True

BROWSER = "org.freedesktop.Avahi.ServiceBrowser"
RESOLVER = "org.freedesktop.Avahi.ServiceResolver"
SMB = "_smb._tcp"
DOMAIN = "local"
RUNNING = 2
ANY = -1
IPV4 = 0


def load(mock, parameters):
    mock.servers = parameters["servers"]
    mock.count = 0
    mock.AddMethods(
        MAIN_IFACE,
        [
            ("GetVersionString", "", "s", 'ret = "avahi 0.8"'),
            ("GetAPIVersion", "", "u", "ret = 0x0203"),
            ("GetState", "", "i", f"ret = {RUNNING}"),
        ],
    )


def _later(caller, path, signals):
    """To the caller only, once it knows PATH."""

    def emit():
        for interface, name, signature, values in signals:
            details = {"destination": caller}
            get_object(path).EmitSignalDetailed(interface, name, signature, values, details)

    GLib.timeout_add(50, emit)


def _add_object(mock, interface):
    mock.count += 1
    path = f"/Client/Thing{mock.count}"
    mock.AddObject(path, interface, {}, [("Free", "", "", "")])
    return path


@dbus.service.method(MAIN_IFACE, in_signature="iissu", out_signature="o", sender_keyword="caller")
def ServiceBrowserNew(self, interface, protocol, kind, domain, flags, caller):
    path = _add_object(self, BROWSER)
    names = self.servers if kind == SMB else {}
    found = [(BROWSER, "ItemNew", "iisssu", [2, IPV4, name, kind, DOMAIN, 0]) for name in names]
    _later(caller, path, [*found, (BROWSER, "AllForNow", "", [])])
    return path


@dbus.service.method(MAIN_IFACE, in_signature="iisssiu", out_signature="o", sender_keyword="caller")
def ServiceResolverNew(self, interface, protocol, name, kind, domain, wanted, flags, caller):
    path = _add_object(self, RESOLVER)
    address, port = self.servers[str(name)]
    texts = dbus.Array([], signature="ay")
    values = [2, IPV4, name, kind, DOMAIN, "host.local", IPV4, address, dbus.UInt16(port), texts, 0]
    _later(caller, path, [(RESOLVER, "Found", "iissssisqaayu", values)])
    return path
