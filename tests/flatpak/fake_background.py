# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What GNOME's part of the Background portal does: fake_background.py NOTES NAME."""

import json
import sys

from gi.repository import Gio, GLib

XML = """<node><interface name="org.freedesktop.impl.portal.Background">
<method name="GetAppState"><arg type="a{sv}" direction="out"/></method>
<method name="EnableAutostart"><arg type="s" direction="in"/><arg type="b" direction="in"/>
<arg type="as" direction="in"/><arg type="u" direction="in"/><arg type="b" direction="out"/></method>
</interface></node>"""


def on_call(connection, sender, path, interface, method, arguments, invocation):
    if method == "GetAppState":
        invocation.return_value(GLib.Variant("(a{sv})", ({},)))
        return
    app_id, enabled, command, _ = arguments.unpack()
    with open(sys.argv[1], "a") as notes:
        print(json.dumps([app_id, enabled, command]), file=notes)
    invocation.return_value(GLib.Variant("(b)", (enabled,)))


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
bus.register_object("/org/freedesktop/portal/desktop", interface, on_call, None, None)
Gio.bus_own_name_on_connection(bus, sys.argv[2], Gio.BusNameOwnerFlags.NONE)
GLib.MainLoop().run()
