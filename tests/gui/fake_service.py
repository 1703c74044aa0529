# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service that says what it is told, for what a real one cannot do on demand:
a thousand drives, every status at once, a server that is gone for good.

fake_service.py STORY.json: {"drives": [{property: value}], "connections": […],
"holders": {NAME: [{…}]}, "profile": [CODE, TEXT], "managed": [PROBLEM], "errors": {METHOD: [NAME, TEXT]},
"delays": {METHOD: MILLISECONDS}}. Properties that are left out have defaults. The
file is read again on SIGHUP. Cancel () and Map () only answer; what they say to
have been asked goes to STORY.json.calls, a line of JSON each. Looks that only count
are not noted.
"""

import json
import signal
import sys
from pathlib import Path

from gi.repository import Gio, GLib

ROOT = "/io/github/drivemap/Drivemap"
PREFIX = "io.github.drivemap.Drivemap."
NAME = PREFIX + "Service"
XML = Path(__file__).resolve().parents[2] / "data/dbus"

_OBJECT_MANAGER = """<node><interface name="org.freedesktop.DBus.ObjectManager">
<method name="GetManagedObjects"><arg type="a{oa{sa{sv}}}" direction="out"/></method>
<signal name="InterfacesAdded"><arg type="o"/><arg type="a{sa{sv}}"/></signal>
<signal name="InterfacesRemoved"><arg type="o"/><arg type="as"/></signal>
</interface></node>"""


def read_interface(name):
    node = Gio.DBusNodeInfo.new_for_xml((XML / f"{PREFIX}{name}.xml").read_text())
    return node.lookup_interface(PREFIX + name)


DEFAULTS = {"Status": "ok", "Provider": "smb", "Origin": "gvfs", "version": 1}
PLAIN = {"s": "", "u": 0, "t": 0, "b": False, "o": "/", "ao": [], "as": [], "a{sv}": {}}


class Thing:
    """One Drive or Connection."""

    def __init__(self, info, path, values):
        self.path = path
        self.interface = info.name
        self.values = {}
        for prop in info.properties:
            default = DEFAULTS.get(prop.name, PLAIN[prop.signature])
            value = values.get(prop.name, default)
            self.values[prop.name] = GLib.Variant(prop.signature, value)


class FakeService:
    def __init__(self, story):
        self.file = Path(story)
        self.infos = {name: read_interface(name) for name in ("Drive", "Connection", "Manager")}
        self.things = {}
        self.registrations = {}
        self.connection = None
        self.story = {}

    def run(self):
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        managed = Gio.DBusNodeInfo.new_for_xml(_OBJECT_MANAGER).interfaces[0]
        self.connection.register_object(ROOT, managed, self.on_objects, None, None)
        self.connection.register_object(
            ROOT, self.infos["Manager"], self.on_method, self.on_get_manager, None
        )
        self.load()
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGHUP, self.load)
        Gio.bus_own_name_on_connection(self.connection, NAME, Gio.BusNameOwnerFlags.NONE)
        GLib.MainLoop().run()

    def load(self):
        self.story = json.loads(self.file.read_text())
        wanted = self.wanted()
        for path in set(self.things) - set(wanted):
            self.remove(path)
        for path, thing in wanted.items():
            self.update(path, thing) if path in self.things else self.add(path, thing)
        self.tell_profile()
        return GLib.SOURCE_CONTINUE

    def tell_profile(self):
        code, text = self.story.get("profile", [0, ""])
        changed = {
            "ProfileCode": GLib.Variant("u", code),
            "ProfileError": GLib.Variant("s", text),
            "ManagedProblems": GLib.Variant("as", self.story.get("managed", [])),
        }
        values = GLib.Variant("(sa{sv}as)", (PREFIX + "Manager", changed, []))
        self.emit("org.freedesktop.DBus.Properties", "PropertiesChanged", ROOT, values)

    def wanted(self):
        """{object path: Thing}. A drive that is connected gets its connection."""
        found = {}
        connections = list(self.story.get("connections", []))
        for values in self.story.get("drives", []):
            path = f"{ROOT}/drives/{encode(values['Local'])}"
            if values.get("UseCount"):
                below = {"Drives": [path], "Deviceless": False}
                connections.append({**values, **below})
                values = {**values, "Connection": connection_path(values)}
            found[path] = Thing(self.infos["Drive"], path, values)
        for values in connections:
            path = connection_path(values)
            found[path] = Thing(self.infos["Connection"], path, values)
        return found

    def add(self, path, thing):
        self.things[path] = thing
        info = self.infos[thing.interface.removeprefix(PREFIX)]
        self.registrations[path] = self.connection.register_object(
            path, info, None, self.on_get, None
        )
        values = GLib.Variant("(oa{sa{sv}})", (path, {thing.interface: thing.values}))
        self.emit("org.freedesktop.DBus.ObjectManager", "InterfacesAdded", ROOT, values)

    def remove(self, path):
        thing = self.things.pop(path)
        self.connection.unregister_object(self.registrations.pop(path))
        values = GLib.Variant("(oas)", (path, [thing.interface]))
        self.emit("org.freedesktop.DBus.ObjectManager", "InterfacesRemoved", ROOT, values)

    def update(self, path, thing):
        old = self.things[path].values
        self.things[path] = thing
        changed = {k: v for k, v in thing.values.items() if not v.equal(old[k])}
        if changed:
            values = GLib.Variant("(sa{sv}as)", (thing.interface, changed, []))
            self.emit("org.freedesktop.DBus.Properties", "PropertiesChanged", path, values)

    def emit(self, interface, name, path, values):
        self.connection.emit_signal(None, path, interface, name, values)

    def on_objects(self, *arguments):
        objects = {path: {t.interface: t.values} for path, t in self.things.items()}
        arguments[-1].return_value(GLib.Variant("(a{oa{sa{sv}}})", (objects,)))

    def on_get(self, connection, sender, path, interface, name):
        return self.things[path].values[name]

    def on_get_manager(self, connection, sender, path, interface, name):
        code, text = self.story.get("profile", [0, ""])
        return {
            "version": GLib.Variant("u", 1),
            "ProfileCode": GLib.Variant("u", code),
            "ProfileError": GLib.Variant("s", text),
            "ManagedProblems": GLib.Variant("as", self.story.get("managed", [])),
        }[name]

    def on_method(self, connection, sender, path, interface, method, arguments, invocation):
        values = arguments.unpack()
        looks = method in ("Refresh", "GetHolders")
        if not looks or values[-1].get("probe"):
            with open(f"{self.file}.calls", "a") as calls:
                print(json.dumps([method, *values]), file=calls)
        delay = self.story.get("delays", {}).get(method, 0)
        GLib.timeout_add(delay, self.answer, method, values, invocation)

    def answer(self, method, values, invocation):
        if method in self.story.get("errors", {}):
            name, text = self.story["errors"][method]
            invocation.return_dbus_error(f"{PREFIX}Error.{name}", text)
        else:
            invocation.return_value(self.reply(method, values))
        return GLib.SOURCE_REMOVE

    def reply(self, method, values):
        if method == "GetHolders":
            found = [holder(h) for h in self.story.get("holders", {}).get(values[0], [])]
            return GLib.Variant("(aa{sv})", (found,))
        if method == "Cancel":
            result = {
                "result": GLib.Variant("s", "disconnected"),
                "level": GLib.Variant("s", values[1]),
                "elapsed-ms": GLib.Variant("t", 1),
                "ended-backend": GLib.Variant("b", False),
            }
            return GLib.Variant("(a{sv})", (result,))
        if method in ("Map", "Connect", "Rename"):
            return GLib.Variant("(o)", (f"{ROOT}/drives/{encode(values[0])}",))
        if method == "LastError":
            return GLib.Variant("(uss)", (0, "", ""))
        return None


def connection_path(values):
    return f"{ROOT}/connections/{encode(values['Uri'])}"


def holder(values):
    return {k: GLib.Variant("u" if k == "pid" else "s", v) for k, v in values.items()}


def encode(text):
    """An element of an object path."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):02x}" for c in text)


if __name__ == "__main__":
    FakeService(sys.argv[1]).run()
