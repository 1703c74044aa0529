# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many calls at once over D-Bus, for few of its types: i, u, s, o, g, v, structs, arrays.

GDBus takes 70 µs for each call from Python, this a tenth of it, and the whole tree of
a window is 700 calls.
"""

import contextlib
import functools
import os
import re
import select
import socket
import struct
import sys
import time

_ORDER = b"l" if sys.byteorder == "little" else b"B"
_CALL, _RETURN, _ERROR = 1, 2, 3
_NO_AUTO_START = 2
_PATH, _INTERFACE, _MEMBER, _DESTINATION, _SIGNATURE = 1, 2, 3, 6, 8
_REPLY_SERIAL = b"\x05\x01u\0"
_REPLY_SIGNATURE = b"\x08\x01g\0"
_HEADER = struct.Struct("=cBBBIII")
_INT, _UINT = struct.Struct("=i"), struct.Struct("=I")
_TEXT = "s"


class Wire:
    """A connection to a bus."""

    def __init__(self, address):
        kind, path = re.match(r"unix:(path|abstract)=([^,;]+)", address).groups()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path if kind == "path" else "\0" + path)
        self._received = bytearray()
        self._serial = 0
        self._questions = []
        self._open = {}
        user = str(os.getuid()).encode().hex()
        self._socket.sendall(f"\0AUTH EXTERNAL {user}\r\n".encode())
        answer = self._socket.recv(1000)
        assert answer.startswith(b"OK "), answer
        self._socket.sendall(b"BEGIN\r\n")
        bus = "org.freedesktop.DBus"
        self.ask((bus, "/org/freedesktop/DBus"), bus, "Hello", lambda values: None)
        self.wait(10)

    def close(self):
        self._socket.close()

    def ask(self, ref, interface, method, answer, *arguments):
        """Call a method of REF, a name and a path, whose ARGUMENTS are made by
        number (), signed () and text (); wait () then calls ANSWER with its results as
        a tuple, or with None after an error."""
        self._serial += 1
        body, types = _pack(arguments)
        fields = _method_fields(interface, method, types) + _ref_fields(*ref)
        header = _HEADER.pack(_ORDER, _CALL, _NO_AUTO_START, 1, len(body), self._serial, len(fields))
        self._questions += (header, fields, bytes(-len(fields) % 8), body)
        self._open[self._serial] = answer

    def wait(self, timeout):
        """Until all questions are answered, or for so many seconds."""
        deadline = time.monotonic() + timeout
        questions, self._questions = b"".join(self._questions), []
        # The bus may go before us.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(questions)
            while self._open and (data := self._receive(deadline)):
                self._received += data
                self._take()
        unanswered, self._open = self._open, {}
        for answer in unanswered.values():
            answer(None)

    def _receive(self, deadline):
        left = max(0.0, deadline - time.monotonic())
        return select.select([self._socket], [], [], left)[0] and self._socket.recv(1 << 20)

    def _take(self):
        """All messages that have arrived whole."""
        received, start = bytes(self._received), 0
        while len(received) - start >= _HEADER.size:
            _, kind, _, _, size, _, fields = _HEADER.unpack_from(received, start)
            body = start + _HEADER.size + fields + -fields % 8
            if len(received) < body + size:
                break
            if kind in (_RETURN, _ERROR):
                self._give(kind, received[start:body], received[body:body + size])
            start = body + size
        del self._received[:start]

    def _give(self, kind, header, body):
        place = header.index(_REPLY_SERIAL, _HEADER.size) + len(_REPLY_SERIAL)
        answer = self._open.pop(_UINT.unpack_from(header, place)[0], None)
        if answer is None:
            return
        place = header.find(_REPLY_SIGNATURE, _HEADER.size) + len(_REPLY_SIGNATURE)
        types = header[place + 1:place + 1 + header[place]].decode() if body else ""
        answer(None if kind == _ERROR else _struct_reader(types)(body, 0)[0])


def number(value):
    """An argument: a number without a sign."""
    return (_UINT, value)


def signed(value):
    """An argument: a number."""
    return (_INT, value)


def text(value):
    """An argument: a text."""
    return (_TEXT, value)


def _pack(arguments):
    """The body of a message, and its types."""
    body, types = b"", ""
    for kind, value in arguments:
        body += bytes(-len(body) % 4)
        if kind is _TEXT:
            data = value.encode()
            body += _UINT.pack(len(data)) + data + b"\0"
            types += "s"
        else:
            body += kind.pack(value)
            types += "iu"[kind is _UINT]
    return body, types


def _field(code, kind, text):
    data = text.encode()
    size = bytes([len(data)]) if kind == b"g" else _UINT.pack(len(data))
    return bytes([code, 1]) + kind + b"\0" + size + data + b"\0"


def _padded(data):
    return data + bytes(-len(data) % 8)


@functools.cache
def _method_fields(interface, method, types):
    fields = [_field(_INTERFACE, b"s", interface), _field(_MEMBER, b"s", method)]
    if types:
        fields.append(_field(_SIGNATURE, b"g", types))
    return b"".join(map(_padded, fields))


@functools.lru_cache(10_000)
def _ref_fields(name, path):
    return _padded(_field(_DESTINATION, b"s", name)) + _field(_PATH, b"o", path)


def _read_int(data, at):
    at += -at % 4
    return _INT.unpack_from(data, at)[0], at + 4


def _read_uint(data, at):
    at += -at % 4
    return _UINT.unpack_from(data, at)[0], at + 4


def _read_text(data, at):
    at += -at % 4
    end = at + 4 + _UINT.unpack_from(data, at)[0]
    return data[at + 4:end].decode(errors="replace"), end + 1


def _read_signature(data, at):
    end = at + 1 + data[at]
    return data[at + 1:end].decode(), end + 1


def _read_variant(data, at):
    types, at = _read_signature(data, at)
    return _reader(types)(data, at)


_BASIC = {"i": _read_int, "u": _read_uint, "s": _read_text, "o": _read_text, "v": _read_variant}


@functools.cache
def _reader(kind):
    """A function that reads one value of this type: (data, place) → (value, place)."""
    if kind[0] == "a":
        return _array_reader(kind[1:])
    if kind[0] == "(":
        inner = _struct_reader(kind[1:-1])
        return lambda data, at: inner(data, at + -at % 8)
    return _BASIC[kind]


def _array_reader(kind):
    inner = _reader(kind)
    skip = 8 if kind[0] == "(" else 1

    def read(data, at):
        size, at = _read_uint(data, at)
        at += -at % skip
        end = at + size
        found = []
        while at < end:
            value, at = inner(data, at)
            found.append(value)
        return found, at

    return read


@functools.cache
def _struct_reader(types):
    readers = [_reader(kind) for kind in _split(types)]

    def read(data, at):
        found = []
        for reader in readers:
            value, at = reader(data, at)
            found.append(value)
        return tuple(found), at

    return read


def _split(types):
    """The single types of which there are several."""
    found, depth, start = [], 0, 0
    for place, letter in enumerate(types):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if not depth and letter != "a":
            found.append(types[start:place + 1])
            start = place + 1
    return found
