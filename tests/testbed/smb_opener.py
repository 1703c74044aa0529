# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody at another computer who has files of a share open."""

import subprocess

from .waiting import wait_for


class SmbOpener:
    """A client with the file `first` of a share open, and then more, until it is closed.

    Nothing of it is a holder on this computer: it is libsmbclient, without a mount.
    """

    def __init__(self, session, samba, share, user="news"):
        self._folder = samba.path(share)
        self._write("first")
        program = session.build.directory / "tests/backend/test-smb-opener"
        self._child = session.spawn(
            program, user, samba.uri(share), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._send(samba.password(user))

    def open_more(self, count, churn=0):
        """Opens `other` and closes it, so many times (churn); then file-0, file-1, …

        Only once."""
        self._write("other", *(f"file-{number}" for number in range(count)))
        self._send(f"{churn} {count}")

    def close(self):
        self._child.stdin.close()
        self._child.wait(10)

    def _write(self, *names):
        for name in names:
            (self._folder / name).write_text("text")

    def _send(self, line):
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()
        assert self._child.stdout.readline() == "ready\n"


def open_twins(session, samba, share, get_first_id):
    """A client whose `first` and one of file-0 to file-7 have the same id on the server.

    get_first_id(): the id of `first` among the open files; None: it is not open. An id
    is the pid of the client's smbd << 16 | a number that grows by two with each open.
    """
    for number in range(20):
        # Else each try may take an even number of pids.
        for _ in range(number):
            subprocess.run(["true"], check=True)
        client = SmbOpener(session, samba, share)
        if get_first_id() & 1 << 16:
            # Then the seventeenth bit of the number makes no difference any more.
            client.open_more(8, churn=32768 - 4)
            return client
        client.close()
        wait_for(lambda: get_first_id() is None, what="its end")
    raise AssertionError("no smbd has an odd pid")
