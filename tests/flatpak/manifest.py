# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manifest, and what is different in it where Flathub cannot be reached."""

import copy
import hashlib
import json
import re
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parents[2]
APP_ID = "io.github.drivemap.Drivemap"
MANIFEST = SOURCE / f"flatpak/{APP_ID}.yml"
BRANCH = "drivemap-test"

# Debian's packages are taken apart in the place where the manifest's build would put
# its libraries; those that Samba keeps for itself, too, as /app/lib is where the
# runtime looks.
_UNPACK = """
for deb in *.deb; do dpkg-deb -x "$deb" root; done
mkdir -p /app/lib/pkgconfig /app/include
cp -a root/usr/lib/*/*.so* /app/lib/
cp -a root/usr/lib/*/samba/*.so* /app/lib/
cp -a root/usr/include/samba-4.0 /app/include/
sed -e 's,^prefix=.*,prefix=/app,' -e 's,^libdir=.*,libdir=/app/lib,' \
    -e 's,^includedir=.*,includedir=/app/include/samba-4.0,' \
    root/usr/lib/*/pkgconfig/smbclient.pc >/app/lib/pkgconfig/smbclient.pc
"""


def read():
    """The manifest as it is, for Flathub."""
    return yaml.safe_load(MANIFEST.read_text())


def permissions():
    """[(argument, the comment above it)] of the sandbox, in the manifest's order."""
    (block,) = re.findall(r"^finish-args:\n(.*?)^\S", MANIFEST.read_text(), re.M | re.S)
    found, comment, ended = [], [], True
    for line in block.splitlines():
        text = line.strip()
        if text.startswith("#"):
            comment = [] if ended else comment
            comment.append(text.lstrip("# "))
            ended = False
        elif text.startswith("- "):
            found.append((text[2:].strip("'\""), " ".join(comment)))
            ended = True
    return found


def _file(path):
    return {"path": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _samba_of_packages(folder):
    packages = sorted(folder.glob("*.deb"))
    assert packages, f"{folder} has no packages"
    return {
        "name": "samba",
        "buildsystem": "simple",
        "build-commands": [_UNPACK],
        "sources": [{"type": "file", **_file(path)} for path in packages],
    }


def _samba_of_sources(module, folder):
    """The manifest's own build, of archives that are here, maybe of another version."""
    for part in (module, *module["modules"]):
        name = part["sources"][0]["url"].rpartition("/")[2].rpartition("-")[0]
        (path,) = folder.glob(f"{name}-*")
        part["sources"] = [{"type": "archive", **_file(path)}]
    return module


def _samba(module, runtime):
    sources = runtime / "samba-source"
    return _samba_of_sources(module, sources) if sources.exists() else _samba_of_packages(runtime / "samba")


def make_local(runtime, path):
    """Writes to PATH the same manifest, but with RUNTIME, a folder of make-runtime."""
    manifest = copy.deepcopy(read())
    manifest["runtime-version"] = BRANCH
    (samba,) = [module for module in manifest["modules"] if module["name"] == "samba"]
    (own,) = [module for module in manifest["modules"] if module["name"] == "drivemap"]
    manifest["modules"] = [_samba(samba, runtime) if m is samba else m for m in manifest["modules"]]
    own["sources"][0]["path"] = str(SOURCE)
    path.write_text(json.dumps(manifest, indent=2))
