# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tests in a network of their own, where packets can be dropped.

A test marked netns runs in a pytest of its own, inside a user, mount and
network namespace with a loopback interface; drop() and pass_on() need that.
"""

import ctypes
import functools
import os
import re
import subprocess
import sys

import pytest

ACTIVE = "DRIVEMAP_NETNS"

# root needs no user namespace, and its smbd does not run in one.
_USER = ["--user", "--map-current-user", "--keep-caps"] if os.geteuid() != 0 else []
_UNSHARE = ["unshare", *_USER, "--net", "--mount", "--"]
_TABLE = "inet drivemap"


def is_active():
    return ACTIVE in os.environ


@functools.cache
def is_available():
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


def wrap(argv, low_ports=False):
    """A command line that runs ARGV in such a namespace.

    low_ports: where a server of the ordinary user may have a port below 1024.
    """
    script = "ip link set lo up && "
    if low_ports:
        script += "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start && "
    return [*_UNSHARE, "sh", "-c", script + 'exec "$@"', "netns", *argv]


def drop(address):
    """Lose every packet to or from an address, as a pulled cable does."""
    rules = f"""
add table {_TABLE}
add chain {_TABLE} input {{ type filter hook input priority 0; }}
add rule {_TABLE} input ip daddr {address} drop
add rule {_TABLE} input ip saddr {address} drop
"""
    subprocess.run(["nft", "-f", "-"], input=rules, text=True, check=True)


def pass_on():
    """Lose no packets any more."""
    subprocess.run(["nft", "delete", "table", *_TABLE.split()], check=True)


def add_address(address):
    """Be on a network besides the loopback one."""
    subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)


def show_instead(path, other):
    """All programs of the test find the file OTHER at PATH, where there is one, too."""
    bind = 4096
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(os.fsencode(other), os.fsencode(path), None, bind, None) != 0:
        raise OSError(ctypes.get_errno(), "cannot be shown instead", str(path))


def show_again(path):
    """The end of that."""
    detach = 2
    ctypes.CDLL(None).umount2(os.fsencode(path), detach)


class NetnsItem(pytest.Item):
    """Stands for a test outside; the test itself runs in the child."""

    def __init__(self, *, original, **options):
        super().__init__(**options)
        self.original = original.nodeid
        self.own_markers = original.own_markers
        self.location_of_original = original.location

    def runtest(self):
        if not is_available():
            pytest.skip("no unprivileged user namespaces here")
        argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        argv += ["--rootdir", str(self.config.rootpath), self.original]
        done = subprocess.run(
            wrap(argv),
            cwd=self.config.rootpath,
            env={**os.environ, ACTIVE: "1", "PYTEST_ADDOPTS": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if re.search(r"^\d+ skipped", done.stdout, re.M):
            pytest.skip(done.stdout)
        if done.returncode != 0:
            raise NetnsFailure(done.stdout)

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, NetnsFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        path, line, name = self.location_of_original
        return path, line, name


class NetnsFailure(Exception):
    """The child's output."""


def replace_items(items):
    """For pytest_collection_modifyitems: put stand-ins for the marked tests."""
    if is_active():
        return
    for index, item in enumerate(items):
        if item.get_closest_marker("netns"):
            items[index] = NetnsItem.from_parent(item.parent, name=item.name, original=item)
