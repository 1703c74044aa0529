# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fixtures of all suites; tests/conftest.py imports them."""

import signal

import pytest

from . import netns
from .apache import Apache
from .build import Build
from .cli import Cli
from .holder import Holder
from .mock import make_system_bus
from .samba import Samba, StallingSamba
from .service import Service
from .session import Session
from .sshd import Sshd

LIMIT = 60
ROWS = 16


def pytest_configure(config):
    config.addinivalue_line("markers", "netns: runs in a network namespace of its own")
    config.addinivalue_line("markers", "limit(seconds): how long the test may take")
    config.addinivalue_line("markers", "session(**options): how its Session is made")
    config.addinivalue_line("markers", "waits: for half a minute and more; nothing for a sanitizer")


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        _spread(items)
    netns.replace_items(items)


def _spread(items):
    """Workers get tests in rows: each row has some of those that take long, and these
    come first in it."""
    ordered = sorted(items, key=_limit, reverse=True)
    items[:] = [item for row in range(ROWS) for item in ordered[row::ROWS]]


def _limit(item):
    marker = item.get_closest_marker("limit")
    return marker.args[0] if marker else LIMIT


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    """A test that hangs fails, with its logs, instead of stopping the suite."""
    seconds = _limit(item)

    def fail(*_):
        raise TimeoutError(f"the test took longer than {seconds} s")

    previous = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.failed:
        for thing in getattr(item, "testbed", []):
            for title, text in thing.logs():
                report.sections.append((title, text[-20000:]))


@pytest.fixture
def keep(request):
    """keep(thing): close it after the test, show its logs if that fails."""
    things = request.node.testbed = []

    def add(thing):
        things.append(thing)
        return thing

    yield add
    errors = []
    for thing in reversed(things):
        try:
            thing.close()
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]


@pytest.fixture(scope="session")
def build():
    return Build()


@pytest.fixture
def make_session(keep, build):
    """make_session(**options): another Session."""
    return lambda **options: keep(Session(build=build, **options))


@pytest.fixture
def make_samba(keep):
    """make_samba(**options): another Samba."""
    return lambda **options: keep(Samba(**options))


@pytest.fixture
def system_bus(session):
    """For what starts in the session from now on."""
    bus = make_system_bus(session)
    yield bus
    bus.stop()


@pytest.fixture
def samba(make_samba):
    return make_samba()


@pytest.fixture
def second_samba(make_samba):
    """Another server, on another address."""
    return make_samba()


@pytest.fixture
def stalling_samba(keep):
    """A server whose freeze() holds up GVfs, not the question whether it is there."""
    server = keep(StallingSamba())
    yield server
    server.thaw()


@pytest.fixture
def session(request, make_session):
    """A Session; @pytest.mark.session(keyring="locked") and so on vary it."""
    marker = request.node.get_closest_marker("session")
    return make_session(**(marker.kwargs if marker else {}))


@pytest.fixture
def sshd(keep, session):
    """A server that lets the session in."""
    server = keep(Sshd())
    server.attach(session)
    return server


@pytest.fixture
def apache(keep):
    return keep(Apache())


@pytest.fixture
def cli(session):
    return Cli(session)


@pytest.fixture
def service(session):
    return Service(session)


@pytest.fixture
def hold(session):
    """hold(kind, target, name=…): a Holder that ends with the test."""
    holders = []

    def start(*arguments, **options):
        holder = Holder(session, *arguments, **options)
        holders.append(holder)
        return holder

    yield start
    for holder in holders:
        holder.end()
