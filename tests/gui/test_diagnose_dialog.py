# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why can't I connect?"""

import re

import pytest
from story import drive, step
from test_keys import focus_list, wait_for_focus
from test_windows import nameless

from testbed import wait_for
from testbed.samba import awake  # noqa: F401

CHECK = "Connection Check"
MAP = "Map Network Drive"
TITLES = ["Name", "Address", "Port", "Protocol", "Login", "Share", "Folder"]
NAMES = ["name", "address", "port", "protocol", "login", "share", "path"]
REFUSED = "The server refuses the user “ann” with the saved password."
ADVICE = "Connect and enter both anew; the account may also be locked or disabled."

pytestmark = pytest.mark.limit(240)


def steps(bad=None, **values):
    """What is told of each: all is good until BAD, which has VALUES."""
    at = NAMES.index(bad) if bad else len(NAMES)
    good = [step(name, text=f"{name} is fine.") for name in NAMES[:at]]
    failed = [step(bad, "bad", **values)] if bad else []
    return good + failed + [step(name, "skipped", "Not tried.") for name in NAMES[at + 1 :]]


LOGIN = steps("login", text=REFUSED, advice=ADVICE)


def remember(session, local, uri):
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[{local}]\nRemote={uri}\n")


def check(window, local="Z:"):
    """Open it by the details of the drive."""
    window.select(local)
    window.click("list item", "Check Connection…")
    window.dialog(CHECK)


def wait_step(window, title, *words):
    """Until the row of a step says this."""
    pattern = "^" + ".*".join(re.escape(word) for word in (title, *words))
    return window.get("list item", re.compile(pattern, re.S), within=CHECK)


def wait_results(window, bad):
    """All before the one that is bad is fine, all after it was not tried."""
    at = TITLES.index(bad)
    for title in TITLES[:at]:
        wait_step(window, title + ", OK")
    wait_step(window, bad + ", Failed")
    for title in TITLES[at + 1 :]:
        wait_step(window, title + ", Not tried")


# With real servers


