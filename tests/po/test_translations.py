# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every string that reaches people can be translated, and is."""

import re
import subprocess

import pytest

from testbed import SOURCE

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]
MARKED = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext) \(|translatable=\"yes\"")
MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
LANGUAGES = (SOURCE / "po/LINGUAS").read_text().split()


def listed_files():
    lines = (SOURCE / "po/POTFILES").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A fresh drivemap.pot."""
    target = tmp_path_factory.mktemp("po") / "drivemap.pot"
    argv = ["xgettext", "--from-code=UTF-8", "--add-comments", f"--output={target}"]
    argv += [f"--keyword={word}" for word in KEYWORDS] + listed_files()
    subprocess.run(argv, cwd=SOURCE, check=True)
    return target


@pytest.fixture
def merge(template, tmp_path):
    """Brings a language up to what the sources say now."""

    def run(language):
        merged = tmp_path / f"{language}.po"
        argv = ["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged]
        subprocess.run(argv + [SOURCE / f"po/{language}.po", template], check=True)
        return merged

    return run


def select(po_file, *choice):
    argv = ["msgattrib", *choice, po_file]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def test_potfiles_is_complete():
    sources = [
        path
        for pattern in ("src/**/*.c", "src/**/*.h", "src/**/*.ui")
        for path in SOURCE.glob(pattern)
        if MARKED.search(path.read_text())
    ]
    wanted = {str(path.relative_to(SOURCE)) for path in sources}
    assert wanted - set(listed_files()) == set()


def test_potfiles_has_no_strangers():
    assert [name for name in listed_files() if not (SOURCE / name).exists()] == []
    assert len(set(listed_files())) == len(listed_files())


def test_expected_languages_are_there():
    assert {"de", "ar"} <= set(LANGUAGES)


def test_every_translation_is_listed():
    assert {path.stem for path in (SOURCE / "po").glob("*.po")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_format(language, tmp_path):
    argv = ["msgfmt", "--check", "--output-file", tmp_path / "x.mo", SOURCE / f"po/{language}.po"]
    subprocess.run(argv, check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_is_complete(merge, language):
    merged = merge(language)
    for kind in ("--untranslated", "--only-fuzzy"):
        left = select(merged, kind, "--no-obsolete")
        assert left == "", f"{kind}:\n{left}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_no_leftovers(merge, language):
    """A string that no source has any more is a sign of a forgotten one."""
    assert select(merge(language), "--only-obsolete") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_direction_are_for_the_window_only(merge, language):
    """The command line and the messages that it prints have none: it does not let them through."""
    entries = select(merge(language), "--no-wrap").split("\n\n")
    marked = [entry for entry in entries[1:] if MARKS.search(entry)]
    elsewhere = [entry for entry in marked if re.search(r"^#: .*\bsrc/(?!gui/)", entry, re.MULTILINE)]
    assert elsewhere == []
