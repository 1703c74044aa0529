# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Flatpak, built from this tree and installed for nobody else.

bundle.py RUNTIME FOLDER STATE makes one, by what make-runtime has put into RUNTIME; STATE,
on the same file system, is kept for the next time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from manifest import APP_ID, BRANCH, make_local

RUNTIMES = ("org.gnome.Platform", "org.gnome.Sdk")


class Bundle:
    """In DIRECTORY; `environment` is what flatpak finds it by."""

    def __init__(self, directory):
        self.directory = directory
        self.installation = directory / "installation"
        self.environment = {"FLATPAK_USER_DIR": str(self.installation)}
        self._log = directory / "flatpak.log"

    @property
    def exports(self):
        return self.installation / "exports/share"

    def make(self, runtime, state):
        self.directory.mkdir(parents=True, exist_ok=True)
        self._take_runtimes(runtime, state)
        make_local(runtime, self.directory / f"{APP_ID}.json")
        self._run(
            "flatpak-builder",
            "--user",
            "--force-clean",
            "--disable-updates",
            "--ccache",
            f"--state-dir={state / 'builder'}",
            f"--repo={self.directory / 'repo'}",
            self.directory / "app",
            self.directory / f"{APP_ID}.json",
        )
        self._flatpak("remote-add", "--no-gpg-verify", "built", f"file://{self.directory / 'repo'}")
        # An app is installed only after a look at the system bus, which may not be there.
        self._run(
            *("dbus-run-session", "sh", "-c"),
            'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$@"',
            *("sh", "flatpak", "--user", "install", "-y", "--noninteractive", "built", APP_ID),
        )

    def _take_runtimes(self, runtime, state):
        """Installed once, and copied by links: files of an installation are replaced,
        never written."""
        key = (runtime / "key").read_text()
        kept = state / "runtimes"
        if not (kept / "key").exists() or (kept / "key").read_text() != key:
            shutil.rmtree(kept, ignore_errors=True)
            self._flatpak("remote-add", "--no-gpg-verify", "local", f"file://{runtime / 'repo'}")
            self._flatpak("install", "-y", "--noninteractive", "local", *(f"{r}//{BRANCH}" for r in RUNTIMES))
            kept.mkdir(parents=True)
            self.installation.rename(kept / "installation")
            (kept / "key").write_text(key)
        self._run("cp", "-al", kept / "installation", self.installation)

    def _flatpak(self, verb, *arguments):
        self._run("flatpak", verb, "--user", *arguments)

    def _run(self, *argv):
        home = self.directory / "home"
        home.mkdir(exist_ok=True)
        # Whatever the session has: nothing of it is to be used, or changed.
        env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("XDG_", "DBUS_", "FLATPAK_"))
        }
        env.update(self.environment, HOME=str(home), LC_ALL="C.UTF-8")
        with self._log.open("ab") as log:
            result = subprocess.run(
                [str(word) for word in argv],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                check=False,
            )
        if result.returncode != 0:
            text = self._log.read_text(errors="replace")
            raise AssertionError(f"{argv[0]} {argv[1]}: exit {result.returncode}\n{text[-6000:]}")


if __name__ == "__main__":
    Bundle(Path(sys.argv[2])).make(*(Path(argument) for argument in (sys.argv[1], *sys.argv[3:])))
