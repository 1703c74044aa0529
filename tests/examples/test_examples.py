# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What others copy from to use the service works as it stands there."""

import subprocess
from pathlib import Path

import pytest

from testbed.build import SOURCE

HERE = SOURCE / "tests/examples"


@pytest.fixture
def run(session, build):
    """run(program, arguments…): with the session's bus."""

    def run(program, *arguments, rc=0):
        place = build.directory / "tests/examples" if program == "disconnect" else HERE
        result = subprocess.run(
            [Path(place) / program, *arguments], env=session.env, capture_output=True, text=True, timeout=60
        )
        assert result.returncode == rc, result
        return result.stderr if rc else result.stdout

    return run


def test_shell(run, service, samba):
    told = run("drives.sh", "Z:", samba.unc("public"))
    assert "Local: Z:\n" in told and "Status: ok\n" in told
    # GVariant's text doubles the backslashes.
    assert samba.unc("public").replace("\\", "\\\\") in told
    assert run("drives.sh").count("Local: ") == 1


def test_python(run, service, samba, session, hold):
    assert run("who_has_open.py", "Z:", rc=1).startswith("NotConnected: ")
    service.map("Z:", samba.unc("public"))
    assert run("who_has_open.py", "Z:") == ""
    holder = hold("write", session.home / "Drives/Z/budget", name="accounting")
    fields = run("who_has_open.py", "Z:").rstrip("\n").split("\t")
    assert fields[:3] == [str(holder.pid), "accounting", "w"] and fields[3].endswith("/budget"), fields


def test_c(run, service, samba, session, hold):
    service.map("Z:", samba.unc("public"))
    holder = hold("write", session.home / "Drives/Z/budget")
    refusal = run("disconnect", "Z:", rc=2)
    assert refusal.startswith("io.github.drivemap.Drivemap.Error.OpenFiles: ")
    assert run("disconnect", "Z:", "force") == "draining\n"
    holder.close()
    assert run("disconnect", "Q:", rc=2).startswith("io.github.drivemap.Drivemap.Error.NotConnected: ")
    assert run("disconnect", rc=1).startswith("Usage: ")
