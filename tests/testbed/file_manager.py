# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desktops' file managers, with our extension in them, used as a person does."""

import functools
import shutil
import subprocess
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

from gi.repository import GLib

from .accessibility import OlderAccessibility
from .waiting import wait_for
from .window import PATIENCE, POLL, Window

_LIBRARIES = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH"))
_UNSHARE = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount", "--"]
_MOUNT = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
_MENU_ROLES = ("menu item", "menu")
_VIEW_ROLES = ("grid", "table", "tree table")
_TEXT_OFFSET = 24
# Seconds; each next one is given more.
_TRIES, _FIRST_TRY = 6, 1.5
# In pixels: smaller ones are X windows that nobody sees.
_SMALLEST_MENU = 40

_XFCONF = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="thunar" version="1.0">
  <property name="default-view" type="string" value="ThunarDetailsView"/>
  <property name="last-view" type="string" value="ThunarDetailsView"/>
</channel>
"""


@dataclass(frozen=True)
class Kind:
    """A file manager.

    argv: its command line, without the place that it is to show.
    top, inner: where it looks for extensions: in /usr/lib/… the folder that another one
        can be mounted on, and what in there.
    variable: what in the environment says where; then nothing is mounted.
    setting: of GSettings, so that it shows a list: where, which, what.
    """

    name: str
    argv: tuple
    top: str = ""
    inner: str = ""
    variable: str = ""
    setting: tuple = ()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("nautilus", ("nautilus", "--new-window"), "nautilus", "extensions-4"),
        Kind(
            "nemo", ("nemo",), "nemo", "extensions-3.0",
            setting=("org/nemo/preferences", "default-folder-viewer", "list-view"),
        ),
        Kind(
            "caja", ("caja", "--no-desktop", "--browser"), variable="CAJA_EXTENSION_DIRS",
            setting=("org/mate/caja/preferences", "default-folder-viewer", "list-view"),
        ),
        Kind("thunar", ("thunar",), "thunarx-3"),
        Kind("dolphin", ("dolphin", "--new-window")),
    )
}  # fmt: skip


@functools.cache
def can_mount():
    """Whether a program can have its own folder of extensions where it looks in one only."""
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


def why_not(kind, build):
    """Why it cannot be used here; None if it can."""
    if shutil.which(KINDS[kind].argv[0]) is None:
        return f"{kind} is not installed"
    if KINDS[kind].top and not can_mount():
        return "no unprivileged user namespaces here"
    built = _service_menus(build) if kind == "dolphin" else _library(build, kind).exists()
    return None if built else f"the extension of {kind} is not built"


class FileManager(Window):
    """The only window of a file manager that shows a place; this one with GTK 4.

    with_extension: whether ours is in it; no others are.
    """

    def __init__(self, desktop, kind, place, *, with_extension=True):
        self.kind = KINDS[kind]
        self._folder = desktop.session.directory / f"extensions-{kind}"
        self._session = desktop.session
        self._prepare(self._session, with_extension)
        argv, env = self._command(place)
        super().__init__(desktop, *argv[1:], program=argv[0], env={"G_DEBUG": "", **env})

    def warnings(self):
        """What has to do with us: they all have a lot to say."""
        return [line for line in super().warnings() if "drivemap" in line.casefold()]

    # How it is started

    def _prepare(self, session, with_extension):
        shutil.rmtree(self._folder, ignore_errors=True)
        if self.kind.top:
            # What else is in the folder that ours is mounted on is not to be missed.
            shutil.copytree(_LIBRARIES / self.kind.top, self._folder)
        own = self._folder / self.kind.inner
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        library = _library(session.build, self.kind.name)
        if with_extension:
            (own / library.name).symlink_to(library)
        if self.kind.setting:
            _set(session, *self.kind.setting)
        if self.kind.name == "thunar":
            _prepare_xfconf(session)

    def _command(self, place):
        """The command line and what is in the environment besides."""
        argv = [*self.kind.argv, str(place)]
        if self.kind.variable:
            return argv, {self.kind.variable: str(self._folder)}
        target = _LIBRARIES / self.kind.top
        return [*_UNSHARE, "sh", "-c", _MOUNT, "sh", str(self._folder), str(target), *argv], {}

    # Its menus

    def file(self, name):
        """Wait until it shows a file."""
        return self.get(None, name, where=lambda node: node.role not in _MENU_ROLES)

    def open_menu(self, name=None):
        """The menu of a file, or of the folder that is shown."""
        for number in range(1, _TRIES + 1):
            self._display.click(*self.spot(name), button=3)
            if self._becomes(lambda: self.menu_window() and self.items(), _FIRST_TRY * number):
                return
            self.close_menu()
        raise AssertionError(f"the menu of {name or 'the folder'} does not open")

    def close_menu(self):
        """With its submenus, which Qt closes one by one."""
        for _ in range(5 * _TRIES):
            self._display.press("Escape")
            if self._becomes(lambda: self.menu_window() is None, 0.5):
                return
        raise AssertionError("the menu does not close")

    def open_submenu(self, label):
        """Of the menu that is open; what is in it."""
        self._click_item(label)
        return self._settle(lambda: self._find_inside(label), f"what is in {label}")

    def choose(self, submenu, label, name=None):
        """From a submenu of the menu of a file, or of the folder that is shown."""
        for _ in range(_TRIES):
            self.open_menu(name)
            self.open_submenu(submenu)
            self._click_item(label)
            if self._becomes(lambda: self.menu_window() is None, 5):
                return
            self.close_menu()
        raise AssertionError(f"{label} cannot be chosen")

    def labels(self):
        """What can be chosen in the menu that is open."""
        return self._settle(self.items, "a menu")

    def items(self, label=None):
        return self.find_all(None, label, where=self._is_in_menu, hidden=True)

    def menu_window(self):
        """The X window of the menu that is open; None if none is."""
        found = [w for w in self._display.windows() if not w.is_managed]
        return next((w for w in found if min(w.width, w.height) >= _SMALLEST_MENU), None)

    def focus(self):
        """Bring it to the front and give it the keyboard."""

        def find():
            titles = tuple(filter(None, self.titles()))
            windows = [window for window in self._display.windows() if window.is_managed]
            return [window for window in windows if window.title.startswith(titles)]

        self._display.activate(wait_for(find, PATIENCE, "its window", POLL)[0])

    def spot(self, name=None):
        """Where to click for a menu."""
        return self._empty_spot() if name is None else self.place(self.file(name))

    def _empty_spot(self):
        """Below the files that there are."""
        find = lambda: self.find_all(where=lambda node: node.role in _VIEW_ROLES)
        views = wait_for(find, PATIENCE, "the folder", POLL)
        view = max(views, key=lambda node: node.extents[2] * node.extents[3])
        x, y = self.place(view)
        return x, y + view.extents[3] // 4

    def _click_item(self, label):
        find = lambda: next((node for node in self.items(label) if node.is_enabled), None)
        self._display.click(*self.place(wait_for(find, PATIENCE, f"{label} in the menu", POLL)))

    def _settle(self, find, what):
        """The labels of what is found, once it stays as it is."""
        seen = []

        def look():
            seen.append([node.label for node in find()])
            return seen[-1] and seen[-2:-1] == seen[-1:]

        wait_for(look, PATIENCE, what, 0.01)
        return seen[-1]

    def _find_inside(self, submenu):
        """It is another page, with its name at the top."""
        heads = self.items(submenu)
        around = set(heads[0].ancestors()) if len(heads) > 1 else set()
        page = [node for node in heads[-1].ancestors() if node not in around] if around else []
        inside = page[-1].walk() if page else ()
        return [node for node in inside if self._is_in_menu(node) and node is not heads[-1]]

    def _becomes(self, condition, seconds):
        """A click while something still comes or goes leads nowhere, and of two that come
        soon after each other Nautilus loses one: then click again."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _is_in_menu(self, node):
        """It is in groups in a stack of submenus in the menu."""
        is_item = node.role == "menu item" and node.name and all(node.extents[2:])
        return is_item and self._popup(node) is not None


