# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the processes that live long, once all has been used that asks servers."""

import re
from pathlib import Path

import pytest
from test_browse_dialog import choose, open_browser, server_of, wait_folder

from testbed.samba import USER, awake  # noqa: F401

pytestmark = pytest.mark.limit(240)


def maps_of(pid):
    return Path(f"/proc/{pid}/maps").read_text()


def test_only_the_worker_has_libsmbclient(make_samba, session, cli, service, window):
    """It stands no threads, waits for dead servers, and takes 20 MB."""
    samba = make_samba(administrators=[USER])
    session.keyring.store(USER, samba.address, samba.password(USER), port=samba.port)
    cli("map", "Z:", samba.unc("team"), f"--user={USER}", rc=0)
    cli("status", "--diagnose", "Z:", rc=0)
    cli("files", "--server", "Z:", rc=0)
    open_browser(window, server_of(samba))
    choose(window, "public")
    wait_folder(window, samba.unc("public"))
    for pid in (service.pid, window.pid):
        maps = maps_of(pid)
        assert "/libgio-2.0.so" in maps
        assert not re.search("libsmb|libsamba|libndr|libtalloc", maps), maps
    assert "/libgtk-4.so" in maps_of(window.pid) and "/libgtk-4.so" not in maps_of(service.pid)
