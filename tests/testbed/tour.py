# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tour that tests/demo gives: the real programs on a real server.

The argument is where pictures go when there is no screen to show the window on.
"""

import os
import shlex
import signal
import sys
import time
from pathlib import Path

from . import Cli, Holder, Samba, Session, wait_for
from .window_tour import WindowTour

FIRST = "Quarterly report, first half. " * 400
SECOND = "Quarterly report, second half. " * 400
DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")


def has_display():
    return any(name in os.environ for name in DISPLAY[:2])


class Tour:
    """Says what happens, runs it, shows what came."""

    def __init__(self, session, samba):
        self.session = session
        self.samba = samba
        self.cli = Cli(session)
        self.remote = samba.unc("team")
        self.report = session.home / "Drives/Z/report.txt"

    def say(self, text):
        print(f"\n# {text}", flush=True)

    def show(self, *arguments, rc=0, **options):
        """Run a command, print it and its output; it must end with rc."""
        print(f"$ {shlex.join(['drivemapctl', *arguments])}", flush=True)
        result = self.cli(*arguments, **options)
        print(f"{result.out}{result.err}", end="", flush=True)
        if result.rc != 0:
            print(f"[exit status {result.rc}]", flush=True)
        assert result.rc == rc, f"expected exit status {rc}"

    def write(self, text):
        """A program opens the report on the drive and writes."""
        writer = Holder(self.session, "write", self.report, name="report-writer")
        assert writer.write(text) == "ok"
        print(f"report-writer (process {writer.pid}) has {self.report} open", flush=True)
        return writer

    def run(self):
        self.map()
        self.refuse_then_drain()
        self.take_away()
        self.forget()

    def map(self):
        self.say("Give a share the letter Z:. The password goes to the keyring.")
        password = self.samba.password("games") + "\n"
        self.show("map", "Z:", self.remote, "--user=games", "--password-stdin", input=password)
        self.show("list")

    def refuse_then_drain(self):
        self.say("A program opens a file on it for writing.")
        writer = self.write(FIRST)
        self.show("files", "Z:")
        self.say("Disconnecting would cost its data: refused, and we learn who it is.")
        self.show("disconnect", "Z:", rc=2)
        self.say("--force=force: the name goes at once, the open file goes on.")
        self.show("disconnect", "Z:", "--force=force")
        self.show("list")
        self.say("The program finishes in peace; then the connection goes by itself.")
        assert writer.write(SECOND) == "ok"
        assert writer.close() == "ok"
        writer.end()
        self.compare()
        wait_for(lambda: not self.session.mounts(), 10, "the end of the connection")
        self.show("list")

    def compare(self):
        original = self.samba.path("team") / "report.txt"
        wanted = FIRST + SECOND
        wait_for(lambda: original.read_text() == wanted, 5, f"all of {original}")
        print(f"On the server: {len(wanted)} of {len(wanted)} bytes, identical.", flush=True)

    def take_away(self):
        self.say("Again, and this time everything is closed at once.")
        self.show("map", "Z:", self.remote, "--user=games")
        writer = self.write(FIRST)
        self.show("disconnect", "Z:", "--force=lots-of-force")
        print(f"The next write of report-writer: {writer.write(SECOND)}", flush=True)
        writer.end()

    def forget(self):
        self.say("Z: is remembered for the next sign-in, until it is forgotten.")
        self.show("list")
        self.show("disconnect", "Z:", "--forget")
        self.show("list")


def show_window(session, samba):
    """On the screen that there is: see the tour happen in it, then try it out."""
    session.bus.add_service("org.a11y.Bus")
    session.set_env(GSETTINGS_SCHEMA_DIR=session.build.directory / "data")
    window = session.spawn(session.build.gui)
    tour = Tour(session, samba)
    tour.run()
    tour.say("Now it is yours: Z: is mapped, and two programs have files on it open.")
    tour.cli("map", "Z:", samba.unc("public"), rc=0)
    tour.cli("map", "Music", samba.unc("readonly"), rc=0)
    Holder(session, "write", session.home / "Drives/Z/plan.txt", name="editor")
    Holder(session, "read", session.home / "Drives/Z/plan.txt", name="viewer")
    print("It ends when you close the window.", flush=True)
    window.wait()


def main():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    start = time.monotonic()
    env = {name: os.environ[name] for name in DISPLAY if name in os.environ}
    with Samba() as samba, Session(env=env) as session:
        print(f"A private session and a server, after {time.monotonic() - start:.1f} s.")
        try:
            if has_display():
                show_window(session, samba)
            else:
                Tour(session, samba).run()
                WindowTour(session, samba, Path(sys.argv[1])).run()
        except AssertionError as error:
            print(f"\nThe tour ends here: {error}", file=sys.stderr)
            for title, text in session.logs():
                print(f"-- {title}\n{text}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
