"""JPEG: the segments that draw, and which way up. https://www.w3.org/Graphics/JPEG/itu-t81.pdf (annex B)

Exif (CIPA DC-008) holds place, time and camera beside which way up the picture is; only the last is kept.
"""

from lms.kernel.pictures.picture import DAMAGED, NoPicture, Picture

SIGNATURE = b"\xff\xd8\xff"
_START, _END, _SCAN, _EXIF = 0xD8, 0xD9, 0xDA, 0xE1
# Frames say the size; C4, C8 and CC are tables.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
_NAMED = {0xE0: (b"JFIF\0",), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
_ORIENTATION = 0x0112


def read_jpeg(content: bytes) -> Picture:
    """The picture; what follows its end is left out. Raises NoPicture."""
    kept, place, size, turned = [b"\xff\xd8"], 2, (0, 0), 1
    while True:
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if content[place : place + 1] != b"\xff" or place + 1 >= len(content):
            raise NoPicture(DAMAGED)
        marker = content[place + 1]
        if marker == _END:
            break
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        body = content[place + 4 : end]
        if end > len(content) or end < place + 4:
            raise NoPicture(DAMAGED)
        if marker in _FRAMES:
            size = int.from_bytes(body[3:5]), int.from_bytes(body[1:3])
        if marker == _EXIF and body.startswith(b"Exif\0\0"):
            turned = orientation(body[6:])
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker in _FRAMES | _TABLES | {_SCAN} or body.startswith(_NAMED.get(marker, ())):
            kept.append(content[place:end])
        place = end
    if not all(size) or not any(part[1] == _SCAN for part in kept):
        raise NoPicture(DAMAGED)
    first = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1
    if turned != 1:
        kept.insert(first, _exif(turned))
    return Picture("jpg", *size, b"".join([*kept, b"\xff\xd9"]))


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker begins after compressed data; FF00 and restarts belong to the data."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise NoPicture(DAMAGED)
        following = content[place + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2


def orientation(tiff: bytes) -> int:
    """Which way up the picture is, 1 to 8, from the first directory of its Exif data; 1 where it does not say."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return 1

    def number(place: int, many: int) -> int:
        part = tiff[place : place + many]
        return int.from_bytes(part, "little" if order == "little" else "big")

    directory = number(4, 4)
    for entry in range(directory + 2, directory + 2 + 12 * min(number(directory, 2), 200), 12):
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, 2) if 1 <= number(entry + 8, 2) <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    """A segment that says nothing but which way up."""
    entry = _ORIENTATION.to_bytes(2) + b"\0\x03" + b"\0\0\0\x01" + turned.to_bytes(2) + b"\0\0"
    body = b"Exif\0\0" + b"MM\0*\0\0\0\x08" + b"\0\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
