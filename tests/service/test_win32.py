# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""NetUseDel () and its family, as Windows documents them, over D-Bus.

The rows are those of a table of what Windows' own documentation, the open
specifications and public test suites say about these calls; every number has
its test below or a reason in LEFT_OUT. What Windows leaves open is decided as
follows: USE_FORCE does not fail; 2401 means files, 2404 only directories;
WNetCancelConnection () forgets a device but no remote name; a remembered
device that is not connected is 2250 unless it is to be forgotten.
"""

import time
from dataclasses import dataclass, field

import pytest

from callers import Caller, Pending, error_numbers
from testbed import Holder, Service, wait_for
from testbed.service import ServiceError

NUMBERS = error_numbers()
UPDATE_PROFILE = 1


class World:
    """What a row needs: a session with a server, and who holds what."""

    def __init__(self, session, samba):
        self.session = session
        self.samba = samba
        self.service = Service(session)
        self.unc = samba.unc()
        self.drives = session.home / "Drives"
        self.ini = session.home / "config/drivemap/drives.ini"
        self.holder = None
        self.cleanups = []

    def hold(self, kind, path):
        self.holder = Holder(self.session, kind, path)
        self.cleanups.append(self.holder.end)

    def call(self, method, *arguments):
        """The Win32 code of a call; Map and Connect tell it by their error."""
        words = [self.unc if word == "UNC" else word for word in arguments]
        try:
            return getattr(self, f"_call_{method}")(*words)
        except ServiceError as error:
            return NUMBERS[error.name]

    def _call_NetUseDel(self, *arguments):
        return self.service.call("NetUseDel", "ssu", *arguments)

    def _call_WNetCancelConnection(self, *arguments):
        return self.service.call("WNetCancelConnection", "sb", *arguments)

    def _call_WNetCancelConnection2(self, *arguments):
        return self.service.call("WNetCancelConnection2", "sub", *arguments)

    def _call_Map(self, local, remote, **options):
        self.service.map(local, remote, **options)
        return 0

    def _call_Map_strange(self, local, remote):
        self.service.map(local, remote, connect_redirect=True)
        return 0

    def _call_Connect(self, remote):
        self.service.connect(remote)
        return 0


@pytest.fixture
def world(session, samba):
    it = World(session, samba)
    yield it
    for cleanup in reversed(it.cleanups):
        cleanup()


# Preconditions


def nothing(world):
    world.service.start()


def mapped(world):
    world.service.map("Z:", world.unc)


def deviceless(world):
    world.service.connect(world.unc)


def both(world):
    mapped(world)
    deviceless(world)


def remembered(world):
    mapped(world)
    world.service.cancel("Z:")


def file_open(world):
    mapped(world)
    world.hold("append", world.drives / "Z/file")


def folder_open(world):
    mapped(world)
    world.hold("dir", world.drives / "Z")


def working_directory(world):
    mapped(world)
    world.hold("cwd", world.drives / "Z")


def file_and_folder_open(world):
    file_open(world)
    folder = Holder(world.session, "cwd", world.drives / "Z")
    world.cleanups.append(folder.end)


def mapped_by_another_user(world):
    """Another user is another session: its drives are not ours to see."""
    world.other = Caller(world.other_session)
    world.other.map("Z:", world.unc)
    world.cleanups.append(world.other.leave)
    nothing(world)


def profile_corrupt(world):
    mapped(world)
    world.ini.write_text("[Z:\n")
    wait_for_profile_error(world)


def profile_unreadable(world):
    """A folder in its place: no rights help against that."""
    mapped(world)
    world.ini.unlink()
    world.ini.mkdir()
    wait_for_profile_error(world)


def wait_for_profile_error(world):
    """Until the service has noticed: it refuses what it could not remember."""
    errors = (NUMBERS["BadProfile"], NUMBERS["CannotOpenProfile"])
    wait_for(lambda: world.call("Map", "X:", "\\\\127.0.0.1@1\\none") in errors)


def backend_broken(world):
    """The program that makes sure that nothing is open is missing."""
    directory = world.session.directory / "libexec"
    directory.mkdir()
    libexec = world.session.build.libexecdir
    (directory / "drivemap-path-probe").symlink_to(libexec / "drivemap-path-probe")
    world.session.set_env(DRIVEMAP_LIBEXECDIR=directory)
    mapped(world)


def operation_under_way(world):
    """A cancel that takes the second that a silent server is given."""
    mapped(world)
    world.samba.freeze()
    world.cleanups.append(world.samba.thaw)
    pending = Pending(world.service.call, "WNetCancelConnection2", "sub", "Z:", 0, True)
    world.cleanups.append(pending.result)
    time.sleep(0.3)
    assert not pending.is_done()


def all_letters_remembered(world):
    world.ini.parent.mkdir(parents=True)
    letters = "DEFGHIJKLMNOPQRSTUVWXYZ"
    world.ini.write_text("".join(f"[{x}:]\nRemote={world.samba.uri()}\n" for x in letters))


def drive_of_another_provider(world):
    mapped(world)
    world.service.map("Y:", world.apache.uri())


# What is so afterwards


def unchanged(world):
    pass


def gone(world):
    assert world.service.connections() == {}
    assert world.session.mounts() == {}
    assert not (world.drives / "Z").is_symlink()


def still_mapped(world):
    assert world.service.drives()["Z:"]["Status"] == "ok"
    assert (world.drives / "Z").is_dir()


def gone_and_remembered(world):
    gone(world)
    drive = world.service.drives()["Z:"]
    assert drive["Remembered"] and drive["Status"] == "unavailable"


def gone_and_forgotten(world):
    gone(world)
    assert world.service.drives() == {}
    assert "Z:" not in world.ini.read_text()


def drive_stays(world):
    still_mapped(world)
    (connection,) = world.service.connections().values()
    assert not connection["Deviceless"] and connection["UseCount"] == 1


def holder_works(world):
    still_mapped(world)
    if world.holder.kind == "append":
        assert world.holder.write("text") == "ok"


def holder_works_on_without_the_name(world):
    assert "Z:" not in world.service.drives() or world.service.drives()["Z:"]["Path"] == ""
    assert world.holder.write("text") == "ok"
    assert world.holder.close() == "ok"
    wait_for(lambda: world.session.mounts() == {}, 10, "the end of the drain")
    assert (world.samba.path("public") / "file").read_text() == "text"


def holder_fails(world):
    gone_and_remembered(world)
    assert world.holder.write("text") != "ok"


def others_drive_stays(world):
    assert world.other.drives()["Z:"]["Status"] == "ok"


def last_error_says_more(world):
    code, text, provider = world.service.call("LastError")
    assert code == 0 and text and provider == "smb"


def profile_is_as_it_was(world):
    """And so is the drive: what cannot be written down is not begun."""
    still_mapped(world)
    assert world.ini.is_dir() or world.ini.read_text() == "[Z:\n"


def only_the_other_provider_went(world):
    drives = world.service.drives()
    assert drives["Z:"]["Status"] == "ok" and drives["Y:"]["Status"] == "unavailable"


def mapped_to_z(world):
    assert world.service.drives()["Z:"]["Remote"] == world.unc


@dataclass
class Row:
    """numbers: of the table. call: a method and its arguments; UNC: the share's name."""

    numbers: str
    before: object
    call: tuple
    code: int
    after: object = unchanged
    needs: list = field(default_factory=list)

    def __str__(self):
        words = ",".join(str(word) for word in self.call)
        return f"{self.numbers}-{self.before.__name__}-{words}"