class OlderFileManager(FileManager):
    """With GTK 3."""

    def __init__(self, desktop, *arguments, **options):
        super().__init__(desktop, *arguments, **options)
        self._accessibility = OlderAccessibility(self.session.bus)

    def close(self):
        super().close()
        self._accessibility.close()

    def items(self, label=None):
        """A menu that is open is a window; the one that shows the folder is not looked at."""
        found = [node for top in self._open_menus() for node in top.walk() if self._is_in_menu(node)]
        return [node for node in found if label is None or _is_called(node, label)]

    def place(self, node):
        x, y, width, height = node.extents
        return x + width // 2, y + height // 2

    def spot(self, name=None):
        """What is beside the text in a row of a list is not the file."""
        if name is None:
            return super().spot()
        node = self.file(name)
        return node.extents[0] + _TEXT_OFFSET, self.place(node)[1]

    def _find_inside(self, submenu):
        is_inside = lambda node: any(outer.name == submenu for outer in node.ancestors())
        return [node for node in self.items() if is_inside(node)]

    def _open_menus(self):
        (tops,) = self._accessibility.call(self._application, "Accessible", "GetChildren")
        menus = [ref for ref in tops if self._role(ref) == "window"]
        return list(filter(None, map(self._accessibility.tree, menus)))

    def _role(self, ref):
        try:
            return self._accessibility.call(ref, "Accessible", "GetRoleName")[0]
        except GLib.Error:
            # It has just closed.
            return ""

    def _is_in_menu(self, node):
        """It is a menu itself if it has a submenu."""
        is_item = node.role in _MENU_ROLES and node.name and "showing" in node.states
        return is_item and node.parent is not None and node.parent.role == "menu"


