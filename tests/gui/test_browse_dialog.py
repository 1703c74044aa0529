# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Browse the Network, from Map Network Drive: with real servers, and in stories."""

import re

import pytest
from story import drive, server, share

from testbed import wait_for
from testbed.samba import awake  # noqa: F401

MAP = "Map Network Drive"
BROWSE = "Browse the Network"
FOUND = "What was found"

pytestmark = pytest.mark.limit(240)


def open_browser(window, folder=None):
    window.press("ctrl+n")
    window.dialog(MAP)
    if folder is not None:
        window.enter("Folder", folder, within=MAP)
    window.click("button", "Browse…", within=MAP)
    window.dialog(BROWSE)


def places(window):
    """What stands on the rows that can be seen."""
    lists = window.find_all("list", FOUND, within=BROWSE)
    return [words(row) for row in lists[0].children if row.is_shown] if lists else []


def words(row):
    return [n.text or n.name for n in row.walk() if n.role == "label" and (n.text or n.name)]


def names(window):
    return [texts[0] for texts in places(window) if texts]


def wait_names(window, *expected):
    wait_for(lambda: names(window) == list(expected), 30, f"the rows {expected}", 0.1)


def choose(window, name):
    window.click("label", name, within=BROWSE)


def find(window, text):
    """Only what fits is left."""
    entry = window.get("entry", "Filter", within=BROWSE)
    window.click(entry)
    window.press("ctrl+a")
    window.type(text)


def folder(window):
    return window.find("entry", "Folder", within=MAP).text


def wait_folder(window, expected):
    wait_for(lambda: BROWSE not in window.titles(), 30, "the dialog to go", 0.1)
    wait_for(lambda: folder(window) == expected, 30, f"{expected} in the field", 0.1)


def server_of(samba):
    return f"\\\\{samba.address}@{samba.port}\\"


# With a real server


def test_a_share_is_chosen_and_mapped(samba, session, window):
    (samba.path("public") / "hello.txt").write_text("hello")
    open_browser(window, server_of(samba))
    shown = sorted(set(samba.shares) - {"hidden$", "IPC$"}, key=str.casefold)
    wait_names(window, *shown)
    choose(window, "public")
    wait_folder(window, samba.unc("public"))
    window.click("button", "Connect", within=MAP)
    window.row("Z:", "Connected")
    assert (session.home / "Drives/Z/hello.txt").read_text() == "hello"


def test_hidden_shares(samba, window):
    open_browser(window, samba.unc("no-such-share"))
    window.get("choice", "Show hidden shares", within=BROWSE)
    assert "hidden$" not in names(window)
    window.click("choice", "Show hidden shares", within=BROWSE)
    find(window, "hidden")
    wait_names(window, "hidden$")
    choose(window, "hidden$")
    wait_folder(window, samba.unc("hidden$"))


def test_many_shares(make_samba, window):
    samba = make_samba(numbered=210)
    number = [name for name in samba.shares if name.endswith("207")][0]
    open_browser(window, server_of(samba))
    wait_for(lambda: len(names(window)) > 3, 30, "the rows", 0.1)
    find(window, number[-6:])
    wait_names(window, number)
    window.press("Return")
    wait_folder(window, samba.unc(number))


def test_odd_names(make_samba, window):
    """As they are, never markup; what turns the writing around is shown as such."""
    odd = ["<b>bold", "&amp;", "\u202egpj.exe", "bell\x07", "x" * 200, "<i>italic</i>"]
    samba = make_samba(named=odd)
    open_browser(window, server_of(samba))
    for text, shown, can_be in (
        ("<b>", "<b>bold", True),
        ("&amp", "&amp;", True),
        ("gpj", "\ufffdgpj.exe", True),
        ("bell", "bell\ufffd", True),
        ("italic", "<i>italic</i>", False),
        ("xxxxx", "x" * 200, True),
    ):
        window.wait_shown(re.compile("Sign In"), within=BROWSE)
        find(window, text)
        wait_names(window, shown)
        (row,) = places(window)
        assert ("Cannot be a drive" in row) is not can_be, row
    window.press("Return")
    wait_folder(window, samba.unc("x" * 200))


def test_what_cannot_be_a_drive_is_not_chosen(make_samba, window):
    samba = make_samba(named=["a/b", "bell\x07"])
    open_browser(window, server_of(samba))
    window.wait_shown("a/b", within=BROWSE)
    choose(window, "a/b")
    find(window, "a/b")
    wait_names(window, "a/b")
    window.press("Return")
    assert BROWSE in window.titles()
    # What a UNC cannot have can be in a URI.
    find(window, "bell")
    wait_names(window, "bell\ufffd")
    window.press("Return")
    wait_folder(window, samba.uri("bell%07") + "/")


