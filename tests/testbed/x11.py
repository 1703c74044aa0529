# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is asked of an X server, without a program for each question."""

import ctypes
import sys

_IS_VIEWABLE = 2
_XA_ATOM = 4
_XA_PIXMAP = 20
_PROP_MODE_REPLACE = 0
_PROP_MODE_APPEND = 2
_RETAIN_PERMANENT = 1
_Z_PIXMAP = 2
_ALL_PLANES = 0xFFFFFFFF


class _Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        *((name, ctypes.c_void_p) for name in ("visual", "root")),
        *((name, ctypes.c_int) for name in ("kind", "bit_gravity", "win_gravity", "backing")),
        *((name, ctypes.c_ulong) for name in ("planes", "pixel")),
        *(("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("installed", ctypes.c_int)),
        ("map_state", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("all_masks", "mask", "other_mask")),
        *(("override", ctypes.c_int), ("screen", ctypes.c_void_p)),
    ]


class _Image(ctypes.Structure):
    """The first part of an XImage."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("byte_order", "unit", "bit_order", "pad", "depth")),
        *((name, ctypes.c_int) for name in ("bytes_per_line", "bits_per_pixel")),
    ]


# A window may go while it is asked about: Xlib would end the process.
_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_ignore_errors = _HANDLER(lambda display, error: 0)


class Connection:
    """To an X server, to be used by `with`: Xlib ends a process whose server goes."""

    def __init__(self, name):
        x11 = self._x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = x11.XDefaultGC.restype = ctypes.c_void_p
        for function in (x11.XDefaultRootWindow, x11.XInternAtom, x11.XCreatePixmap):
            function.restype = ctypes.c_ulong
        x11.XSetErrorHandler(_ignore_errors)
        opened = x11.XOpenDisplay(name.encode())
        assert opened, f"no X server at {name}"
        self._display = ctypes.c_void_p(opened)
        self._root = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._x11.XCloseDisplay(self._display)

    @property
    def root(self):
        return self._root.value

    def descendants(self, window):
        """All windows below one, the topmost first."""
        parts = [ctypes.c_ulong(), ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)()]
        count = ctypes.c_uint()
        pointers = map(ctypes.byref, (*parts, count))
        if not self._x11.XQueryTree(self._display, ctypes.c_ulong(window), *pointers):
            return []
        children = parts[2][:count.value]
        if children:
            self._x11.XFree(parts[2])
        return [inner for c in reversed(children) for inner in (c, *self.descendants(c))]

    def place(self, window):
        """x and y on the screen, width and height; None if it cannot be seen."""
        found = _Attributes()
        number = ctypes.c_ulong(window)
        self._x11.XGetWindowAttributes(self._display, number, ctypes.byref(found))
        if found.map_state != _IS_VIEWABLE:
            return None
        x, y, child = ctypes.c_int(), ctypes.c_int(), ctypes.c_ulong()
        pointers = map(ctypes.byref, (x, y, child))
        self._x11.XTranslateCoordinates(self._display, number, self._root, 0, 0, *pointers)
        return x.value - found.border, y.value - found.border, found.width, found.height

    def pixels(self, x, y, width, height):
        """This area of the screen, four bytes a pixel: blue, green, red, nothing."""
        self._x11.XGetImage.restype = ctypes.POINTER(_Image)
        image = self._x11.XGetImage(
            self._display, self._root, x, y, width, height, ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP
        )
        assert image and image.contents.bits_per_pixel == 32 and not image.contents.byte_order
        data = ctypes.c_void_p(image.contents.data)
        found = ctypes.string_at(data, height * image.contents.bytes_per_line)
        self._x11.XFree(data)
        self._x11.XFree(image)
        return found

    def numbers(self, window, name):
        """A property that is a list of numbers."""
        data = self._property(window, name)
        size = ctypes.sizeof(ctypes.c_ulong)
        return [int.from_bytes(data[at:at + size], sys.byteorder) for at in range(0, len(data), size)]

    def text(self, window, name):
        """A property that is a text; "" if there is none."""
        return self._property(window, name).decode(errors="replace")

    def _property(self, window, name):
        """What it holds; numbers are longs."""
        kind, bits = ctypes.c_ulong(), ctypes.c_int()
        count, left = ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.POINTER(ctypes.c_char)()
        number, atom = ctypes.c_ulong(window), ctypes.c_ulong(self.atom(name))
        pointers = map(ctypes.byref, (kind, bits, count, left, data))
        self._x11.XGetWindowProperty(
            self._display, number, atom, ctypes.c_long(0), ctypes.c_long(10_000), 0,
            ctypes.c_ulong(0), *pointers,
        )
        if not data:
            return b""
        unit = {32: ctypes.sizeof(ctypes.c_long), 16: 2}.get(bits.value, 1)
        found = data[:count.value * unit]
        self._x11.XFree(data)
        return found

    def atom(self, name):
        return self._x11.XInternAtom(self._display, name.encode(), False)

    def append_atom(self, name, atom):
        """To a property of the root window."""
        self._change(name, _XA_ATOM, self.atom(atom), _PROP_MODE_APPEND)

    def set_pixmap(self, name, pixmap):
        """As a property of the root window."""
        self._change(name, _XA_PIXMAP, pixmap, _PROP_MODE_REPLACE)

    def _change(self, name, kind, value, mode):
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
