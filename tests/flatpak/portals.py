# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desktop's portals, outside: xdg-desktop-portal with GTK's part of it, and a stand-in
for what only GNOME's part has."""

import json
from pathlib import Path

SERVICES = (
    "org.freedesktop.portal.Desktop",
    "org.freedesktop.portal.Documents",
    "org.freedesktop.impl.portal.PermissionStore",
    "org.freedesktop.impl.portal.desktop.gtk",
)
SYSTEM_PORTALS = Path("/usr/share/xdg-desktop-portal/portals")
BACKGROUND = "org.freedesktop.impl.portal.desktop.stand_in"

_FILE_MANAGER = """[Desktop Entry]
Type=Application
Name=Notes
MimeType=inode/directory
Exec=/bin/sh -c 'printf "%%s\\\\n" "$1" >>"{notes}"' notes %U
"""


class Portals:
    """For a session with a screen, before anybody asks."""

    def __init__(self, session):
        self.session = session
        self._autostart = session.directory / "autostart"
        self._opened = session.directory / "opened"
        self._items = session.directory / "items"
        self._add_portals()
        self._add_file_manager()

    def _add_portals(self):
        folder = self.session.directory / "portals"
        folder.mkdir()
        (folder / "gtk.portal").symlink_to(SYSTEM_PORTALS / "gtk.portal")
        (folder / "stand-in.portal").write_text(
            f"[portal]\nDBusName={BACKGROUND}\nInterfaces=org.freedesktop.impl.portal.Background\nUseIn=test\n"
        )
        self.session.set_env(XDG_DESKTOP_PORTAL_DIR=folder)
        for name in SERVICES:
            self.session.bus.add_service(name)
        self._add_program(BACKGROUND, "fake_background.py", self._autostart, BACKGROUND)

    def _add_program(self, name, program, *arguments):
        path = (Path(__file__).parent / program).resolve()
        words = " ".join(map(str, (path, *arguments)))
        self.session.bus.add_service(name, f"/usr/bin/python3 {words}")

    def _add_file_manager(self):
        """One that notes what it is asked to show."""
        applications = self.session.home / "data/applications"
        applications.mkdir()
        (applications / "notes.desktop").write_text(_FILE_MANAGER.format(notes=self._opened))
        (self.session.home / "config/mimeapps.list").write_text(
            "[Default Applications]\ninode/directory=notes.desktop\n"
        )
        self._add_program("org.freedesktop.FileManager1", "../gui/fake_file_manager.py", self._items)

    def autostart(self):
        """[[application, whether it is to start, its command]], as GNOME gets it."""
        return [json.loads(line) for line in _lines(self._autostart)]

    def opened(self):
        """The folders that the file manager has opened."""
        return _lines(self._opened)

    def pointed_at(self):
        """Its other calls."""
        return _lines(self._items)


def _lines(path):
    return path.read_text().splitlines() if path.exists() else []
