# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The menu that Dolphin reads."""

import re

import pytest
from gi.repository import GLib

from testbed import SOURCE

GROUP = "Desktop Entry"
LANGUAGES = (SOURCE / "po/LINGUAS").read_text().split()


@pytest.fixture(params=["drivemap", "drivemap-folder"])
def menu(request, prefix):
    """A desktop file, as a key file."""
    menu = GLib.KeyFile()
    path = prefix / f"share/kio/servicemenus/{request.param}.desktop"
    menu.load_from_file(str(path), GLib.KeyFileFlags.KEEP_TRANSLATIONS)
    return menu


def actions(menu):
    return menu.get_string_list(GROUP, "Actions")


def test_it_is_for_smb_only(menu):
    assert menu.get_string(GROUP, "X-KDE-Protocols") == "smb"


def test_actions_are_those_that_are_there(menu):
    """Dolphin sorts them by their identifiers."""
    groups = [name for name in menu.get_groups()[0] if name != GROUP]
    assert groups == [f"Desktop Action {action}" for action in actions(menu)]
    assert actions(menu) == sorted(actions(menu))


def test_actions_are_options_of_the_program(menu, prefix):
    source = (SOURCE / "src/gui/dm-application.c").read_text()
    for action in actions(menu):
        words = menu.get_string(f"Desktop Action {action}", "Exec").split()
        assert (prefix / "bin" / words[0]).exists() and words[-1] == "%u"
        for option in words[1:-1]:
            assert re.search(rf'"{option.removeprefix("--")}", \'', source), option


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_translated(menu, language):
    texts = [(GROUP, "Name"), (GROUP, "X-KDE-Submenu")]
    texts += [(f"Desktop Action {action}", "Name") for action in actions(menu)]
    for group, key in texts:
        assert menu.get_locale_string(group, key, language) != menu.get_string(group, key)
