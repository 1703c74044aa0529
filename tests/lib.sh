# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What tests/run and tests/demo share: packages, the ordinary user, the
# temporary directory and its removal. Sourced in the top of the tree.

# shellcheck disable=SC2034
ALL_SUITES=(unit clang fuzz backend service cli gui filemanagers flatpak sanitize install po)
TEST_USER=drivemap-test

PACKAGES=(
  # to build
  clang gcc gettext libadwaita-1-dev libc6-dev libcaja-extension-dev libclang-rt-dev
  libglib2.0-bin libglib2.0-dev libglib2.0-dev-bin libgtk-4-bin libgtk-4-dev
  libnautilus-extension-dev libnemo-extension-dev libsecret-1-dev libsmbclient-dev
  libthunarx-3-dev libx11-dev libxdamage-dev meson ninja-build pkg-config
  # the session
  dbus-daemon fuse3 gnome-keyring gvfs gvfs-backends gvfs-daemons gvfs-fuse
  # its screen
  adwaita-icon-theme at-spi2-core fonts-cantarell fonts-noto-core gir1.2-atspi-2.0 imagemagick
  librsvg2-common locales openbox x11-utils xcompmgr xdotool xvfb
  # the file managers; smb:// in Dolphin, and what keeps VLC out
  caja dolphin kio-extras nautilus nemo phonon4qt5-backend-null thunar
  # the servers
  apache2-bin krb5-admin-server krb5-kdc krb5-user openssh-client openssh-server openssl samba samba-common-bin
  # the tests
  appstream desktop-file-utils gir1.2-gdkpixbuf-2.0 git groff-base iproute2 nftables procps
  python3 python3-dbusmock python3-gi python3-pytest python3-pytest-xdist strace util-linux
)

FLATPAK_PACKAGES=(
  debootstrap elfutils flatpak flatpak-builder ostree python3-yaml xdg-desktop-portal
  xdg-desktop-portal-gtk
)