def net_use_del(name, level, server=""):
    return ("NetUseDel", server, name, level)


def cancel(name, force):
    return ("WNetCancelConnection", name, force)


def cancel2(name, flags, force):
    return ("WNetCancelConnection2", name, flags, force)


ROWS = [
    # NetUseDel
    Row("1", mapped, net_use_del("", 0), 87, still_mapped),
    Row("3", mapped, net_use_del("Z:", 3), 124, still_mapped),
    Row("4", mapped, net_use_del("Z:", 0xFFFF), 124, still_mapped),
    Row("4", mapped, net_use_del("Z:", 0x20000), 87, still_mapped),
    Row("5", mapped, net_use_del("Z:", 0x10000), 2250, still_mapped),
    Row("5", mapped, net_use_del("Z:", 0x10002), 2250, still_mapped),
    Row("6", mapped, net_use_del("Z:", 0), 0, gone_and_remembered),
    Row("6", mapped, net_use_del("z:", 0), 0, gone_and_remembered),
    Row("7", mapped, net_use_del("Z:", 2), 0, gone_and_remembered),
    Row("9", mapped, net_use_del("Q:", 0), 2250, still_mapped),
    Row("9", mapped, net_use_del("Q:", 2), 2250, still_mapped),
    Row("9", mapped, net_use_del("Q", 0), 2250, still_mapped),
    Row("9", mapped, net_use_del("\\\\server", 0), 2250, still_mapped),
    Row("11", mapped_by_another_user, net_use_del("Z:", 0), 2250, others_drive_stays, ["other_session"]),
    Row("12", deviceless, net_use_del("UNC", 0), 0, gone),
    Row("13", mapped, net_use_del("UNC", 0), 2250, still_mapped),
    Row("13", mapped, net_use_del("UNC", 2), 2250, still_mapped),
    Row("14", both, net_use_del("UNC", 0), 0, drive_stays),
    Row("15", file_open, net_use_del("Z:", 0), 2401, holder_works),
    Row("15", file_and_folder_open, net_use_del("Z:", 0), 2401, holder_works),
    Row("16", working_directory, net_use_del("Z:", 0), 2404, holder_works),
    Row("16", folder_open, net_use_del("Z:", 0), 2404, holder_works),
    Row("17", file_open, net_use_del("Z:", 1), 0, holder_works_on_without_the_name),
    Row("18", file_open, net_use_del("Z:", 2), 0, holder_fails),
    Row("22", mapped, net_use_del("Z:", 0, "\\\\other"), 50, still_mapped),
    # WNetCancelConnection, WNetCancelConnection2
    Row("29", mapped, cancel2("Z:", 0, False), 0, gone_and_remembered),
    Row("29", mapped, cancel2("", 0, False), 87, still_mapped),
    Row("30", mapped, cancel2("Z:", 0, True), 0, gone_and_remembered),
    Row("31", file_open, cancel2("Z:", 0, False), 2401, holder_works),
    Row("31", file_open, cancel("Z:", False), 2401, holder_works),
    Row("33", file_open, cancel2("Z:", 0, True), 0, holder_fails),
    Row("34", working_directory, cancel2("Z:", 0, False), 2404, holder_works),
    Row("34", working_directory, cancel("Z:", False), 2404, holder_works),
    Row("35", mapped, cancel2("Q:", 0, True), 2250, still_mapped),
    Row("35", mapped, cancel("Q:", True), 2250, still_mapped),
    Row("35", mapped, cancel2("Q", 0, True), 2250, still_mapped),
    Row("35", mapped, cancel("\\\\server", True), 2250, still_mapped),
    Row("37", remembered, cancel2("Z:", UPDATE_PROFILE, False), 0, gone_and_forgotten),
    Row("38", remembered, cancel2("Z:", 0, False), 2250, gone_and_remembered),
    Row("39", mapped, cancel2("Z:", 0, False), 0, gone_and_remembered),
    Row("40", mapped, cancel2("Z:", UPDATE_PROFILE, False), 0, gone_and_forgotten),
    Row("42", both, cancel2("UNC", UPDATE_PROFILE, False), 0, drive_stays),
    Row("42", both, cancel("UNC", False), 0, drive_stays),
    Row("43", mapped, cancel2("UNC", 0, True), 2250, still_mapped),
    Row("43", mapped, cancel("UNC", True), 2250, still_mapped),
    Row("45", profile_corrupt, cancel2("Z:", UPDATE_PROFILE, True), 1206, profile_is_as_it_was),
    Row("45", profile_corrupt, cancel("Z:", False), 1206, profile_is_as_it_was),
    Row("46", profile_unreadable, cancel2("Z:", UPDATE_PROFILE, True), 1205, profile_is_as_it_was),
    Row("46", profile_unreadable, cancel("Z:", False), 1205, profile_is_as_it_was),
    Row("47", backend_broken, cancel2("Z:", 0, False), 1208, last_error_says_more),
    Row("48", operation_under_way, cancel2("Z:", 0, True), 170),
    Row("49", mapped, cancel("Z:", False), 0, gone_and_forgotten),
    Row("50", drive_of_another_provider, cancel("Y:", False), 0, still_mapped, ["apache"]),
    Row("50", drive_of_another_provider, cancel2("Y:", 0, False), 0, only_the_other_provider_went, ["apache"]),
    Row("50", drive_of_another_provider, net_use_del("Y:", 2), 2250, still_mapped, ["apache"]),
    # NetUseAdd and WNetAddConnection2, as Map and Connect
    Row("53", nothing, ("Map", "Z:", "UNC"), 0, mapped_to_z),
    Row("55", nothing, ("Map", "Z:", "srv\\share"), 1203, gone),
    Row("56", nothing, ("Map", "Z", "UNC"), 1200, gone),
    Row("68", mapped, ("Map", "z:", "UNC"), 85, still_mapped),
    Row("70", nothing, ("Map", "ZZ:", "UNC"), 1200, gone),
    Row("71", nothing, ("Map", "Z:", ""), 67, gone),
    Row("72", nothing, ("Map", "Z:", "gopher://server/share"), 1203, gone),
    Row("72", nothing, ("Connect", "gopher://server/share"), 1203, gone),
    Row("75", nothing, ("Map_strange", "Z:", "UNC"), 87, gone),
    Row("75", mapped, cancel2("Z:", 2, False), 87, still_mapped),
    Row("75", mapped, cancel2("Z:", 0x40 | UPDATE_PROFILE, False), 87, still_mapped),
    Row("81", remembered, ("Map", "Z:", "\\\\other\\share"), 1202, gone_and_remembered),
    Row("90", all_letters_remembered, ("Map", "*", "UNC"), 85, gone),
    Row("91", nothing, ("Map", "*", "UNC"), 0, mapped_to_z),
]

