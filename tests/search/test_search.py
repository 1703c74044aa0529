# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""GNOME Shell's search, asked as the shell asks, among the real service's drives."""

import pytest
from gi.repository import Gio, GLib

from testbed import wait_for
from testbed.mock import Application

PROVIDER = "io.github.drivemap.Drivemap.SearchProvider"
PATH = "/io/github/drivemap/Drivemap/SearchProvider"
INTERFACE = "org.gnome.Shell.SearchProvider2"


class Search:
    """What the shell does with what is typed."""

    def __init__(self, session):
        self._session = session
        session.bus.add_service(PROVIDER, str(session.build.search))

    @property
    def pid(self):
        return self._session.bus.pid(PROVIDER)

    def call(self, method, signature="()", *arguments):
        return self._session.bus.call(PROVIDER, PATH, INTERFACE, method, GLib.Variant(signature, arguments))

    def find(self, *terms):
        return self.call("GetInitialResultSet", "(as)", terms)[0]

    def narrow(self, found, *terms):
        return self.call("GetSubsearchResultSet", "(asas)", found, terms)[0]

    def describe(self, *found):
        return self.call("GetResultMetas", "(as)", found)[0]

    def names(self, *terms):
        return [meta["name"] for meta in self.describe(*self.find(*terms))]

    def activate(self, found, *terms, timestamp=4711):
        self.call("ActivateResult", "(sasu)", found, terms, timestamp)

    def launch(self, *terms, timestamp=4711):
        self.call("LaunchSearch", "(asu)", terms, timestamp)


@pytest.fixture
def search(session):
    return Search(session)


@pytest.fixture
def drives(service):
    """Z: and a label, neither connected."""
    service.map("Z:", r"\\fileserver\projects", connect=False)
    service.map("Music of Ann", r"\\nas\Musik", connect=False)


def test_words(search, drives):
    assert search.names("fileserver") == ["Z:"]
    assert search.names("PROJ", "z:") == ["Z:"]
    assert search.names("ann", "MUSIK") == ["Music of Ann"]
    assert search.names("\\\\nas\\") == ["Music of Ann"]
    assert search.names("not", "available") == ["Z:", "Music of Ann"]
    assert search.names("fileserver", "musik") == []


@pytest.mark.parametrize("terms", [(), ("",), (" ", ""), ("no such thing",), ("<b>",), ("/io/github",)])
def test_nothing_is_found(search, drives, terms):
    assert search.find(*terms) == []


def test_description(search, drives):
    ((z,), (music,)) = search.describe(*search.find("z:")), search.describe(*search.find("nas"))
    assert z["name"] == "Z:" and z["clipboardText"] == r"\\fileserver\projects"
    assert z["description"] == "\\\\fileserver\\projects  ·  Not available"
    assert music["name"] == "Music of Ann"
    icon = search.call("GetResultMetas", "(as)", search.find("z:"))
    assert icon[0][0]["id"] == search.find("z:")[0]


def test_icon_can_be_read(search, drives, session):
    result = session.bus.connection.call_sync(
        PROVIDER, PATH, INTERFACE, "GetResultMetas", GLib.Variant("(as)", (search.find("z:"),)),
        GLib.VariantType("(aa{sv})"), Gio.DBusCallFlags.NONE, 10_000, None,
    )  # fmt: skip
    icon = result.get_child_value(0).get_child_value(0).lookup_value("icon", None)
    assert Gio.Icon.deserialize(icon).get_names()[0] == "io.github.drivemap.Drivemap"


def test_narrower_and_wider_again(search, drives):
    both = search.find("not")
    assert len(both) == 2
    one = search.narrow(both, "not", "fileserver")
    assert [meta["name"] for meta in search.describe(*one)] == ["Z:"]
    assert search.narrow(one, "not") == both


def test_what_has_gone(search, drives, service):
    (found,) = search.find("z:")
    service.cancel("Z:", update_profile=True)
    wait_for(lambda: search.find("z:") == [], 10, "it to go")
    assert search.describe(found, "/no/such", "not a path") == []
    search.activate(found, "z:")


def test_live(search, samba, service):
    """What is connected later is found, with what it is now."""
    assert search.find(samba.address) == []
    service.map("Y:", samba.unc("public"))
    (meta,) = wait_for(lambda: search.describe(*search.find("y:", "connected")), 10, "the drive")
    assert meta["description"] == f"{samba.unc('public')}  ·  Connected"
    service.connect(samba.uri("readonly"))
    assert wait_for(lambda: search.names("readonly"), 10, "the connection") == [samba.unc("readonly")]


def test_choosing(search, drives, session):
    application = Application(session)
    (found,) = search.find("z:")
    search.activate(found, "z:", timestamp=815)
    (call,) = wait_for(lambda: application.calls("ActivateAction"), 10, "the window")
    assert call[:2] == ["open", ["Z:"]]
    assert call[2]["desktop-startup-id"].endswith("_TIME815")
    search.launch("not", "available")
    _, call = wait_for(lambda: len(application.calls("ActivateAction")) == 2 and application.calls("ActivateAction"), 10, "it")
    assert call[:2] == ["find", ["not available"]]


class Krunner(Search):
    """What KDE's search does."""

    def call(self, method, signature="()", *arguments):
        arguments = GLib.Variant(signature, arguments)
        return self._session.bus.call(PROVIDER, PATH, "org.kde.krunner1", method, arguments)

    def match(self, query):
        return self.call("Match", "(s)", query)[0]


def test_krunner(drives, session):
    krunner = Krunner(session)
    application = Application(session)
    assert krunner.call("Actions") == ([],)
    assert krunner.match("") == [] and krunner.match("no such thing") == []
    ((identifier, *shown, more),) = krunner.match("z:")
    assert shown == ["Z:", "io.github.drivemap.Drivemap", 100, 1.0]
    assert more == {"subtext": "\\\\fileserver\\projects  ·  Not available"}
    found = krunner.match("not available")
    assert [(name, kind) for _, name, _, kind, *_ in found] == [("Z:", 30), ("Music of Ann", 30)]
    krunner.call("SetActivationToken", "(s)", "token-of-kwin")
    krunner.call("Run", "(ss)", identifier, "")
    (call,) = wait_for(lambda: application.calls("ActivateAction"), 10, "the window")
    assert call == ["open", ["Z:"], {"activation-token": "token-of-kwin"}]
    krunner.call("Run", "(ss)", "/no/such", "")
    krunner.call("Run", "(ss)", identifier, "")
    *_, call = wait_for(lambda: len(calls := application.calls("ActivateAction")) == 2 and calls, 10, "it")
    assert call == ["open", ["Z:"], {}]


def test_hundreds(search, session, service):
    """Each has its own identifier; all are described."""
    path = session.home / "config/drivemap/drives.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"[Share {n}]\nRemote=smb://nas/share-{n}\n\n" for n in range(1000)))
    found = wait_for(lambda: len(all_of := search.find("nas")) == 1000 and all_of, 30, "all of them")
    assert len(set(found)) == 1000
    assert {meta["name"] for meta in search.describe(*found)} == {f"Share {n}" for n in range(1000)}
    assert search.names("share-77") == [f"Share {n}" for n in sorted([77, *range(770, 780)], key=lambda n: f"{n}")]


def test_no_service(search, session):
    """Nothing is found, at once; nothing breaks."""
    session.bus.add_service("io.github.drivemap.Drivemap.Service", "/bin/false")
    assert search.find("z:") == []
    assert search.pid is not None
