# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Samba server of the ordinary user, on a loopback address of its own."""

import grp
import os
import pwd
import subprocess

import pytest

from .build import Build
from .server import Server

PORT = 4450
USER = pwd.getpwuid(os.getuid()).pw_name
# The accounts must exist on the system; these two do on every Debian.
PASSWORDS = {USER: "my password", "games": "games password", "news": "news password"}

_GLOBAL = """[global]
  server role = standalone server
  workgroup = WORKGROUP
  netbios name = DMTEST
  interfaces = {address}/8
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  lock directory = {d}/lock
  state directory = {d}/state
  cache directory = {d}/cache
  private dir = {d}/private
  pid directory = {d}/pid
  ncalrpc dir = {d}/ncalrpc
  log file = {d}/smbd.log
  log level = 1
  max log size = 0
  passdb backend = tdbsam:{d}/private/passdb.tdb
  map to guest = Bad User
  guest account = nobody
  load printers = no
  disable spoolss = yes
  printing = bsd
  printcap name = /dev/null
  unix extensions = no
  deadtime = 0
  smb2 leases = no
  kernel oplocks = no
"""

_SHARES = {
    "public": "guest ok = yes",
    "readonly": "guest ok = yes\n  read only = yes",
    "team": f"valid users = {USER} games news",
    "games-only": "valid users = games",
    "private": f"valid users = {USER}",
    "Bücher und Daten": "guest ok = yes",
    "hidden$": "guest ok = yes",
}