LEFT_OUT = {
    "a string of D-Bus is never NULL": "2 26 66 97 103 104",
    "printers and serial ports are no drives": "20 32 57 76 116",
    "a session bus serves its own user only": "21",
    "there always is a provider; what it does not have is not connected": "28",
    "no password crosses the interface: tested with the keyring's, in test_credentials.py": "58 62 79 80",
    "no levels, buffers or handles: objects have all properties, and clients read them": (
        "52 54 59 60 61 63 64 67 86 87 88 89 95 101 102 105 108 109 110 111 112 113 114 120"
    ),
    "the address says the provider": "73 74",
    "a local name is asked for with “*”": "77 78",
    "properties of the objects: in test_uses.py": "92 93 94 96 98 99 100 106",
    "dialogs are the window's": "115 117 118",
    "the server's files are another interface's": "119",
    "the command line's": "121 122",
    "not in the table": "8 10 19 23 24 25 27 36 41 44 51 65 69 82 83 84 85 107",
}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(world, request, make_session, row):
    if "other_session" in row.needs:
        world.other_session = make_session()
    if "apache" in row.needs:
        world.apache = request.getfixturevalue("apache")
    row.before(world)
    assert world.call(*row.call) == row.code
    row.after(world)


def test_every_row_is_accounted_for():
    tested = {int(row.numbers) for row in ROWS}
    left_out = [int(number) for numbers in LEFT_OUT.values() for number in numbers.split()]
    assert len(left_out) == len(set(left_out)), "listed twice"
    assert tested.isdisjoint(left_out)
    assert tested | set(left_out) == set(range(1, 123))


def test_last_error_is_each_callers_own(world):
    backend_broken(world)
    assert world.call("WNetCancelConnection2", "Z:", 0, False) == NUMBERS["ExtendedError"]
    other = Caller(world.session)
    world.cleanups.append(other.leave)
    assert other.call("LastError") == (0, "", "")
    assert world.service.call("LastError")[1] != ""
