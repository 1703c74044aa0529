# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window in the words of somebody who uses it."""

from .waiting import wait_for
from .window import PATIENCE, POLL, Window

LIST = "Network drives and connections"


class Drivemap(Window):
    """The main window and its dialogs."""

    _last_rows = None

    def rows(self):
        """The rows on the screen, from top to bottom, as what stands on each."""
        found = self.find_all("list", LIST)
        return [words(row) for row in found[0].children if row.is_shown] if found else []

    def find_row(self, *words):
        """The row that has all of these texts; None if there is none."""
        for listed in self.find_all("list", LIST):
            for row in listed.children:
                if row.is_shown and all(_has(row, word) for word in words):
                    return row
        return None

    def row(self, *words, timeout=PATIENCE):
        """As find_row (), waiting for it."""
        return wait_for(lambda: self.find_row(*words), timeout, f"a row with {words}", POLL)

    def scrolled_row(self, *words):
        """As row (), turning the wheel over the list until it is there."""
        for _ in range(30):
            row = self.find_row(*words)
            if row is not None:
                return row
            self._turn(5, 3)
            if self.rows() and self.rows() == self._last_rows:
                self.scroll_to_top()
            self._last_rows = self.rows()
        raise AssertionError(f"no row with {words} in the list")

    def no_row(self, *words, timeout=PATIENCE):
        wait_for(lambda: not self.find_row(*words), timeout, f"the row with {words} to go", POLL)

    def select(self, *words):
        """Click on a row; returns once its details are there."""
        row = self.row(*words)
        self.click(_card(row))
        title = words[0]
        wait_for(
            lambda: "selected" in (self.find_row(*words) or row).states,
            PATIENCE,
            f"{title} to be selected",
            POLL,
        )

    def scroll_to_top(self):
        """Turn the wheel over the list."""
        self._turn(4, 40)

    def _turn(self, button, times):
        self._display.click(*self.place(self._settled(self.get("list", LIST))), button=button, times=times)

    def choose_menu(self, label, menu="Main Menu"):
        """Choose from the menu of a button."""
        self.open_menu(menu)
        self.click("menu item", label)

    def open_menu(self, menu="Main Menu"):
        self._open("button", menu, lambda: self.find("menu item"))

    def _open(self, role, label, is_open):
        """A click while windows still come or go leads nowhere: then click again."""
        for _ in range(3):
            self.click(role, label)
            for _ in range(20):
                if is_open():
                    return
        raise AssertionError(f"{label} does not open")

    def dialog(self, title, timeout=PATIENCE):
        """Wait for a window or dialog with this title or heading."""
        return wait_for(lambda: self.find_dialog(title), timeout, f"the dialog {title!r}", POLL)

    def find_dialog(self, title):
        tree = self.tree()
        for top in (tree.children if tree else [])[1:]:
            fits = title.search if hasattr(title, "search") else title.__eq__
            if any(fits(text) for node in top.walk() for text in (node.name, node.text) if text):
                return top
        return None

    def no_dialog(self, timeout=PATIENCE):
        """Wait until only the main window is there."""
        wait_for(lambda: len(self.titles()) == 1, timeout, "the dialogs to close", POLL)

    def choose(self, row, label):
        """Choose from the list that a row of a dialog opens."""
        self._open("combo box", row, lambda: self.find("list item", where=_is_choice))
        for keys in (), ("End",), ("Home",), *[("Down",) * 5] * 6:
            if keys:
                self.press(*keys)
            if self.find("list item", label, where=_is_choice):
                break
        self.click("list item", label, where=_is_choice)
        wait_for(lambda: self._chosen(row) == label, PATIENCE, f"{label} in {row}", POLL)

    def _chosen(self, row):
        """What the row shows: its first list item, those to choose from follow."""
        combo = self.find("combo box", row)
        items = [n for n in combo.walk() if n.role == "list item"] if combo else []
        return items[0].label if items else None

    def choose_level(self, label):
        self.click("choice", label)
        wait_for(lambda: self.get("choice", label).is_on, PATIENCE, f"{label} to be chosen", POLL)


def words(row):
    """What stands on a row."""
    return [n.text or n.name for n in row.walk() if n.role == "label" and (n.text or n.name)]


def _has(row, word):
    texts = words(row)
    if hasattr(word, "search"):
        return any(word.search(text) for text in texts)
    # A drive's title also says what it is: "Z: Projects".
    return word in texts or (word.endswith(":") and any(t.startswith(word + " ") for t in texts))


def _card(row):
    """The lowest text of a row: what stands above may be a heading."""
    labels = [n for n in row.walk() if n.role == "label" and n.extents[3] > 0]
    return max(labels, key=lambda n: n.extents[1]) if labels else row


def _is_choice(node):
    """In the opened list of a row, not on the row that shows the chosen one."""
    listed = node.parent
    is_in_row = any(outer.role == "combo box" for outer in node.ancestors())
    return is_in_row and listed.role == "list" and listed.extents[3] > 2 * node.extents[3]
