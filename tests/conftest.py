# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures and hooks for every suite below this directory."""

from testbed.fixtures import *

pytest_plugins = ["testbed.second_try"]
