# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a program tells a screen reader: its accessibility tree, over D-Bus.

libatspi has one bus and one cache for a whole process; tests see many sessions,
one after the other, and want no cache. So the protocol is spoken here. What a
program can tell of all its things at once is asked in one question, the rest for
all of them together: a window of some hundred nodes takes a twentieth of a second.
"""

import functools
import re
import time
from dataclasses import dataclass, field

from gi.repository import Gio, GLib

from .wire import Wire, number, signed, text

_ATSPI = "org.a11y.atspi."
_ROOT = "/org/a11y/atspi/accessible/root"
_CACHE = "/org/a11y/atspi/cache"
_REGISTRY_PATH = "/org/a11y/atspi/registry"
_REGISTRY = _ATSPI + "Registry"
_ACCESSIBLE = _ATSPI + "Accessible"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_COMPONENT = _ATSPI + "Component"
_TEXT = _ATSPI + "Text"
_ON_SCREEN, _IN_WINDOW = number(0), number(1)
# The end of any text; GTK 4.8 does not know -1, and GTK 3 dies of anything else.
_ALL, _ALL_OLDER = 1_000_000, -1
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
    """A scroll bar may lie on what it scrolls, and a toast on everything; and of a
    page that is not shown GTK 4.18 tells no more than that there is one."""
    return node.role in ("scroll bar", "alert") or (node.role == "tab panel" and not node.children)


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


class Accessibility:
    """The accessibility bus of a session."""

    # What places are measured from, and where a text ends.
    _origin = _IN_WINDOW
    _end = _ALL

    def __init__(self, bus):
        (address,) = bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        flags = Gio.DBusConnectionFlags
        self._connection = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )
        self._connection.set_exit_on_close(False)
        self._wire = Wire(address)
        self._roles = {}
        # Starts the registry, which programs then meet.
        self.call((_REGISTRY, _ROOT), "Accessible", "GetRole")

    def close(self):
        self._wire.close()
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
        self._deadline = time.monotonic() + timeout
        items = self._items(ref[0])
        children = self._children(ref, items)
        if any(inner not in items for inner in children):
            items |= self._items(ref[0])
        items |= self._single_items([inner for inner in children if inner not in items])
        facts = {inner: _Facts(items[inner]) for inner in children if inner in items}
        self._look_at(facts)
        top = _make_tree(ref, facts, children)
        if top is not None:
            self._find_covered(top)
        return top

    def _wait(self):
        self._wire.wait(max(0.001, self._deadline - time.monotonic()))

    def _items(self, name):
        """What the program says of all things at once: {ref: item}. Of those that
        nobody has come across yet it says nothing."""
        found = {}
        self._wire.ask(
            (name, _CACHE), _ATSPI + "Cache", "GetItems",
            lambda values: found.update((item[0], item) for item in (values or ((),))[0]),
        )
        self._wait()
        return found

    def _single_items(self, refs):
        """Of these it has said nothing. They have just gone: GTK 4 tells of all."""
        return {}

    def _children(self, ref, items):
        """{ref: [its children's refs]} from REF on. What an item says of its parent
        does not count: what is hidden claims a place, too."""
        found = {}
        self._ask_children([ref, *(r for r in items if items[r][4] and r != ref)], found)
        reached = {}
        level = [ref]
        while level:
            self._ask_children([r for r in level if r not in items and r not in found], found)
            reached.update((outer, found.get(outer, ())) for outer in level)
            level = [inner for outer in level for inner in reached[outer] if inner not in reached]
        return reached

    def _ask_children(self, refs, found):
        for ref in refs:
            self._wire.ask(
                ref, _ACCESSIBLE, "GetChildren",
                lambda values, ref=ref: found.update({ref: (values or ((),))[0]}),
            )
        self._wait()

    def _find_covered(self, top):
        """Pages of a stack that were shown once keep their place: of children in
        the same place those are shown at which a pointer would arrive."""
        hits = {}
        places = [(node, _find_rivals(node)) for node in top.walk()]
        places = [(node.toplevel, rivals) for node, rivals in places if rivals and node.toplevel]
        for toplevel, rivals in places:
            for rival in rivals:
                hits[rival] = self._ask_points(toplevel, rival)
        self._wait()
        for _, rivals in places:
            found = [r for r in rivals if any(node.ref in hits[r] for node in r.walk())]
            for rival in rivals:
                rival.is_covered = bool(found) and rival not in found

    def _ask_points(self, toplevel, rival):
        hit = set()
        for x, y in _points(rival.extents):
            self._wire.ask(
                toplevel.ref, _COMPONENT, "GetAccessibleAtPoint",
                lambda values: hit.update(values or ()),
                signed(x), signed(y), self._origin,
            )
        return hit

    def _look_at(self, things):
        """Ask for what the items do not tell. A role never changes."""
        for ref, facts in things.items():
            interfaces = facts.item[5]
            if _COMPONENT in interfaces:
                self._wire.ask(ref, _COMPONENT, "GetExtents", facts.set_extents, self._origin)
            if _TEXT in interfaces:
                self._wire.ask(ref, _TEXT, "GetText", facts.set_text, signed(0), signed(self._end))
            if ref not in self._roles:
                self._wire.ask(
                    ref, _ACCESSIBLE, "GetRoleName",
                    lambda values, ref=ref: values and self._roles.update({ref: values[0]}),
                )
        self._wait()
        for ref, facts in things.items():
            facts.role = self._roles.get(ref)

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


class OlderAccessibility(Accessibility):
    """Of programs with GTK 3 or Qt. They know where on the screen something is, and
    have to be asked for each thing by itself."""

    _origin = _ON_SCREEN
    _end = _ALL_OLDER

    def listen(self, event, tell):
        """Whenever a program says this, "object:state-changed:showing", hear () calls TELL
        with what it is about."""
        interface = "Event." + event.split(":")[0].capitalize()
        self._connection.signal_subscribe(
            None, _ATSPI + interface, None, None, None, Gio.DBusSignalFlags.NONE,
            lambda connection, sender, path, *_: tell((sender, path)),
        )
        arguments = GLib.Variant("(sass)", (event, [], ""))
        self.call((_REGISTRY, _REGISTRY_PATH), "Registry", "RegisterEvent", arguments)

    def hear(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def _items(self, name):
        return {}

    def _single_items(self, refs):
        found = {ref: [ref, None, None, 0, 0, (), "", 0, "", ()] for ref in refs}
        for ref, item in found.items():
            put = functools.partial(_put, item)
            self._wire.ask(ref, _ACCESSIBLE, "GetInterfaces", functools.partial(put, 5))
            self._wire.ask(ref, _ACCESSIBLE, "GetState", functools.partial(put, 9))
            for place, name in (6, "Name"), (8, "Description"):
                words = text(_ACCESSIBLE), text(name)
                self._wire.ask(ref, _PROPERTIES, "Get", functools.partial(put, place), *words)
        self._wait()
        return found

    def _find_covered(self, top):
        """They say so themselves."""
        for node in top.walk():
            node.is_covered = "Component" in node.interfaces and "showing" not in node.states


def _put(item, place, values):
    if values:
        item[place] = values[0]


class _Facts:
    """What is known of one thing."""

    def __init__(self, item):
        self.item = item
        self.role = None
        self.extents = _NOWHERE
        self.text = ""

    def set_extents(self, values):
        if values:
            self.extents = values[0]

    def set_text(self, values):
        if values:
            self.text = values[0]


def _make_tree(ref, facts, children, parent=None):
    if ref not in facts or facts[ref].role is None:
        return None
    node = _make_node(ref, facts[ref])
    node.parent = parent
    found = (_make_tree(inner, facts, children, node) for inner in children[ref])
    node.children = [inner for inner in found if inner is not None]
    return node


def _make_node(ref, facts):
    low, high = (list(facts.item[9]) + [0, 0])[:2]
    bits = low | high << 32
    return Node(
        ref=ref,
        role=_ROLES.get(facts.role, facts.role),
        name=_clean_name(facts.item[6]),
        description=facts.item[8].translate(_PLAIN),
        states=frozenset(word for bit, word in _STATES.items() if bits >> bit & 1),
        interfaces=frozenset(i.removeprefix(_ATSPI) for i in facts.item[5]),
        text=facts.text.translate(_PLAIN),
        extents=_clean_extents(facts.extents),
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
