"""A package for NAV as a file: a colleague sends it, the program opens no connection to anybody."""

import io
import zipfile

from clients.ports import AdPackage

ADS = "annonser.jsonl"  # application/x-json-stream: one ad a line
STOPS = "stoppes.txt"  # one reference a line


def packed(package: AdPackage) -> bytes:
    """A zip with what is to be posted and what is to be stopped; a part with nothing in it is not there."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in ((ADS, package.lines), (STOPS, package.stops)):
            if lines:
                archive.writestr(name, "".join(f"{each}\n" for each in lines))
    return whole.getvalue()
