# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list: no row, one, thirty, a thousand; groups, order, filter, keys."""

import re
import time

import pytest
from story import connection, drive, open_file

from testbed import wait_for
from testbed.drivemap import words

pytestmark = pytest.mark.limit(180)


def numbered(count, **values):
    return [drive(f"Share {n:04d}", **values) for n in range(count)]


def wait_for_rows(window, titles, what="the rows"):
    """Wait until the list has exactly these rows."""
    wait_for(lambda: [titles_of(row) for row in window.rows()] == titles, 30, what, 0.1)


def titles_of(row):
    """The row's own title, without a group's heading and what a drive is for."""
    title = next((text for text in row if text not in ("Drives", "Other Connections")), "")
    return title[:2] if title[1:3] == ": " else title


def test_empty(window):
    window.wait_shown("No Network Drives")
    window.click("button", "Map Network Drive…")
    window.dialog("Map Network Drive")
    window.press("Escape")
    window.no_dialog()


def test_one_drive(tell, open_window):
    tell(drives=[drive("Z:", r"\\fileserver\projects")])
    window = open_window()
    row = window.row("Z:", "Connected", re.compile(r"\\\\fileserver\\projects"), re.compile("ann"))
    assert row.role == "list item"


def test_groups(tell, open_window):
    tell(drives=[drive("Z:"), drive("Music")], connections=[connection(r"\\nas\public")])
    window = open_window()
    window.row("Z:")
    wait_for_rows(window, ["Z:", "Music", r"\\nas\public"])
    headings = [row[0] for row in window.rows()]
    assert (headings[0], headings[2]) == ("Drives", "Other Connections")


def test_thirty_rows(tell, open_window):
    tell(drives=numbered(30))
    window = open_window()
    window.row("Share 0000")
    window.press("Down", "End")
    window.row("Share 0029")
    window.press("Home")
    window.row("Share 0000")


def test_thousand_rows(tell, open_window):
    """All are there, the last is reached by a key, the filter is quick."""
    tell(drives=numbered(1000))
    start = time.monotonic()
    window = open_window()
    window.row("Share 0000")
    print(f"first rows of 1,000 after {time.monotonic() - start:.2f} s")
    window.press("Down", "End")
    window.row("Share 0999")
    window.press("ctrl+f")
    start = time.monotonic()
    window.type("0777")
    wait_for_rows(window, ["Share 0777"])
    print(f"filtered after {time.monotonic() - start:.2f} s")
    window.press("Escape")
    wait_for(lambda: len(window.rows()) > 5, 30, "all rows again", 0.1)


STATES = {
    "Z:": ({}, "Connected"),
    "Y:": ({"Status": "reconnecting", "Reason": "The server does not answer."}, "Reconnecting"),
    "X:": ({"Status": "unavailable", "Reason": "No server has this name."}, "Not available"),
    "W:": ({"Status": "draining", "OpenCount": 2}, None),
    "V:": ({"Status": "error", "Reason": "Something broke."}, None),
    "U:": ({"Status": "needs-password", "Reason": "A password is needed."}, None),
    "T:": ({"Status": "connecting"}, None),
}


def test_every_status_is_a_word(tell, open_window):
    tell(drives=[drive(local, **values) for local, (values, _) in STATES.items()])
    window = open_window()
    wait_for(lambda: len(window.rows()) > 3, 30, "the rows", 0.1)
    window.scroll_to_top()
    rows = [words(window.scrolled_row(local)) for local in sorted(STATES)]
    seen = set()
    for local, (values, word) in STATES.items():
        row = next(row for row in rows if titles_of(row) == local)
        if word:
            assert word in row, row
        if "Reason" in values:
            assert values["Reason"] in row, row
        seen.add(tuple(row[-3:]))
    assert len(seen) == len(STATES)
    assert any("2 files still open" in row for row in rows)


def test_open_files_before_free_space(tell, open_window):
    space = {"SpaceTotal": 500_000_000_000, "SpaceFree": 212_000_000_000}
    story = tell(drives=[drive("Z:", **space), drive("Y:", OpenCount=2, **space)])
    window = open_window()
    window.row("Z:", "212.0 GB free")
    window.row("Y:", "2 files open")
    story.tell(drives=[drive("Z:", OpenCount=1, **space), drive("Y:", **space)])
    window.row("Z:", "1 file open")
    window.row("Y:", "212.0 GB free")


def test_rows_come_and_go(tell, open_window):
    story = tell(drives=[drive("Z:")])
    window = open_window()
    window.row("Z:")
    story.tell(drives=[drive("Z:"), drive("A:")])
    wait_for_rows(window, ["A:", "Z:"])
    story.tell(drives=[])
    window.wait_shown("No Network Drives")
    story.tell(drives=[drive("Q:")])
    wait_for_rows(window, ["Q:"])


def test_filter(tell, open_window):
    tell(
        drives=[drive("Z:", r"\\fileserver\projects"), drive("Music", r"\\nas\music", User="bob")],
        connections=[connection(r"\\nas\public")],
    )
    window = open_window()
    window.row("Z:")
    window.press("ctrl+f")
    window.type("nas")
    wait_for_rows(window, ["Music", r"\\nas\public"])
    window.type(" bob")
    wait_for_rows(window, ["Music"])
    window.type("x")
    window.wait_shown("Nothing Found")
    window.press("Escape")
    wait_for_rows(window, ["Z:", "Music", r"\\nas\public"])


def test_plain_typing_filters(tell, open_window):
    tell(drives=[drive("Z:", r"\\fileserver\projects"), drive("Music", r"\\nas\music")])
    window = open_window()
    window.row("Z:")
    window.type("mus")
    wait_for_rows(window, ["Music"])
    window.press("Return")
    window.press("Escape")


def test_hostile_names(tell, open_window):
    """Markup, control characters, another direction and great length."""
    names = [
        "<b>bold</b> & <i>co</i>",
        "\u202egnp.tnemucod",
        "x" * 200,
        "line\nbreak\ttab",
        "مجلد المشاريع",
    ]
    drives = [drive(f"{c}:", f"\\\\server\\{name}") for c, name in zip("EDCBA", names)]
    tell(drives=drives, connections=[connection(f"\\\\other\\{names[0]}")])
    window = open_window()
    for letter in "ABCDE":
        window.row(f"{letter}:")
    assert window.shows(re.compile(re.escape(names[0])))
    window.select("E:")
    window.select("C:")
    width = window.x_window().width
    assert width < 1100, "a long name makes the window wider"


def test_details_follow_the_selection(tell, open_window):
    tell(
        drives=[drive("Z:", r"\\fileserver\projects", OpenCount=1), drive("Y:", r"\\nas\scans")],
        holders={"Z:": [open_file(1, "soffice", "/run/user/1/gvfs/smb-share:x/budget.ods")]},
    )
    window = open_window()
    window.wait_shown("Nothing Selected")
    window.select("Z:")
    window.wait_shown("smb://ann@fileserver/projects")
    window.wait_shown("budget.ods")
    window.select("Y:")
    window.wait_shown("smb://ann@nas/scans")
    window.wait_gone("budget.ods")


def test_broken_profile_is_told(tell, open_window):
    text = "The file drives.ini is broken: line 7."
    story = tell(drives=[drive("Z:")], profile=[1206, text])
    window = open_window()
    window.wait_shown(text)
    story.tell(profile=[0, ""])
