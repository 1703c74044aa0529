# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session with a screen: what the window needs to run in it."""

import subprocess

from gi.repository import GLib

from .accessibility import Accessibility
from .build import SOURCE
from .display import SIZE, Display

APP_ID = "io.github.drivemap.Drivemap"
# GTK takes the direction from its own translation; and GLib translates a library
# only if the program is translated too, or speaks English. A language that we are
# not translated into gives the direction and leaves our words for the tests.
ENGLISH = "en_US.UTF-8"
RIGHT_TO_LEFT = "yi"

_SETTINGS = """[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-xft-antialias=1
"""
STYLES = {
    "light": {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "high-contrast": {"ADW_DEBUG_HIGH_CONTRAST": "1"},
    "large-text": {},
    "right-to-left": {"LC_ALL": ENGLISH, "LANGUAGE": RIGHT_TO_LEFT},
}


class Desktop:
    """Adds a screen, accessibility and a desktop's settings to a session.

    style: one of STYLES. Ends with the session, but for close ().
    """

    def __init__(self, session, *, style="light", size=SIZE):
        self.session = session
        self.size = size
        session.bus.add_service("org.a11y.Bus")
        session.bus.add_service(APP_ID, f"{session.build.gui} --gapplication-service")
        session.set_env(**self._environment(style))
        self._write_settings()
        if style == "right-to-left":
            self._make_locale()
        self.display = Display(session, size)
        if style == "large-text":
            self.display.scale_text(1.5)
        self.accessibility = Accessibility(session.bus)

    def close(self):
        self.accessibility.close()

    def logs(self):
        return []

    def _environment(self, style):
        data = self.session.build.directory / "data"
        return {
            "GDK_BACKEND": "x11",
            # No graphics card: asking for one costs time and memory only.
            "GSK_RENDERER": "cairo",
            "GDK_DEBUG": "gl-disable",
            "GDK_DISABLE": "gl,vulkan",
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": str(data),
            # The application's icon.
            "XDG_DATA_DIRS": f"{SOURCE / 'data'}:{self.session.env['XDG_DATA_DIRS']}",
            "XDG_CURRENT_DESKTOP": "GNOME",
            **STYLES[style],
        }

    def _write_settings(self):
        directory = self.session.home / "config/gtk-4.0"
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "settings.ini").write_text(_SETTINGS)

    def _make_locale(self):
        """It need not be there."""
        directory = self.session.directory / "locale"
        directory.mkdir()
        subprocess.run(
            ["localedef", "-i", "en_US", "-f", "UTF-8", directory / ENGLISH],
            check=True,
            capture_output=True,
        )
        self.session.set_env(LOCPATH=directory)

    def set(self, key, value):
        """A setting of the window, for when it starts; VALUE is a GVariant."""
        path = self.session.home / "config/glib-2.0/settings/keyfile"
        path.parent.mkdir(parents=True, exist_ok=True)
        settings = GLib.KeyFile()
        if path.exists():
            settings.load_from_file(str(path), GLib.KeyFileFlags.NONE)
        settings.set_value("io/github/drivemap/Drivemap", key, value.print_(False))
        settings.save_to_file(str(path))
