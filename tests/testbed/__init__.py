# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private world to test Drivemap in: session, servers, holders.

Everything runs as an ordinary user and is found again by a marker in the
environment (or a configuration file's path), so that cleaning up never touches
anybody else's processes.
"""

from . import netns, processes, sandbox
from .apache import Apache
from .build import SOURCE, Build
from .cli import Cli
from .desktop import Desktop
from .drivemap import Drivemap
from .file_manager import FileManager
from .holder import Holder
from .keyring import Keyring
from .samba import Samba
from .service import Service
from .session import Session
from .smb_opener import SmbOpener
from .sshd import Sshd
from .waiting import wait_for

__all__ = [
    "Apache",
    "Build",
    "Cli",
    "Desktop",
    "Drivemap",
    "FileManager",
    "Holder",
    "Keyring",
    "SOURCE",
    "Samba",
    "Service",
    "Session",
    "SmbOpener",
    "Sshd",
    "netns",
    "processes",
    "sandbox",
    "wait_for",
]
