# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cancelling at each level does to whoever has something open.

One row of ROWS is one way to have something open. For each of them:

none           Refused: OpenFiles, or DeviceInUse where only directories are
               held, and the holder is named. Nothing changes. The holder goes
               on (`goes_on`), the file is complete (`whole`), and then the
               same call succeeds.
force          The name and the path are gone at once, the connection drains.
               The holder goes on just the same, and when it lets go the
               connection goes too.
lots-of-force  All is gone at once. What the holder does next fails as in
               `is_cut`, what is on the server is `left`. Other connections
               and their holders notice nothing.

What lots-of-force loses, beside what the holder has not written yet:

  reading            Nothing; what was read ahead can still be read.
  listing            Nothing, but an open folder looks empty instead of gone.
  writing, smb       Nothing that write () said is written: it is on the server.
                     But fsync () and close () say 0 whatever happened before,
                     so only a failed write () tells the program.
  replacing, GIO     Everything since the opening: the old content stays, and a
                     temporary file ~gvf*.tmp beside it (smb). close () fails.
  writing, dav       Everything since the opening: nothing is sent before the
                     file is closed. Through FUSE close () says 0 even so.
  closed, dav        What had not been sent yet. Nobody tells the program,
                     which has closed the file and may have ended.
"""

import os
from dataclasses import dataclass

import pytest

from testbed import Apache, wait_for
from testbed.service import ServiceError
from testbed.waiting import stays

pytestmark = pytest.mark.once

NAME = "report-writer"
OLD = bytes(range(48, 58)) * 100_000
BIG = "much" * 2_000_000
SANITIZED = bool(os.environ.get("DRIVEMAP_SANITIZED"))
DRAIN_TIME = 6.0 if SANITIZED else 3.0

GIO_ERROR = "g-io-error-quark:0"
WRITES = (("write", "after"), "ok"), (("sync",), "ok")
CLOSES = ((("close",), "ok"),)


@dataclass
class Row:
    """One way to have something open.

    holder: kind and name, as for Holder.   first: what it does before.
    frozen: "close" or "close and wait" while the server does not answer.
    sees: kind, name and mode as the service tells them; None: not known.
    goes_on, is_cut: what it does next, and the answers; is_cut is after
      lots-of-force. None for a step: it still waits for the last answer.
    whole, left: the file on the server at last; left is after lots-of-force,
      None: there is no such file.   orphans: temporary files beside it then.
    """

    id: str
    holder: tuple
    sees: tuple
    goes_on: tuple
    is_cut: tuple
    whole: bytes = OLD
    left: bytes = OLD
    first: tuple = ()
    code: str = "OpenFiles"
    server: str = "smb"
    orphans: int = 0
    frozen: str = ""

    @property
    def name(self):
        return self.holder[1] if self.holder[0] not in ("cwd", "dir") else "old"


SMB_ROWS = [
    Row(
        "fuse-read-idle",
        holder=("read", "old"),
        sees=("file", "old", "r"),
        goes_on=((("read", "3"), "ok 012"), (("rest",), "ok 999997")) + CLOSES,
        is_cut=((("read", "3"), "EIO"), (("rest",), "EIO")) + CLOSES,
    ),
    Row(
        "fuse-read",
        holder=("read", "old"),
        first=("read", "3"),
        sees=("file", "old", "r"),
        goes_on=((("read", "3"), "ok 345"), (("rest",), "ok 999994")) + CLOSES,
        is_cut=((("rest",), "EIO"),) + CLOSES,
    ),
    Row(
        "fuse-write",
        holder=("write", "new"),
        first=("write", "before"),
        sees=("file", "new", "w"),
        goes_on=WRITES + CLOSES,
        is_cut=((("write", "after"), "EIO"), (("sync",), "ok")) + CLOSES,
        whole=b"beforeafter",
        left=b"before",
    ),
    Row(
        "fuse-append",
        holder=("append", "old"),
        first=("write", "before"),
        sees=("file", "old", "w"),
        goes_on=WRITES + CLOSES,
        is_cut=((("write", "after"), "EIO"), (("sync",), "ok")) + CLOSES,
        whole=OLD + b"beforeafter",
        left=OLD + b"before",
    ),
    Row(
        "cwd",
        holder=("cwd", "folder"),
        sees=("cwd", "folder", None),
        code="DeviceInUse",
        goes_on=((("list",), "ok inside"),) + CLOSES,
        is_cut=((("list",), "ENOENT"),) + CLOSES,
    ),
    Row(
        "directory",
        holder=("dir", "folder"),
        sees=("directory", "folder", "r"),
        code="DeviceInUse",
        goes_on=((("list",), "ok inside"), (("stat",), "ok")) + CLOSES,
        # Not an error, but an empty folder.
        is_cut=((("list",), "ok "),) + CLOSES,
    ),
    Row(
        "mapped",
        holder=("map", "old"),
        first=("read", "3"),
        sees=("mapped", "old", "r"),
        goes_on=((("read", "3"), "ok 3"), (("read", "999999"), "ok 9")) + CLOSES,
        # SIGBUS, for what has not been read before
        is_cut=((("read", "3"), "ok 3"), (("read", "999999"), "died -7")),
    ),
    Row(
        "gio-read",
        holder=("stream", "old"),
        first=("read", "3"),
        sees=("stream", None, None),
        goes_on=((("read", "3"), "ok 345"), (("rest",), "ok 999994")) + CLOSES,
        is_cut=((("rest",), GIO_ERROR), (("close",), GIO_ERROR)),
    ),
    Row(
        "gio-replace",
        holder=("replace", "old"),
        first=("write", "before"),
        sees=("stream", None, None),
        goes_on=WRITES + CLOSES,
        is_cut=((("write", "after"), GIO_ERROR), (("sync",), "ok"), (("close",), GIO_ERROR)),
        whole=b"beforeafter",
        orphans=1,
    ),
]

DAV_ROWS = [
    Row(
        "dav-fuse-read",
        server="dav",
        holder=("read", "old"),
        sees=("file", "old", "r"),
        goes_on=((("rest",), "ok 1000000"),) + CLOSES,
        is_cut=((("rest",), "EIO"),) + CLOSES,
    ),
    Row(
        "dav-fuse-write",
        server="dav",
        holder=("write", "new"),
        first=("write", BIG),
        sees=("file", "new", "w"),
        goes_on=WRITES + CLOSES,
        is_cut=((("write", "after"), "EIO"), (("sync",), "ok")) + CLOSES,
        whole=BIG.encode() + b"after",
        left=None,
    ),
    Row(
        "dav-fuse-uploading",
        server="dav",
        holder=("write", "new"),
        first=("write", BIG),
        # To the program that is all; gvfsd-fuse goes on alone.
        frozen="close",
        sees=("stream", None, None),
        goes_on=(),
        is_cut=(),
        whole=BIG.encode(),
        left=None,
    ),
    Row(
        "dav-gio-replace",
        server="dav",
        holder=("replace", "old"),
        first=("write", BIG),
        sees=("stream", None, None),
        goes_on=WRITES + CLOSES,
        is_cut=((("write", "after"), GIO_ERROR), (("sync",), "ok"), (("close",), GIO_ERROR)),
        whole=BIG.encode() + b"after",
    ),
    Row(
        "dav-gio-uploading",
        server="dav",
        holder=("replace", "old"),
        first=("write", BIG),
        frozen="close and wait",
        sees=("stream", None, None),
        goes_on=((None, "ok"),),
        is_cut=((None, GIO_ERROR),),
        whole=BIG.encode(),
    ),
]

ROWS = SMB_ROWS + DAV_ROWS
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)


class Scene:
    """Drive Z: on a server, with somebody who has something of it open."""

    def __init__(self, row, session, service, server, hold):
        self.row = row
        self.session = session
        self.service = service
        self.server = server
        if row.server == "dav":
            self.files = server.files / "public"
            self.uri = self.remote = server.uri("public")
        else:
            self.files = server.path("public")
            self.uri, self.remote = server.uri("public"), server.unc("public")
        (self.files / "old").write_bytes(OLD)
        (self.files / "folder").mkdir()
        (self.files / "folder/inside").touch()
        service.map("Z:", self.remote)
        self.link = session.home / "Drives/Z"
        self.path = os.path.realpath(self.link)
        self.holder = self.start_holder(hold)

    def start_holder(self, hold):
        kind, name = self.row.holder
        is_gio = kind in ("stream", "replace")
        holder = hold(kind, f"{self.uri}/{name}" if is_gio else self.link / name, name=NAME)
        if self.row.first:
            assert holder.do(*self.row.first).startswith("ok")
        if self.row.frozen:
            self.server.freeze()
            holder.send("close")
        if self.row.frozen == "close":
            assert holder.answer() == "ok"
            wait_for(self.service_sees_only_gvfs, 2, "gvfsd-fuse to be alone with it")
        return holder

    def service_sees_only_gvfs(self):
        return [h["program"] for h in self.service.holders("Z:")] == ["gvfsd-fuse"]

    def check_named(self, refusal):
        """The holder, and nobody else, is named by the error and the list."""
        (found,) = self.service.holders("Z:")
        kind, name, mode = self.row.sees
        program, pid = NAME, self.holder.pid
        if self.row.frozen == "close":
            program, pid = "gvfsd-fuse", found["pid"]
        path = f"{self.path}/{name}" if name else None
        told = [found.get(key) for key in ("program", "pid", "kind", "path", "mode")]
        assert told == [program, pid, kind, path, mode]
        assert path or found["note"]
        assert refusal.name == self.row.code
        assert f"{program} (process {pid})" in refusal.message

    def go(self, steps):
        """Each step is (what the holder does, what it is told); None: goes on waiting."""
        if self.row.frozen:
            self.server.thaw()
        for step, answer in steps:
            told = self.holder.do(*step) if step else self.holder.answer()
            # gvfsd-fuse says the latter once it has noticed that the mount is gone.
            wanted = ("EIO", "ENOENT") if answer == "EIO" else (answer,)
            assert told in wanted, f"{step}: {told[:80]}"

    def content(self):
        path = self.files / self.row.name
        return path.read_bytes() if path.exists() else None

    def check_file(self, expected):
        # gvfsd-fuse sends the end of a file after close () has returned.
        wait_for(lambda: self.content() == expected, 3, f"{self.row.name} to be complete")
        assert self.orphans() == 0

    def orphans(self):
        return sum(path.name.startswith("~gvf") for path in self.files.iterdir())

    def connection(self):
        """The connection of Z:, None when it has gone."""
        address = f"{self.server.address}:{self.server.port}/"
        found = [c for uri, c in self.service.connections().items() if address in uri]
        return next((c for c in found if "public" in c["Uri"] or self.row.server == "dav"), None)

    def check_gone(self):
        assert self.connection() is None
        assert not os.path.lexists(self.link)
        drive = self.service.drives()["Z:"]
        assert (drive["Status"], drive["Path"], drive["Connection"]) == ("unavailable", "", "/")

    def check_draining(self):
        connection = self.connection()
        told = [connection[key] for key in ("Status", "UseCount", "OpenCount")]
        assert told == ["draining", 0, 1]
        assert not os.path.lexists(self.link)
        assert self.service.drives()["Z:"]["Status"] == "unavailable"

    def check_unchanged(self):
        # The target is not looked at: a server that does not answer would hang us for good.
        assert os.readlink(self.link) == self.path
        assert self.connection()["Status"] == "ok"
        assert self.service.drives()["Z:"]["Status"] == "ok"

    def wait_until_gone(self, timeout=DRAIN_TIME):
        wait_for(lambda: self.connection() is None, timeout, "the connection to go")


@pytest.fixture
def make_scene(session, service, samba, keep, hold):
    def make(row):
        server = keep(Apache()) if row.server == "dav" else samba
        return Scene(row, session, service, server, hold)

    return make


@pytest.fixture
def writer(make_scene):
    """The scene of one program that writes through FUSE."""
    return make_scene(next(row for row in ROWS if row.id == "fuse-write"))


def refuse(service, name, level="none"):
    with pytest.raises(ServiceError) as caught:
        service.cancel(name, level)
    return caught.value


def result(service, name, level):
    answer = service.cancel(name, level)
    assert answer["level"] == level
    assert answer["elapsed-ms"] < (6000 if SANITIZED else 3000)
    assert not answer["ended-backend"]
    return answer["result"]


@every_row
def test_none(make_scene, service, row):
    scene = make_scene(row)
    scene.check_named(refuse(service, "Z:"))
    scene.check_unchanged()
    scene.go(row.goes_on)
    scene.check_file(row.whole)
    wait_for(lambda: not service.holders("Z:"), 2, "the holder to let go")
    assert result(service, "Z:", "none") == "disconnected"
    scene.check_gone()


@every_row
def test_force(make_scene, service, row):
    scene = make_scene(row)
    assert result(service, "Z:", "force") == "draining"
    scene.check_draining()
    scene.go(row.goes_on)
    scene.wait_until_gone()
    scene.check_gone()
    scene.check_file(row.whole)


@every_row
def test_lots_of_force(make_scene, service, session, samba, hold, row):
    scene = make_scene(row)
    service.map("Y:", samba.unc("Bücher und Daten"))
    other = hold("write", session.home / "Drives/Y/other", name="neighbour")
    assert other.write("one ") == "ok"
    assert result(service, "Z:", "lots-of-force") == "disconnected"
    scene.check_gone()
    scene.go(row.is_cut)
    assert scene.content() == row.left
    assert scene.orphans() == row.orphans
    assert (other.write("two"), other.close()) == ("ok", "ok")
    there = samba.path("Bücher und Daten") / "other"
    wait_for(lambda: there.read_bytes() == b"one two", 2, "the neighbour's file")
    assert service.drives()["Y:"]["Status"] == "ok"


@pytest.mark.parametrize("level", ["none", "force", "lots-of-force"])
@pytest.mark.parametrize("kind", ["smb", "dav"])
def test_nothing_open(session, service, samba, keep, kind, level):
    remote = samba.unc("public") if kind == "smb" else keep(Apache()).uri("public")
    service.map("Z:", remote)
    assert result(service, "Z:", level) == "disconnected"
    assert not service.connections()
    assert not os.path.lexists(session.home / "Drives/Z")


def test_holders_of_two_programs(writer, service, hold):
    reader = hold("stream", f"{writer.uri}/old", name="reader")
    refusal = refuse(service, "Z:")
    assert refusal.name == "OpenFiles"
    assert "2 open files" in refusal.message
    found = {(h["program"], h["pid"], h["kind"]) for h in service.holders("Z:")}
    assert found == {
        (NAME, writer.holder.pid, "file"),
        ("reader", reader.pid, "stream"),
    }
    writer.go(writer.row.goes_on)
    # GVfs may still be sending what was just closed.
    wait_for(lambda: "1 open file:" in refuse(service, "Z:").message, 2, "the writer's file to go")
    assert reader.close() == "ok"
    assert result(service, "Z:", "none") == "disconnected"


def test_folder_and_file(writer, service, hold):
    """The file decides the code, both are named, each counted as what it is."""
    folder = hold("cwd", writer.link / "folder", name="shell")
    refusal = refuse(service, "Z:")
    assert refusal.name == "OpenFiles"
    assert "1 open file: " in refusal.message
    assert "1 folder in use: " in refusal.message
    assert f"shell (process {folder.pid})" in refusal.message
    assert f"{NAME} (process {writer.holder.pid})" in refusal.message
    assert {h["kind"] for h in service.holders("Z:")} == {"cwd", "file"}
    writer.go(writer.row.goes_on)
    assert refuse(service, "Z:").name == "DeviceInUse"


def test_drain_waits_for_the_last(writer, service, hold):
    folder = hold("cwd", writer.link / "folder")
    assert result(service, "Z:", "force") == "draining"
    writer.go(writer.row.goes_on)
    writer.check_file(writer.row.whole)
    stays(lambda: writer.connection() is not None, 2.5, "draining")
    assert folder.do("list") == "ok inside"
    folder.end()
    writer.wait_until_gone()


def test_drain_ends_with_the_program(writer, service):
    """A program that is killed lets go like any other."""
    assert result(service, "Z:", "force") == "draining"
    writer.holder.end()
    writer.wait_until_gone()
    writer.check_file(writer.row.left)


@pytest.mark.parametrize("local", ["Z:", "Music"])
def test_map_adopts_a_drain(writer, service, session, local):
    """Mapped again, by its old name or another, it is the same connection."""
    before = session.backend_pid(writer.server.folder("public"))
    assert result(service, "Z:", "force") == "draining"
    service.map(local, writer.remote)
    link = session.home / "Drives" / local.removesuffix(":")
    assert os.path.realpath(link) == writer.path
    assert writer.connection()["Status"] == "ok"
    assert session.backend_pid(writer.server.folder("public")) == before
    stays(lambda: writer.connection()["Status"] == "ok", 1.5, "ok")
    assert refuse(service, local).name == "OpenFiles"
    writer.go(writer.row.goes_on)
    writer.check_file(writer.row.whole)
    stays(lambda: writer.connection() is not None, 1.5, "connected")
    assert result(service, local, "none") == "disconnected"


@pytest.mark.parametrize("by", ["name", "unc", "uri"])
def test_drain_is_ended(writer, service, by):
    """By none not, by lots-of-force at once, whichever way it is named."""
    name = {"name": "Z:", "unc": writer.remote, "uri": writer.uri}[by]
    assert result(service, "Z:", "force") == "draining"
    assert refuse(service, name).name == "OpenFiles"
    writer.check_draining()
    assert result(service, name, "lots-of-force") == "disconnected"
    writer.check_gone()
    writer.go(writer.row.is_cut)
    assert writer.content() == writer.row.left


def test_drain_cannot_be_opened_anew(writer, service):
    """The path by which programs came is gone while the old file is open."""
    assert result(service, "Z:", "force") == "draining"
    with pytest.raises(FileNotFoundError):
        (writer.link / "another").open("w")
    writer.go(writer.row.goes_on)
    writer.wait_until_gone()
    assert not (writer.files / "another").exists()
