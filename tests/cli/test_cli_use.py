# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""drivemapctl use: transcripts of what Windows people type."""

import shlex
from pathlib import Path

import pytest

from test_cli import Terminal, stored
from testbed.waiting import wait_for

REMEMBERED = "New connections will be remembered.\n\n"
NOT_REMEMBERED = "New connections will not be remembered.\n\n"
HEADER = (
    "\nStatus       Local     Remote                    Network\n\n"
    "-------------------------------------------------------------------------------\n"
)
NETWORK = "Microsoft Windows Network"
DONE = "The command completed successfully.\n"
NO_ENTRIES = "There are no entries in the list.\n"
OPEN = "There are open files and/or incomplete directory searches pending on the connection to {}.\n\n"
FORCE = "Is it OK to continue disconnecting and force them closed? (Y/N) [N]: "
CONTINUE = "Do you want to continue this operation? (Y/N) [N]: "


def row(status, local, remote):
    line = f"{status:13}{local:10}{remote:26}"
    return f"{line}{NETWORK}\n" if len(remote) < 26 else f"{line.rstrip()}\n{'':49}{NETWORK}\n"


def listed(*rows, first=REMEMBERED):
    return first + HEADER + "".join(row(*cells) for cells in rows) + DONE


def slashes(unc):
    return unc.replace("\\", "/")


def locals_of(cli):
    return [item["local"] for item in cli.json("list")]


@pytest.fixture
def remember(session):
    """remember(*drives): drives.ini as an earlier session left it; drives: (local, remote)."""

    def write(*drives):
        path = session.home / "config/drivemap/drives.ini"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"[{local}]\nRemote={remote}\n\n" for local, remote in drives))

    return write


# --- without a service ---


