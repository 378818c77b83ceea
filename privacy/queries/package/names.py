"""Names for files in a copy: the person's own as far as any system can take them, never two alike, never a path."""

import re
import unicodedata
from dataclasses import dataclass

FOLDER = "files"
LONGEST = 60
ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")


@dataclass
class SafeNames:
    """Each name begins with a number of its own: no two collide, none is a device of some system, none is hidden."""

    given: int = 0

    def path_for(self, name: str) -> str:
        self.given += 1
        name = unicodedata.normalize("NFC", name)
        ending = ENDING.search(name)
        stem = re.sub(r"[^\w-]+", "-", name[: ending.start()] if ending else name).strip("-_")[:LONGEST]
        return f"{FOLDER}/{self.given:03d}-{stem or 'file'}{ending[0].lower() if ending else ''}"
