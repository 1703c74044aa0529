# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a program tells a screen reader: its accessibility tree, over D-Bus.

libatspi has one bus and one cache for a whole process; tests see many sessions,
one after the other, and want no cache. So the protocol is spoken here. All
questions of one level of the tree are asked at once, which makes a window of
some hundred nodes readable in a fraction of a second.
"""

import re
import time
from dataclasses import dataclass, field

from gi.repository import Gio, GLib

_ATSPI = "org.a11y.atspi."
_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = _ATSPI + "Registry"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_WINDOW_COORDINATES = 1
_NOWHERE = (0, 0, 0, 0)
_HUGE = 20_000

# The bits of GetState () that are of use here.
_STATES = {
    1: "active",
    4: "checked",
    8: "enabled",
    9: "expandable",
    10: "expanded",
    11: "focusable",
    12: "focused",
    20: "pressed",
    22: "selectable",
    23: "selected",
    24: "sensitive",
    25: "showing",
    30: "visible",
}

_TOLD = {"active", "checked", "expanded", "focused", "pressed", "selected"}

# GTK 4.8 and later versions call the same things differently.
_ROLES = {
    "push button": "button",
    "toggle button": "button",
    "password text": "entry",
    "text": "entry",
    "text box": "entry",
    "search box": "entry",
    "search": "entry",
    "radio": "choice",
    "radio button": "choice",
    "checkbox": "choice",
    "check box": "choice",
    "statusbar": "status",
    "status bar": "status",
    "notification": "status",
    "page tab": "tab",
}
_CLASS_NAME = re.compile(r"^(Gtk|Adw|Dm)[A-Z]\w*$")
# Marks of direction are nothing to see; a space that does not break is a space.
_PLAIN = {**dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f")), 0xA0: " "}


@dataclass(eq=False)
class Node:
    """One thing on the screen, as it was when it was looked at."""

    ref: tuple
    role: str
    name: str
    description: str
    states: frozenset
    interfaces: frozenset
    text: str
    extents: tuple
    parent: "Node | None" = None
    children: list = field(default_factory=list)
    # It has a place, but it is a page of a stack that is not shown.
    is_covered: bool = False

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def toplevel(self):
        """The window or dialog that it is in. The outermost: a toast is an alert."""
        roles = ("frame", "dialog", "alert", "window")
        return next((n for n in reversed((self, *self.ancestors())) if n.role in roles), None)

    @property
    def label(self):
        """What it is called: its own name, else what can be read on it or, where
        GTK 4.8 takes a tooltip for a description, that."""
        if self.name or self.text:
            return self.name or self.text
        inside = " ".join(filter(None, (child.label for child in self.children)))
        return inside or self.description

    @property
    def is_shown(self):
        """Whether it has a place on the screen, not scrolled away."""
        _, _, width, height = self.extents
        if width <= 0 or height <= 0 or self.is_covered:
            return False
        inner = self
        for node in self.ancestors():
            if node.is_covered or (node.parent and not all(node.extents[2:])):
                return False
            # A list view keeps rows that are scrolled away.
            if node.role in ("list", "table", "tree table"):
                if not _contains_centre(node.extents, inner.extents):
                    return False
            if node.toplevel is node:
                break
            inner = node
        return True

    @property
    def is_enabled(self):
        return "sensitive" in self.states

    @property
    def is_on(self):
        return bool(self.states & {"checked", "pressed"})

    @property
    def is_focused(self):
        return "focused" in self.states

    def describe(self, depth=0):
        """What is shown of it, in words, for a failed test."""
        states = ",".join(sorted(self.states & _TOLD))
        texts = [f"“{self.name}”"] if self.name else []
        texts += [f"text “{self.text}”"] if self.text not in ("", self.name) else []
        texts += [f"({self.description})"] if self.description else []
        line = ""
        if texts or states or depth < 2:
            line = f"{'  ' * depth}{self.role} {' '.join(texts)} [{states}] {self.extents}\n"
        depth += bool(line)
        return line + "".join(c.describe(depth) for c in self.children if c.is_shown or depth < 2)

    def __repr__(self):
        return f"<{self.role} “{self.label}” {self.extents}>"


def _common(a, b):
    """The area that two places have in common."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0