@pytest.mark.parametrize(
    "command, hint",
    [
        (r"use Z: \\nas\team", r"'\\server\share'"),
        (r'use Z: "\\nas\team"', r"'\\server\share'"),
        (r"use \\nas\team /delete", "//server/share"),
        ("use * //nas/team", "'*'"),
        ("use /xyzzy", "/xyzzy is unknown"),
        ("use Z: /delete /persistent:yes", "/DELETE"),
    ],
)
def test_wrong_usage(session, cli, service, command, hint):
    """As a shell hands it over."""
    for name in "abcd":
        (session.home / name).touch()
    done = session.run("bash", "-c", f"{shlex.quote(str(cli.program))} {command}", cwd=session.home, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert hint in done.stderr
    assert service.pid is None, "wrong usage must not start the service"


@pytest.mark.parametrize(
    "arguments, hint",
    [
        (["LPT1:", "//nas/printer"], "printer"),
        (["Z:", "*", "/HOME"], "domain"),
        (["Z:", "//nas/team", "/SmartCard"], "kinit"),
    ],
)
def test_refused(cli, service, arguments, hint):
    result = cli("use", *arguments, rc=2)
    assert result.err.startswith("System error 50 has occurred.\n\nThe request is not supported.\n")
    assert hint in result.err
    assert service.pid is None


def test_help(cli):
    text = cli("use", "/?", rc=0).out
    assert "/PERSISTENT:YES|NO" in text
    assert cli("use", "--help", rc=0).out == cli("help", "use", rc=0).out == text


# --- list, detail ---


def test_life_of_a_drive(cli, samba):
    """Nothing, one drive, its details, nothing again."""
    unc = samba.unc("public")
    assert cli("use", rc=0).out == REMEMBERED + NO_ENTRIES
    assert cli("use", "z:", slashes(unc), rc=0).out == DONE
    assert cli("use", rc=0).out == listed(("OK", "Z:", unc))
    detail = cli("use", "Z:", rc=0).out
    assert detail == (
        f"Local name        Z:\nRemote name       {unc}\nResource type     Disk\n"
        f"Status            OK\n# Opens           0\n# Connections     1\n{DONE}"
    )
    assert cli("use", "/D", "z:", rc=0).out == "Z: was deleted successfully.\n"
    assert cli("use", rc=0).out == REMEMBERED + NO_ENTRIES
    gone = cli("use", "Z:", rc=2)
    assert gone.out == ""
    assert gone.err.startswith("System error 2250 has occurred.\n\nThe network connection could not be found.\n")
    assert cli("use", "Z:", "/delete", rc=2).err.startswith("System error 2250 ")


def test_next_free_letter(cli, samba):
    for letter, share in (("Z:", "public"), ("Y:", "readonly")):
        unc = samba.unc(share)
        assert cli("use", "*", unc, rc=0).out == f"Drive {letter} is now connected to {unc}.\n\n{DONE}"
    assert cli("use", rc=0).out == listed(
        ("OK", "Y:", samba.unc("readonly")), ("OK", "Z:", samba.unc("public"))
    )


def test_long_remotes_and_devicelesses(cli, samba):
    (samba.path("public") / "a folder with a long name").mkdir()
    long = samba.unc("public") + "\\a folder with a long name"
    cli("use", "Z:", long, rc=0)
    cli("use", samba.unc("readonly"), rc=0)
    assert cli("use", rc=0).out == listed(("OK", "Z:", long), ("OK", "", samba.unc("readonly")))
    assert f"Remote name       {long}\n" in cli("use", "Z:", rc=0).out
    # A location means the use without a drive only.
    assert cli("use", samba.unc("public"), "/delete", rc=2).err.startswith("System error 2250 ")
    unc = samba.unc("readonly")
    assert cli("use", unc, "/delete", rc=0).out == f"{unc} was deleted successfully.\n"
    assert locals_of(cli) == ["Z:"]


def test_thirty_that_are_not_there(cli, remember):
    drives = [(f"drive{n:02}", rf"\\nas\share{n:02}") for n in range(30)]
    remember(*drives)
    assert cli("use", rc=0).out == listed(*(("Unavailable", *drive) for drive in drives))
    assert "Status            Unavailable\n" in cli("use", "drive07", rc=0).out
    cli("use", "drive07", "/delete", rc=0)
    result = cli("use", "*", "/delete", "/y", rc=0)
    assert result.out.count("\\\\nas\\share") == 29
    assert cli("use", rc=0).out == REMEMBERED + NO_ENTRIES


# --- what lasts ---


def test_persistent(cli, samba):
    """What was said last counts for the next."""

    def remembered(local):
        return next(item["remembered"] for item in cli.json("list") if item["local"] == local)

    cli("use", "Z:", samba.unc("public"), rc=0)
    assert remembered("Z:")
    cli("use", "Y:", samba.unc("public"), "/Persistent:No", rc=0)
    assert not remembered("Y:")
    assert cli("use", rc=0).out.startswith(NOT_REMEMBERED)
    cli("use", "X:", samba.unc("public"), rc=0)
    assert not remembered("X:")
    assert cli("use", "/persistent:yes", rc=0).out == DONE
    assert cli("use", rc=0).out.startswith(REMEMBERED)
    cli("use", "W:", samba.unc("public"), rc=0)
    assert remembered("W:")


def test_a_default_that_cannot_be_kept(session, cli):
    folder = session.home / "config"
    folder.mkdir(exist_ok=True)
    (folder / "drivemap").write_text("not a folder")
    assert "System error 1205 " in cli("use", "/persistent:no", rc=2).err


# --- errors ---


def test_errors(cli, samba, remember):
    remember(("Y:", r"\\nas\elsewhere"))
    cli("use", "Z:", samba.unc("public"), rc=0)
    for arguments, code, text in (
        (["Z:", samba.unc("readonly")], 85, "The local device name is already in use."),
        (["Y:", samba.unc("public"), "/n"], 1202, "The local device name has a remembered connection"),
        (["X:", samba.unc("no-such-share")], 67, "The network name cannot be found."),
        (["X", samba.unc("public")], 1200, "The specified device name is invalid."),
        (["X:", "gopher://nas/team"], 1203, "The network path was either typed incorrectly"),
    ):
        result = cli("use", *arguments, rc=2)
        assert result.out == ""
        assert result.err.startswith(f"System error {code} has occurred.\n\n{text}"), result


# --- a name that is remembered for something else ---

HAS_REMEMBERED = (
    "The local device name Y: has a remembered connection to \\\\nas\\elsewhere.\n"
    "Do you want to overwrite the remembered connection? (Y/N) [N]: "
)


def remotes(cli):
    return {item["local"]: item["remote"] for item in cli.json("list")}


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_remembered_and_no(cli, samba, remember, answer):
    remember(("Y:", r"\\nas\elsewhere"))
    result = cli("use", "Y:", samba.unc("public"), input=answer, rc=2)
    assert result.out == HAS_REMEMBERED + "\n"
    assert result.err.startswith("System error 1202 has occurred.")
    assert remotes(cli) == {"Y:": r"\\nas\elsewhere"}


@pytest.mark.parametrize("answer", ["y\n", "/y"])
def test_remembered_and_yes(cli, samba, remember, answer):
    remember(("Y:", r"\\nas\elsewhere"))
    more, text = ([answer], None) if answer.startswith("/") else ([], answer)
    result = cli("use", "Y:", samba.unc("public"), *more, input=text, rc=0)
    assert result.out == (HAS_REMEMBERED + "\n" if text else "") + DONE
    assert remotes(cli) == {"Y:": samba.unc("public")}


def test_remembered_and_the_new_one_fails(cli, samba, remember, session):
    """All that was remembered of the old one is kept."""
    remember(("Y:", r"\\nas\elsewhere"))
    cli("set", "Y:", "--idle=30", rc=0)
    before = (session.home / "config/drivemap/drives.ini").read_text()
    assert "System error 67" in cli("use", "Y:", samba.unc("no-such-share"), "/y", rc=2).err
    assert (session.home / "config/drivemap/drives.ini").read_text() == before
    assert remotes(cli) == {"Y:": r"\\nas\elsewhere"}


# --- passwords ---


@pytest.mark.parametrize("user", [r"WORKGROUP\games", "games@WORKGROUP"])
def test_password_on_the_command_line(cli, samba, user):
    """Works, is warned of, is not kept for good."""
    password = samba.password("games")
    result = cli("use", "Z:", samba.unc("team"), password, f"/user:{user}", rc=0)
    assert result.out == DONE
    assert "list of processes" in result.err and password not in result.err
    (item,) = cli.json("list")
    assert (item["user"], item["domain"], item["status"]) == ("games", "WORKGROUP", "ok")
    assert cli.json("password", "Z:", rc=0)["kept"] == "session"
    wrong = cli("use", "Y:", samba.uri("team", "news"), "wrong", rc=2)
    assert "System error 1326 has occurred.\n\nThe user name or password is incorrect.\n" in wrong.err
    assert locals_of(cli) == ["Z:"]


def test_savecred(cli, session, samba):
    words = ["Z:", samba.unc("team"), samba.password("games"), "/savecred", "/USER:WORKGROUP/games"]
    cli("use", *words, rc=0)
    assert cli.json("password", "Z:", rc=0)["kept"] == "keyring"
    assert stored(session, samba, "games") == [samba.password("games")]


def test_password_is_wiped_from_the_process_list(cli, samba):
    """While it connects, nobody can read it any more."""
    password = samba.password("games")
    samba.freeze()
    process = cli.start("use", "Z:", samba.unc("team"), password, "/user:games")
    command_line = Path(f"/proc/{process.pid}/cmdline")
    assert process.stderr.readline().startswith("Warning:")
    words = command_line.read_bytes()
    assert b"use\0Z:\0" in words and b"/user:games" in words
    assert password.encode() not in words
    samba.thaw()
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_password_prompt(cli, session, samba):
    password = samba.password("games")
    unc = samba.unc("team")
    terminal = Terminal(session, cli, "use", "Z:", unc, "*", "/user:games")
    terminal.expect(f"Type the password for {unc}: ")
    terminal.send(password + "\n")
    assert terminal.end() == 0
    assert DONE in terminal.text and password not in terminal.text
    assert "Warning" not in terminal.text
    cli("use", "Z:", "/delete", rc=0)
    # Without a terminal it is the first line.
    result = cli("use", "Z:", unc, "*", "/user:games", input=password + "\n", rc=0)
    assert result.out == DONE


def test_asks_when_the_server_does(cli, session, samba):
    terminal = Terminal(session, cli, "use", "Z:", samba.unc("team"))
    terminal.expect(f"The password or user name is invalid for {samba.unc('team')}.")
    terminal.expect("Enter the user name for ")
    terminal.send("WORKGROUP\\games\n")
    terminal.expect("Enter the password for “games” to connect to ")
    terminal.send(samba.password("games") + "\n")
    assert terminal.end() == 0
    (item,) = cli.json("list")
    assert (item["user"], item["domain"]) == ("games", "WORKGROUP")
    # Nobody to ask.
    result = cli("use", "Y:", samba.uri("team", "news"), rc=2)
    assert result.err.startswith("System error 1326 ")


# --- delete ---


@pytest.fixture
def busy(cli, samba, session, hold):
    """Z: with a file that a program writes; the program."""
    cli("use", "Z:", samba.unc("public"), rc=0)
    return hold("write", session.home / "Drives/Z/report", name="editor")


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "perhaps\n", "/no"])
def test_busy_and_no(cli, busy, answer):
    """Whatever is not a yes is a no."""
    more, text = ([answer], None) if answer.startswith("/") else ([], answer)
    result = cli("use", "Z:", "/delete", *more, input=text, rc=2)
    if text is not None:
        assert result.out == OPEN.format("Z:") + FORCE + "\n"
        assert "editor" in result.err
        assert ("No valid response was provided." in result.err) == (text == "")
    assert "System error 1223 has occurred.\n\nThe operation was canceled by the user.\n" in result.err
    busy.write("still works")
    busy.close()
    (item,) = cli.json("list")
    assert (item["local"], item["status"], item["remembered"]) == ("Z:", "ok", True)


