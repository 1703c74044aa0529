# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""org.freedesktop.FileManager1: notes in a file what it is asked to show."""

import sys

from gi.repository import Gio, GLib

XML = """<node><interface name="org.freedesktop.FileManager1">
<method name="ShowFolders"><arg type="as" direction="in"/><arg type="s" direction="in"/></method>
<method name="ShowItems"><arg type="as" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>"""


def on_call(connection, sender, path, interface, method, arguments, invocation):
    with open(sys.argv[1], "a") as notes:
        print(method, *arguments.unpack()[0], file=notes)
    invocation.return_value(None)


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
bus.register_object("/org/freedesktop/FileManager1", interface, on_call, None, None)
Gio.bus_own_name_on_connection(bus, interface.name, Gio.BusNameOwnerFlags.NONE)
GLib.MainLoop().run()