class Samba(Server):
    """smbd with the shares above and, if asked for, share-01, share-02, …

    at, port: None for an address of its own, and port 4450.
    numbered: how many numbered guest shares.
    options: more lines for the global section.
    named: names of more guest shares, however odd; they all show one folder.
    shares: more shares, {name: lines}; a `path` in them is used.
    administrators: users that may see and close all open files.
    """

    _passdb = None
    # See awake ().
    _is_awake = False

    def __init__(
        self,
        *,
        at=None,
        port=PORT,
        numbered=0,
        options="",
        named=(),
        shares=None,
        administrators=(),
    ):
        self.users = dict(PASSWORDS)
        self._shares = {**_SHARES, **(shares or {})}
        self._named = list(named)
        self._administrators = list(administrators)
        for number in range(1, numbered + 1):
            self._shares[f"share-{number:02d}"] = "guest ok = yes"
        self._options = options
        super().__init__("smb-", port, at=at)

    @property
    def shares(self):
        return list(self._shares)

    def path(self, share):
        """The directory behind a share, to compare byte for byte."""
        return self.directory / "shares" / share

    def password(self, user):
        return self.users[user]

    @property
    def host(self):
        return self.address if self.port == 445 else f"{self.address}:{self.port}"

    def uri(self, share="public", user=None, domain=None, path=""):
        who = f"{user}@" if user else ""
        if domain:
            who = f"{domain};{who}"
        return f"smb://{who}{self.host}/{share}{'/' + path if path else ''}"

    def unc(self, share="public", path=""):
        """\\\\server\\share, with the port as Windows writes one for WebDAV."""
        port = "" if self.port == 445 else f"@{self.port}"
        tail = "\\" + path.replace("/", "\\") if path else ""
        return f"\\\\{self.address}{port}\\{share}{tail}"

    def folder(self, share="public", user=None, domain=None):
        """The name that GVfs gives the mount, also below the FUSE folder."""
        words = [f"domain={domain}"] if domain else []
        if self.port != 445:
            words.append(f"port={self.port}")
        words += [f"server={self.address}", f"share={share.casefold()}"]
        if user:
            words.append(f"user={user}")
        return "smb-share:" + ",".join(words)

    def status(self, *options):
        """What smbstatus says; -L lists the open files. Needs a user namespace."""
        argv = ["unshare", "-r", "smbstatus", "-s", self.config, *options]
        return subprocess.run(argv, capture_output=True, text=True, timeout=20).stdout

    def add_user(self, user, password):
        """Add a user, or change the password of one."""
        subprocess.run(
            ["pdbedit", "-d0", "-s", self.config, "-t", "-a", user],
            input=f"{password}\n{password}\n",
            text=True,
            check=True,
            capture_output=True,
        )
        self.users[user] = password

    def prepare(self):
        self._make_directories()
        self._write_config()
        self._make_users()
        self._make_administrators()

    def command(self):
        log = self.directory / "log"
        return ["smbd", "--foreground", "--no-process-group", "-s", self.config, "-l", log]

    def start(self):
        super().start()
        if self._is_awake:
            self._wake()

    def _wake(self):
        build = Build()
        user, password = next(iter(self.users.items()))
        question = (
            f"[{{'operation': <uint32 0>, 'server': <'{self.address}'>, 'port': <uint16 {self.port}>, "
            f"'user': <'{user}'>, 'password': <'{password}'>, 'timeout': <uint32 30000>, 'deadline': <uint32 30000>}}]"
        )
        subprocess.run(
            [build.directory / "tests/backend/test-smb-worker-driver"],
            input=question,
            env={**os.environ, "DRIVEMAP_LIBEXECDIR": build.libexec_path},
            stdout=subprocess.DEVNULL,
            text=True,
            timeout=40,
            check=False,
        )

    def _make_directories(self):
        for name in ("lock", "state", "cache", "private", "pid", "ncalrpc", "log", "shares"):
            (self.directory / name).mkdir()
        for share in self.shares:
            self.path(share).mkdir()
        (self.directory / "ncalrpc").chmod(0o755)

    def _write_config(self):
        text = _GLOBAL.format(address=self.address, port=self.port, d=self.directory)
        text += "".join(f"  {line}\n" for line in self._options.splitlines())
        for name, lines in self._shares.items():
            text += f"[{name}]\n  force user = {USER}\n"
            text += "" if "path =" in lines else f"  path = {self.path(name)}\n"
            text += "" if "read only" in lines else "  read only = no\n"
            text += f"  {lines}\n"
        for name in self._named:
            text += f"[{name}]\n  path = {self.path('public')}\n  guest ok = yes\n"
        self.config.write_text(text)

    def _make_users(self):
        """pdbedit takes a while, so its file is made once for a test run."""
        target = self.directory / "private/passdb.tdb"
        if Samba._passdb is None:
            for user, password in self.users.items():
                self.add_user(user, password)
            Samba._passdb = target.read_bytes()
        else:
            target.write_bytes(Samba._passdb)
            target.chmod(0o600)

    def _make_administrators(self):
        """By the group that the first of them is in, before smbd looks for it."""
        if not self._administrators:
            return
        group = grp.getgrgid(pwd.getpwnam(self._administrators[0]).pw_gid).gr_name
        self.net("groupmap", "add", "sid=S-1-5-32-544", f"unixgroup={group}", "type=builtin",
                  "ntgroup=Administrators")
        for user in self._administrators:
            self.net("sam", "addmem", "BUILTIN\\Administrators", user)

    def net(self, *arguments):
        """What only the `net` program can change about accounts and groups."""
        argv = ["net", "-s", self.config, *arguments]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=20)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(autouse=True)
def awake(monkeypatch):
    """Imported by a module of tests: its servers have been asked for their shares before.

    Samba starts half a dozen programs for the first such question. That takes longer on
    a busy machine than a person is made to wait."""
    monkeypatch.setattr(Samba, "_is_awake", True)


class StallingSamba(Samba):
    """While it is frozen it answers, and lets nobody into a share: GVfs waits.

    One that says nothing at all is not even tried."""

    def freeze(self):
        self._gate.touch()

    def thaw(self):
        self._gate.unlink(missing_ok=True)

    @property
    def _gate(self):
        return self.directory / "gate"

    def _write_config(self):
        wait = f"while [ -e {self._gate} ]; do sleep 0.05; done"
        self._options += f"\npreexec = sh -c '{wait}'"
        super()._write_config()
