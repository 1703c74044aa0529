# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""org.freedesktop.portal.Desktop: what it is asked goes to a file, a line of JSON each.

fake_portal.py NOTES ANSWER: "allow"; "deny", which is a success without what was asked
for; "cancel", as the user; "other-path", as portals of before version 0.9; "early",
before the call itself is answered; "leave", which ends instead.
"""

import json
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
XML = """<node><interface name="org.freedesktop.portal.Background">
<method name="RequestBackground"><arg type="s" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
</interface></node>"""

notes, answer = sys.argv[1:]


def respond(connection, sender, handle, wanted):
    if answer == "leave":
        loop.quit()
        return GLib.SOURCE_REMOVE
    results = {"background": GLib.Variant("b", True)}
    results["autostart"] = GLib.Variant("b", wanted if answer != "deny" else not wanted)
    values = GLib.Variant("(ua{sv})", (1 if answer == "cancel" else 0, results))
    connection.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response", values)
    return GLib.SOURCE_REMOVE


def on_call(connection, sender, path, interface, method, arguments, invocation):
    parent, options = arguments.unpack()
    with open(notes, "a") as file:
        print(json.dumps([parent, options]), file=file)
    token = "other" if answer == "other-path" else options["handle_token"]
    handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{token}"
    question = (connection, sender, handle, options["autostart"])
    if answer == "early":
        respond(*question)
    else:
        GLib.timeout_add(200, respond, *question)
    invocation.return_value(GLib.Variant("(o)", (handle,)))


loop = GLib.MainLoop()
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], on_call, None, None)
Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE)
loop.run()
