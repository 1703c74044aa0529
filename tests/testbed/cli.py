# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line tool, run in a session."""

import json
import subprocess
from dataclasses import dataclass


@dataclass
class Result:
    """How a run of drivemapctl ended."""

    rc: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.rc}\nstdout: {self.out}\nstderr: {self.err}"


class Cli:
    """Called as cli("map", "Z:", unc): runs the verb and returns a Result."""

    def __init__(self, session):
        self._session = session
        self.program = session.build.cli

    def __call__(self, *arguments, input=None, timeout=30.0, env=None, rc=None):
        """rc: what the exit status must be; None for any."""
        done = self._session.run(
            self.program, *arguments, input=input, timeout=timeout, env=env, check=False
        )
        result = Result(done.returncode, done.stdout, done.stderr)
        assert "CRITICAL **" not in result.err, result
        if rc is not None:
            assert result.rc == rc, f"drivemapctl {' '.join(map(str, arguments))}: {result}"
        return result

    def json(self, *arguments, rc=0, **options):
        """The parsed output of a verb with --json."""
        return self(*arguments, "--json", rc=rc, **options).json

    def start(self, *arguments, **options):
        """Run it in the background; returns the Popen with piped text output."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return self._session.spawn(self.program, *arguments, text=True, **options)
