"""PNG: the chunks that draw. https://www.w3.org/TR/png-3/#5DataRep"""

from zlib import crc32

from lms.kernel.pictures.picture import DAMAGED, MOVING, NoPicture, Picture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What draws, and in which colours; texts, times and camera data are left out.
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
_LARGEST_SIDE = 2**31 - 1


def read_png(content: bytes) -> Picture:
    """The picture; what follows its end is left out. Raises NoPicture."""
    kept, place, size = [SIGNATURE], len(SIGNATURE), (0, 0)
    names: list[bytes] = []
    while not names or names[-1] != b"IEND":
        length, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        end = place + 12 + length
        if len(name) != 4 or end > len(content):
            raise NoPicture(DAMAGED)
        if int.from_bytes(content[end - 4 : end]) != crc32(content[place + 4 : end - 4]):
            raise NoPicture(DAMAGED)
        if name == b"acTL":
            raise NoPicture(MOVING)
        if name == b"IHDR":
            if names or length != 13:
                raise NoPicture(DAMAGED)
            size = int.from_bytes(content[place + 8 : place + 12]), int.from_bytes(content[place + 12 : place + 16])
        names.append(name)
        if name in _KEPT:
            kept.append(content[place:end])
        place = end
    if names[0] != b"IHDR" or b"IDAT" not in names or not all(0 < side <= _LARGEST_SIDE for side in size):
        raise NoPicture(DAMAGED)
    return Picture("png", *size, b"".join(kept))
