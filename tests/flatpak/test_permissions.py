# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each permission of the manifest, taken away, breaks what its comment says, and nothing
else; so none of them is there for nothing."""

import contextlib
import os
import socket
import struct
import threading

import pytest
from manifest import permissions
from sandboxed import Sandbox

from testbed import Service, wait_for
from testbed.display import Display
from testbed.service import ServiceError

USER = "games"

# What no longer works without it. A window on Wayland or with a graphics card is more
# than a machine of tests has: there it is looked whether they can be reached.
BREAKS = {
    "--socket=wayland": {"wayland"},
    "--socket=fallback-x11": {"window"},
    "--share=ipc": {"shared memory"},
    "--device=dri": {"graphics"},
    "--share=network": {"asking a server", "connecting", "saving a password", "drive folder"},
    "--talk-name=org.gtk.vfs.*": {"direct", "connecting", "saving a password", "drive folder"},
    "--filesystem=xdg-run/gvfsd:create": {"direct"},
    "--filesystem=xdg-run/gvfs:create": {"connecting", "saving a password", "drive folder"},
    "--filesystem=~/Drives:create": {"drive folder"},
    "--talk-name=org.freedesktop.secrets": {"saving a password"},
}


def _compose(server):
    """No more of Wayland than that a client's sync() is done: nothing is offered."""
    with contextlib.suppress(OSError):
        while True:
            client = server.accept()[0]
            while header := client.recv(8):
                display, word = struct.unpack("=II", header)
                (identifier,) = struct.unpack("=I", client.recv((word >> 16) - 8)[:4])
                if (display, word & 0xFFFF) == (1, 0):
                    client.sendall(struct.pack("=III", identifier, 12 << 16, 0))


class Features:
    """What a person uses; each method: whether it works."""

    def __init__(self, session, samba):
        self.session = session
        self.samba = samba
        self.sandbox = Sandbox(session, session.bundle)
        self.service = Service(session)

    def check(self, *broken):
        """All works but those."""
        expected = set().union(*BREAKS.values()).difference(*broken)
        if not os.path.isdir("/dev/dri"):
            expected -= {"graphics"}
        working = {name for name, method in self._all().items() if method()}
        assert (working - expected, expected - working) == (set(), set())

    def _all(self):
        return {
            "wayland": self._wayland,
            "window": self._window,
            "shared memory": self._shared_memory,
            "graphics": self._graphics,
            "asking a server": self._ask,
            "connecting": self._connect,
            "drive folder": self._folder,
            "direct": self._direct,
            "saving a password": self._password,
        }

    def _wayland(self):
        """A compositor's socket. From 1.15 on flatpak talks to it first."""
        path = self.session.runtime / "wayland-9"
        with socket.socket(socket.AF_UNIX) as compositor:
            compositor.bind(str(path))
            compositor.listen()
            threading.Thread(target=_compose, args=[compositor], daemon=True).start()
            seen = self.sandbox.sh("test -S $XDG_RUNTIME_DIR/wayland-9", env={"WAYLAND_DISPLAY": path.name}, check=False)
            compositor.shutdown(socket.SHUT_RDWR)
        path.unlink()
        return seen.returncode == 0

    def _window(self):
        display = Display(self.session)
        env = {"GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GDK_DISABLE": "gl,vulkan"}
        window = self.session.spawn("flatpak", "run", self.sandbox.name, env=env)
        found = wait_for(
            lambda: [w for w in display.windows() if w.is_managed] or window.poll() is not None, 30, "the window"
        )
        window.kill()
        window.wait(timeout=5)
        del self.session.env["DISPLAY"]
        return found is not True

    def _shared_memory(self):
        inside = self.sandbox.sh("readlink /proc/self/ns/ipc").stdout.strip()
        return inside == os.readlink("/proc/self/ns/ipc")

    def _graphics(self):
        return self.sandbox.sh("test -d /dev/dri", check=False).returncode == 0

    def _ask(self):
        return self.sandbox.cli("browse", f"smb://{self.samba.host}").rc == 0

    def _works(self, call, *arguments, **options):
        try:
            call(*arguments, **options)
        except ServiceError:
            return False
        return True

    def _connect(self):
        return self._works(self.service.map, "Z:", self.samba.unc("public"))

    def _folder(self):
        return (self.session.home / "Drives/Z").is_dir()

    def _direct(self):
        """GIO inside reaches a mount of outside without a detour."""
        self.session.mount(self.samba.uri("readonly"))
        listed = self.sandbox.run("gio", "list", self.samba.uri("readonly"), check=False)
        return listed.returncode == 0 and "Falling back" not in listed.stderr

    def _password(self):
        """What is saved inside is found outside."""
        words = ("map", "Y:", self.samba.unc("games-only"), f"--user={USER}", "--password-stdin")
        done = self.sandbox.cli(*words, input=self.samba.password(USER) + "\n")
        return done.rc == 0 and len(self.session.keyring.find(server=self.samba.address)) == 1


def test_all_are_here():
    assert set(BREAKS) == {permission for permission, _ in permissions()}


def take_away(sandbox, permission):
    key, _, value = permission.removeprefix("--").partition("=")
    words = {
        "socket": f"--nosocket={value}",
        "share": f"--unshare={value}",
        "device": f"--nodevice={value}",
        "talk-name": f"--no-talk-name={value}",
        "filesystem": f"--nofilesystem={value.partition(':')[0]}",
    }
    sandbox.override(words[key])


@pytest.fixture
def features(session, samba):
    return Features(session, samba)


@pytest.mark.limit(120)
def test_nothing_is_missing(features):
    features.check()


@pytest.mark.limit(120)
@pytest.mark.parametrize("permission", BREAKS)
def test_without(features, sandbox, permission):
    take_away(sandbox, permission)
    features.check(BREAKS[permission])