def test_refused_then_signed_in(make_samba, session, window):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    open_browser(window, server_of(samba))
    window.wait_shown("Sign-In Needed", within=BROWSE)
    # The button has the keyboard.
    window.press("Return")
    window.dialog(re.compile("^Sign in to"))
    window.enter("User name", "games")
    window.enter("Password", "wrong")
    window.press("Return")
    window.get("alert", re.compile("does not accept the user"))
    assert session.keyring.find(user="games", server=samba.address) == []
    window.enter("Password", samba.password("games"))
    window.press("Return")
    window.wait_shown("games-only", within=BROWSE)
    choose(window, "games-only")
    wait_folder(window, samba.unc("games-only"))
    # As whom it was seen is as whom it is connected.
    assert window.get("entry", "User name", within=MAP).text == "games"
    window.click("button", "Connect", within=MAP)
    window.row("Z:", "Connected", re.compile("games"))
    found = session.keyring.find(user="games", server=samba.address)
    assert [password for _, password in found] == [samba.password("games")]


def test_sign_in_is_given_up(make_samba, session, window):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    open_browser(window, server_of(samba))
    window.click("button", "Sign In…", within=BROWSE)
    window.dialog(re.compile("^Sign in to"))
    window.press("Escape")
    wait_for(lambda: window.titles()[-1] == BROWSE, 30, "the dialog to go", 0.1)
    window.wait_shown("Sign-In Needed", within=BROWSE)
    window.press("Escape")
    wait_for(lambda: BROWSE not in window.titles(), 30, "the dialog to go", 0.1)


def test_credentials_of_the_map_dialog(make_samba, window):
    samba = make_samba(options="restrict anonymous = 2\nmap to guest = Never")
    window.press("ctrl+n")
    window.dialog(MAP)
    window.enter("Folder", server_of(samba), within=MAP)
    window.click("switch", "Connect using different credentials", within=MAP)
    window.enter("User name", "games", within=MAP)
    window.enter("Password", samba.password("games"), within=MAP)
    window.click("button", "Browse…", within=MAP)
    window.wait_shown("games-only", within=BROWSE)


def test_frozen_server(samba, window):
    samba.freeze()
    try:
        open_browser(window, server_of(samba))
        window.get("status", re.compile(f"^Asking .*{samba.address}"), within=BROWSE)
        window.wait_shown("Not Reachable", within=BROWSE)
        window.wait_shown(re.compile(samba.address), within=BROWSE)
    finally:
        samba.thaw()
    window.click("button", "Try Again", within=BROWSE)
    window.wait_shown("public", within=BROWSE)


def test_cancelled_while_it_asks(samba, window):
    samba.freeze()
    try:
        open_browser(window, server_of(samba))
        window.get("status", re.compile("^Asking"), within=BROWSE)
        window.click("button", "Cancel", within=BROWSE)
        wait_for(lambda: BROWSE not in window.titles(), 30, "the dialog to go", 0.1)
        # The other dialog goes on.
        window.press("Escape")
        window.no_dialog()
    finally:
        samba.thaw()
    open_browser(window, server_of(samba))
    window.wait_shown("public", within=BROWSE)


