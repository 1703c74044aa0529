# SPDX-FileCopyrightText: 2026 The Drivemap Authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every string that reaches people can be translated, and is."""

import re
import subprocess

import pytest

from testbed import SOURCE

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]
MARKED = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext) \(|translatable=\"yes\"")
LANGUAGES = (SOURCE / "po/LINGUAS").read_text().split() if (SOURCE / "po/LINGUAS").exists() else []


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


def test_german_is_among_the_languages():
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_format(language, tmp_path):
    argv = ["msgfmt", "--check", "--output-file", tmp_path / "x.mo", SOURCE / f"po/{language}.po"]
    subprocess.run(argv, check=True)


def test_german_is_complete(template, tmp_path):
    merged = tmp_path / "de.po"
    german = SOURCE / "po/de.po"
    subprocess.run(
        ["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, german, template], check=True
    )
    for kind in ("--untranslated", "--only-fuzzy"):
        left = subprocess.run(
            ["msgattrib", kind, "--no-obsolete", merged], check=True, capture_output=True, text=True
        ).stdout
        assert left == "", f"{kind}:\n{left}"


def test_german_has_no_leftovers(template, tmp_path):
    """A string that no source has any more is a sign of a forgotten one."""
    merged = tmp_path / "de.po"
    german = SOURCE / "po/de.po"
    subprocess.run(
        ["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, german, template], check=True
    )
    old = subprocess.run(
        ["msgattrib", "--only-obsolete", merged], check=True, capture_output=True, text=True
    ).stdout
    assert old == ""
