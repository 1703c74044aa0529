# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tour through the window, on a screen that nobody sees, with pictures."""

import re

from . import Desktop, Drivemap, Holder, wait_for

TEXT = "Quarterly report. " * 500
ASK = re.compile("^Disconnect “Z:")


class WindowTour:
    """Uses the window as a person does and takes a picture of each step."""

    def __init__(self, session, samba, pictures):
        self.session = session
        self.samba = samba
        self.pictures = pictures
        self.count = 0
        self.desktop = Desktop(session)
        self.window = None

    def run(self):
        self.say("The same in the window.")
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.window = Drivemap(self.desktop)
        self.window.get("button", "Main Menu")
        self.map()
        writer = self.open_file()
        self.refuse()
        self.drain(writer)
        self.take_away()
        self.window.close()
        self.desktop.close()

    def say(self, text):
        print(f"\n# {text}", flush=True)

    def take(self, text):
        self.count += 1
        self.desktop.display.move(2, 2)
        name = re.sub("[^a-z]+", "-", text.lower()).strip("-")
        path = self.pictures / f"{self.count:02d}-{name}.png"
        self.window.screenshot(path)
        print(f"{text}: {path.name}", flush=True)

    def map(self):
        window = self.window
        window.press("ctrl+n")
        window.dialog("Map Network Drive")
        window.enter("Folder", self.samba.unc("public"))
        self.take("Map a drive")
        window.click("button", "Connect", within="Map Network Drive")
        window.row("Z:", "Connected")
        window.no_dialog()
        window.select("Z:")
        self.take("Connected")

    def open_file(self):
        path = self.session.home / "Drives/Z/report.txt"
        writer = Holder(self.session, "write", path, name="report-writer")
        assert writer.write(TEXT) == "ok"
        self.window.row("Z:", "1 file open")
        self.window.wait_shown("report.txt")
        self.take("A program has a file open")
        return writer

    def refuse(self):
        self.window.click("button", "Disconnect…")
        self.window.dialog(ASK)
        self.window.wait_shown("report.txt")
        self.take("Disconnecting would cost its data")

    def drain(self, writer):
        window = self.window
        window.choose_level(re.compile("^When the files are closed"))
        window.click("button", "Disconnect")
        window.wait_shown(re.compile("file still open"))
        window.no_dialog()
        self.take("Disconnecting when it is closed")
        assert writer.write(TEXT) == "ok"
        assert writer.close() == "ok"
        writer.end()
        wait_for(lambda: not self.session.mounts(), 10, "the end of the connection")
        original = self.samba.path("public") / "report.txt"
        wait_for(lambda: original.read_text() == 2 * TEXT, 5, f"all of {original}")
        print(f"On the server: {2 * len(TEXT)} of {2 * len(TEXT)} bytes, identical.", flush=True)
        window.row("Z:", "Not available")
        self.take("Disconnected and remembered")

    def take_away(self):
        window = self.window
        window.click("button", re.compile("^Connect Z:"))
        window.row("Z:", "Connected")
        path = self.session.home / "Drives/Z/report.txt"
        with Holder(self.session, "append", path, name="report-writer"):
            window.row("Z:", "1 file open")
            window.select("Z:")
            window.click("button", "Disconnect…")
            window.dialog(ASK)
            window.choose_level(re.compile("^Close the files and disconnect now"))
            self.take("Or now")
            window.click("button", "Close Files and Disconnect")
            window.wait_shown("Z: disconnected. Files were closed.")
            window.no_dialog()
            self.take("Closed")
