# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window of a service in a sandbox, which does not see who has files open."""

import re

import pytest

from testbed import sandbox, wait_for

pytestmark = pytest.mark.limit(240)

NOT_KNOWN = re.compile("^It is not known whether files are open on it")


@pytest.fixture
def blind(session):
    if not sandbox.is_available():
        pytest.skip("no unprivileged user namespaces here")
    # A mount of later would not be seen inside.
    session.gio("mount", "--list")
    wait_for(session.fuse.is_mount, what="GVfs' folder")
    sandbox.wrap_service(session)


@pytest.fixture
def mapped(blind, samba, cli, window):
    cli("map", "Z:", samba.unc("public"), rc=0)
    window.row("Z:", "Connected")
    window.select("Z:")
    return window


def test_says_that_it_does_not_know(mapped):
    mapped.wait_shown(re.compile("runs in a sandbox.*flatpak override --user"))
    mapped.click("button", "Copy Command")
    mapped.wait_shown("Command copied")
    assert not mapped.shows("No files are open")


def test_disconnect_asks(mapped, session, hold, samba):
    """The programs finish; the connection stays, and is seen to."""
    writer = hold("write", session.home / "Drives/Z/report", name="report-writer")
    mapped.click("button", "Disconnect…")
    mapped.wait_shown(NOT_KNOWN)
    mapped.wait_shown(re.compile("Its connection stays until you end it"))
    mapped.click("button", "Disconnect")
    mapped.wait_shown("Z: disconnected. Its connection stays until you end it.")
    assert writer.write("more") == "ok" and writer.close() == "ok"
    assert (samba.path("public") / "report").read_text() == "more"
    assert len(session.mounts()) == 1
