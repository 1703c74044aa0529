# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

function __drivemapctl_names
    drivemapctl list --json 2>/dev/null | string replace -rf '^\{"local": "([^"\\\\]*)".*' '$1'
end

set -l verbs list map connect files disconnect import export reconnect rename set password managed status help

complete -c drivemapctl -f
complete -c drivemapctl -n __fish_use_subcommand -a list -d 'Show drives and connections'
complete -c drivemapctl -n __fish_use_subcommand -a map -d 'Give a network place a drive letter or name'
complete -c drivemapctl -n __fish_use_subcommand -a connect -d 'Connect without a letter, or bring a drive back'
complete -c drivemapctl -n __fish_use_subcommand -a files -d 'Show who has what open on a connection'
complete -c drivemapctl -n __fish_use_subcommand -a disconnect -d 'Disconnect a drive or connection'
complete -c drivemapctl -n __fish_use_subcommand -a import -d 'Take drives over from other programs and files'
complete -c drivemapctl -n __fish_use_subcommand -a export -d 'Write the remembered drives to a file'
complete -c drivemapctl -n __fish_use_subcommand -a reconnect -d 'Bring the remembered drives back'
complete -c drivemapctl -n __fish_use_subcommand -a rename -d 'Give a drive another letter or name'
complete -c drivemapctl -n __fish_use_subcommand -a password -d 'Show, change or forget the password of a drive'
complete -c drivemapctl -n __fish_use_subcommand -a managed -d 'Show the drives that an administrator has set up'
complete -c drivemapctl -n __fish_use_subcommand -a set -d 'Choose how a drive behaves'
complete -c drivemapctl -n __fish_use_subcommand -a status -d 'Show the state of the service'
complete -c drivemapctl -n __fish_use_subcommand -a help -d 'Show help'
complete -c drivemapctl -n __fish_use_subcommand -l version -d 'Show the version'

complete -c drivemapctl -s h -l help -d 'Show help'
complete -c drivemapctl -n "__fish_seen_subcommand_from $verbs" -l json -d 'Print JSON for programs'
complete -c drivemapctl -n '__fish_seen_subcommand_from list files' -s w -l watch -d 'Show it again whenever it changes'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect password' -s u -l user -x -d 'Connect as this user'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect password' -l password-stdin -d 'Read the password from standard input'
complete -c drivemapctl -n '__fish_seen_subcommand_from map connect password' -l no-remember -d 'Do not keep it for good'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -l force -d 'Let open files finish'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -a '--force=none --force=force --force=lots-of-force'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -l forget -d 'Also forget the drive'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -s a -l all -d 'Disconnect everything'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect' -l except -x -a '(__drivemapctl_names)' -d 'But not these'
complete -c drivemapctl -n '__fish_seen_subcommand_from disconnect reconnect' -l profile -x -d 'The drives of this set'
complete -c drivemapctl -n '__fish_seen_subcommand_from reconnect' -l sign-in -d 'The session begins'
complete -c drivemapctl -n '__fish_seen_subcommand_from password' -s c -l change -d 'Connect with another password'
complete -c drivemapctl -n '__fish_seen_subcommand_from password' -l forget -d 'Forget the password'
complete -c drivemapctl -n '__fish_seen_subcommand_from password' -s y -l yes -d 'Forget it without asking'
complete -c drivemapctl -n '__fish_seen_subcommand_from managed' -s c -l check -r -F -d 'Show what a file would give you'
complete -c drivemapctl -n '__fish_seen_subcommand_from import' -F -a 'gtk nautilus gigolo smb4k fstab mounted'
complete -c drivemapctl -n '__fish_seen_subcommand_from import' -s n -l dry-run -d 'Only show what was found'
complete -c drivemapctl -n '__fish_seen_subcommand_from import' -s y -l yes -d 'Map it without asking'
complete -c drivemapctl -n '__fish_seen_subcommand_from import' -l only -x -d 'Map only these of the preview'
complete -c drivemapctl -n '__fish_seen_subcommand_from export' -F -l force -d 'Replace the file if there is one'
complete -c drivemapctl -n '__fish_seen_subcommand_from set' -l idle -x -a never -d 'Disconnect after so long without use'
complete -c drivemapctl -n '__fish_seen_subcommand_from set' -l networks -x -a any -d 'Connect by itself only on these networks'
complete -c drivemapctl -n '__fish_seen_subcommand_from set' -l wake -x -a none -d 'Wake the server with this hardware address first'
complete -c drivemapctl -n '__fish_seen_subcommand_from set' -l profiles -x -a none -d 'Make it part of these sets of drives'
complete -c drivemapctl -n '__fish_seen_subcommand_from help' -a "$verbs"
complete -c drivemapctl -n '__fish_seen_subcommand_from connect files disconnect rename set password' -a '(__drivemapctl_names)'
