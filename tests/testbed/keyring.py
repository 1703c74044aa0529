# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The session's gnome-keyring, spoken to over the Secret Service API."""

import subprocess

from gi.repository import GLib

from .waiting import wait_for

NAME = "org.freedesktop.secrets"
PATH = "/org/freedesktop/secrets"
SCHEMA = "org.gnome.keyring.NetworkPassword"
LOGIN = "/org/freedesktop/secrets/aliases/default"
SESSION = "/org/freedesktop/secrets/collection/session"
PASSWORD = "keyring password"
_GUILTY = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


class Keyring:
    """gnome-keyring-daemon with an unlocked (or locked) login keyring."""

    def __init__(self, session):
        self._session = session
        self._process = None
        self._secrets = None
        self.start()

    def start(self):
        """Start it with the login keyring unlocked."""
        self._process = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env=self._session.env,
            stdin=subprocess.PIPE,
            stdout=self._session.log,
            stderr=self._session.log,
            start_new_session=True,
        )
        self._process.stdin.write(PASSWORD.encode())
        self._process.stdin.close()
        wait_for(
            lambda: self._session.bus.has_owner(NAME) and self._is_ready(),
            what="gnome-keyring",
        )

    def stop(self):
        self._secrets = None
        self._process.terminate()
        self._process.wait(timeout=5)

    def lock(self):
        self._call(PATH, "Service", "Lock", GLib.Variant("(ao)", ([self._collection()],)))
        assert self.is_locked()

    def enter_password(self):
        """Unlock it as a prompter does, without one."""
        secret = (self._secret_session(), b"", PASSWORD.encode(), "text/plain")
        arguments = GLib.Variant("(o(oayays))", (self._collection(), secret))
        self._session.bus.call(NAME, PATH, _GUILTY, "UnlockWithMasterPassword", arguments)
        assert not self.is_locked()

    def unlock(self):
        """Start it again, unlocked."""
        self.stop()
        self.start()

    def is_locked(self):
        return self._get(self._collection(), "Collection", "Locked")

    def store(
        self, user, server, password, *, domain=None, port=None, protocol="smb", keyring=LOGIN, **more
    ):
        """Store a password as GVfs does; returns the item's object path."""
        attributes = {"xdg:schema": SCHEMA, "user": user, "server": server}
        attributes["protocol"] = protocol
        if domain is not None:
            attributes["domain"] = domain
        if port is not None:
            attributes["port"] = str(port)
        attributes.update(more)
        properties = {
            "org.freedesktop.Secret.Item.Label": GLib.Variant("s", f"{user}@{server}"),
            "org.freedesktop.Secret.Item.Attributes": GLib.Variant("a{ss}", attributes),
        }
        secret = (self._secret_session(), b"", password.encode(), "text/plain")
        item, prompt = self._call(
            keyring,
            "Collection",
            "CreateItem",
            GLib.Variant("(a{sv}(oayays)b)", (properties, secret, True)),
        )
        assert prompt == "/", "the keyring is locked"
        return item

    def find(self, **attributes):
        """[(attributes, password)] of all unlocked network passwords that match."""
        attributes = {key: str(value) for key, value in attributes.items()}
        attributes["xdg:schema"] = SCHEMA
        unlocked, _ = self._call(
            PATH, "Service", "SearchItems", GLib.Variant("(a{ss})", (attributes,))
        )
        return [(self._get(item, "Item", "Attributes"), self._password(item)) for item in unlocked]

    def _password(self, item):
        (secret,) = self._call(
            item, "Item", "GetSecret", GLib.Variant("(o)", (self._secret_session(),))
        )
        return bytes(secret[2]).decode()

    def _collection(self):
        (path,) = self._call(PATH, "Service", "ReadAlias", GLib.Variant("(s)", ("default",)))
        return path

    def _is_ready(self):
        try:
            return self._collection() != "/"
        except GLib.Error:
            return False

    def _secret_session(self):
        if self._secrets is None:
            _, self._secrets = self._call(
                PATH,
                "Service",
                "OpenSession",
                GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))),
            )
        return self._secrets

    def _get(self, path, interface, name):
        return self._session.bus.get(NAME, path, f"org.freedesktop.Secret.{interface}", name)

    def _call(self, path, interface, method, arguments):
        return self._session.bus.call(
            NAME, path, f"org.freedesktop.Secret.{interface}", method, arguments
        )