as_root () {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

missing_packages () {
  comm -23 <(printf '%s\n' "${PACKAGES[@]}" | sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${PACKAGES[@]}" 2>/dev/null \
      | sed -n 's/^installed //p' | sort -u)
}

# The servers that come with the packages are not to be started.
forbid_starting () {
  [[ -e /usr/sbin/policy-rc.d ]] && return 1
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
}

install_packages () {
  local missing forbidden=0
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  echo "Installing ${missing[*]}"
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    echo "Install them as root, or install sudo." >&2
    return 1
  fi
  local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y)
  as_root "${apt[@]}" update </dev/null || as_root "${apt[@]}" update </dev/null
  forbid_starting && forbidden=1
  as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null
  local status=$?
  ((forbidden)) && as_root rm -f /usr/sbin/policy-rc.d
  return "$status"
}

# A short path: the name of a socket has room for 107 characters.
make_work_dir () {
  WORK=$(mktemp -d /tmp/dm-XXXXXX) || return 1
  mkdir "$WORK/tree" "$WORK/home" "$WORK/t" "$WORK/logs" || return 1
  ((EUID == 0)) || return 0
  if ! getent passwd "$TEST_USER" >/dev/null; then
    useradd --system --user-group --no-create-home \
      --home-dir "/var/tmp/$TEST_USER" --shell /bin/sh "$TEST_USER" || return 1
  fi
  keep_in_memory "$WORK/t"
  chown -R "$TEST_USER:" "$WORK"
}

# Each test makes some hundred files and removes them again, which costs ext4 a tenth of
# the whole run.
keep_in_memory () {
  local free
  free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  [[ -z ${DRIVEMAP_KEEP:-} ]] && ((free > 6000000)) && mount -t tmpfs -o mode=755,size=4g tmpfs "$1" 2>/dev/null
  return 0
}

# With a copy, editing goes on meanwhile and nothing is written into the tree.
copy_tree () {
  {
    if [[ -e .git ]]; then
      git -c safe.directory='*' ls-files -z --cached --others --exclude-standard
    else
      find . -type f -not -path './_build*' -not -path './build*' -print0
    fi
  } | while IFS= read -r -d '' file; do
    [[ -e $file || -L $file ]] && printf '%s\0' "$file"
  done | tar -c --null --no-recursion -T - | as_test_user tar -x -C "$WORK/tree"
}

# Why this machine cannot have a sandbox, if so: most containers forbid what it is made of.
no_sandbox_because () {
  as_root unshare --mount --propagation private true \
    || { echo "root may not make a mount namespace"; return; }
  as_test_user bwrap --unshare-user --ro-bind / / --proc /proc true \
    || echo "an ordinary user may not make a sandbox (bwrap)"
}

# What is kept for the next run of the suite flatpak: the runtime, and what was built
# with it. The user's part is on the same file system, as flatpak-builder wants it.
# Without it the suite is a failure, and on a machine that cannot skipped.
prepare_flatpak () {
  local cache=${DRIVEMAP_FLATPAK_CACHE:-/var/tmp/drivemap-flatpak} user reason
  reason=$(no_sandbox_because)
  if [[ -n $reason ]]; then
    EXTRA_ENV+=("DRIVEMAP_NO_SANDBOX=$reason")
    return
  fi
  user=$(id -un)
  ((EUID == 0)) && user=$TEST_USER
  as_root mkdir -p "$cache" || return 1
  as_root env "DRIVEMAP_DEBIAN_MIRROR=${DRIVEMAP_DEBIAN_MIRROR:-}" \
    "DRIVEMAP_FLATPAK_SUITE=${DRIVEMAP_FLATPAK_SUITE:-}" \
    tests/flatpak/make-runtime "$cache/runtime" || return 1
  as_root install -d -o "$user" "$cache/$user" || return 1
  EXTRA_ENV+=("DRIVEMAP_FLATPAK_RUNTIME=$cache/runtime" "DRIVEMAP_FLATPAK_BUILDS=$cache/$user")
  PRIVATE_RUN=("$PWD/tests/flatpak/in-private-run" "$user")
}

# For a window: only where the user that runs it owns the display.
EXTRA_ENV=()
PRIVATE_RUN=()
pass_display () {
  ((EUID == 0)) && return
  [[ -n ${DISPLAY:-} ]] && EXTRA_ENV+=("DISPLAY=$DISPLAY")
  [[ -n ${XAUTHORITY:-} ]] && EXTRA_ENV+=("XAUTHORITY=$XAUTHORITY")
  [[ -n ${WAYLAND_DISPLAY:-} ]] \
    && EXTRA_ENV+=("WAYLAND_DISPLAY=${XDG_RUNTIME_DIR:-}/$WAYLAND_DISPLAY")
}

# A clean environment, and never root's rights.
as_test_user () {
  local -a environment=(
    HOME="$WORK/home" TMPDIR="$WORK/t" PATH=/usr/bin:/bin:/usr/sbin:/sbin
    LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" PYTHONDONTWRITEBYTECODE=1
    DRIVEMAP_RUN="$WORK" ${CI:+"CI=$CI"} ${DRIVEMAP_JOBS:+"DRIVEMAP_JOBS=$DRIVEMAP_JOBS"}
    ${DRIVEMAP_WORKERS:+"DRIVEMAP_WORKERS=$DRIVEMAP_WORKERS"}
    "${EXTRA_ENV[@]}"
  )
  if ((${#PRIVATE_RUN[@]})); then
    as_root "${PRIVATE_RUN[@]}" env -i -C "$WORK" "${environment[@]}" \
      USER="${PRIVATE_RUN[1]}" LOGNAME="${PRIVATE_RUN[1]}" "$@"
  elif ((EUID == 0)); then
    setpriv --reuid="$TEST_USER" --regid="$TEST_USER" --init-groups \
      env -i -C "$WORK" "${environment[@]}" USER="$TEST_USER" LOGNAME="$TEST_USER" "$@"
  else
    env -i -C "$WORK" "${environment[@]}" USER="$(id -un)" LOGNAME="$(id -un)" "$@"
  fi
}

# on_exit COMMAND: also after a signal, and then not to be stopped by another.
on_exit () {
  # shellcheck disable=SC2064
  trap "trap '' INT TERM HUP; $1; remove_work_dir" EXIT
  trap "trap '' INT TERM HUP; exit 130" INT TERM HUP
}

# By the marker in their environment: nobody else has it.
run_pids () {
  local directory
  for directory in /proc/[0-9]*; do
    if grep -qzxF "DRIVEMAP_RUN=$WORK" "$directory/environ" 2>/dev/null; then
      echo "${directory#/proc/}"
    fi
  done
}

remove_work_dir () {
  local pids point
  disown -a
  for _ in 1 2 3 4 5 6; do
    pids=$(run_pids)
    [[ -n $pids ]] || break
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null
    sleep 0.1
  done
  while read -r point; do
    if ((EUID == 0)); then umount -l "$point"; else fusermount3 -u -z "$point"; fi
  done < <(awk -v top="$WORK/" 'index($5, top) == 1 { print $5 }' /proc/self/mountinfo)
  if [[ -n ${DRIVEMAP_KEEP:-} ]]; then
    echo "Kept: $WORK" >&2
  else
    rm -rf --one-file-system "$WORK"
  fi
}

# Best effort: the tree may be read-only.
keep_logs () {
  rm -rf tests/out 2>/dev/null
  cp -r "$WORK/logs" tests/out 2>/dev/null
}
