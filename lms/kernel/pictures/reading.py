"""An uploaded picture: PNG, JPEG or WebP by what is in it, whatever its name says.

SVG is refused: it can hold scripts and ask other servers. Drawings for everybody come through content files.
"""

from lms.kernel.pictures import jpeg, png, webp
from lms.kernel.pictures.picture import OTHER_KIND, TOO_LARGE, TOO_MANY_POINTS, NoPicture, Picture

# A page on a phone has to load it; a browser has to unpack it.
LARGEST = 2_000_000
MOST_POINTS = 16_000_000


def read_picture(content: bytes) -> Picture:
    """The picture in `content`. Raises NoPicture with the reason."""
    if len(content) > LARGEST:
        raise NoPicture(TOO_LARGE)
    found = _read(content)
    if found.width * found.height > MOST_POINTS:
        raise NoPicture(TOO_MANY_POINTS)
    return found


def _read(content: bytes) -> Picture:
    if content.startswith(png.SIGNATURE):
        return png.read_png(content)
    if content.startswith(jpeg.SIGNATURE):
        return jpeg.read_jpeg(content)
    if webp.is_webp(content):
        return webp.read_webp(content)
    raise NoPicture(OTHER_KIND)
