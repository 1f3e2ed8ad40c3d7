"""A stranger's picture → a small one drawn anew: no format we do not expect, no hidden data, no size that floods memory.

The library is slow to import, so it is loaded with the first picture.
"""

from __future__ import annotations

from io import BytesIO

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
LARGEST_SIDE = 720
"""Dots: sharp at twice the width Slack gives a picture in a thread."""
MOST_DOTS = 50_000_000
"""Above any phone's camera; a picture that unpacks to more is meant to harm."""
QUALITY = 85
WHITE = (255, 255, 255)


class NotAPicture(Exception):
    """It is no picture of a kind we show, or one too large to open."""


def thumbnail(content: bytes) -> bytes:
    """A JPEG of the picture, of its first frame if it moves.

    Raises:
        NotAPicture: it cannot be shown.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_DOTS:
                raise NotAPicture
            found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    small = Image.new("RGB", upright.size, WHITE)
    small.paste(upright, mask=upright.getchannel("A"))
    drawn = BytesIO()
    small.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()