def test_all_well(samba, cli, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    check(window)
    window.wait_shown("Nothing is wrong on the way there.", within=CHECK)
    for title in TITLES:
        wait_step(window, title + ", OK", " ms" if title == "Login" else "")
    assert window.shows(re.compile("^Z: public$"), within=CHECK)
    assert window.find("button", "Use Other Credentials…") is None
    window.press("Escape")
    window.no_dialog()
    assert cli.json("list")[0]["status"] == "ok"


def test_wrong_share(samba, window):
    """Beside what Map Network Drive says."""
    window.press("ctrl+n")
    window.dialog(MAP)
    window.enter("Folder", samba.unc("projcts"), within=MAP)
    assert window.find("button", "Why?") is None
    window.click("button", "Connect", within=MAP)
    # All of it: the dialog grows once more when that is known.
    window.get("alert", re.compile("projcts.*Shares there: .*public"), within=MAP)
    window.click("button", "Why?", within=MAP)
    window.dialog(CHECK)
    wait_results(window, "Share")
    window.wait_shown("The server has no share “projcts”.", within=CHECK)
    window.wait_shown(re.compile("^Check the spelling"), within=CHECK)
    window.press("Escape")
    wait_for(lambda: not window.find_dialog(CHECK), 30, "the check to close", 0.1)
    # Back where it can be put right; then there is nothing to ask any more.
    window.enter("Folder", samba.unc("public"), within=MAP)
    assert window.find("button", "Why?") is None
    window.click("button", "Connect", within=MAP)
    window.row("Z:", "Connected")


def test_unknown_host(session, window):
    window.press("ctrl+n")
    window.dialog(MAP)
    window.enter("Folder", r"\\no-such-host.invalid\share", within=MAP)
    window.click("button", "Connect", within=MAP)
    window.click("button", "Why?", within=MAP)
    window.dialog(CHECK)
    wait_step(window, "Name, Failed")
    wait_step(window, "Folder, Not tried")
    window.wait_shown(re.compile("no-such-host.invalid"), within=CHECK)


def test_frozen_server(session, samba, service, open_window):
    """Step by step; closing it does not wait, and neither does what comes next."""
    remember(session, "Z:", samba.uri())
    window = open_window()
    samba.freeze()
    try:
        check(window)
        wait_step(window, "Port, OK")
        wait_step(window, "Protocol, Checking…")
        assert not window.get("button", "Check Again", within=CHECK).is_enabled
        window.press("Escape")
        window.no_dialog()
        check(window)
        wait_results(window, "Protocol")
        window.wait_shown("The server accepts connections but does not answer.", within=CHECK)
        assert re.search(r"Failed, [\d.]+ s", wait_step(window, "Protocol, Failed").label)
    finally:
        samba.thaw()
    window.click("button", "Check Again", within=CHECK)
    window.wait_shown("Nothing is wrong on the way there.", within=CHECK)


def test_wrong_password(session, samba, service, open_window):
    """It can be typed anew from there, and the drive is connected."""
    session.keyring.store("games", samba.address, "wrong", domain="WORKGROUP", port=samba.port)
    remember(session, "Z:", samba.uri("games-only", "games"))
    window = open_window()
    check(window)
    wait_results(window, "Login")
    window.click("button", "Use Other Credentials…", within=CHECK)
    window.dialog(re.compile("^Sign in to"))
    assert not window.find_dialog(CHECK)
    window.enter("User name", "games")
    window.enter("Password", samba.password("games"))
    window.press("Return")
    window.row("Z:", "Connected", re.compile("games"))


# Stories


@pytest.mark.parametrize(
    "status, asks",
    [("disconnected", True), ("error", True), ("needs-password", True), ("reconnecting", True), ("ok", False)],
)
def test_why(tell, open_window, status, asks):
    """The question stands beside the reason; it is none where all is well."""
    tell(drives=[drive("Z:", Status=status, Reason="" if status == "ok" else "It is so.")], steps={"Z:": LOGIN})
    window = open_window()
    window.select("Z:")
    window.get("list item", "Check Connection…")
    if not asks:
        assert window.find("button", "Why?") is None
        return
    window.click("button", "Why?")
    window.dialog(CHECK)
    wait_results(window, "Login")


def test_not_connected_as_nobody_wanted_it(tell, open_window):
    """Who disconnects a drive knows why it is not connected."""
    story = tell(drives=[drive("Z:", Status="unavailable")])
    window = open_window()
    window.select("Z:")
    window.get("list item", "Check Connection…")
    assert window.find("button", "Why?") is None
    story.tell(drives=[drive("Z:", Status="unavailable", Reason="No answer.")])
    window.get("button", "Why?")


def test_steps_come_one_by_one(tell, open_window):
    story = tell(drives=[drive("Z:")], steps={"Z:": LOGIN}, paces={"Diagnose": 600000})
    window = open_window()
    check(window)
    wait_step(window, "Name, OK")
    wait_step(window, "Address, Checking…")
    window.wait_shown("Checking each step on the way…", within=CHECK)
    assert wait_step(window, "Port").label == "Port"
    assert not window.get("button", "Copy Report", within=CHECK).is_enabled
    window.press("Escape")
    window.no_dialog()
    wait_for(lambda: [c for c in story.calls() if c[0] == "CancelOperation"], 30, "the cancel")


def test_again(tell, open_window):
    story = tell(drives=[drive("Z:")], steps={"Z:": LOGIN})
    window = open_window()
    check(window)
    wait_results(window, "Login")
    window.wait_shown(REFUSED, within=CHECK)
    window.wait_shown(ADVICE, within=CHECK)
    # Not before all steps are over.
    again = lambda: window.get("button", "Check Again", within=CHECK)
    wait_for(lambda: again().is_enabled, 30, "the end of the check")
    story.tell(steps={"Z:": steps()})
    window.press("F5")
    window.wait_shown("Nothing is wrong on the way there.", within=CHECK)
    window.wait_gone(ADVICE, within=CHECK)
    assert window.find("button", "Use Other Credentials…") is None
    assert len([call for call in story.calls() if call[0] == "Diagnose"]) == 2


def test_not_known_and_warning(tell, open_window):
    """A step that the service of tomorrow may know stands below the others."""
    told = [
        step("name", "unknown", "No name server knows “x”; your settings for SSH may.", advice="Check it."),
        *[step(name, "unknown", "This shows only when it is connected.") for name in NAMES[1:]],
        step("weather", "good", "The sun shines."),
    ]
    tell(drives=[drive("Z:")], steps={"Z:": told})
    window = open_window()
    check(window)
    wait_step(window, "Name, Warning", "Check it.")
    wait_step(window, "Folder, Not known")
    wait_step(window, "weather, OK")


def test_it_cannot_be_checked(tell, open_window):
    story = tell(drives=[drive("Z:")], errors={"Diagnose": ["NotConnected", "There is no drive Z:."]})
    window = open_window()
    check(window)
    window.wait_shown("There is no drive Z:.", within=CHECK)
    wait_step(window, "Name, Not tried")
    story.tell(errors={}, steps={})
    window.click("button", "Check Again", within=CHECK)
    window.wait_shown("Nothing could be checked.", within=CHECK)
    assert not window.get("button", "Copy Report", within=CHECK).is_enabled
    story.tell(errors={}, steps={"Z:": steps()})
    window.click("button", "Check Again", within=CHECK)
    wait_step(window, "Folder, OK")


def test_only_with_the_keyboard(tell, open_window):
    """From the list to the report, and it is what was found."""
    tell(drives=[drive("Z:", r"\\nas\plans", Status="error", Reason="It is so.")], steps={"Z:": LOGIN})
    window = open_window()
    window.row("Z:")
    focus_list(window)
    window.press("Home", "alt+w")
    window.dialog(CHECK)
    wait_for_focus(window, "list item", "^Name")
    wait_results(window, "Login")
    window.press(*["Down"] * 4)
    wait_for_focus(window, "list item", f"^Login, Failed.*{REFUSED} {ADVICE}")
    window.press("Tab", "Tab", "Tab")
    wait_for_focus(window, "button", "^Copy Report")
    window.press("Return")
    window.wait_shown("The report is copied", within=CHECK)
    window.press("Escape")
    window.no_dialog()
    check_report(paste(window))


def paste(window):
    """What is in the clipboard."""
    window.press("ctrl+n")
    window.dialog(MAP)
    wait_for_focus(window, "entry")
    window.press("ctrl+v")
    wait_for(lambda: window.get("entry", "Folder", within=MAP).text, 30, "the report")
    return window.get("entry", "Folder", within=MAP).text


def check_report(text):
    for words in (
        r"Z: plans", r"\\nas\plans", "Drivemap", "Name: OK, 12 ms", "name is fine.", "Login: Failed, 12 ms",
        REFUSED, ADVICE, "Share: Not tried",
    ):  # fmt: skip
        assert words in text, text


def test_a_typed_password_is_not_in_the_report(tell, open_window):
    """A location may bring one; nothing of it goes on."""
    story = tell(errors={"Map": ["BadNetPath", "fileserver does not answer."]})
    window = open_window()
    window.wait_shown("No Network Drives")
    window.press("ctrl+n")
    window.dialog(MAP)
    window.enter("Folder", r"smb://ann@nas/plans", within=MAP)
    window.click("switch", "Connect using different credentials", within=MAP)
    window.enter("Password", "secret words", within=MAP)
    story.tell(steps={"smb://ann@nas/plans/": steps("address", text="Nothing answers.", advice="Look.")})
    window.click("button", "Connect", within=MAP)
    window.click("button", "Why?", within=MAP)
    window.dialog(CHECK)
    wait_results(window, "Address")
    window.click("button", "Copy Report", within=CHECK)
    window.wait_shown("The report is copied", within=CHECK)
    assert "secret words" not in str(story.calls())
    window.press("Escape")
    window.enter("Folder", "", within=MAP)
    window.press("ctrl+v")
    wait_for(lambda: "Nothing answers." in window.get("entry", "Folder", within=MAP).text, 30, "the report")
    assert "secret" not in window.get("entry", "Folder", within=MAP).text


def test_narrow(tell, open_window, desktop):
    """At 360 pixels nothing is cut off, and all has a name."""
    tell(drives=[drive("Z:")], steps={"Z:": LOGIN})
    window = open_window()
    check(window)
    wait_results(window, "Login")
    desktop.display.resize(window.x_window(CHECK), 360, 600)
    wait_for(lambda: window.find_dialog(CHECK).extents[2] == 360, 30, "the new size", 0.1)
    for node in window.find_all(within=CHECK):
        x, _, width, _ = node.extents
        assert x >= -1 and x + width <= 361, node
    assert nameless(window) == []