def test_known_server_and_back(samba, cli, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    open_browser(window)
    window.wait_shown(re.compile("^Used before"), within=BROWSE)
    choose(window, samba.address)
    window.wait_shown("Drive Z:", within=BROWSE)
    window.press("alt+Left")
    window.wait_shown(re.compile("^Used before"), within=BROWSE)
    assert not window.shows("Drive Z:", within=BROWSE)


def test_server_is_typed(samba, window):
    open_browser(window)
    find(window, f"{samba.address}:{samba.port}")
    window.wait_shown(re.compile("^Look whether"), within=BROWSE)
    window.press("Return")
    window.wait_shown("public", within=BROWSE)


def test_shares_are_suggested_later(samba, window):
    open_browser(window, server_of(samba))
    window.wait_shown("team", within=BROWSE)
    window.press("Escape")
    wait_for(lambda: BROWSE not in window.titles(), 30, "the dialog to go", 0.1)
    window.click("entry", "Folder", within=MAP)
    window.press("ctrl+a")
    window.type(server_of(samba)[:-1] + "\\t")
    window.wait_shown(samba.unc("team"))


def test_which_shares_there_are(samba, window):
    """Said beside the name of one that is not there."""
    window.press("ctrl+n")
    window.dialog(MAP)
    window.enter("Folder", samba.unc("projcts"), within=MAP)
    window.click("button", "Connect", within=MAP)
    window.get("alert", re.compile("projcts.*Shares there: .*public"), within=MAP)


# In a story

NAS = "smb://nas/"


@pytest.fixture
def story(tell, open_window):
    """story(…): the window over a service that says this."""

    def start(**parts):
        told = tell(**{"drives": [drive("Z:")], **parts})
        window = open_window()
        window.row("Z:", "Connected")
        return told, window

    return start


def test_servers_come_one_by_one(story):
    servers = [server("nas"), server("Living Room", uri="smb://living-room.local/"), server("old", source="known")]
    told, window = story(servers=servers, paces={"Browse": 2000}, delays={"Browse": 2000})
    open_browser(window)
    window.get("status", "Looking for servers…", within=BROWSE)
    wait_for(lambda: 0 < len(names(window)) < 3, 30, "the first", 0.05)
    wait_names(window, "nas", "Living Room", "old")
    window.wait_gone("Looking for servers…", within=BROWSE)
    notes = [row[1] for row in places(window)]
    assert notes == ["Announces itself", "Announces itself  ·  living-room.local", "Used before"]


def test_no_servers(story):
    """Why not, and what to do."""
    told, window = story(servers=[])
    open_browser(window)
    window.wait_shown("No Servers Found", within=BROWSE)
    window.wait_shown(re.compile("(?s)No server was heard announcing itself.*type its name"), within=BROWSE)
    told.tell(servers=[server("nas")], shares={NAS: [share("projects", on="nas")]})
    window.click("button", "Try Again", within=BROWSE)
    wait_names(window, "nas")
    assert not window.shows(re.compile("No server was heard"), within=BROWSE)


def test_only_known_servers(story):
    """The reason stands below them."""
    told, window = story(servers=[server("nas", source="known")])
    open_browser(window)
    wait_names(window, "nas")
    window.wait_shown(re.compile("^No server was heard announcing itself"), within=BROWSE)


def test_printers_and_the_like(story):
    shares = [share("c$"), share("laser", type="printer"), share("projects", on="nas", comment="All of <them>")]
    told, window = story(servers=[server("nas")], shares={NAS: shares})
    open_browser(window)
    window.wait_shown("nas", within=BROWSE)
    window.press("Return")
    wait_names(window, "laser", "projects")
    assert [row[1:] for row in places(window)] == [["Printer"], ["All of <them>"]]
    assert window.get("list item", re.compile("^projects"), within=BROWSE).states & {"selected"}
    choose(window, "laser")
    window.click("choice", "Show hidden shares", within=BROWSE)
    wait_names(window, "c$", "laser", "projects")
    find(window, "them")
    wait_names(window, "projects")
    find(window, "nothing like this")
    window.wait_shown("Nothing Found", within=BROWSE)
    window.press("Escape")
    choose(window, "projects")
    wait_folder(window, r"\\nas\projects")
    assert [call[1] for call in told.calls() if call[0] == "Browse"] == ["", NAS]


def test_by_keyboard(story):
    shares = [share(name, on="nas") for name in ("music", "photos", "projects")]
    told, window = story(servers=[server("nas"), server("old")], shares={NAS: shares})
    window.press("ctrl+n")
    window.dialog(MAP)
    window.press("Tab", "Return")
    window.dialog(BROWSE)
    wait_names(window, "nas", "old")
    window.type("na")
    # What is written may be a server, too.
    wait_names(window, "nas", "na")
    window.press("Return")
    wait_names(window, "music", "photos", "projects")
    window.press("Down", "Down", "Return")
    wait_folder(window, r"\\nas\photos")


def test_no_shares(story):
    told, window = story(servers=[server("nas")], shares={NAS: []})
    open_browser(window)
    window.wait_shown("nas", within=BROWSE)
    window.press("Return")
    window.wait_shown("No Shares", within=BROWSE)
    window.get("button", "Sign In…", within=BROWSE)


def test_closing_ends_the_call(story):
    told, window = story(servers=[server("nas")], delays={"Browse": 600000})
    open_browser(window, r"\\nas")
    window.get("status", re.compile("^Asking"), within=BROWSE)
    window.press("Escape")
    wait_for(lambda: [c for c in told.calls() if c[0] == "CancelOperation"], 30, "the end of the call", 0.1)


def test_error_after_some(story):
    """It is said below what there is."""
    shares = {NAS: [share("projects", on="nas")]}
    told, window = story(shares=shares, errors={"Browse": ["ExtendedError", "The list is cut off."]})
    open_browser(window)
    find(window, NAS)
    window.wait_shown(re.compile("^Look whether"), within=BROWSE)
    window.press("Return")
    wait_names(window, "projects")
    window.wait_shown("The list is cut off.", within=BROWSE)


def test_old_service(story):
    told, window = story(version=3)
    open_browser(window)
    window.wait_shown("This Did Not Work", within=BROWSE)
    window.get("alert", re.compile("service"), within=BROWSE)
