# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What others have open, which only the server knows: asked by one's word alone."""

import re
import subprocess

import pytest
from story import connection, drive, open_file, server_file

from testbed import wait_for
from testbed.samba import USER, awake  # noqa: F401

pytestmark = pytest.mark.limit(240)

BUTTON = "Ask the Server"
NOT_SHOWN = "What others have open on the server is not shown."
REFUSED = re.compile("tells its administrators only.$")
SWITCH = "Also show who has files open there"
SETTINGS = "Drive Settings"
FOLDER = "/run/user/1000/gvfs/smb-share:server=fileserver,share=projects"
PLAN = {**server_file(7, "C:\\srv\\projects\\2026\\plan.txt", "games"), "path": f"{FOLDER}/2026/plan.txt"}
NOTES = {**server_file(9, "C:\\srv\\projects\\notes", "news", "r"), "path": f"{FOLDER}/notes"}


# With a real server


@pytest.fixture
def administered(make_samba):
    samba = make_samba(administrators=[USER], shares={"data": "guest ok = yes"})
    for name in ("first", "file-0", "mine"):
        (samba.path("data") / name).write_text("text")
    return samba


@pytest.fixture
def opener(session, build, administered):
    """Somebody at another computer who has `first` and `file-0` open. For the server it
    is USER, whom the share makes of everybody."""
    program = build.directory / "tests/backend/test-smb-opener"
    child = session.spawn(
        program, "games", administered.uri("data"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    for line in (administered.password("games"), "0 1"):
        child.stdin.write(f"{line}\n")
        child.stdin.flush()
        assert child.stdout.readline() == "ready\n"
    yield child
    child.stdin.close()
    child.wait(10)


def select_as(user, window, session, cli, samba):
    session.keyring.store(user, samba.address, samba.password(user), port=samba.port)
    cli("map", "Z:", samba.unc("data"), f"--user={user}", rc=0)
    window.select("Z:")
    window.wait_shown(NOT_SHOWN)
    return window


@pytest.fixture
def mapped(window, session, cli, administered, opener):
    """The window with Z: selected, as an administrator of the server."""
    return select_as(USER, window, session, cli, administered)


def on_server(service):
    """What the server has open, without what this computer explains."""
    found = service.holders("Z:", server=True)
    return {h["path"].rpartition("/")[2] for h in found if h["source"] == "server"}


def test_asked_once(mapped, session, administered, hold):
    """Who, how, where; and what a program of this computer has open is there once."""
    hold("read", session.home / "Drives/Z/mine", name="reader")
    mapped.wait_shown("live · 1")
    wait_for(lambda: "mine" in administered.status("-L"), what="the server to have it open")
    assert not mapped.shows("first")
    mapped.click("button", BUTTON)
    mapped.wait_shown("first")
    mapped.wait_shown("file-0")
    mapped.wait_shown(re.compile(f"^{USER} · read$"))
    mapped.wait_shown("on the server")
    mapped.wait_shown(re.compile(r"^On the server: as of \d\d:\d\d\.$"))
    mapped.wait_shown(re.compile("^live · 1 .*2 on the server$"))
    assert len(mapped.find_all("label", "mine")) == 1
    # It counts for nobody else.
    assert mapped.find_row("Z:", "1 file open")


def test_nothing_else_is_open(mapped, opener):
    opener.stdin.close()
    opener.wait(10)

    def ask():
        mapped.click("button", BUTTON)
        mapped.wait_gone("Asking the server…")
        return mapped.shows(re.compile("^At .* knew of no other open files"))

    wait_for(ask, 30, "the server to notice", 0.5)
    mapped.wait_shown("No files are open")


def open_question(window, name):
    window.choose_menu("Close on the Server…", re.compile(f"^What can be done about {name}$"))
    window.dialog(f"Close “{name}” on the server?")


def test_close_exactly_one(mapped, service):
    mapped.click("button", BUTTON)
    mapped.wait_shown("first")
    open_question(mapped, "first")
    mapped.wait_shown(re.compile(f"{USER} has it open for reading.*cannot read on"))
    # The safe answer is the one that Return gives.
    mapped.press("Return")
    mapped.no_dialog()
    assert on_server(service) == {"first", "file-0"}
    open_question(mapped, "first")
    mapped.click("button", "Close File")
    mapped.wait_shown("“first” was closed on the server")
    mapped.no_dialog()
    mapped.wait_gone("first")
    assert mapped.shows("file-0")
    assert on_server(service) == {"file-0"}


def test_file_that_is_gone(mapped, service, opener):
    """The question was still open when it was closed elsewhere."""
    mapped.click("button", BUTTON)
    mapped.wait_shown("first")
    open_question(mapped, "first")
    opener.stdin.close()
    opener.wait(10)
    wait_for(lambda: on_server(service) == set(), what="the server to notice")
    mapped.click("button", "Close File")
    mapped.wait_shown(re.compile("first.* is not open on the server .* any more"))
    mapped.wait_gone("file-0")


def test_for_administrators_only(window, session, cli, administered, opener, hold):
    """Said in one line; what is known here stays."""
    select_as("news", window, session, cli, administered)
    hold("read", session.home / "Drives/Z/mine", name="reader")
    window.wait_shown("mine")
    window.click("button", BUTTON)
    window.wait_shown(REFUSED)
    assert window.shows("mine") and not window.shows("first")
    assert window.get("button", BUTTON).is_enabled


def toggle_setting(window):
    window.click("list item", re.compile("^Drive Settings…"))
    window.dialog(SETTINGS)
    was_on = window.get("switch", SWITCH, within=SETTINGS).is_on
    # On the row: above the switch is a field that the wheel turns.
    window.click("list item", re.compile(SWITCH), within=SETTINGS)
    wait_for(lambda: window.get("switch", SWITCH, within=SETTINGS).is_on != was_on, 30, "the switch")
    window.click("button", "Save", within=SETTINGS)
    window.no_dialog()


def test_setting(mapped, session, service):
    toggle_setting(mapped)
    mapped.wait_shown("Asks the server who has files open")
    assert "AskServer=true\n" in (session.home / "config/drivemap/drives.ini").read_text()
    mapped.wait_shown("first")
    assert not mapped.find("button", BUTTON)
    toggle_setting(mapped)
    mapped.wait_gone("first")
    mapped.wait_shown(NOT_SHOWN)
    assert service.drives()["Z:"]["Settings"] == {}


# With one that says what it is told


def questions(story):
    return [call for call in story.calls() if call[0] == "GetHolders" and call[-1].get("server")]


def asking(**values):
    return drive("Z:", r"\\fileserver\projects", Settings={"ask-server": True}, **values)


def test_asked_by_itself_calmly(tell, open_window):
    story = tell(drives=[asking()], **{"server-holders": {"Z:": [PLAN]}})
    window = open_window()
    window.select("Z:")
    window.wait_shown("plan.txt")
    window.wait_shown(re.compile("on the server · .*2026/plan.txt"))
    assert len(questions(story)) == 1
    story.tell(**{"server-holders": {"Z:": [PLAN, NOTES]}})
    window.press("F5")
    window.wait_shown("notes")
    assert len(questions(story)) == 2
    # Refused: said once, not asked again, and what is known here stays.
    holders = {"Z:": [open_file(1, "editor", f"{FOLDER}/draft")]}
    story.tell(drives=[asking(OpenCount=1)], holders=holders, errors={"GetHolders+server": ["AccessDenied", "Only an administrator."]})
    window.press("F5")
    window.wait_shown(REFUSED)
    window.wait_gone("notes")
    window.wait_shown("draft")
    assert len(questions(story)) == 3


def test_not_asked_without_a_word(tell, open_window):
    """Nor where nobody could tell."""
    away = asking(Status="unavailable", Reason="Disconnected")
    other = drive("Y:", r"\\fileserver\team")
    web = drive("X:", "dav://web.example.org/", Provider="dav", Settings={"ask-server": True})
    public = connection(r"\\nas\public")
    story = tell(drives=[away, other, web], connections=[public])
    window = open_window()
    for words, is_able in (["Z:"], False), (["X:"], False), (["Y:"], True), ([public["Remote"]], True):
        window.select(*words)
        window.wait_shown("Addresses")
        window.press("F5")
        if is_able:
            window.get("button", BUTTON)
        else:
            wait_for(lambda: not window.find("button", BUTTON), 30, "the button to go")
    looks = len(probes(story))
    window.press("F5")
    wait_for(lambda: len(probes(story)) > looks, 30, "another look")
    assert questions(story) == []
    window.click("button", BUTTON)
    wait_for(lambda: len(questions(story)) == 1, 30, "the question")
    assert questions(story)[0][1] == public["Uri"]


def probes(story):
    return [call for call in story.calls() if call[0] == "Refresh" and "probe" in str(call)]


def test_question_that_takes_long_is_given_up(tell, open_window):
    """By who selects another."""
    story = tell(drives=[drive("Z:"), drive("Y:")], delays={"GetHolders+server": 600000})
    window = open_window()
    window.select("Z:")
    window.click("button", BUTTON)
    window.wait_shown("Asking the server…")
    window.select("Y:")
    window.wait_gone("Asking the server…")
    wait_for(lambda: any(call[0] == "CancelOperation" for call in story.calls()), 30, "the end of the question")
    window.select("Z:")
    window.wait_shown(NOT_SHOWN)


def test_two_alike_are_refused(tell, open_window):
    words = "“plan.txt” cannot be closed alone: the server has another file of the same number."
    story = tell(drives=[drive("Z:")], errors={"CloseServerFile": ["Busy", words]}, **{"server-holders": {"Z:": [PLAN]}})
    window = open_window()
    window.select("Z:")
    window.click("button", BUTTON)
    window.wait_shown("plan.txt")
    open_question(window, "plan.txt")
    window.wait_shown(re.compile("games has it open for writing. What is not saved yet is lost"))
    window.wait_shown(re.compile("^2026/plan.txt"))
    window.click("button", "Close File")
    window.wait_shown(words)
    assert window.shows(re.compile("on the server · .*2026/plan.txt"))
    calls = [call for call in story.calls() if call[0] == "CloseServerFile"]
    assert [call[1:5] for call in calls] == [["Z:", 7, PLAN["server-path"], "games"]]