class Dolphin(OlderFileManager):
    """It takes our menu from a desktop file. Qt does not say that a menu that is open
    belongs to the program, only that something is shown now."""

    def __init__(self, desktop, kind, place, **options):
        self._shown = []
        super().__init__(desktop, kind, place, **options)
        self._accessibility.listen("object:state-changed:showing", self._shown.append)

    def _open_menus(self):
        self._accessibility.hear()
        # Others say so of what they show, too.
        own = dict.fromkeys(ref for ref in self._shown if ref[0] == self._application[0])
        menus = [menu for menu in map(self._accessibility.tree, own) if menu is not None]
        menus = [menu for menu in menus if menu.role == "popup menu"]
        self._shown[:] = [menu.ref for menu in menus]
        # A submenu is in the menu that it was opened from, too.
        inner = {node.ref for menu in menus for node in menu.walk() if node is not menu}
        return [menu for menu in menus if menu.ref not in inner]

    def spot(self, name=None):
        """Its name: what is beside a small icon is not the file."""
        if name is None:
            return super().spot()
        node = self.file(name)
        x, y = self.place(node)
        return x, y + node.extents[3] // 3

    def _is_in_menu(self, node):
        menu = node.parent
        is_open = menu is not None and menu.role == "popup menu" and "showing" in menu.states
        return is_open and node.role == "menu item" and all(node.extents[2:])

    def _prepare(self, session, with_extension):
        menus = self._folder / "kio/servicemenus"
        shutil.rmtree(self._folder, ignore_errors=True)
        menus.mkdir(parents=True)
        for path in _service_menus(session.build) if with_extension else ():
            # Where they are not root's, they have to be executable.
            shutil.copy(path, menus / path.name).chmod(0o755)

    def _command(self, place):
        own = {
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "XDG_DATA_DIRS": f"{self._folder}:{self._session.env['XDG_DATA_DIRS']}",
            "PATH": f"{self._session.build.gui.parent}:{self._session.env['PATH']}",
        }
        return [*self.kind.argv, str(place)], own


def open_in(desktop, kind, place, **options):
    """A FileManager of this kind."""
    made_of = {"nautilus": FileManager, "dolphin": Dolphin}.get(kind, OlderFileManager)
    return made_of(desktop, kind, place, **options)


def _is_called(node, label):
    return bool(label.search(node.name)) if hasattr(label, "search") else node.name == label


def _service_menus(build):
    return list((build.directory / "data/dolphin").glob("*.desktop"))


def _library(build, kind):
    return build.directory / f"src/extensions/lib{kind}-drivemap.so"


def _set(session, path, key, value):
    """A setting, kept in the file that GSettings uses here."""
    target = session.home / "config/glib-2.0/settings/keyfile"
    target.parent.mkdir(parents=True, exist_ok=True)
    settings = GLib.KeyFile()
    if target.exists():
        settings.load_from_file(str(target), GLib.KeyFileFlags.NONE)
    settings.set_value(path, key, GLib.Variant("s", value).print_(False))
    settings.save_to_file(str(target))


def _prepare_xfconf(session):
    folder = session.home / "config/xfce4/xfconf/xfce-perchannel-xml"
    if not folder.exists():
        session.bus.add_service("org.xfce.Xfconf")
        folder.mkdir(parents=True)
        (folder / "thunar.xml").write_text(_XFCONF)
