# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manifest as Flathub would take it: the rules of flatpak-builder-lint that can
apply to it, as it is not packaged; and that what is built here is the same."""

import json
import re
import urllib.parse

import pytest
from manifest import APP_ID, BRANCH, MANIFEST, SOURCE, make_local, permissions, read

SHA256 = re.compile(r"[0-9a-f]{64}")
KEYS = set("id runtime runtime-version sdk command finish-args cleanup modules".split())
MODULE_KEYS = set(
    "name buildsystem build-options build-commands config-opts cleanup sources modules".split()
)
# Never without an exception of Flathub.
FORBIDDEN = [
    r"--own-name=.*",
    r"--system-own-name=.*",
    r"--socket=(x11|session-bus|system-bus|ssh-auth|gpg-agent|inherit-wayland-socket)",
    r"--filesystem=(home|host|host-os|host-etc|host-root|~|/.*)(:.*)?",
    r"--filesystem=xdg-(data|config|cache)(/.*)?(:.*)?",
    r"--filesystem=~/\.(config|cache|local|ssh|gnupg|var|icons|fonts|themes)(/.*)?(:.*)?",
    r"--filesystem=xdg-run/dconf.*",
    r"--talk-name=org\.(freedesktop|gnome|kde)\.\*",
    r"--talk-name=org\.gtk\.vfs",
    r"--talk-name=org\.freedesktop\.(portal|impl\.portal|DBus|Flatpak|systemd1|login1).*",
    r"--talk-name=ca\.desrt\.dconf.*",
    rf"--talk-name={re.escape(APP_ID)}.*",
    r"--system-talk-name=org\.(freedesktop|gnome|kde)\.\*",
    r"--system-talk-name=org\.freedesktop\.(DBus|Flatpak|systemd1|login1).*",
    r"--(no-talk-name|system-no-talk-name|unshare|nosocket|nodevice|metadata)=.*",
    r"--device=all",
]


@pytest.fixture(scope="module")
def manifest():
    return read()


def modules(manifest):
    """All of them, also those within others."""
    for module in manifest["modules"]:
        yield module
        yield from modules({"modules": module.get("modules", [])})


def test_names(manifest):
    assert manifest["id"] == APP_ID == MANIFEST.stem and not MANIFEST.is_symlink()
    assert all(re.fullmatch(r"[A-Za-z_][\w-]*", part) for part in APP_ID.split("."))
    assert manifest["runtime"] == "org.gnome.Platform" and manifest["sdk"] == "org.gnome.Sdk"
    # A string: 50 and 5.0 are numbers.
    assert re.fullmatch(r"\d+", manifest["runtime-version"])
    assert manifest["command"] == "drivemap"


def test_nothing_unknown(manifest):
    assert set(manifest) == KEYS
    for module in modules(manifest):
        assert set(module) <= MODULE_KEYS, module["name"]
        assert module["buildsystem"] in ("autotools", "meson", "simple")


def test_sources_are_pinned(manifest):
    """All but our own, which Flathub takes from a release."""
    for module in modules(manifest):
        for source in module["sources"]:
            if module["name"] == "drivemap":
                assert source["type"] == "dir"
                assert (MANIFEST.parent / source["path"]).resolve() == SOURCE
            else:
                assert source["type"] == "archive" and SHA256.fullmatch(source["sha256"])
                assert urllib.parse.urlsplit(source["url"]).scheme == "https"


def test_builds_without_network(manifest):
    assert "--share=network" not in json.dumps([manifest.get("build-options"), *modules(manifest)])


def test_debug_files_are_kept(manifest):
    cleanups = [manifest["cleanup"], *(module.get("cleanup", []) for module in modules(manifest))]
    assert not [path for cleanup in cleanups for path in cleanup if path.startswith("/lib/debug")]


@pytest.mark.parametrize("permission", [permission for permission, _ in permissions()])
def test_permission_is_one_of_flathub(permission):
    assert not [rule for rule in FORBIDDEN if re.fullmatch(rule, permission)]


def test_permissions_go_together():
    given = {permission for permission, _ in permissions()}
    assert {"--socket=wayland", "--socket=fallback-x11", "--share=ipc"} <= given
    assert len(given) == len(permissions())
    assert [permission for permission, _ in permissions()] == read()["finish-args"]


def test_each_permission_has_a_reason():
    assert not [permission for permission, reason in permissions() if not reason.endswith(".")]


def test_only_the_drives_of_the_home():
    files = [p.partition("=")[2] for p, _ in permissions() if p.startswith("--filesystem=")]
    assert [path for path in files if not path.startswith("xdg-run/gvfs")] == ["~/Drives:create"]


def test_local_build_is_the_same(manifest, tmp_path):
    """But for the runtime, Samba's origin and where this tree is."""
    (tmp_path / "samba").mkdir()
    (tmp_path / "samba/some.deb").write_bytes(b"")
    make_local(tmp_path, tmp_path / "local.json")
    local = json.loads((tmp_path / "local.json").read_text())
    assert local.pop("runtime-version") == BRANCH and manifest["runtime-version"] != BRANCH
    local_modules = local.pop("modules")
    assert {**local, "runtime-version": manifest["runtime-version"]} == {
        key: value for key, value in manifest.items() if key != "modules"
    }
    for ours, theirs in zip(local_modules, manifest["modules"], strict=True):
        assert ours["name"] == theirs["name"]
        if ours["name"] != "samba":
            ours["sources"][0]["path"] = theirs["sources"][0]["path"]
            assert ours == theirs
