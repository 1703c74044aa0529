# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

function __drivemapctl_names
    drivemapctl list --json 2>/dev/null | string replace -rf '^\{"local": "([^"\\\\]*)".*' '$1'
end

set -l verbs list map connect files disconnect rename status help

complete -c drivemapctl -f
complete -c drivemapctl -n __fish_use_subcommand -a list -d 'Show drives and connections'
complete -c drivemapctl -n __fish_use_subcommand -a map -d 'Give a network place a drive letter or name'
complete -c drivemapctl -n __fish_use_subcommand -a connect -d 'Connect without a letter, or bring a drive back'
complete -c drivemapctl -n __fish_use_subcommand -a files -d 'Show who has what open on a connection'
complete -c drivemapctl -n __fish_use_subcommand -a disconnect -d 'Disconnect a drive or connection'
complete -c drivemapctl -n __fish_use_subcommand -a rename -d 'Give a drive another letter or name'
complete -c drivemapctl -n __fish_use_subcommand -a status -d 'Show the state of the service'
complete -c drivemapctl -n __fish_use_subcommand -a help -d 'Show help'
complete -c drivemapctl -n __fish_use_subcommand -l version -d 'Show the version'

complete -c drivemapctl -s h -l help -d 'Show help'
complete -c drivemapctl -n "__fish_seen_subcommand_from $verbs" -l json -d 'Print JSON for programs'
complete -c drivemapctl -n '__fish_seen_subcommand_from list files' -s w -l watch -d 'Show it again whenever it changes'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect' -s u -l user -x -d 'Connect as this user'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect' -l password-stdin -d 'Read the password from standard input'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect' -l no-remember -d 'Do not keep it for good'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -l force -d 'Let open files finish'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -a '--force=none --force=force --force=lots-of-force'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -l forget -d 'Also forget the drive'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -s a -l all -d 'Disconnect everything'
complete -c drivemapctl -n '__fish_seen_subcommand_from help' -a "$verbs"
complete -c drivemapctl -n '__fish_seen_subcommand_from connect files disconnect rename' -a '(__drivemapctl_names)'
