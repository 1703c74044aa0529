# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a program sees in a Flatpak: the same files, and the mark of a sandbox."""

import functools
import shlex
import subprocess

_SERVICE = "io.github.drivemap.Drivemap.Service"
_UNSHARE = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount", "--"]
_SCRIPT = """
root=$1 && shift && mount -t tmpfs none "$root" && cd "$root" || exit 70
for name in /*; do
  if [ -L "$name" ]; then cp -P "$name" ".$name"
  elif [ -d "$name" ]; then mkdir ".$name" && mount --rbind "$name" ".$name"
  fi
done
echo "[Application]" >.flatpak-info
exec chroot . "$@"
"""


@functools.cache
def is_available():
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


def wrap(root, argv):
    """A command line that runs ARGV; ROOT is an empty folder that it may use."""
    return [*_UNSHARE, "sh", "-c", _SCRIPT, "sandbox", root, *argv]


def wrap_service(session):
    """The bus starts the service so from now on. It cannot look outside."""
    root = session.directory / "root"
    root.mkdir()
    start = session.directory / "start-inside"
    start.write_text(f"exec {shlex.join(wrap(str(root), [str(session.build.service)]))}\n")
    session.bus.add_service(_SERVICE, f"/bin/sh {start}")
