# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The built tree that is tested."""

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


class Build:
    """Where the programs are: DRIVEMAP_BUILD, else _build or build in the tree."""

    def __init__(self, directory=None):
        directory = directory or os.environ.get("DRIVEMAP_BUILD")
        if directory is None:
            found = [d for d in (SOURCE / "_build", SOURCE / "build") if d.is_dir()]
            directory = found[0] if found else SOURCE / "_build"
        self.directory = Path(directory).resolve()
        self.service = self.directory / "src/service/drivemap-service"
        self.cli = self.directory / "src/cli/drivemapctl"
        self.gui = self.directory / "src/gui/drivemap"
        self.search = self.directory / "src/search/drivemap-search"
        self.last_look = self.directory / "src/last-look/drivemap-last-look"
        self.smb = self.directory / "src/smb/drivemap-smb"

    @property
    def libexecdir(self):
        return self.last_look.parent

    @property
    def libexec_path(self):
        """Where our helper programs are looked for."""
        return f"{self.libexecdir}:{self.smb.parent}"
