# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Apache of the ordinary user, for WebDAV."""

import subprocess

from .server import Server

REALM = "Drivemap test"
USER = "alice"
PASSWORD = "alice password"

# Without mod_dir: GVfs 1.50 cannot follow its redirect from /public to /public/.
_MODULES = (
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_basic",
    "dav",
    "dav_fs",
    "mime",
    "mpm_event",
)
_CONFIG = """ServerRoot {d}
ServerName {address}
Listen {address}:{port}
PidFile {d}/httpd.pid
ErrorLog {d}/error.log
DefaultRuntimeDir {d}
Mutex pthread
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
{modules}
TypesConfig /dev/null
DavLockDB {d}/locks
DocumentRoot {d}/files
<Directory {d}/files>
  Dav On
  Require all granted
</Directory>
<Directory {d}/files/private>
  AuthType Basic
  AuthName "{realm}"
  AuthUserFile {d}/passwords
  Require valid-user
</Directory>
"""


class Apache(Server):
    """http://…/public for everybody, /private for USER with PASSWORD."""

    user = USER
    password = PASSWORD
    realm = REALM

    def __init__(self, *, port=8080):
        super().__init__("dav-", port)

    @property
    def files(self):
        return self.directory / "files"

    def uri(self, path="public", user=None):
        who = f"{user}@" if user else ""
        return f"dav://{who}{self.address}:{self.port}/{path}"

    def prepare(self):
        for path in ("public", "private"):
            (self.files / path).mkdir(parents=True)
        modules = "\n".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
            for name in _MODULES
        )
        text = _CONFIG.format(
            address=self.address, port=self.port, d=self.directory, realm=REALM, modules=modules
        )
        self.config.write_text(text)
        hashed = subprocess.run(
            ["openssl", "passwd", "-apr1", "-stdin"],
            input=PASSWORD,
            text=True,
            check=True,
            capture_output=True,
        ).stdout
        (self.directory / "passwords").write_text(f"{USER}:{hashed}")

    def command(self):
        return ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", self.config]
