# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service that says what it is told, for what a real one cannot do on demand:
a thousand drives, every status at once, a server that is gone for good.

fake_service.py STORY.json: {"drives": [{property: value}], "connections": […],
"holders": {NAME: [{…}]}, "profile": [CODE, TEXT], "managed": [PROBLEM], "errors": {CALL: [NAME, TEXT]},
"delays": {CALL: MILLISECONDS}}. Properties that are left out have defaults. The
file is read again on SIGHUP. Cancel () and Map () only answer; what they say to
have been asked goes to STORY.json.calls, a line of JSON each. Looks that only count
are not noted.

Of servers: "servers": [{…}], what Browse ("") finds, "shares": {SERVER: [{…}]} (those
with "hidden" only when asked for), "steps": {REMOTE: [{…}]}, "server-holders": {NAME:
[{…}]}, which GetHolders () with "server" adds, and CloseServerFile () closes; "paces":
{CALL: MILLISECONDS} between one Found () and the next, after the delay. An error comes
after what was found. NAME, SERVER and REMOTE as the window asks; a CALL is a METHOD,
or only those of an argument, "METHOD ARGUMENT"; GetHolders () with "server" is called
"GetHolders+server". CancelOperation () ends what waits. "version": another than ours.
"""

import json
import re
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


def read_version():
    text = (XML / f"{PREFIX}Manager.xml").read_text()
    return int(re.search(r"this is (\d+)", text)[1])


DEFAULTS = {"Status": "ok", "Provider": "smb", "Origin": "gvfs", "version": 1}
PLAIN = {"s": "", "u": 0, "t": 0, "b": False, "o": "/", "ao": [], "as": [], "au": [], "a{sv}": {}}


class Thing:
    """One Drive or Connection."""

    def __init__(self, info, path, values):
        self.path = path
        self.interface = info.name
        self.values = {}
        for prop in info.properties:
            default = DEFAULTS.get(prop.name, PLAIN[prop.signature])
            value = values.get(prop.name, default)
            if prop.signature == "a{sv}":
                value = dictionary(value)
            self.values[prop.name] = GLib.Variant(prop.signature, value)


class Call:
    """A method call that is answered in its time: what it finds one by one, then all."""

    def __init__(self, service, method, values, invocation):
        self.service = service
        self.method = method
        self.values = values
        self.invocation = invocation
        options = values[-1] if values and isinstance(values[-1], dict) else {}
        self.operation = options.get("operation")
        self.entries = service.find(method, values)
        self.n_told = 0
        self.source = GLib.timeout_add(service.look_up("delays", method, values, 0), self.go_on)

    def go_on(self):
        if self.operation and self.n_told < len(self.entries or []):
            self.tell(self.entries[self.n_told])
            self.n_told += 1
            pace = self.service.look_up("paces", self.method, self.values, 0)
            self.source = GLib.timeout_add(pace, self.go_on)
        else:
            self.service.end(self)
            self.service.answer(self.method, self.values, self.entries, self.invocation)
        return GLib.SOURCE_REMOVE

    def tell(self, entry):
        self.service.connection.emit_signal(
            self.invocation.get_sender(), ROOT, PREFIX + "Manager", "Found",
            GLib.Variant("(saa{sv})", (self.operation, [entry])),
        )  # fmt: skip

    def cancel(self):
        GLib.source_remove(self.source)
        self.service.end(self)
        self.invocation.return_dbus_error(f"{PREFIX}Error.Cancelled", "Cancelled.")


class FakeService:
    def __init__(self, story):
        self.file = Path(story)
        self.infos = {name: read_interface(name) for name in ("Drive", "Connection", "Manager")}
        self.things = {}
        self.registrations = {}
        self.connection = None
        self.story = {}
        self.pending = []

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
            "Bookmarks": GLib.Variant("b", self.story.get("bookmarks", False)),
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
            "version": GLib.Variant("u", self.story.get("version", read_version())),
            "ProfileCode": GLib.Variant("u", code),
            "ProfileError": GLib.Variant("s", text),
            "ManagedProblems": GLib.Variant("as", self.story.get("managed", [])),
        }[name]

    def on_method(self, connection, sender, path, interface, method, arguments, invocation):
        values = arguments.unpack()
        looks = method in ("Refresh", "GetHolders")
        if not looks or values[-1].get("probe") or values[-1].get("server"):
            with open(f"{self.file}.calls", "a") as calls:
                print(json.dumps([method, *values]), file=calls)
        self.pending.append(Call(self, called(method, values), values, invocation))

    def look_up(self, part, method, values, default):
        """The story's word on this call, or on all of its method."""
        told = self.story.get(part, {})
        return told.get(f"{method} {values[0]}" if values else method, told.get(method, default))

    def find(self, method, values):
        """What a call that lists something gives, a dictionary each; else None."""
        story = self.story
        if method in ("GetHolders", "GetHolders+server"):
            found = list(story.get("holders", {}).get(values[0], []))
            if method != "GetHolders":
                found += story.get("server-holders", {}).get(values[0], [])
        elif method == "Browse":
            shares = story.get("shares", {}).get(values[0], [])
            found = shares if values[0] else story.get("servers", [])
            found = [f for f in found if values[-1].get("hidden") or not f.get("hidden")]
        elif method == "Diagnose":
            found = story.get("steps", {}).get(values[0], [])
        else:
            return None
        return [dictionary(f) for f in found]

    def end(self, call):
        self.pending.remove(call)

    def answer(self, method, values, entries, invocation):
        error = self.look_up("errors", method, values, None) or self.act(method, values)
        if error:
            invocation.return_dbus_error(f"{PREFIX}Error.{error[0]}", error[1])
        elif entries is not None:
            invocation.return_value(GLib.Variant("(aa{sv})", (entries,)))
        else:
            invocation.return_value(self.reply(method, values))

    def act(self, method, values):
        """Changes the story; an error, if it cannot."""
        if method == "CloseServerFile":
            return self.close(*values)
        if method == "CancelOperation":
            for call in [c for c in self.pending if c.operation == values[0]]:
                call.cancel()
                return None
            return ["InvalidParameter", "There is no such operation."]
        return None

    def close(self, name, number, path, user, options):
        files = self.story.get("server-holders", {}).get(name, [])
        wanted = (number, path, user)
        for file in files:
            if (file.get("id"), file.get("server-path"), file.get("user", "")) == wanted:
                files.remove(file)
                return None
        return ["NotConnected", "The file is not open any more."]

    def reply(self, method, values):
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


def called(method, values):
    server = method == "GetHolders" and values[-1].get("server")
    return method + "+server" if server else method


def dictionary(values):
    """An a{sv}: numbers are u, but for times."""
    return {k: GLib.Variant(signature(k, v), v) for k, v in values.items()}


def signature(key, value):
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int):
        return "t" if key.endswith("-ms") else "u"
    return "s"


def encode(text):
    """An element of an object path."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):02x}" for c in text)


if __name__ == "__main__":
    FakeService(sys.argv[1]).run()
