"""Translations without a system gettext: compile them at set-up, and refuse what is not translated.

python -m fremrykk.local.translations compile
python -m fremrykk.local.translations check      (needs gettext's programs, as makemessages does)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from fremrykk.local.texts import LOCALES, compile_all
from fremrykk.local.throwaway import world

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "nb"  # the source is English
LEAVE_OUT = [".venv", "node_modules", "var", "tests"]


def collect(locale: str, root: Path = ROOT) -> None:
    """Django's makemessages, as `make messages` and the check call it."""
    ignored = [part for name in LEAVE_OUT for part in ("--ignore", name)]
    shape = ["--no-obsolete", "--no-wrap", "--add-location", "file"]
    command = [sys.executable, "manage.py", "makemessages", "--locale", locale, *shape, *ignored]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)


def check() -> list[str]:
    """What is wrong, one line each; the catalogue itself is left as it was."""
    return [*incomplete(), *missing(LOCALES / LANGUAGE / "LC_MESSAGES" / "django.po")]


def incomplete() -> Iterator[str]:
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(str(source))
        for entry in catalogue.fuzzy_entries():
            yield f"{source.relative_to(ROOT)}: fuzzy: {entry.msgid!r}"
        for entry in catalogue.untranslated_entries():
            yield f"{source.relative_to(ROOT)}: not translated: {entry.msgid!r}"


def missing(source: Path) -> list[str]:
    """Texts of the program that the catalogue does not have; asked of a copy, since makemessages writes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEAVE_OUT, ".*"))
        collect(source.parent.parent.name, copy)
        now = polib.pofile(str(copy / source.relative_to(ROOT)))
    known = {(entry.msgctxt, entry.msgid) for entry in (polib.pofile(str(source)) if source.exists() else [])}
    return [
        f"{source.relative_to(ROOT)}: not in the catalogue (make messages): {entry.msgid!r}"
        for entry in now
        if (entry.msgctxt, entry.msgid) not in known
    ]


def main(what: str) -> int:
    if what == "compile":
        compile_all()
        return 0
    if what == "collect":
        with world() as (_, environment):
            os.environ |= environment
            collect(LANGUAGE)
        return 0
    if not shutil.which("xgettext"):
        print("The translations cannot be checked: gettext is missing (apt-get install gettext).")
        return 1
    complaints = check()
    print("\n".join(complaints) or "Every text is translated.")
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
