# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sign-in with saved passwords, and where these can be seen meanwhile and
afterwards. test_credentials.py does the same for one drive mapped by hand."""

import os
import re
import threading
import time

import pytest

from returning import remember
from test_credentials import processes_with, store, traffic  # noqa: F401
from testbed import processes, wait_for
from testbed.keyring import SESSION
from testbed.mock import Prompter

# Unlike anything else in memory, and each user's own.
SECRETS = {"games": "Tr0ub4dor-games-5417", "news": "Tr0ub4dor-news-90233"}
WRONG = "Tr0ub4dor-wrong-7771"

pytestmark = pytest.mark.session(env={"G_MESSAGES_DEBUG": "all"})


def memory_has(pid, text):
    """The mappings of a process in which TEXT is. A sanitizer has more of them
    than can be read, and keeps what was freed."""
    if "DRIVEMAP_SANITIZED" in os.environ:
        pytest.skip("the memory of a sanitized program tells nothing")
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            first, last, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
            if not rights.startswith("rw"):
                continue
            try:
                memory.seek(int(first, 16))
                content = memory.read(int(last, 16) - int(first, 16))
            except (OSError, ValueError):
                continue
            if text.encode() in content:
                found.append(line.strip())
    return found


class Onlooker:
    """Looks again and again at the command lines and environments of a session."""

    def __init__(self, session, texts):
        self.found = []
        self._session = session
        self._texts = [text.encode() for text in texts]
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self):
        while not self._ends.is_set():
            for text in self._texts:
                self.found += processes_with(self._session, text)
            time.sleep(0.05)

    def stop(self):
        self._ends.set()
        self._thread.join()
        return self.found


def save(session, samba, saved, **more):
    """A remembered drive on the share `team` for each {user: saved password}."""
    for user, password in saved.items():
        samba.add_user(user, SECRETS[user])
        store(session, samba, user, password, **more)
    remember(session, {user.title(): samba.uri("team", user) for user in saved})


def sign_in(service):
    return {local: status for local, (status, _) in service.reconnect(sign_in=True).items()}


def check_nowhere(service, session, texts, seen):
    for text in texts:
        secret = text.encode()
        assert secret not in session.log_file.read_bytes()
        assert secret not in seen
        for path in (session.home / "config", session.home / "state", session.runtime / "drivemap"):
            files = [file for file in path.rglob("*") if file.is_file()]
            assert not [file for file in files if secret in file.read_bytes()]
        # What a core of it would have.
        assert memory_has(service.pid, text) == []


def backends(session):
    return [pid for pid in session.pids() if processes.name(pid).startswith("gvfsd-smb")]


def test_right_passwords(service, session, samba, request):
    save(session, samba, SECRETS)
    traffic = request.getfixturevalue("traffic")
    onlooker = Onlooker(session, SECRETS.values())
    assert sign_in(service) == {"Games": "ok", "News": "ok"}
    assert onlooker.stop() == []
    # The search finds what is there.
    wait_for(
        lambda: any(memory_has(pid, SECRETS["games"]) for pid in backends(session)),
        what="the password where GVfs keeps it",
    )
    seen = traffic()
    assert b"SearchItems" in seen, "this is not the traffic"
    check_nowhere(service, session, SECRETS.values(), seen)


def test_wrong_password(service, session, samba, request):
    save(session, samba, {"games": WRONG})
    traffic = request.getfixturevalue("traffic")
    onlooker = Onlooker(session, [WRONG])
    assert sign_in(service) == {"Games": "needs-password"}
    assert onlooker.stop() == []
    seen = traffic()
    assert b"SearchItems" in seen, "this is not the traffic"
    check_nowhere(service, session, [WRONG], seen)


@pytest.mark.parametrize("kept", ["without-domain", "other-domain-in-case"])
def test_saved_a_little_differently(service, session, samba, request, kept):
    """GVfs does not find such an item and asks; the answer would cross the bus."""
    domain = None if kept == "without-domain" else "workgroup"
    samba.add_user("games", SECRETS["games"])
    store(session, samba, "games", SECRETS["games"], domain=domain)
    items = session.keyring.find(server=samba.address)
    remember(session, {"Games": samba.uri("team", "games", domain="WORKGROUP")})
    traffic = request.getfixturevalue("traffic")
    onlooker = Onlooker(session, SECRETS.values())
    assert sign_in(service) == {"Games": "ok"}
    assert onlooker.stop() == []
    seen = traffic()
    assert b"AskPassword" in seen, "GVfs has found it by itself"
    check_nowhere(service, session, [SECRETS["games"]], seen)
    # What was saved is as it was, and nothing else is kept.
    wait_for(lambda: session.keyring.find(server=samba.address) == items, what="only the saved item")


# --- the keyring is locked ---


@pytest.fixture
def locked(session, samba):
    """A keyring that is locked, with the password of games; who is asked to unlock it."""
    samba.add_user("games", SECRETS["games"])
    store(session, samba, "games", SECRETS["games"])
    session.keyring.lock()
    return Prompter(session)


def is_asked(prompter):
    return prompter.calls("BeginPrompting") != []


@pytest.mark.parametrize("share, user", [("team", "games"), ("team", None), ("public", None)])
def test_it_is_waited_for(service, session, samba, locked, share, user):
    """Without a user as well: anybody's password is taken then, so nobody knows yet."""
    remember(session, {"Drive": samba.uri(share, user)})
    assert sign_in(service) == {"Drive": "unavailable"}
    assert "locked" in service.drives()["Drive"]["Reason"]
    assert not is_asked(locked)
    session.keyring.enter_password()
    wait_for(lambda: service.drives()["Drive"]["Status"] == "ok", 30, "the drive by itself")


def test_one_beside_is_not_locked(service, session, samba, locked):
    """GVfs would have the locked one unlocked all the same."""
    password = SECRETS["games"]
    session.keyring.store("games", samba.address, password, port=samba.port, keyring=SESSION)
    remember(session, {"Games": samba.uri("team", "games")})
    assert sign_in(service) == {"Games": "unavailable"}
    assert not is_asked(locked)
    session.keyring.enter_password()
    wait_for(lambda: service.drives()["Games"]["Status"] == "ok", 30, "the drive by itself")


@pytest.mark.parametrize("user", ["guest", "Guest"])
def test_a_guest_does_not_wait(service, session, samba, locked, user):
    remember(session, {"Public": samba.uri("public", user), "Team": samba.uri("team", user)})
    assert sign_in(service) == {"Public": "ok", "Team": "needs-password"}
    assert not is_asked(locked)
    assert session.keyring.is_locked()
