# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives among GTK's bookmarks, if the user wants that: only our lines are touched."""

import os
import signal

import pytest
from gi.repository import GLib

from testbed import wait_for
from testbed.service import ServiceError

USERS = "file:///home/ann/Documents\nsftp://host/ Far away\n"
Z = "smb://127.0.0.1:1/music/ music (Z:)\n"
Y = "smb://127.0.0.1:1/team/ team (Y:)\n"
NEW = "smb://127.0.0.1:1/music/ Songs\n"


@pytest.fixture
def bookmarks(session):
    path = session.home / "config/gtk-3.0/bookmarks"
    path.parent.mkdir(parents=True)
    path.write_text(USERS)
    path.chmod(0o640)
    return path


def remember(service, local, share):
    service.map(local, f"smb://127.0.0.1:1/{share}", connect=False)


def switch(service, enabled):
    service.call("SetBookmarks", "ba{sv}", enabled, {})


def becomes(path, text):
    wait_for(lambda: path.read_text() == text, what=f"{text!r} in {path}")


def test_comes_and_goes(service, session, bookmarks):
    remember(service, "Z:", "music")
    assert not service.manager()["Bookmarks"]
    assert bookmarks.read_text() == USERS

    switch(service, True)
    assert bookmarks.read_text() == USERS + Z
    assert service.manager()["Bookmarks"]
    assert bookmarks.stat().st_mode & 0o777 == 0o640

    remember(service, "Y:", "team")
    becomes(bookmarks, USERS + Z + Y)
    service.call("Rename", "ssa{sv}", "Z:", "Songs", {})
    becomes(bookmarks, USERS + NEW + Y)
    service.call("Cancel", "ssa{sv}", "Y:", "none", {"update-profile": GLib.Variant("b", True)})
    becomes(bookmarks, USERS + NEW)

    switch(service, False)
    assert bookmarks.read_text() == USERS
    assert not service.manager()["Bookmarks"]
    remember(service, "X:", "more")
    assert bookmarks.read_text() == USERS


def test_lasts(service, session, bookmarks):
    """Over a restart; and what changed meanwhile is made up for."""
    remember(service, "Z:", "music")
    switch(service, True)
    service.kill(signal.SIGTERM)
    drives = session.home / "config/drivemap/drives.ini"
    drives.write_text(drives.read_text().replace("music", "team").replace("[Z:]", "[Y:]"))
    service.start()
    becomes(bookmarks, USERS + Y)
    wait_for(lambda: service.manager()["Bookmarks"], what="the service to know that")


def test_what_the_user_did_stays(service, bookmarks):
    remember(service, "Z:", "music")
    remember(service, "Y:", "team")
    switch(service, True)
    # One renamed, one removed, as a file manager does it.
    changed = USERS + Z.replace("music (Z:)", "Mine")
    bookmarks.write_text(changed)
    remember(service, "X:", "more")
    more = "smb://127.0.0.1:1/more/ more (X:)\n"
    becomes(bookmarks, changed + more)
    switch(service, False)
    assert bookmarks.read_text() == changed


def test_link(service, session, bookmarks):
    """The file may be a link into somebody's configuration: that is what is changed."""
    real = session.home / "dotfiles"
    bookmarks.rename(real)
    bookmarks.symlink_to(real)
    remember(service, "Z:", "music")
    switch(service, True)
    assert bookmarks.is_symlink() and real.read_text() == USERS + Z


def test_none_yet(service, session):
    path = session.home / "config/gtk-3.0/bookmarks"
    remember(service, "Z:", "music")
    switch(service, True)
    assert path.read_text() == Z
    switch(service, False)
    assert path.read_text() == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_cannot_be_written(service, session, bookmarks):
    remember(service, "Z:", "music")
    bookmarks.parent.chmod(0o500)
    try:
        with pytest.raises(ServiceError) as caught:
            switch(service, True)
    finally:
        bookmarks.parent.chmod(0o700)
    assert caught.value.name == "ExtendedError" and str(bookmarks) in str(caught.value)
    assert bookmarks.read_text() == USERS
    assert not service.manager()["Bookmarks"]
