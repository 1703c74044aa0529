# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Callers whose calls have one serial, as that of programs that do the same has: all get
their replies through the sandbox's proxy. Before the mends of CVE-2026-94422, in 0.1.9
and the distributions' updates, it let one of them through."""

import pytest
from gi.repository import Gio, GLib

from testbed import wait_for
from testbed.service import PREFIX, ROOT
from testbed.session import SERVICE_NAME

SERIAL = 4711


class Caller:
    """A connection of its own, with a call under way."""

    def __init__(self, session, method, arguments):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._connection = Gio.DBusConnection.new_for_address_sync(session.bus.address, flags, None, None)
        self.answer = None
        message = Gio.DBusMessage.new_method_call(SERVICE_NAME, ROOT, f"{PREFIX}Manager", method)
        message.set_body(arguments)
        message.set_serial(SERIAL)
        preserve = Gio.DBusSendMessageFlags.PRESERVE_SERIAL
        self._connection.send_message_with_reply(message, preserve, GLib.MAXINT, None, self._keep)

    def _keep(self, connection, result):
        self.answer = connection.send_message_with_reply_finish(result)

    def has_answer(self):
        GLib.MainContext.default().iteration(False)
        return self.answer is not None

    def close(self):
        self._connection.set_exit_on_close(False)
        self._connection.close_sync(None)


@pytest.fixture
def call(session):
    callers = []

    def start(method, arguments):
        callers.append(Caller(session, method, arguments))
        return callers[-1]

    yield start
    for caller in callers:
        caller.close()


def test_one_serial(service, samba, call):
    """One call takes long; the others come meanwhile, at the same time."""
    samba.freeze()
    try:
        slow = call("Map", GLib.Variant("(ssa{sv})", ("Z:", samba.unc("public"), {})))
        wait_for(lambda: service.drives().get("Z:", {}).get("Status") == "connecting", 15, "the drive to be connecting")
        quick = [call("Refresh", GLib.Variant("(a{sv})", ({},))) for _ in range(5)]
        for caller in quick:
            wait_for(caller.has_answer, 15, "an answer")
        assert not slow.has_answer()
    finally:
        samba.thaw()
    wait_for(slow.has_answer, 30, "the answer that took long")
    for caller in (slow, *quick):
        assert caller.answer.get_message_type() == Gio.DBusMessageType.METHOD_RETURN
        assert caller.answer.get_reply_serial() == SERIAL
    assert service.drives()["Z:"]["Status"] == "ok"


def test_command_lines_together(service, make_samba, sandbox):
    """And with them GVfs' backends, who ask for passwords."""
    samba = make_samba(numbered=4)
    shares = {f"{letter}:": samba.unc(f"share-{number:02d}") for number, letter in enumerate("WXYZ", 1)}
    service.refresh()
    samba.freeze()
    try:
        lines = [sandbox.spawn("drivemapctl", "map", *words) for words in shares.items()]
        wait_for(lambda: set(service.drives()) == set(shares), 30, "all to be under way")
    finally:
        samba.thaw()
    assert [line.wait(30) for line in lines] == [0, 0, 0, 0]
