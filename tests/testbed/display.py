# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A screen that nobody sees, with a window manager, a mouse and a keyboard."""

import ctypes
import os
import re
from dataclasses import dataclass

from .waiting import wait_for

SIZE = (1280, 900)
_XA_ATOM = 4
_XA_PIXMAP = 20
_PROP_MODE_REPLACE = 0
_PROP_MODE_APPEND = 2
_RETAIN_PERMANENT = 1
_LIST = "_NET_CLIENT_LIST"

_OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <desktops><number>1</number></desktops>
</openbox_config>
"""
_WINDOW = re.compile(
    r'^\s+(0x[0-9a-f]+) (?:"(.*)"|\(has no name\)): \(.*?\)'
    r"\s+(\d+)x(\d+)[+-].*\s\+(-?\d+)\+(-?\d+)$"
)


@dataclass(frozen=True)
class XWindow:
    """A window as the X server knows it; place on the screen and size.

    is_managed: a window or dialog; others are menus and the manager's own.
    """

    id: str
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
        wait_for(
            lambda: "window id" in self._run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
            what="openbox",
        )
        # Shadows and round corners need it, and so do popovers.
        self._session.spawn("xcompmgr")
        self._allow_shadows()

    def _allow_shadows(self):
        """GTK draws windows as on a GNOME desktop only if the manager says that
        it knows what is a shadow. To openbox it is part of the window."""
        with _Connection(self._session.env["DISPLAY"]) as x:
            x.change("_NET_SUPPORTED", _XA_ATOM, x.atom("_GTK_FRAME_EXTENTS"), _PROP_MODE_APPEND)

    def paint(self, colour):
        """Give the desktop a colour, 0xRRGGBB, as one that sets a picture would."""
        with _Connection(self._session.env["DISPLAY"]) as x:
            x.change("_XROOTPMAP_ID", _XA_PIXMAP, x.make_pixmap(colour), _PROP_MODE_REPLACE)

    def scale_text(self, factor):
        """As a desktop's setting for large text does."""
        resource = f"Xft.dpi: {96 * factor:g}"
        name = "RESOURCE_MANAGER"
        self._run("xprop", "-root", "-f", name, "8s", "-set", name, resource)

    def _run(self, *argv, check=True):
        return self._session.run(*argv, check=check).stdout

    def windows(self):
        """All windows that can be seen, the topmost last."""
        listed = self._run("xprop", "-root", _LIST)
        managed = {int(number, 16) for number in re.findall(r"0x[0-9a-f]+", listed)}
        found = []
        for line in self._run("xwininfo", "-root", "-tree").splitlines():
            match = _WINDOW.match(line)
            if match:
                number, title = match[1], match[2] or ""
                width, height, x, y = map(int, match.groups()[2:])
                is_managed = int(number, 16) in managed
                found.append(XWindow(number, is_managed, title, x, y, width, height))
        likely = [w for w in found if w.title and w.width > 1 and w.height > 1]
        return [w for w in likely if self._is_mapped(w)][::-1]

    def _is_mapped(self, window):
        return "IsViewable" in self._run("xwininfo", "-id", window.id, check=False)

    def property(self, window, name):
        """A property of a window as xprop shows it; "" if there is none."""
        text = self._run("xprop", "-id", window.id, name, check=False)
        return text.partition("=")[2].strip() if "=" in text else ""

    def shadow(self, window):
        """What GTK draws around a window: left, right, top, bottom."""
        numbers = re.findall(r"\d+", self.property(window, "_GTK_FRAME_EXTENTS"))
        return tuple(map(int, numbers)) if len(numbers) == 4 else (0, 0, 0, 0)

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
        self._run(
            "xdotool", "mousemove", x, y, "sleep", "0.03",
            "click", "--repeat", times, "--delay", 40, button,
        )

    def press(self, *keys):
        """Keys as xdotool names them: "ctrl+f", "Escape"."""
        self._run("xdotool", "key", "--delay", 20, *keys)

    def type(self, text):
        """Plain ASCII only: other characters would need another keyboard."""
        assert text.isascii(), text
        self._run("xdotool", "type", "--delay", 8, text)

    def screenshot(self, path, area=None):
        """A PNG of all, or of an area x, y, width, height."""
        crop = ("-crop", "{2}x{3}+{0}+{1}".format(*area), "+repage") if area else ()
        self._run("import", "-silent", "-window", "root", *crop, path)
        return path


class _Connection:
    """To the X server, for the little that no tool can do."""

    def __init__(self, name):
        x11 = self._x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = x11.XDefaultGC.restype = ctypes.c_void_p
        for function in (x11.XDefaultRootWindow, x11.XInternAtom, x11.XCreatePixmap):
            function.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
        self._root = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._x11.XCloseDisplay(self._display)

    def atom(self, name):
        return self._x11.XInternAtom(self._display, name.encode(), False)

    def change(self, name, kind, value, mode):
        """A property of the root window, of one number."""
        values = (ctypes.c_ulong * 1)(value)
        atom, kind = ctypes.c_ulong(self.atom(name)), ctypes.c_ulong(kind)
        self._x11.XChangeProperty(self._display, self._root, atom, kind, 32, mode, values, 1)

    def make_pixmap(self, colour):
        """Of one pixel; it stays when we have gone."""
        x11, display = self._x11, self._display
        depth = x11.XDefaultDepth(display, 0)
        pixmap = x11.XCreatePixmap(display, self._root, 1, 1, depth)
        gc = ctypes.c_void_p(x11.XDefaultGC(display, 0))
        x11.XSetForeground(display, gc, ctypes.c_ulong(colour))
        x11.XFillRectangle(display, ctypes.c_ulong(pixmap), gc, 0, 0, 1, 1)
        x11.XSetCloseDownMode(display, _RETAIN_PERMANENT)
        return pixmap
