# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Kerberos realm (MIT), for a test in a network of its own."""

import os
import subprocess
from pathlib import Path

from . import netns
from .samba import PASSWORDS, PORT, USER
from .server import Server
from .waiting import wait_for

REALM = "EXAMPLE.TEST"
# Where smbd of the realm is: there are no tickets for an address.
HOST = "files.example.test"

_CLIENT = """[libdefaults]
  default_realm = {realm}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  rdns = false
[realms]
  {realm} = {{
    kdc = {address}:{port}
  }}
[domain_realm]
  .example.test = {realm}
"""

_SERVER = """[kdcdefaults]
  kdc_listen = {address}:{port}
  kdc_tcp_listen = {address}:{port}
[realms]
  {realm} = {{
    database_name = {d}/principal
    key_stash_file = {d}/stash
    disable_pac = true
  }}
[logging]
  kdc = FILE:{d}/kdc.log
"""


class Kdc(Server):
    """Knows the users of Samba, and one smbd: Samba(at=kdc.server, options=kdc.options)."""

    def __init__(self, *, port=8800):
        self.server = "127.78.0.1"
        self._shown = []
        super().__init__("kdc-", port)

    @property
    def options(self):
        """What smbd has to be told to know tickets."""
        return (
            f"realm = {REALM}\nkerberos method = dedicated keytab\n"
            f"dedicated keytab file = {self.directory}/keytab"
        )

    @property
    def host(self):
        return f"{HOST}:{PORT}"

    def uri(self, share, user=None):
        return f"smb://{user + '@' if user else ''}{self.host}/{share}"

    def sign_in(self, user=USER, seconds=3600):
        """The environment of a session of who has a ticket, for so long."""
        cache = {"KRB5CCNAME": f"FILE:{self.directory}/tickets-of-{user}"}
        self._run("kinit", "-l", f"{seconds}s", user, input=PASSWORDS[user] + "\n", env=cache)
        return cache

    def sign_in_long_ago(self, user=USER):
        """The same with a ticket that has expired."""
        cache = self.sign_in(user, 1)
        env = {**os.environ, **cache}
        has_expired = lambda: subprocess.run(["klist", "-s"], env=env, check=False).returncode != 0
        wait_for(has_expired, what="the end of the ticket")
        return cache

    def close(self):
        for path in self._shown:
            netns.show_again(path)
        super().close()

    def prepare(self):
        known = {"realm": REALM, "address": self.address, "port": self.port, "d": self.directory}
        self.config.write_text(_SERVER.format(**known))
        self._show("/etc/krb5.conf", _CLIENT.format(**known))
        self._show("/etc/hosts", f"127.0.0.1 localhost\n{self.server} {HOST}\n")
        # Names are not looked up where there is only the loopback network.
        netns.add_address("192.0.2.1")
        self._make_principals()

    def command(self):
        profile = f"KRB5_KDC_PROFILE={self.config}"
        return ["env", profile, "krb5kdc", "-n", "-P", self.directory / "pid", "-r", REALM]

    def _show(self, path, text):
        other = self.directory / Path(path).name
        other.write_text(text)
        netns.show_instead(path, other)
        self._shown.append(path)

    def _make_principals(self):
        self._run("kdb5_util", "create", "-s", "-r", REALM, "-P", "master")
        for user, password in PASSWORDS.items():
            self._run("kadmin.local", "-r", REALM, "addprinc", "-pw", password, user)
        self._run("kadmin.local", "-r", REALM, "addprinc", "-randkey", f"cifs/{HOST}")
        keytab = self.directory / "keytab"
        self._run("kadmin.local", "-r", REALM, "ktadd", "-k", keytab, f"cifs/{HOST}")

    def _run(self, *argv, input=None, env=None):
        path = "/usr/bin:/bin:/usr/sbin:/sbin"
        done = subprocess.run(
            [str(word) for word in argv],
            env={**os.environ, "PATH": path, "KRB5_KDC_PROFILE": str(self.config), **(env or {})},
            input=input,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, f"{argv[0]}: {done.stdout}{done.stderr}"
