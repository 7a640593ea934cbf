"""WebP: the chunks that draw. https://developers.google.com/speed/webp/docs/riff_container"""

from lms.kernel.pictures.picture import DAMAGED, MOVING, NoPicture, Picture

_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"}
# Flags of VP8X.
_ANIMATION, _ABOUT = 0x02, 0x08 | 0x04


def is_webp(content: bytes) -> bool:
    """Whether it says that it is one."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def read_webp(content: bytes) -> Picture:
    """The picture; what follows its end is left out. Raises NoPicture."""
    whole = 8 + int.from_bytes(content[4:8], "little")
    if whole > len(content):
        raise NoPicture(DAMAGED)
    kept, place, size = [], 12, (0, 0)
    while place + 8 <= whole:
        name, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        body = content[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
        if len(body) != length:
            raise NoPicture(DAMAGED)
        if name == b"ANIM" or (name == b"VP8X" and body[:1] and body[0] & _ANIMATION):
            raise NoPicture(MOVING)
        if name == b"VP8X":
            body = bytes([body[0] & ~_ABOUT & 0xFF]) + body[1:] if body else body
        found = _size(name, body) or (0, 0)
        size = max(size[0], found[0]), max(size[1], found[1])
        if name in _KEPT:
            kept.append(name + length.to_bytes(4, "little") + body + b"\0" * (length % 2))
    if not all(size) or not any(part[:4] in (b"VP8 ", b"VP8L") for part in kept):
        raise NoPicture(DAMAGED)
    inside = b"WEBP" + b"".join(kept)
    return Picture("webp", *size, b"RIFF" + len(inside).to_bytes(4, "little") + inside)


def _size(name: bytes, body: bytes) -> tuple[int, int] | None:
    """Width and height, from the data of the picture itself or of the larger canvas it is on."""
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) >= 10:
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if name == b"VP8L" and body[:1] == b"\x2f" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8X" and len(body) == 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    return None
