"""`python -m fremrykk.local.texts`: compile the translations. The image runs it with polib and nothing else installed."""

from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parents[2] / "fremrykk" / "locale"


def compile_all() -> None:
    """Each .po becomes a .mo beside it; a half-written one never gets the name."""
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        half = source.with_suffix(".half")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.rename(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all()
