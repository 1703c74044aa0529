# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A picture of every state in every style, to be looked at.

tests/run leaves them in tests/out/screenshots, pytest in TMPDIR/screenshots. Those
of README and metainfo are window.png and disconnect.png there: data/screenshots
has copies.
"""

import os
import re
import tempfile
from pathlib import Path

import pytest
from story import Story, connection, drive, open_file, server, server_file, share, step

from testbed import Desktop, Drivemap, Session, wait_for
from testbed.session import SERVICE_NAME

STYLES = ("light", "dark", "high-contrast", "large-text", "narrow", "right-to-left")
MIN_COLOURS = 30
GB = 1_000_000_000
NO_ANSWER = 2**32 - 1

FOLDER = "/run/user/1000/gvfs/smb-share:server=fileserver,share=projects"
HOLDERS = [
    open_file(2716, "soffice.bin", f"{FOLDER}/2026/budget.ods"),
    open_file(3120, "gedit", f"{FOLDER}/plan.txt", "r"),
    open_file(4012, "totem", None, None),
]
SERVER_FILES = [
    {**server_file(7, "C:\\srv\\projects\\2026\\plan.txt", "joe"), "path": f"{FOLDER}/2026/plan.txt"},
    {**server_file(9, "C:\\srv\\projects\\report.odt", "OFFICE\\mary.ann", "r"), "path": f"{FOLDER}/report.odt"},
]
SHELL = open_file(977, "bash", f"{FOLDER}/2026", None, kind="cwd")
Z = drive(
    "Z:", r"\\fileserver\projects", OpenCount=3, SpaceTotal=500 * GB, SpaceFree=212 * GB
)
Z_FREE = {**Z, "OpenCount": 0}
MUSIC = drive("Music", r"\\nas\music", SpaceTotal=4000 * GB, SpaceFree=310 * GB)
OFFLINE = drive(
    "X:", r"\\old\archive", Status="unavailable", Reason="No server is called “old”."
)
RECONNECTING = drive(
    "Y:", r"\\nas\scans", Status="reconnecting", Reason="The server has not answered for 40 s."
)
PASSWORD = drive(
    "W:", r"\\office\private", Status="needs-password", Reason="The password is not accepted."
)
ERROR = drive("V:", r"\\nas\backup", Status="error", Reason="The server reports an internal error.")
CONNECTING = drive("U:", r"\\nas\photos", Status="connecting")
AWAITED = drive(
    "T:", r"\\nas\scans", Status="unavailable", Reason="nas does not answer.", Awaited=True
)
LOST = drive("S:", r"\\nas\plans", Status="disconnected", Reason="The server nas has not answered for 40 s.")
MANAGED_FILE = "/etc/xdg/drivemap/drives.d/company.ini"
MANAGED = drive("M:", r"\\office\company", Status="unavailable", Managed=True, ManagedFile=MANAGED_FILE)
PROBLEMS = [
    f"{MANAGED_FILE}: The group “[Q]” in line 7 is not the name of a drive.",
    "Drives.xml: The drive K: is for computers of the site “North”, which cannot be found out here.",
]
BOOKMARKS = r"""smb://ann@fileserver/projects
smb://nas/music Music
smb://storage-server-of-the-whole-department.example.org/the%20projects%20of%20the%20years%20before
sftp://bob@web.example.org/srv/www Web site
http://intranet.example.org/ Intranet
"""
GIGOLO = """[Backup]
scheme=smb
host=nas
share=backup
username=ann
"""
LONG = drive(
    "A share with a long name that nobody reads",
    r"\\storage-server-of-the-whole-department.example.org\the projects of the years before",
    User="somebody.with.a.long.name@example.org",
)
PUBLIC = connection(r"\\nas\public")
DRAINING = connection(r"\\fileserver\team", Status="draining", OpenCount=2, Deviceless=False)
IN_USE = {"Cancel": ["OpenFiles", "Files are open."]}


class Album:
    """Takes the pictures of one style, in one session."""

    def __init__(self, session, directory, style):
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.is_narrow = style == "narrow"
        self.session = session
        self.story = Story(session)
        self.desktop = Desktop(session, style="light" if self.is_narrow else style)
        self.window = Drivemap(self.desktop)
        self.window.get("button", "Main Menu")

    def close(self):
        self.window.close()
        self.desktop.close()

    def logs(self):
        return self.window.logs()

    def take(self, name, *texts):
        """Wait for the texts, then take the picture; it is not blank."""
        for text in texts:
            self.window.wait_shown(text)
        self.desktop.display.move(2, 2)
        self.window.screenshot(self.directory / f"{name}.png")
        assert self.desktop.display.colours() >= MIN_COLOURS, f"{name} is blank"

    def tell(self, **parts):
        self.story.tell(**{"connections": [], "holders": {}, "errors": {}, **parts})

    def narrow(self):
        if self.is_narrow:
            self.window.resize(360, 700)
            top = lambda: self.window.tree().children[0].extents[2]
            wait_for(lambda: top() == 360, 30, "the narrow window", 0.1)

    def narrow_dialog(self, title):
        """One that is a window of its own, and does not become narrow by itself."""
        self.window.dialog(title)
        if self.is_narrow:
            self.desktop.display.resize(self.window.x_window(title), 360, 620)
            find = lambda: self.window.find_dialog(title)
            wait_for(lambda: find().extents[2] == 360, 30, "the narrow dialog", 0.1)

    def show(self, *words):
        """Select a row; its details are there."""
        self.window.click(self.window.scrolled_row(*words))
        self.window.wait_shown("Addresses")

    def back(self):
        """To the list, where the details stand in its place."""
        if self.window.find("button", "Back to the List"):
            self.window.click("button", "Back to the List")

    def leave(self):
        self.window.press("Escape")
        self.window.no_dialog()


@pytest.fixture
def album(request, keep, build):
    run = os.environ.get("DRIVEMAP_RUN")
    root = Path(run, "logs") if run else Path(tempfile.gettempdir())
    session = keep(Session(build=build))
    return keep(Album(session, root / "screenshots" / request.param, request.param))


@pytest.mark.limit(600)
@pytest.mark.parametrize("album", STYLES, indirect=True)
def test_every_state(album):
    take_lists(album)
    take_details(album)
    take_server(album)
    take_server_files(album)
    take_map_dialog(album)
    take_browse(album)
    take_diagnose(album)
    take_special_drives(album)
    take_drive_settings(album)
    take_import(album)
    take_disconnect_dialog(album)
    take_other_windows(album)
    take_service_away(album)


def take_lists(album):
    album.narrow()
    album.take("empty", "No Network Drives")
    album.tell(drives=[Z_FREE])
    album.take("one-drive", re.compile("212.0 GB free"))
    album.tell(
        drives=[Z, MUSIC, OFFLINE, RECONNECTING, PASSWORD, ERROR, CONNECTING, LONG],
        connections=[PUBLIC, DRAINING],
    )
    wait_for(lambda: len(album.window.rows()) > 2, 30, "the rows", 0.1)
    album.window.scroll_to_top()
    album.window.row("U:", "Connecting")
    album.take("every-status")
    album.window.press("ctrl+f")
    album.window.type("nas")
    album.window.row("Music")
    album.take("filter")
    album.window.type("xyz")
    album.take("filter-without-result", "Nothing Found")
    album.window.press("Escape")


def take_details(album):
    connections, holders = [PUBLIC, DRAINING], {"Z:": HOLDERS}
    album.tell(drives=[Z, MUSIC, OFFLINE, LONG], connections=connections, holders=holders)
    album.show("Z:")
    album.take("details", "budget.ods", "plan.txt", "Name not known", "212.0 GB free of 500.0 GB")
    album.back()
    album.show("X:")
    album.take("details-offline", "No server is called “old”.")
    album.back()
    album.show(LONG["Local"])
    album.take("details-long")
    album.back()
    album.show(PUBLIC["Remote"])
    album.take("details-connection")
    album.back()
    album.tell(drives=[Z, OFFLINE], connections=connections, holders=holders)
    album.show("Z:")
    album.window.open_menu(re.compile("^What can be done about"))
    album.take("holder-menu", "Show in Files")
    album.window.press("Escape")
    album.back()
    album.window.scrolled_row(DRAINING["Remote"], "2 files still open")
    album.take("draining")


def take_server(album):
    """What it is, and how long it takes to answer."""
    times = [2000 + 900 * (n * n % 7) for n in range(27)] + [NO_ANSWER, 24000, 3100]
    facts = {"ServerName": "FILESERVER", "ServerVersion": "Samba 4.17.12", "ResponseTimes": times}
    known = {**Z_FREE, **facts, "ServerComment": "The projects of all departments, room 4.12"}
    album.tell(drives=[known, OFFLINE])
    album.show("Z:")
    album.window.click("label", "Response time")
    album.take("server", re.compile("^.?FILESERVER.?  ·  Samba"), re.compile("^3.1 ms now, at most 24 ms"))
    album.tell(drives=[{**known, "ServerComment": "", "ResponseTimes": [2100, 900, NO_ANSWER]}, OFFLINE])
    album.take("server-silent", re.compile("^No answer now"))
    album.back()


def take_server_files(album):
    window = album.window
    # Its details are where they begin when it comes again.
    album.tell(drives=[])
    window.wait_shown("No Network Drives")
    one = {**Z, "OpenCount": 1}
    album.tell(drives=[one, OFFLINE], holders={"Z:": HOLDERS[:1]}, **{"server-holders": {"Z:": SERVER_FILES}})
    album.show("Z:")
    window.click("button", "Ask the Server")
    album.take("server-files", "plan.txt", "report.odt", re.compile("2026/plan.txt"))
    window.open_menu(re.compile("^What can be done about plan.txt"))
    album.take("server-file-menu", re.compile("^Close on the Server"))
    window.click("menu item", re.compile("^Close on the Server"))
    window.dialog("Close “plan.txt” on the server?")
    album.take("server-file-close", re.compile("joe has it open for writing"))
    album.leave()
    album.tell(
        drives=[one, OFFLINE],
        holders={"Z:": HOLDERS[:1]},
        errors={"GetHolders+server": ["AccessDenied", "Only an administrator of fileserver may see them."]},
    )
    window.click("button", "Ask the Server")
    album.take("server-files-refused", re.compile("tells its administrators only"))
    album.back()
    asking = {**one, "Settings": {"ask-server": True}}
    album.tell(drives=[asking, OFFLINE], holders={"Z:": HOLDERS[:1]}, **{"server-holders": {}})
    album.show("Z:")
    album.take("server-files-none", re.compile("knew of no other open files"))
    album.back()
    album.tell(drives=[])
    window.wait_shown("No Network Drives")


def take_map_dialog(album):
    window = album.window
    window.press("ctrl+n")
    window.dialog("Map Network Drive")
    album.take("map", re.compile("Example"))
    window.click("switch", "Connect using different credentials")
    album.take("map-credentials", "User name")
    window.click("switch", "Connect using different credentials")
    album.tell(
        drives=[Z, OFFLINE],
        errors={"Map": ["BadNetName", "“projcts” is not shared on fileserver."]},
    )
    window.enter("Folder", r"\\fileserver\projcts")
    window.click("button", "Connect", within="Map Network Drive")
    album.take("map-error", re.compile("is not shared on"))
    album.tell(
        drives=[Z, OFFLINE],
        errors={"Map": ["LogonFailure", "fileserver wants a user name and a password."]},
    )
    window.click("button", "Connect", within="Map Network Drive")
    album.take("map-password", "Password")
    album.tell(drives=[Z, OFFLINE], delays={"Map": 600000})
    # Where it was asked for it can be typed.
    window.type("secret")
    window.press("Return")
    album.take("map-connecting", re.compile("^Connecting to"))
    window.click("button", "Cancel", within="Map Network Drive")
    album.tell(drives=[Z, OFFLINE], delays={})
    if len(window.titles()) > 1:
        window.press("Escape")


SERVERS = [
    server("fileserver", source="known"),
    server("Living Room", uri="smb://living-room.local/"),
    server("storage-server-of-the-whole-department.example.org", uri="smb://storage.example.org:4450/"),
]
SHARES = [
    share("admin$"),
    share("laser", type="printer", comment="In the corridor"),
    share("projects", local="Z:", comment="Everything that we work on"),
    share("public"),
    share("\u202egpj.the <b>projects</b> of the years before, of all the departments"),
    share("temporary\x07files", remote=""),
]


def take_browse(album):
    window = album.window
    album.tell(drives=[Z, OFFLINE], servers=[], delays={"Browse": 600000})
    window.press("ctrl+n")
    window.dialog("Map Network Drive")
    browse(album)
    album.take("browse-looking", "Looking for servers…")
    window.press("Escape")
    album.tell(drives=[Z, OFFLINE], servers=[], delays={})
    browse(album)
    album.take("browse-nothing", "No Servers Found", re.compile("No server was heard"))
    window.press("Escape")
    album.tell(drives=[Z, OFFLINE], servers=SERVERS[:1])
    browse(album)
    album.take("browse-known", re.compile("No server was heard"))
    window.press("Escape")
    shares = {"smb://fileserver/": SHARES}
    album.tell(drives=[Z, OFFLINE], servers=SERVERS, shares=shares)
    browse(album)
    album.take("browse-servers", "Living Room", re.compile("storage.example.org:4450$"))
    window.type("file")
    album.take("browse-typed", re.compile("^Look whether"))
    window.press("Escape")
    window.wait_shown("Living Room")
    window.click("label", "fileserver", within="Browse the Network")
    window.wait_shown("laser", within="Browse the Network")
    window.click("choice", "Show hidden shares", within="Browse the Network")
    album.take("browse-shares", "admin$", "Drive Z:")
    window.press("Escape")
    refused = ["LogonFailure", "The server “fileserver” does not let anybody in without a user name and password."]
    album.tell(drives=[Z, OFFLINE], servers=SERVERS, shares={}, errors={"Browse smb://fileserver/": refused})
    browse(album)
    window.click("label", "fileserver", within="Browse the Network")
    album.take("browse-refused", "Sign-In Needed")
    window.press("Escape")
    window.press("Escape")
    window.no_dialog()


def browse(album):
    album.window.dialog("Map Network Drive")
    wait_for(lambda: album.window.find_dialog("Browse the Network") is None, 30, "the dialog to go", 0.1)
    album.window.click("button", "Browse…", within="Map Network Drive")
    album.narrow_dialog("Browse the Network")


LOGIN_FAILED = [
    step("name", text="The name “office” was found.", **{"elapsed-ms": 3}),
    step("address", text="A computer answers at 192.0.2.17.", **{"elapsed-ms": 1}),
    step("port", text="The server accepts connections on port 445.", **{"elapsed-ms": 0}),
    step("protocol", text="The server speaks a protocol that this computer knows, too."),
    step(
        "login", "bad", "The server refuses the user “ann” with the saved password.",
        advice="Connect and enter both anew; the account may also be locked or disabled.",
        **{"elapsed-ms": 2345},
    ),
    step("share", "skipped", "Not tried, as an earlier step failed."),
    step("path", "skipped", "Not tried, as an earlier step failed."),
]  # fmt: skip
SSH = [
    step(
        "name", "unknown", "No name server knows “web”; your settings for SSH may.",
        advice="If it does not connect either, check the spelling.",
    ),
]  # fmt: skip
SSH += [
    step(name, "unknown", "This shows only when it is connected.", **{"elapsed-ms": 0})
    for name in ("address", "port", "protocol", "login", "share", "path")
]


def take_diagnose(album):
    window = album.window
    album.tell(drives=[PASSWORD], steps={"W:": LOGIN_FAILED})
    album.show("W:")
    album.take("details-why", "Why?", "Check Connection…")
    window.click("button", "Why?")
    album.narrow_dialog("Connection Check")
    album.take("diagnose-failed", "Not tried", "Use Other Credentials…")
    album.tell(drives=[PASSWORD], steps={"W:": LOGIN_FAILED})
    window.click("button", "Copy Report", within="Connection Check")
    album.take("diagnose-copied", "The report is copied")
    album.tell(drives=[PASSWORD], steps={"W:": SSH})
    window.click("button", "Check Again", within="Connection Check")
    album.take("diagnose-warning", "Warning", "Not known")
    album.tell(drives=[PASSWORD], steps={"W:": LOGIN_FAILED}, paces={"Diagnose": 600000})
    window.click("button", "Check Again", within="Connection Check")
    album.take("diagnose-running", "Checking…")
    album.leave()
    album.tell(drives=[PASSWORD], steps={}, paces={})
    album.back()
    window.press("ctrl+n")
    window.dialog("Map Network Drive")
    album.tell(drives=[PASSWORD], errors={"Map": ["BadNetName", "“projcts” is not shared on fileserver."]})
    window.enter("Folder", r"\\fileserver\projcts")
    window.click("button", "Connect", within="Map Network Drive")
    album.take("map-why", "Why?")
    album.leave()


def take_disconnect_dialog(album):
    window = album.window
    ask(album, [Z, OFFLINE], HOLDERS)
    album.take("disconnect-in-use", "budget.ods", re.compile("3 files are still open"))
    window.choose_level(re.compile("^Close the files and disconnect now"))
    album.take("disconnect-now", "Close Files and Disconnect")
    album.tell(drives=[Z_FREE, OFFLINE], errors=IN_USE)
    album.take("disconnect-safe", "Nothing is open any more. It is safe to disconnect.")
    album.leave()
    album.back()
    ask(album, [{**Z, "OpenCount": 1}, OFFLINE], [SHELL])
    album.take("disconnect-folder", re.compile("is working in a folder"))
    album.leave()
    album.back()
    gone = {**Z, "Status": "disconnected", "Reason": "The server does not answer."}
    ask(album, [gone, OFFLINE], HOLDERS)
    album.take("disconnect-no-answer", re.compile("Waiting will not help"))
    album.leave()
    album.back()
    album.tell(drives=[Z_FREE, OFFLINE])
    album.show("Z:")
    window.click("button", "Disconnect…")
    album.take("disconnected", re.compile("^Z:.* disconnected$"), "Undo")
    album.back()


def ask(album, drives, holders):
    """Up to the question."""
    album.tell(drives=drives, holders={"Z:": holders}, errors=IN_USE)
    album.show("Z:")
    album.window.click("button", "Disconnect…")
    album.window.dialog(re.compile("^Disconnect “Z:"))


def take_special_drives(album):
    """Those that come back, are lost, or an administrator's."""
    drives = [Z_FREE, AWAITED, LOST, MANAGED]
    album.tell(drives=drives, managed=PROBLEMS)
    album.window.row("M:", "Managed")
    album.take("managed", "2 problems with managed drives")
    album.show("T:")
    album.take("details-awaited", "Stop Trying")
    album.back()
    album.show("S:")
    album.take("details-lost", "Check Now")
    album.back()
    album.show("M:")
    album.take("details-managed", "Set up by your administrator")
    album.back()
    album.window.click("button", "2 problems with managed drives")
    album.window.dialog("Problems with Managed Drives")
    album.take("managed-problems", re.compile("site “North”"))
    album.leave()
    album.tell(drives=drives, managed=[])
    album.window.wait_gone("2 problems with managed drives")


