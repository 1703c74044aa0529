#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""who_has_open.py NAME: who has files open on a drive, in Python with GIO.

NAME is a local name, or the location of a connection without one.
"""

import sys

from gi.repository import Gio, GLib

NAME = "io.github.drivemap.Drivemap.Service"
OBJECT = "/io/github/drivemap/Drivemap"
INTERFACE = "io.github.drivemap.Drivemap.Manager"
ERRORS = "io.github.drivemap.Drivemap.Error."


def get_holders(bus, name):
    arguments = GLib.Variant("(sa{sv})", (name, {}))
    (holders,) = bus.call_sync(
        NAME, OBJECT, INTERFACE, "GetHolders", arguments, None, Gio.DBusCallFlags.NONE, -1, None
    ).unpack()
    return holders


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    try:
        holders = get_holders(bus, sys.argv[1])
    except GLib.Error as error:
        # NotConnected, and what else the interface's documentation names.
        code = (Gio.DBusError.get_remote_error(error) or "").removeprefix(ERRORS)
        Gio.DBusError.strip_remote_error(error)
        sys.exit(f"{code}: {error.message}")
    for holder in holders:
        # What cannot be known is left out: "note" says why.
        path = holder.get("path", holder.get("note", "?"))
        print(holder.get("pid", "-"), holder.get("program", "-"), holder.get("mode", "-"), path, sep="\t")


main()
