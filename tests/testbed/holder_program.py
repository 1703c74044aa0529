# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds one thing open; see holder.py. Commands on stdin (VERB, then a
JSON string), answers on stdout."""

import errno
import json
import mmap
import os
import sys

CHUNK = 65536


def count_rest(read):
    """Call read() until it returns nothing more; returns how many bytes came."""
    count = 0
    while data := read():
        count += len(data)
    return count


class FileHolder:
    """A file on a path."""

    FLAGS = {
        "read": os.O_RDONLY,
        "write": os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
        "append": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
    }

    def __init__(self, kind, target):
        self.descriptor = os.open(target, self.FLAGS[kind] | os.O_CLOEXEC, 0o644)

    def do_read(self, text):
        return os.read(self.descriptor, int(text or 1)).decode("utf-8", "replace")

    def do_rest(self, _):
        return str(count_rest(lambda: os.read(self.descriptor, CHUNK)))

    def do_write(self, text):
        os.write(self.descriptor, text.encode())

    def do_sync(self, _):
        os.fsync(self.descriptor)

    def do_stat(self, _):
        return str(os.fstat(self.descriptor).st_size)

    def do_close(self, _):
        os.close(self.descriptor)


class DirectoryHolder:
    """An open directory."""

    def __init__(self, _, target):
        self.descriptor = os.open(target, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def do_list(self, _):
        return " ".join(sorted(os.listdir(self.descriptor)))

    def do_stat(self, _):
        os.fstat(self.descriptor)

    def do_close(self, _):
        os.close(self.descriptor)


class CwdHolder:
    """A working directory."""

    def __init__(self, _, target):
        os.chdir(target)

    def do_getcwd(self, _):
        return os.getcwd()

    def do_list(self, _):
        return " ".join(sorted(os.listdir(".")))

    def do_close(self, _):
        os.chdir("/")


class MapHolder:
    """A mapped file whose descriptor is closed; bytes are read by offset."""

    def __init__(self, _, target):
        descriptor = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
        size = os.fstat(descriptor).st_size
        self.memory = mmap.mmap(descriptor, size, mmap.MAP_PRIVATE, mmap.PROT_READ)
        os.close(descriptor)
        # Python keeps a duplicate of the descriptor: the mapping is to be alone.
        for name in os.listdir("/proc/self/fd"):
            try:
                if os.readlink(f"/proc/self/fd/{name}") == os.path.realpath(target):
                    os.close(int(name))
            except OSError:
                pass

    def do_read(self, text):
        return chr(self.memory[int(text or 0)])

    def do_close(self, _):
        self.memory.close()


class StreamHolder:
    """A file read through GIO."""

    def __init__(self, _, target):
        from gi.repository import Gio

        self.stream = Gio.File.new_for_commandline_arg(target).read(None)

    def do_read(self, text):
        data = self.stream.read_bytes(int(text or 1), None).get_data()
        return (data or b"").decode("utf-8", "replace")

    def do_rest(self, _):
        return str(count_rest(lambda: self.stream.read_bytes(CHUNK, None).get_data()))

    def do_close(self, _):
        self.stream.close(None)


class ReplaceHolder:
    """A file replaced through GIO."""

    def __init__(self, _, target):
        from gi.repository import Gio

        file = Gio.File.new_for_commandline_arg(target)
        self.stream = file.replace(None, False, Gio.FileCreateFlags.NONE, None)

    def do_write(self, text):
        self.stream.write_all(text.encode(), None)

    def do_sync(self, _):
        self.stream.flush(None)

    def do_close(self, _):
        self.stream.close(None)


HOLDERS = {
    "read": FileHolder,
    "write": FileHolder,
    "append": FileHolder,
    "dir": DirectoryHolder,
    "cwd": CwdHolder,
    "map": MapHolder,
    "stream": StreamHolder,
    "replace": ReplaceHolder,
}


def describe(error):
    """An errno's name, or domain:code of a GError."""
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno, str(error.errno))
    domain, code = getattr(error, "domain", None), getattr(error, "code", None)
    return f"{domain}:{code}" if domain else f"{type(error).__name__}: {error}"


def attempt(function, *arguments):
    """Run it and say how it went; returns what it returned."""
    value = None
    try:
        value = function(*arguments)
    except Exception as error:
        answer = describe(error)
    else:
        answer = f"ok {value}" if isinstance(value, str) else "ok"
    print(answer.replace("\n", " "), flush=True)
    return value


def main():
    kind, target = sys.argv[1:]
    holder = attempt(HOLDERS[kind], kind, target)
    for line in sys.stdin:
        verb, _, text = line.rstrip("\n").partition(" ")
        attempt(getattr(holder, f"do_{verb}"), json.loads(text))


if __name__ == "__main__":
    main()
