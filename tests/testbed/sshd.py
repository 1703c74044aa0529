# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenSSH server of the ordinary user, for sftp."""

import os
import pwd
import subprocess

from .server import Server
from .waiting import wait_for

_CONFIG = """ListenAddress {address}:{port}
HostKey {d}/host_key
PidFile {d}/sshd.pid
AuthorizedKeysFile {d}/user_key.pub
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
UseDNS no
PrintMotd no
Subsystem sftp internal-sftp
"""


class Sshd(Server):
    """sshd that lets its own user in, by a key in an agent: see attach()."""

    def __init__(self, *, port=2222):
        self.user = pwd.getpwuid(os.getuid()).pw_name
        super().__init__("ssh-", port)

    @property
    def files(self):
        return self.directory / "files"

    def uri(self, path=None):
        """A directory on the server, files by default; "/" is what GVfs mounts."""
        return f"sftp://{self.user}@{self.address}:{self.port}{path or self.files}"

    def folder(self):
        return f"sftp:host={self.address},port={self.port},user={self.user}"

    def attach(self, session):
        """Let a session in: an agent with the key, for all that starts from now on."""
        socket = session.directory / "ssh-agent"
        session.spawn("ssh-agent", "-D", "-a", socket)
        session.set_env(SSH_AUTH_SOCK=socket)
        wait_for(lambda: session.run("ssh-add", "-l", check=False).returncode != 2, what="ssh-agent")
        session.run("ssh-add", "-q", self.directory / "user_key")

    def prepare(self):
        if os.geteuid() == 0:
            # root's sshd insists on it.
            os.makedirs("/run/sshd", exist_ok=True)
        self.files.mkdir()
        text = _CONFIG.format(address=self.address, port=self.port, d=self.directory)
        self.config.write_text(text)
        for key in ("host_key", "user_key"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.directory / key],
                check=True,
            )

    def command(self):
        return ["/usr/sbin/sshd", "-D", "-f", self.config, "-E", self.directory / "sshd.log"]
