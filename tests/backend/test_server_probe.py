# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which real servers count as answering, and what the question leaves behind."""

import socket
import threading

import pytest

from testbed import address
from testbed.sshd import Sshd

DEADLINE = 1500


@pytest.fixture
def probe(session, build):
    """probe(uri): (word, milliseconds, message)"""
    driver = build.directory / "tests/backend/test-server-probe-driver"

    def run(uri, deadline=DEADLINE):
        text = session.run(driver, uri, deadline).stdout
        word, ms, message = text.rstrip("\n").split("\t")
        return word, float(ms), message

    return run


@pytest.fixture
def mute():
    """A server that does no more than accept; mute(): its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    accepted = []

    def accept():
        while True:
            try:
                accepted.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    for one in accepted:
        one.close()


@pytest.mark.parametrize("oldest", ["SMB2_02", "SMB2_10", "SMB3_00", "SMB3_02", "SMB3_11"])
def test_every_least_protocol(make_samba, probe, oldest):
    samba = make_samba(options=f"server min protocol = {oldest}")
    assert probe(samba.uri())[0] == "answers"


@pytest.mark.parametrize("newest", ["SMB2_02", "SMB2_10", "SMB3_00", "SMB3_11"])
def test_every_last_protocol(make_samba, probe, newest):
    samba = make_samba(options=f"server min protocol = SMB2_02\nserver max protocol = {newest}")
    assert probe(samba.uri())[0] == "answers"


def test_smb1_only_is_left_to_gvfs(make_samba, probe):
    """It does not know what it hears, and closes: that is no proof that it is dead."""
    samba = make_samba(options="server min protocol = NT1\nserver max protocol = NT1")
    assert probe(samba.uri())[0] in ("answers", "doubt")


@pytest.mark.parametrize(
    "option",
    [
        "smb encrypt = required",
        "server signing = mandatory",
        "server multi channel support = no",
        "hosts deny = ALL",
        "restrict anonymous = 2",
    ],
)
def test_strict_server(make_samba, probe, option):
    assert probe(make_samba(options=option).uri())[0] == "answers"


def test_frozen_and_thawed(samba, probe):
    assert probe(samba.uri())[0] == "answers"
    samba.freeze()
    word, ms, message = probe(samba.uri())
    samba.thaw()
    print(f"frozen smbd: {word} after {ms:.0f} ms")
    assert word == "error"
    assert "accepts connections but does not answer" in message and samba.address in message
    assert ms >= DEADLINE - 20
    assert probe(samba.uri(), 10000)[0] == "answers"


def test_samba_has_nothing_to_say_of_it(samba, probe):
    before = sum(len(text) for _, text in samba.logs())
    for _ in range(3):
        assert probe(samba.uri())[0] == "answers"
    after = samba.logs()
    assert sum(len(text) for _, text in after) == before, after


def test_frozen_sshd(sshd, probe, session):
    word, ms, _ = probe(sshd.uri())
    assert word == "answers", ms
    sshd.freeze()
    word, _, message = probe(sshd.uri())
    sshd.thaw()
    assert word == "error" and "accepts connections but does not answer" in message


@pytest.mark.parametrize("scheme, word", [("smb", "error"), ("sftp", "error"), ("davs", "answers")])
def test_server_that_only_accepts(mute, probe, scheme, word):
    assert probe(f"{scheme}://127.0.0.1:{mute}/share", 500)[0] == word
