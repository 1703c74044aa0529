# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A program with windows, used as a person does: read, pointed at, typed into.

Things are found by what they are and what stands on them. Everything waits
until it is so; nothing is kept, so each question looks at the screen again.
"""

import os
import re
import signal
from pathlib import Path

from gi.repository import GLib

from .waiting import wait_for

TOPLEVELS = ("frame", "dialog", "alert", "window")
PATIENCE = 30.0
POLL = 0.1

# What AdwMessageDialog leaves free around what it says.
_MESSAGE_PADDING = (24, 32)

# The bus is taken away before the program when a session ends. libadwaita 1.7
# measures the heading of an AdwMessageDialog narrower than GTK 4.18 likes.
_HARMLESS = re.compile(
    "accessibility bus|AT-SPI|dbind|Trying to measure GtkLabel .* but it needs at least"
)


class _Resizing(Exception):
    """A window has just taken another size: what was read of it is elsewhere now."""


class Window:
    """The window of the tested program; its first, until others are opened.

    program: another program than the tested one; pid: one that somebody else has
    started.
    """

    def __init__(self, desktop, *arguments, program=None, pid=None, env=None, shows=None):
        self.desktop = desktop
        self.session = desktop.session
        self._accessibility = desktop.accessibility
        self._display = desktop.display
        program = program or self.session.build.gui
        # What GTK and the fonts leave behind at the end is not ours to mend.
        sanitizer = self.session.env["ASAN_OPTIONS"] + ":detect_leaks=0"
        env = {"G_DEBUG": "fatal-criticals", "ASAN_OPTIONS": sanitizer, **(env or {})}
        self.process = _Started(pid) if pid else self.session.spawn(program, *arguments, env=env)
        self.pid = self.process.pid
        self._application = None
        if shows:
            self.wait_shown(shows)

    def close(self):
        """End the program, if it has not ended by itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=PATIENCE)
        assert code in (0, -signal.SIGTERM), f"the window ended with {code}"
        warnings = self.warnings()
        assert not warnings, "\n".join(["the window complained:"] + warnings)

    def warnings(self):
        """What it has said of itself; criticals end it at once."""
        log = self.session.log_file.read_text(errors="replace")
        found = re.findall(rf"^\([^():]+:{self.pid}\): .*WARNING \*\*: .*$", log, re.M)
        return [line for line in found if not _HARMLESS.search(line)]

    def logs(self):
        try:
            tree = self.tree()
        except (AssertionError, GLib.Error) as error:
            return [("window", f"not there: {error}")]
        return [("window", tree.describe() if tree else "gone")]

    @property
    def is_running(self):
        return self.process.poll() is None

    # What can be seen

    def tree(self):
        """The whole program as a Node; None while it is not there."""
        assert self.is_running, f"the window ended with {self.process.returncode}"
        if self._application is None:
            self._application = self._accessibility.application(self.pid)
        return self._application and self._accessibility.tree(self._application)

    def find_all(self, role=None, label=None, *, within=None, hidden=False, where=None):
        """All nodes that fit, outermost first.

        label: a text, or a compiled expression that is searched for.
        within: the title of the window or dialog, or a Node's role and label.
        """
        tree = self.tree()
        if tree is None:
            return []
        tops = [n for n in tree.children if within is None or _fits(n, None, within)]
        return [
            node
            for top in tops
            for node in top.walk()
            if _fits(node, role, label)
            and (hidden or node.is_shown)
            and (where is None or where(node))
        ]

    def find(self, role=None, label=None, **options):
        """The innermost that fits best; None if there is none."""
        found = self.find_all(role, label, **options)
        # A menu button is a button around the real one.
        return next((n for n in found if not _is_wrapper(n, found)), None)

    def get(self, role=None, label=None, timeout=PATIENCE, **options):
        """As find(), waiting for it."""
        what = f"{role or 'something'} {label!r}"
        return wait_for(lambda: self.find(role, label, **options), timeout, what, POLL)

    def texts(self, within=None):
        """Every text that can be read."""
        texts = []
        for node in self.find_all(within=within):
            for text in (node.name, node.text):
                if text and text not in texts:
                    texts.append(text)
        return texts

    def shows(self, text, within=None):
        """Whether this text, or something that fits this expression, is there."""
        return any(_text_fits(text, shown) for shown in self.texts(within))

    def wait_shown(self, text, timeout=PATIENCE, within=None):
        wait_for(lambda: self.shows(text, within), timeout, f"the text {text!r}", POLL)

    def wait_gone(self, text, timeout=PATIENCE, within=None):
        wait_for(lambda: not self.shows(text, within), timeout, f"{text!r} to go", POLL)

    def titles(self):
        """The titles of its windows and dialogs."""
        tree = self.tree()
        return [n.name for n in tree.children if n.role in TOPLEVELS] if tree else []

    def focused(self):
        """What has the keyboard."""
        found = [n for n in self.find_all(hidden=True) if n.is_focused]
        return found[-1] if found else None

    # What can be done

    def press(self, *keys):
        self._display.press(*keys)

    def click(self, role=None, label=None, *, button=1, times=1, **options):
        """Point at it and click; waits until it is there and can be used."""
        node = role if not isinstance(role, (str, type(None))) else None
        if node is None:
            what = f"a usable {role} {label!r}"
            node = wait_for(lambda: self._usable(role, label, options), PATIENCE, what, POLL)
        self._display.click(*self._reveal(node), button=button, times=times)
        return node

    def _reveal(self, node):
        """Its place; turns the wheel if that is below or above what is shown."""
        for _ in range(60):
            node = self._settled(node)
            try:
                x, y = self.place(node)
                below = self._excess(node, y)
                if not below or self._popup(node):
                    return x, y
                top = self._window_of(node)
            except _Resizing:
                continue
            self._display.click(x, top.y + top.height // 2, button=5 if below > 0 else 4)
            found = [n for n in self.find_all(hidden=True) if n.ref == node.ref]
            node = found[0] if found else node
        raise AssertionError(f"{node} cannot be scrolled to")

    def _settled(self, node):
        """The node as it is now; waits while its window takes another size."""

        def measure():
            current = next((n for n in self.find_all(hidden=True) if n.ref == node.ref), node)
            return current if self._has_window(current) else None

        if self._has_window(node):
            return node
        return wait_for(measure, PATIENCE, f"the window of {node}", POLL)

    def _has_window(self, node):
        if self._popup(node) is not None:
            return True
        return node.toplevel is not None and self._x_window(node.toplevel) is not None

    def _excess(self, node, y):
        """1 if y is below the window that the node is in, -1 if above, else 0."""
        window = self._window_of(node)
        _, _, top, bottom = self._display.shadow(window)
        if y > window.y + window.height - bottom - 8:
            return 1
        return -1 if y < window.y + top + 4 else 0

    def _usable(self, role, label, options):
        node = self.find(role, label, **options)
        return node if node is not None and node.is_enabled else None

    def do(self, role=None, label=None, action=0, **options):
        """Its action as a screen reader starts it, for what is hard to hit."""
        node = self.get(role, label, **options)
        return self._accessibility.call(
            node.ref, "Action", "DoAction", GLib.Variant("(i)", (action,))
        )[0]

    def enter(self, label, text, **options):
        """Write TEXT into the entry called LABEL, instead of what is there."""
        node = self.get("entry", label, **options)
        self._display.click(*self._reveal(node))
        self._display.press("ctrl+a")
        if text and text.isascii():
            self._display.type(text)
        elif text:
            self._accessibility.call(
                node.ref, "EditableText", "SetTextContents", GLib.Variant("(s)", (text,))
            )
        else:
            self._display.press("BackSpace")

    def type(self, text):
        """Into whatever has the keyboard."""
        self._display.type(text)

    def fill(self, text):
        """Write TEXT at once into the entry that has the keyboard: some complete what
        is typed."""

        def find_entry():
            node = self.focused()
            return node if node is not None and "EditableText" in node.interfaces else None

        node = wait_for(find_entry, PATIENCE, "an entry with the keyboard", POLL)
        self._accessibility.call(
            node.ref, "EditableText", "SetTextContents", GLib.Variant("(s)", (text,))
        )

    def place(self, node):
        """The middle of a node, on the screen."""
        x, y, width, height = node.extents
        left, top = self._origin(node)
        return left + x + width // 2, top + y + height // 2

    def _origin(self, node):
        popup = self._popup(node)
        if popup is not None:
            (x_window, outer) = popup
            return x_window.x - outer[0], x_window.y - outer[1]
        toplevel = node.toplevel
        window = self._window_of(node)
        left, right, top, bottom = self._display.shadow(window)
        x, y, width, height = toplevel.extents
        # What is left over is the border of a window without a shadow.
        border_x = (window.width - left - right - width) // 2
        border_y = (window.height - top - bottom - height) // 2
        padding_x, padding_y = _left_out(node)
        return window.x + left + border_x - x + padding_x, window.y + top + border_y - y + padding_y

    def _window_of(self, node):
        window = self._x_window(node.toplevel)
        if window is None:
            raise _Resizing(f"{node.toplevel} is not there in this size any more")
        return window

    def _x_window(self, toplevel):
        """By its size; where several fit, by the title."""
        size = toplevel.extents[2:]
        fitting = [w for w in self._display.windows() if w.is_managed and self._is_size(w, size)]
        named = [w for w in fitting if w.title == toplevel.name]
        return next(reversed(named or fitting), None)

    def _is_size(self, window, size):
        left, right, top, bottom = self._display.shadow(window)
        border = (window.width - left - right - size[0], window.height - top - bottom - size[1])
        return all(0 <= excess <= 20 for excess in border)

    def x_window(self, title=None):
        """The X window of a window or dialog of this program."""

        def look():
            found = (n for n in self.tree().children if n.role in TOPLEVELS and title in (None, n.name))
            toplevel = next(found, None)
            return toplevel and self._x_window(toplevel)

        return wait_for(look, PATIENCE, f"the window {title or ''}", POLL)

    def _popup(self, node):
        """The X window of the popover that a node is in, and its extents there:
        GTK measures them from the widget that the popover belongs to."""
        windows = None
        for outer in (node, *node.ancestors()):
            if outer.role in TOPLEVELS:
                return None
            if windows is None:
                windows = [w for w in self._display.windows() if not w.is_managed]
            for window in windows:
                if (window.width, window.height) == outer.extents[2:] and window.width > 20:
                    return window, outer.extents
        return None

    def focus(self):
        """Bring the main window to the front and give it the keyboard."""
        self._display.activate(self.x_window())

    def resize(self, width, height):
        self._display.resize(self.x_window(), width, height)

    def screenshot(self, path):
        return self._display.screenshot(path)


class _Started:
    """The part of Popen that is of use, for a process that is not our child."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        if self.returncode is None and not Path(f"/proc/{self.pid}").exists():
            self.returncode = 0
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self, timeout):
        wait_for(lambda: self.poll() is not None, timeout, f"the end of {self.pid}", POLL)
        return self.returncode


def _fits(node, role, label):
    if role is not None and node.role != role:
        return False
    return label is None or _text_fits(label, node.label)


def _text_fits(wanted, text):
    if hasattr(wanted, "search"):
        return bool(wanted.search(text))
    return wanted == text


def _left_out(node):
    """GTK 4.18 leaves out the padding of all that is around a thing. Mostly that is
    little; of a message it is much, and shows in a heading at the very corner."""
    toplevel = node.toplevel
    for label in toplevel.walk():
        if label.role == "label" and label.is_shown:
            area = next((n for n in label.ancestors() if len(n.children) > 1), toplevel)
            is_corner = label.extents[:2] == toplevel.extents[:2]
            is_inside = area in node.ancestors()
            return _MESSAGE_PADDING if is_corner and is_inside else (0, 0)
    return (0, 0)


def _is_wrapper(node, found):
    return node.role == "button" and any(node in other.ancestors() for other in found)
