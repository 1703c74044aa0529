# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session outside, and Drivemap inside."""

import os
import shutil
from pathlib import Path

from manifest import APP_ID

from testbed import Session, processes
from testbed.cli import Cli
from testbed.session import SERVICE_NAME


def inside(session):
    """{process: its command} of what runs in a sandbox."""
    here = _namespace("self")
    commands = {pid: processes.command(pid) for pid in session.pids() if _namespace(pid) not in (here, None)}
    return {pid: command for pid, command in commands.items() if command and not command.startswith("bwrap")}


def _namespace(pid):
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None


class FlatpakSession(Session):
    """Its runtime directory is where a sandbox sees it, and its bus starts the bundle."""

    def __init__(self, bundle, **options):
        assert Path("/run/user/private").exists(), "not run by tests/flatpak/in-private-run"
        runtime = Path(f"/run/user/{os.getuid()}")
        self.bundle = bundle
        # What a test before this one allowed or took away.
        (bundle.installation / "overrides" / APP_ID).unlink(missing_ok=True)
        super().__init__(runtime=runtime, env=bundle.environment, **options)

    def _make_env(self, *arguments):
        env = super()._make_env(*arguments)
        # What starts in a sandbox gets the session's environment.
        for name in ("DRIVEMAP_LIBEXECDIR", "GSETTINGS_BACKEND", "TMPDIR"):
            del env[name]
        return env

    def _services(self, keyring):
        services = super()._services(keyring)
        # The one starts programs outside; of the other GTK wants to know its version.
        services.update({"org.freedesktop.Flatpak": None, "org.freedesktop.portal.Flatpak": None})
        # The bundle has its own.
        del services[SERVICE_NAME]
        return services

    def _start(self, keyring):
        self.offer_exports()
        super()._start(keyring)

    def offer_exports(self):
        """The bus starts what the bundle has for it."""
        folder = self.bundle.exports / "dbus-1/services"
        for path in sorted(folder.glob("*.service")):
            self.bus.take_service(path)

    def _own_pids(self):
        return [*super()._own_pids(), *inside(self)]

    def close(self):
        super().close()
        for entry in self.runtime.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


class SandboxedCli(Cli):
    def __init__(self, session):
        super().__init__(session)
        self._words = ["run", "--command=drivemapctl", APP_ID]
        self.program = "flatpak"

    def __call__(self, *arguments, **options):
        return super().__call__(*self._words, *arguments, **options)


class Sandbox:
    """What runs inside: programs of the bundle, with the permissions it has."""

    name = APP_ID

    def __init__(self, session, bundle):
        self.session = session
        self.bundle = bundle
        self.cli = SandboxedCli(session)

    def run(self, *argv, options=(), **more):
        """A program of the runtime, in the sandbox."""
        program, *arguments = argv
        return self.session.run(
            *("flatpak", "run", *options, f"--command={program}", APP_ID, *arguments), **more
        )

    def spawn(self, program, *arguments):
        """The same, without waiting for its end; returns the Popen."""
        return self.session.spawn("flatpak", "run", f"--command={program}", APP_ID, *arguments)

    def sh(self, script, **more):
        return self.run("sh", "-c", script, **more)

    def override(self, *arguments):
        """Changes permissions for all that starts from now on."""
        self.session.run("flatpak", "override", "--user", *arguments, APP_ID)