def _find_rivals(node):
    """Children of which one stands on another. Not what lies outside of its
    parent: that is a menu."""
    likely = [c for c in node.children if not _is_harmless(c)]
    inside = [c for c in likely if 2 * _common(c.extents, node.extents) > _area(c.extents)]
    return [a for a in inside if any(a is not b and _cover(a.extents, b.extents) for b in inside)]


def _is_harmless(node):
    """A scroll bar may lie on what it scrolls; and of a page that is not shown
    GTK 4.18 tells no more than that there is one."""
    return node.role == "scroll bar" or (node.role == "tab panel" and not node.children)


def _cover(a, b):
    """Whether most of one lies on the other."""
    return 2 * _common(a, b) > min(_area(a), _area(b))


def _area(extents):
    return extents[2] * extents[3]


def _points(extents):
    x, y, width, height = extents
    parts = ((0.5, 0.5), (0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    return [(int(x + a * width), int(y + b * height)) for a, b in parts]


def _contains_centre(outer, inner):
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x < outer[0] + outer[2] and outer[1] <= y < outer[1] + outer[3]


class _Questions:
    """Calls that are under way together."""

    def __init__(self, connection, timeout):
        self._connection = connection
        self._context = GLib.MainContext.new()
        self._deadline = time.monotonic() + timeout
        self._open = 0

    def ask(self, ref, interface, method, arguments, answer):
        """answer(values) is called when it comes; with None after an error."""
        self._open += 1

        def on_called(connection, result):
            self._open -= 1
            try:
                values = connection.call_finish(result).unpack()
            except GLib.Error:
                values = None
            answer(values)

        left = max(1, int(1000 * (self._deadline - time.monotonic())))
        self._context.push_thread_default()
        self._connection.call(
            ref[0], ref[1], interface, method, arguments, None,
            Gio.DBusCallFlags.NO_AUTO_START, left, None, on_called,
        )
        self._context.pop_thread_default()

    def wait(self):
        while self._open:
            self._context.iteration(True)


class Accessibility:
    """The accessibility bus of a session."""

    def __init__(self, bus):
        (address,) = bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        flags = Gio.DBusConnectionFlags
        self._connection = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )
        self._connection.set_exit_on_close(False)
        # Starts the registry, which programs then meet.
        self.call((_REGISTRY, _ROOT), "Accessible", "GetRole")

    def close(self):
        if not self._connection.is_closed():
            self._connection.close_sync(None)

    def call(self, ref, interface, method, arguments=None, timeout=10.0):
        """One method, with its results as a tuple; raises GLib.Error."""
        result = self._connection.call_sync(
            ref[0], ref[1], _ATSPI + interface, method, arguments, None,
            Gio.DBusCallFlags.NONE, int(timeout * 1000), None,
        )
        return result.unpack()

    def application(self, pid):
        """The program with this process id; None while it is not on the bus."""
        (found,) = self.call((_REGISTRY, _ROOT), "Accessible", "GetChildren")
        for ref in found:
            if self._pid(ref[0]) == pid:
                return ref
        return None

    def tree(self, ref, timeout=10.0):
        """A Node for REF and all below it; None when it is gone."""
        top = None
        level = [(ref, None)]
        questions = _Questions(self._connection, timeout)
        while level:
            nodes = self._look_at(questions, [ref for ref, _ in level])
            following = []
            for (_, parent), (node, children) in zip(level, nodes, strict=True):
                if node is None:
                    continue
                node.parent = parent
                if parent is None:
                    top = node
                else:
                    parent.children.append(node)
                following += [(tuple(child), node) for child in children]
            level = following
        if top is not None:
            self._find_covered(questions, top)
        return top

    def _find_covered(self, questions, top):
        """Pages of a stack that were shown once keep their place: of children in
        the same place those are shown at which a pointer would arrive."""
        for node in top.walk():
            rivals = _find_rivals(node)
            if rivals and node.toplevel is not None:
                self._compare_rivals(questions, node.toplevel, rivals)

    def _compare_rivals(self, questions, toplevel, rivals):
        hits = {rival: set() for rival in rivals}
        for rival in rivals:
            for x, y in _points(rival.extents):
                questions.ask(
                    toplevel.ref, _ATSPI + "Component", "GetAccessibleAtPoint",
                    GLib.Variant("(iiu)", (x, y, _WINDOW_COORDINATES)),
                    lambda values, hit=hits[rival]: hit.update(values or ()),
                )
        questions.wait()
        found = [r for r in rivals if any(node.ref in hits[r] for node in r.walk())]
        for rival in rivals:
            rival.is_covered = bool(found) and rival not in found

    def _pid(self, name):
        try:
            result = self._connection.call_sync(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)), None,
                Gio.DBusCallFlags.NONE, 5000, None,
            )
        except GLib.Error:
            return None
        return result.unpack()[0]

    def _look_at(self, questions, refs):
        """[(node or None, its children's refs)]"""
        found = [{} for _ in refs]
        for ref, facts in zip(refs, found, strict=True):
            self._ask_basics(questions, ref, facts)
        questions.wait()
        for ref, facts in zip(refs, found, strict=True):
            self._ask_more(questions, ref, facts)
        questions.wait()
        return [(_make_node(ref, facts), facts.get("children") or ())
                for ref, facts in zip(refs, found, strict=True)]

    def _ask_basics(self, questions, ref, facts):
        def store(key):
            return lambda values: facts.__setitem__(key, values[0] if values else None)

        accessible = _ATSPI + "Accessible"
        questions.ask(ref, accessible, "GetChildren", None, store("children"))
        questions.ask(ref, accessible, "GetRoleName", None, store("role"))
        questions.ask(ref, accessible, "GetState", None, store("states"))
        questions.ask(ref, accessible, "GetInterfaces", None, store("interfaces"))
        questions.ask(
            ref, _PROPERTIES, "GetAll", GLib.Variant("(s)", (accessible,)), store("properties")
        )
        questions.ask(
            ref, _ATSPI + "Component", "GetExtents",
            GLib.Variant("(u)", (_WINDOW_COORDINATES,)), store("extents"),
        )

    def _ask_more(self, questions, ref, facts):
        """The text, where there is some: its length must be asked for first."""
        if _ATSPI + "Text" not in (facts.get("interfaces") or ()):
            return
        text = _ATSPI + "Text"

        def on_count(values):
            count = values[0] if values else 0
            if count:
                questions.ask(ref, text, "GetText", GLib.Variant("(ii)", (0, count)), on_text)

        def on_text(values):
            facts["text"] = values[0] if values else ""

        questions.ask(
            ref, _PROPERTIES, "Get", GLib.Variant("(ss)", (text, "CharacterCount")), on_count
        )