def test_busy_and_yes(cli, busy):
    result = cli("use", "Z:", "/delete", input="y\n", rc=0)
    assert result.out == OPEN.format("Z:") + FORCE + "\nZ: was deleted successfully.\n"
    assert cli("use", rc=0).out == REMEMBERED + NO_ENTRIES


def test_busy_and_yes_said_before(cli, busy):
    assert cli("use", "Z:", "/delete", "/Y", rc=0).out == "Z: was deleted successfully.\n"
    assert locals_of(cli) == []


def test_current_folder_on_a_terminal(cli, session, samba, hold):
    cli("use", "Z:", samba.unc("public"), rc=0)
    hold("cwd", session.home / "Drives/Z", name="shell")
    terminal = Terminal(session, cli, "use", "Z:", "/delete")
    terminal.expect(FORCE)
    assert "shell" in terminal.text
    terminal.send("Y\n")
    assert terminal.end() == 0
    assert terminal.text.endswith("Z: was deleted successfully.\n")


def test_delete_all(cli, samba, session, busy):
    """One is busy, one idle, one without a drive."""
    cli("use", "Y:", samba.unc("readonly"), rc=0)
    cli("use", samba.unc("hidden$"), rc=0)
    question = (
        "You have these remote connections:\n\n"
        f"    Y:              {samba.unc('readonly')}\n"
        f"    Z:              {samba.unc('public')}\n"
        f"                    {samba.unc('hidden$')}\n"
        f"Continuing will cancel the connections.\n\n{CONTINUE}\n"
    )
    declined = cli("use", "*", "/delete", input="n\n", rc=2)
    assert declined.out == question
    assert "System error 1223 " in declined.err
    assert len(locals_of(cli)) == 3

    some = cli("use", "*", "/delete", input="y\nn\n", rc=2)
    assert some.out == question + OPEN.format("Z:") + FORCE + "\n"
    assert locals_of(cli) == ["Z:"]
    busy.write("still works")

    rest = cli("use", "*", "/delete", input="y\ny\n", rc=0)
    assert rest.out.endswith(OPEN.format("Z:") + FORCE + "\n" + DONE)
    assert locals_of(cli) == []
    assert cli("use", "*", "/delete", rc=0).out == NO_ENTRIES


def test_a_drive_of_another_use_stays(cli, samba, busy):
    """Only the last use asks."""
    cli("use", "Y:", samba.unc("public"), rc=0)
    assert "# Connections     2\n" in cli("use", "Z:", rc=0).out
    assert "# Opens           1\n" in cli("use", "Z:", rc=0).out
    assert cli("use", "Y:", "/delete", rc=0).out == "Y: was deleted successfully.\n"
    busy.write("still works")


def test_interrupted_question(cli, busy):
    """Ctrl+C is a no."""
    process = cli.start("use", "Z:", "/delete", stdin=-1)
    wait_for(lambda: process.stdout.read(1) == "[" and process.stdout.read(4) == "N]: ", 15, "the question")
    process.send_signal(2)
    process.communicate(timeout=15)
    assert process.returncode == 2
    assert locals_of(cli) == ["Z:"]
