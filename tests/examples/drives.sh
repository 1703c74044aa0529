#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# drives.sh [LOCAL REMOTE]: map a drive, if one is given; then print all drives,
# in a shell, with gdbus, which comes with GLib.
set -eu

NAME=io.github.drivemap.Drivemap.Service
OBJECT=/io/github/drivemap/Drivemap

# gdbus reads GVariant's text, in which a backslash stands before what is meant itself.
quote () {
  printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"
}

if [ $# -eq 2 ]; then
  # The last argument of every method holds options; none are needed here.
  gdbus call --session --dest "$NAME" --object-path "$OBJECT" \
    --method io.github.drivemap.Drivemap.Manager.Map "$(quote "$1")" "$(quote "$2")" '{}'
fi

# Each drive is an object below .../drives, with its properties.
gdbus introspect --session --dest "$NAME" --object-path "$OBJECT/drives" --recurse --only-properties |
  sed -n "s/^ *readonly s \(Local\|Remote\|Status\) = '\(.*\)';$/\1: \2/p"