def take_drive_settings(album):
    window = album.window
    album.tell(drives=[Z_FREE])
    album.show("Z:")
    window.click("list item", re.compile("^Drive Settings…"))
    album.narrow_dialog("Drive Settings")
    for network in ("Office", "Home Wi-Fi"):
        window.enter("Other network", network, within="Drive Settings")
        window.press("Return")
        window.get("choice", network, within="Drive Settings")
    album.take("drive-settings", "Home Wi-Fi")
    window.enter("Hardware address", "my server", within="Drive Settings")
    window.click("button", "Save", within="Drive Settings")
    window.get("alert", re.compile("my server"), within="Drive Settings")
    album.take("drive-settings-error")
    # On the row: above the switch is a field that the wheel turns.
    window.click("list item", re.compile("^Also show who has files open"), within="Drive Settings")
    album.take("drive-settings-server", "Files Open on the Server")
    album.leave()
    album.back()
    # Its details are where they begin when it comes again.
    album.tell(drives=[])
    window.wait_shown("No Network Drives")


def take_import(album):
    window = album.window
    album.tell(drives=[Z_FREE, AWAITED])
    window.choose_menu("Import Drives…")
    album.narrow_dialog("Import Drives")
    album.take("import-nothing", "Nothing Found")
    album.leave()
    for name, content in (("gtk-3.0/bookmarks", BOOKMARKS), ("gigolo/bookmarks", GIGOLO)):
        path = album.session.home / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    window.choose_menu("Import Drives…")
    album.narrow_dialog("Import Drives")
    album.take("import", "Gigolo", re.compile("^Is the drive Z: already"))
    window.enter(re.compile(r"^Name for .*backup"), "a/b", within="Import Drives")
    window.click("button", "Import 4 Drives", within="Import Drives")
    window.wait_shown(re.compile("a/b"), within="Import Drives")
    window.click(None, "1 entry cannot be a drive", within="Import Drives")
    album.take("import-problem", re.compile("web address"))
    window.enter(re.compile(r"^Name for .*backup"), "Backup", within="Import Drives")
    album.tell(drives=[Z_FREE, AWAITED], delays={"Connect": 600000})
    window.click("button", "Import 4 Drives", within="Import Drives")
    album.take("import-running", "Connecting…")
    album.leave()
    window.wait_shown(re.compile("^4 drives were added"))
    album.tell(drives=[Z_FREE, AWAITED], delays={})


