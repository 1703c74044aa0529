# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desktop's portals, outside: xdg-desktop-portal with GTK's part of it, and a stand-in
for what only GNOME's part has."""

import json
import shlex
from pathlib import Path

from manifest import APP_ID

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
        # Newer ones are told which is for what.
        (folder / "portals.conf").write_text(
            "[preferred]\ndefault=gtk\norg.freedesktop.impl.portal.Background=stand-in\n"
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
        """The command that is run at sign-in; None if there is none."""
        entry = self.session.home / f"config/autostart/{APP_ID}.desktop"
        # From 1.19 on the portal writes it without asking GNOME's part.
        if entry.exists():
            (line,) = [line for line in _lines(entry) if line.startswith("Exec=")]
            return shlex.split(line.removeprefix("Exec="))
        questions = [json.loads(line) for line in _lines(self._autostart)]
        assert {application for application, _, _ in questions} <= {APP_ID}
        return questions[-1][2] if questions and questions[-1][1] else None

    def opened(self):
        """The folders that the file manager has opened."""
        return _lines(self._opened)

    def pointed_at(self):
        """Its other calls."""
        return _lines(self._items)


def _lines(path):
    return path.read_text().splitlines() if path.exists() else []
