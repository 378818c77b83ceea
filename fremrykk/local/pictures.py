"""The pictures a browser or a social site wants as pixels, from our own drawings: run it after a drawing changes.

    python -m fremrykk.local.pictures

Needs Chromium. What it makes is kept in the repository, so that nobody else needs it.
"""

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

IMG = Path(__file__).resolve().parents[1] / "static" / "img"
CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
ICON_SIZES = [16, 32, 48]
TOUCH_SIZE = 180  # corners are cut by the telephone: the ground fills the square
CARD = (1200, 630)
ROUNDED = 'rx="7"'


def main() -> None:
    icon = (IMG / "favicon.svg").read_text()
    (IMG / "favicon.ico").write_bytes(as_ico({size: picture(icon, size, size) for size in ICON_SIZES}))
    (IMG / "apple-touch-icon.png").write_bytes(picture(icon.replace(ROUNDED, ""), TOUCH_SIZE, TOUCH_SIZE))
    (IMG / "social.png").write_bytes(picture((IMG / "social.svg").read_text(), *CARD))


def picture(drawing: str, width: int, height: int) -> bytes:
    """The drawing in pixels; what it does not cover is transparent."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    page = f"<!doctype html><style>*{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}</style>{drawing}"
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "made.png"
        source.write_text(page)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = [f"--window-size={width},{height}", "--default-background-color=00000000", f"--screenshot={made}"]
        subprocess.run([program, *flags, *size, source.as_uri()], check=True, capture_output=True)
        return made.read_bytes()


def as_ico(pictures: dict[int, bytes]) -> bytes:
    """Several sizes in one file: a list of contents, then each PNG as it is."""
    start, entries = 6 + 16 * len(pictures), b""
    for size, content in pictures.items():
        entries += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(content), start)
        start += len(content)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


if __name__ == "__main__":
    main()