def take_other_windows(album):
    window = album.window
    album.tell(
        drives=[Z, MUSIC, OFFLINE],
        connections=[PUBLIC],
        holders={"Z:": HOLDERS},
        errors={"Connect": ["LogonFailure", "old wants a user name and a password."]},
    )
    window.row("Music")
    for name, keys, title in (
        ("disconnect-all", "ctrl+shift+n", "Disconnect all network drives?"),
        ("preferences", "ctrl+comma", "Preferences"),
    ):
        window.press(keys)
        window.dialog(title)
        album.take(name)
        album.leave()
    window.choose_menu("Keyboard Shortcuts")
    album.take("shortcuts", "Map Network Drive", "Rename")
    window.press("Escape")
    window.no_dialog()
    window.choose_menu("About Drivemap")
    album.take("about", re.compile("The Drivemap Authors"))
    album.leave()
    window.open_menu()
    album.take("menu", "Preferences")
    window.press("Escape")
    album.show("Z:")
    album.back()
    window.press("F2")
    window.dialog(re.compile("^Rename"))
    album.take("rename")
    album.leave()
    window.click("button", re.compile("^Connect X:"))
    window.dialog(re.compile("^Sign in to"))
    album.take("password", "Password")
    album.leave()
    album.show("X:")
    window.click("button", "Forget…")
    window.dialog(re.compile("^Forget “X:"))
    album.take("forget")
    album.leave()
    album.back()


def take_service_away(album):
    session = album.session
    album.tell(drives=[Z], profile=[1206, "The file drives.ini is broken: line 7 is no drive."])
    album.take("broken-profile", re.compile("drives.ini"))
    session.bus.add_service(SERVICE_NAME, "/bin/false")
    album.story.kill()
    album.take("service-away", "Drivemap’s Service Does Not Run")


@pytest.mark.parametrize("album", ["light"], indirect=True)
def test_pictures(album):
    """Those of README and metainfo."""
    others = {"drives": [Z, MUSIC, OFFLINE], "connections": [PUBLIC], "holders": {"Z:": HOLDERS}}
    album.desktop.display.paint(0xDEDDDA)
    album.tell(**others, errors=IN_USE)
    album.show("Z:")
    album.window.wait_shown("budget.ods")
    save(album, "window")
    album.window.click("button", "Disconnect…")
    album.window.dialog(re.compile("^Disconnect “Z:"))
    album.window.wait_shown(re.compile("3 files are still open"))
    save(album, "disconnect")


def save(album, name):
    album.desktop.display.move(2, 2)
    window = album.window.x_window()
    area = (window.x, window.y, window.width, window.height)
    album.desktop.display.screenshot(album.directory.parent / f"{name}.png", area)
