# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notifications, shown by a played server."""

import os
import signal
import time

import pytest

from gi.repository import GLib

from mocks import Listener
from testbed.mock import Mock, Notifications
from testbed.waiting import wait_for

NAME = Notifications.NAME


@pytest.fixture
def notifier(session, build):
    listener = Listener(session, build, "test-notifier-driver")
    yield listener
    listener.close()


def test_what_is_shown(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "server", "Title & more", "The <b>server</b> “a&b” is off.",
                  "default", "Open", "retry", "Try again")
    (shown,) = desktop.shown(1)
    app, number, icon, title, body, actions, hints, timeout = shown
    assert (app, number, timeout) == ("Drivemap", 0, -1)
    assert icon == hints["desktop-entry"] == "io.github.drivemap.Drivemap"
    assert title == "Title & more"
    assert body == "The &lt;b&gt;server&lt;/b&gt; “a&amp;b” is off."
    assert actions == ["default", "Open", "retry", "Try again"]


def test_server_without_markup(session, notifier):
    desktop = Notifications(session, parameters='{"capabilities": "body actions"}')
    notifier.tell("send", "server", "Title", "a<b>&")
    assert desktop.shown(1)[0][4] == "a<b>&"


def test_hostile_text(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "server", r"a\033]0;b\r\001", r"x\342\200\256gpj.exe\377y\nz")
    (shown,) = desktop.shown(1)
    assert shown[3] == "a]0;b"
    assert shown[4] == "xgpj.exe\N{REPLACEMENT CHARACTER}y\nz"


def test_one_replaces_the_other(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "one", "First", "")
    desktop.shown(1)
    assert notifier.ask() == "pong"
    notifier.tell("send", "one", "Second", "")
    notifier.tell("send", "two", "Other", "")
    shown = {title: number for _, number, _, title, *_ in desktop.shown(3)}
    assert shown == {"First": 0, "Second": 1, "Other": 0}


def test_many_at_once_are_two(session, notifier):
    """While the desktop is slow, only the last counts."""
    desktop = Notifications(session)
    notifier.tell("send", "one", "warm", "")
    desktop.shown(1)
    pid = session.bus.pid(NAME)
    os.kill(pid, signal.SIGSTOP)
    for count in range(10):
        notifier.tell("send", "one", f"Number {count}", "")
    assert notifier.ask() == "pong"
    os.kill(pid, signal.SIGCONT)
    shown = desktop.shown(3)
    assert [one[3] for one in shown] == ["warm", "Number 0", "Number 9"]
    assert [one[1] for one in shown] == [0, 1, 1]


def test_withdraw(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "one", "Title", "")
    desktop.shown(1)
    wait_until_known(notifier)
    notifier.tell("withdraw", "one")
    assert desktop.closed(1) == [[1]]
    notifier.tell("withdraw", "one")
    notifier.tell("withdraw", "unknown")
    notifier.tell("send", "one", "Again", "")
    assert desktop.shown(2)[1][1] == 0
    assert desktop.calls("CloseNotification") == [[1]]


def wait_until_known(notifier):
    """The answer to Notify has come."""
    time.sleep(0.2)
    assert notifier.ask() == "pong"


def test_withdraw_on_the_way(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "one", "warm", "")
    desktop.shown(1)
    wait_until_known(notifier)
    pid = session.bus.pid(NAME)
    os.kill(pid, signal.SIGSTOP)
    notifier.tell("send", "two", "Title", "")
    notifier.tell("withdraw", "two")
    assert notifier.ask() == "pong"
    os.kill(pid, signal.SIGCONT)
    assert desktop.closed(1) == [[2]]


