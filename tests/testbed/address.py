# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loopback addresses of one's own, so that suites can run side by side."""

import os
import random
import socket

_random = random.Random(os.urandom(8))


def is_free(address, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def find(port):
    """An address in 127.64.0.0/10 on which this port is free."""
    for _ in range(100):
        address = "127.{}.{}.{}".format(
            _random.randint(64, 127), _random.randint(0, 255), _random.randint(1, 254)
        )
        if is_free(address, port):
            return address
    raise RuntimeError(f"no free loopback address for port {port}")


def is_listening(address, port):
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((address, port)) == 0
