# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A screen that nobody sees, with a window manager, a mouse and a keyboard."""

import os
from dataclasses import dataclass

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib

from . import x11
from .waiting import wait_for

SIZE = (1280, 900)
_LIST = "_NET_CLIENT_LIST"

_OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <desktops><number>1</number></desktops>
</openbox_config>
"""


@dataclass(frozen=True)
class XWindow:
    """A window as the X server knows it; place on the screen and size.

    is_managed: a window or dialog; others are menus and the manager's own.
    """

    id: int
    is_managed: bool
    title: str
    x: int
    y: int
    width: int
    height: int


class Display:
    """Xvfb, openbox and a compositor in a session; ended with it."""

    def __init__(self, session, size=SIZE):
        self._session = session
        self._size = size
        session.set_env(DISPLAY=f":{self._start_server()}")
        session.env.pop("WAYLAND_DISPLAY", None)
        self._start_window_manager()

    def _start_server(self):
        reader, writer = os.pipe()
        geometry = "{}x{}x24".format(*self._size)
        self._session.spawn(
            "Xvfb", "-displayfd", writer, "-screen", "0", geometry, "-nolisten", "tcp",
            "-noreset", "-wr", "-dpi", "96", pass_fds=(writer,),
        )
        os.close(writer)
        with open(reader) as numbers:
            number = numbers.readline().strip()
        assert number, "Xvfb does not start"
        return number

    def _start_window_manager(self):
        config = self._session.directory / "openbox.xml"
        config.write_text(_OPENBOX)
        self._session.spawn("openbox", "--sm-disable", "--config-file", config)
        wait_for(lambda: self._root_numbers("_NET_SUPPORTING_WM_CHECK"), what="openbox")
        # Shadows and round corners need it, and so do popovers.
        self._session.spawn("xcompmgr")
        self._allow_shadows()

    def _root_numbers(self, name):
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            return x.numbers(x.root, name)

    def _allow_shadows(self):
        """GTK draws windows as on a GNOME desktop only if the manager says that
        it knows what is a shadow. To openbox it is part of the window."""
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            x.append_atom("_NET_SUPPORTED", "_GTK_FRAME_EXTENTS")

    def paint(self, colour):
        """Give the desktop a colour, 0xRRGGBB, as one that sets a picture would."""
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            x.set_pixmap("_XROOTPMAP_ID", x.make_pixmap(colour))

    def scale_text(self, factor):
        """As a desktop's setting for large text does."""
        resource = f"Xft.dpi: {96 * factor:g}"
        name = "RESOURCE_MANAGER"
        self._run("xprop", "-root", "-f", name, "8s", "-set", name, resource)

    def _run(self, *argv, check=True):
        return self._session.run(*argv, check=check).stdout

    def windows(self):
        """All windows that can be seen, the topmost last."""
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            managed = x.numbers(x.root, _LIST)
            found = []
            for number in x.descendants(x.root):
                title = x.text(number, "_NET_WM_NAME") or x.text(number, "WM_NAME")
                place = title and x.place(number)
                if place and place[2] > 1 and place[3] > 1:
                    found.append(XWindow(number, number in managed, title, *place))
        return found[::-1]

    def shadow(self, window):
        """What GTK draws around a window: left, right, top, bottom."""
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            numbers = x.numbers(window.id, "_GTK_FRAME_EXTENTS")
        return tuple(numbers) if len(numbers) == 4 else (0, 0, 0, 0)

    def icon_size(self, window):
        """Width and height of the icon that the window shows to others, or None."""
        with x11.Connection(self._session.env["DISPLAY"]) as x:
            return tuple(x.numbers(window.id, "_NET_WM_ICON")[:2]) or None

    def active_title(self):
        """The title of the window that has the keyboard."""
        return self._run("xdotool", "getactivewindow", "getwindowname", check=False).strip()

    def activate(self, window):
        self._run("xdotool", "windowactivate", "--sync", window.id)

    def resize(self, window, width, height):
        """To this size of its content, without the shadow."""
        left, right, top, bottom = self.shadow(window)
        self._run("xdotool", "windowsize", window.id, width + left + right, height + top + bottom)

    def move(self, x, y):
        self._run("xdotool", "mousemove", x, y)

    def click(self, x, y, button=1, times=1):
        """As a hand does: it arrives in more than one step, and holds the button for a
        moment. GTK 4.8 moves the pointer by itself after a layout: to where a menu
        was, until the next step, and off what is pressed if that is released already.
        """
        arrive = ("mousemove", x - 1, y, "sleep", "0.03", "mousemove", x, y, "sleep", "0.01")
        press = ("mousedown", button, "sleep", "0.05", "mouseup", button)
        if times > 1 or button > 3:
            press = ("click", "--repeat", times, "--delay", 40, button)
        self._run("xdotool", *arrive, *press)

    def press(self, *keys):
        """Keys as xdotool names them: "ctrl+f", "Escape"."""
        self._run("xdotool", "key", "--delay", 20, *keys)

    def type(self, text):
        """Plain ASCII only: other characters would need another keyboard."""
        assert text.isascii(), text
        self._run("xdotool", "type", "--delay", 8, text)

    def screenshot(self, path, area=None):
        """A PNG of all, or of an area x, y, width, height."""
        pixels, width, height = self._pixels(area)
        rgb = bytearray(3 * width * height)
        for place in range(3):
            rgb[place::3] = pixels[2 - place::4]
        picture = GdkPixbuf.Pixbuf.new_from_bytes(
            GLib.Bytes.new(bytes(rgb)), GdkPixbuf.Colorspace.RGB, False, 8, width, height, 3 * width
        )
        picture.savev(str(path), "png", ["compression"], ["3"])
        return path

    def colours(self):
        """How many can be seen."""
        pixels, _, _ = self._pixels()
        return len(set(memoryview(pixels).cast("I")))

    def _pixels(self, area=None):
        x, y, width, height = area or (0, 0, *self._size)
        with x11.Connection(self._session.env["DISPLAY"]) as connection:
            return connection.pixels(x, y, width, height), width, height
