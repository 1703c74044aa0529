# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody who clicks and types at random, for as long as you like.

    DRIVEMAP_SOAK_SECONDS=600 /usr/bin/python3 -m pytest tests/gui/test_soak.py -s

The window must live, say nothing critical (G_DEBUG=fatal-criticals ends it) and
not grow. DRIVEMAP_SOAK_SEED repeats a run, as far as time lets it.
"""

import random
import time

from gi.repository import GLib

KEYS = (
    "Up", "Down", "Home", "End", "Next", "Prior", "Tab", "shift+Tab", "Return", "space",
    "Escape", "Escape", "Delete", "F2", "F5", "F10", "ctrl+n", "ctrl+f", "ctrl+c", "ctrl+o",
    "ctrl+comma", "ctrl+question", "alt+Return", "alt+Left", "ctrl+shift+n", "Menu",
)
TEXTS = ("z", "public", "smb://", r"\\", "a b", "%s", "<b>")
CLICKABLE = ("button", "list item", "choice", "switch", "combo box", "menu item", "entry")
# They would end or hide it; and of the others' windows nothing is to be touched.
LEFT_ALONE = ("Close", "Minimize", "End Program")
SIZES = ((960, 640), (360, 640), (700, 500), (1200, 800))


class Soak:
    """Acts on a window; remembers what it did and how large the window was."""

    def __init__(self, window, seed, events=()):
        self.window = window
        self.random = random.Random(seed)
        self.events = events
        self.done = []
        self.sizes = []

    def run(self, seconds):
        start = time.monotonic()
        end = start + seconds
        next_look = start
        while time.monotonic() < end:
            if time.monotonic() >= next_look:
                self.sizes.append((time.monotonic() - start, private_mb(self.window.pid)))
                next_look += max(1.0, seconds / 60)
            self.step()
        self.leave_dialogs()
        self.sizes.append((time.monotonic() - start, private_mb(self.window.pid)))

    def step(self):
        acts = (self.click, self.press, self.type, self.resize, self.happen)
        act = self.random.choices(acts, weights=(60, 25, 6, 2, 7))[0]
        try:
            act()
        except (AssertionError, GLib.Error):
            # What was to be clicked may be gone; that the window is there is not
            # to be doubted.
            assert self.window.is_running, f"it ended; last: {self.done[-20:]}"

    def click(self):
        tree = self.window.tree()
        if tree is None or not tree.children:
            return
        # The topmost dialog is the one that can be used.
        nodes = [
            n for n in tree.children[-1].walk()
            if n.role in CLICKABLE and n.is_enabled and n.is_shown
            and not n.label.startswith(LEFT_ALONE)
        ]
        if nodes:
            node = self.random.choice(nodes)
            self.note("click", node.role, node.label)
            self.window.click(node, times=self.random.choice((1, 1, 1, 2)))

    def press(self):
        key = self.random.choice(KEYS)
        self.note("press", key)
        self.window.press(key)

    def type(self):
        text = self.random.choice(TEXTS)
        self.note("type", text)
        self.window.type(text)

    def resize(self):
        size = self.random.choice(SIZES)
        self.note("resize", *size)
        self.window.resize(*size)

    def happen(self):
        """Something outside of the window."""
        if self.events:
            event = self.random.choice(self.events)
            self.note("event", event.__name__)
            event()

    def note(self, *words):
        self.done.append(" ".join(map(str, words)))

    def leave_dialogs(self):
        for _ in range(20):
            if len(self.window.titles()) <= 1:
                return
            self.window.press("Escape")
            time.sleep(0.2)

    def growth_mb(self):
        """How much more it needs in the last third than in the second: the first
        is for what is loaded once."""
        third = len(self.sizes) // 3
        middle = [mb for _, mb in self.sizes[third:2 * third]]
        last = [mb for _, mb in self.sizes[2 * third:]]
        return min(last) - min(middle) if middle else 0.0

    def report(self):
        sizes = [mb for _, mb in self.sizes]
        return (
            f"{len(self.done)} acts in {self.sizes[-1][0]:.0f} s; private memory {sizes[0]:.1f} MB "
            f"at first, {sizes[-1]:.1f} MB at the end, {max(sizes):.1f} MB at most, "
            f"{self.growth_mb():+.1f} MB from the second third to the last"
        )


def private_mb(pid):
    """What nobody else has: not the clean pages of files, which come and go as the
    kernel likes."""
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        counted = [line for line in rollup if line.startswith(("Private_Dirty:", "Swap:"))]
    return sum(int(line.split()[1]) for line in counted) / 1024
