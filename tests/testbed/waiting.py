# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for something to become true, or watching that it does not."""

import time

# On a machine with much else to do everything may take this long. Waiting for
# longer than usual costs nothing when what is waited for comes.
PATIENCE = 15.0

# Who looks without a rest slows down what it waits for: between two looks is twice the
# time that one takes, which is long only where everything is slow.
REST = 2
LONGEST_REST = 0.5


def _rest(began, interval):
    spent = time.monotonic() - began
    time.sleep(max(interval, min(REST * spent, LONGEST_REST)))


def wait_for(condition, timeout=5.0, what="condition", interval=0.01):
    """Return the first true value of condition().

    AssertionError after timeout, or after PATIENCE if that is longer.
    """
    timeout = max(timeout, PATIENCE)
    deadline = time.monotonic() + timeout
    while True:
        began = time.monotonic()
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise AssertionError(f"waited {timeout:g} s for {what}")
        _rest(began, interval)


def stays(condition, seconds, what="condition", interval=0.02):
    """AssertionError as soon as condition() is not true, for that long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        began = time.monotonic()
        if not condition():
            raise AssertionError(f"no longer: {what}")
        _rest(began, interval)