def _make_node(ref, facts):
    if facts.get("role") is None:
        return None
    low, high = (list(facts.get("states") or ()) + [0, 0])[:2]
    bits = low | high << 32
    properties = facts.get("properties") or {}
    return Node(
        ref=ref,
        role=_ROLES.get(facts["role"], facts["role"]),
        name=_clean_name(properties.get("Name", "")),
        description=properties.get("Description", "").translate(_PLAIN),
        states=frozenset(word for bit, word in _STATES.items() if bits >> bit & 1),
        interfaces=frozenset(i.removeprefix(_ATSPI) for i in facts.get("interfaces") or ()),
        text=facts.get("text", "").translate(_PLAIN),
        extents=_clean_extents(facts.get("extents") or _NOWHERE),
    )


def _clean_extents(extents):
    """GTK 4.18 gives any numbers for a page of a stack that was never shown."""
    return tuple(extents) if all(abs(number) < _HUGE for number in extents) else _NOWHERE


def _clean_name(name):
    """GTK 4.8 gives '_Apply Apply', and the class where there is no name."""
    name = name.translate(_PLAIN)
    if _CLASS_NAME.match(name):
        return ""
    half = len(name) // 2
    for cut in (half, half + 1):
        if name[cut:cut + 1] == " " and name[:cut].replace("_", "", 1) == name[cut + 1:]:
            return name[cut + 1:]
    return name