def test_action(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "one", "Title", "", "retry", "Try again")
    desktop.shown(1)
    wait_until_known(notifier)
    desktop.emit(NAME, "ActionInvoked", "us", 77, "retry")
    desktop.emit(NAME, "ActionInvoked", "us", 1, "retry")
    assert notifier.hear() == "action\tone\tretry\t"
    desktop.emit(NAME, "ActivationToken", "us", 1, "token")
    desktop.emit(NAME, "ActionInvoked", "us", 1, "default")
    assert notifier.hear() == "action\tone\tdefault\ttoken"
    desktop.emit(NAME, "NotificationClosed", "uu", 1, 2)
    desktop.emit(NAME, "ActionInvoked", "us", 1, "retry")
    time.sleep(0.2)
    assert notifier.ask() == "pong"


def test_nobody_shows_notifications(session, notifier):
    notifier.tell("send", "one", "Title", "Body")
    notifier.tell("withdraw", "one")
    notifier.tell("send", "one", "Title", "Body")
    wait_until_known(notifier)
    desktop = Notifications(session)
    notifier.tell("send", "two", "Now", "")
    assert [one[3] for one in desktop.shown(1)] == ["Now"]


def test_another_server_has_other_numbers(session, notifier):
    desktop = Notifications(session)
    notifier.tell("send", "one", "Title", "")
    desktop.shown(1)
    desktop.stop()
    again = Notifications(session)
    wait_until_known(notifier)
    notifier.tell("withdraw", "one")
    notifier.tell("send", "one", "Title", "")
    assert again.shown(1)[0][1] == 0
    assert again.calls("CloseNotification") == []


def test_bus_is_left_alone_until_something_is_sent(session, notifier):
    session.bus.add_service(NAME, f"/bin/touch {session.home}/started")
    assert notifier.ask() == "pong"
    notifier.tell("withdraw", "one")
    wait_until_known(notifier)
    assert not (session.home / "started").exists()
    notifier.tell("send", "one", "Title", "")
    wait_for((session.home / "started").exists, what="the server to be started")


# In a sandbox


class Portal(Mock):
    INTERFACE = "org.freedesktop.portal.Notification"

    def __init__(self, session):
        super().__init__(
            session, session.bus, None, "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop", where="session", interface=self.INTERFACE,
        )
        for method, signature in (("AddNotification", "sa{sv}"), ("RemoveNotification", "s")):
            self.call("AddMethod", "(sssss)", self.INTERFACE, method, signature, "", "")

    def wait_for_call(self, method):
        return wait_for(lambda: self.calls(method), what=method)[-1]


def test_portal(session, notifier):
    portal = Portal(session)
    desktop = Notifications(session)
    notifier.tell("sandbox")
    notifier.tell("withdraw", "one")
    notifier.tell("send", "one", "Title", r"The <b>x\033</b>", "default", "Open", "retry", "Try again")
    id_, shown = portal.wait_for_call("AddNotification")
    assert id_ == "one"
    assert shown["title"] == "Title" and shown["body"] == "The <b>x</b>"
    assert shown["default-action"] == "default"
    assert shown["buttons"] == [{"action": "retry", "label": "Try again"}]
    assert shown["icon"] == ("themed", ["io.github.drivemap.Drivemap"])

    portal.emit(portal.INTERFACE, "ActionInvoked", ["s", "s", "av"], "one", "retry", [])
    assert notifier.hear() == "action\tone\tretry\t"
    data = [GLib.Variant("a{sv}", {"activation-token": GLib.Variant("s", "token")})]
    portal.emit(portal.INTERFACE, "ActionInvoked", ["s", "s", "av"], "one", "default", data)
    assert notifier.hear() == "action\tone\tdefault\ttoken"

    notifier.tell("withdraw", "one")
    assert portal.wait_for_call("RemoveNotification") == ["one"]
    assert len(portal.calls("RemoveNotification")) == 1
    assert desktop.calls("Notify") == []


def test_no_portal(session, notifier):
    notifier.tell("sandbox")
    notifier.tell("send", "one", "Title", "Body")
    notifier.tell("withdraw", "one")
    wait_until_known(notifier)
