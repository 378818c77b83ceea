"""JPEG and PNG: a certificate somebody photographed."""

import io
import struct
import warnings

# Loaded by name, so that no module has to be found once the doors are shut.
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin  # noqa: F401

from candidates.sandbox.attachments import refuse_test_virus
from candidates.sandbox.outcomes import Bounds, Found, Refused
from candidates.sandbox.polyglots import refuse_in_picture

Image.preinit()

CONTENT_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"}
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error)


def judge(data: bytes, bounds: Bounds) -> Found:
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused("wrong_type")
    refuse_test_virus(data)
    refuse_in_picture(data)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # ours is the only bound, and it has its sentence
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > bounds.max_pixels:
                raise Refused("too_many_pixels")
            # A JPEG is read at an eighth of its size: enough to see that it is whole.
            picture.draft(picture.mode, (picture.width // 8 or 1, picture.height // 8 or 1))
            picture.load()
            return Found(CONTENT_TYPES[str(picture.format)], pages=1)
    except DAMAGE:
        raise Refused("damaged") from None
