"""Pictures for tests, made here: a PNG, the bones of a JPEG and of a WebP."""

from zlib import compress, crc32


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4) + name + body + crc32(name + body).to_bytes(4)


def png(width: int = 3, height: int = 2, *, grey: int = 200, more: bytes = b"") -> bytes:
    """A grey PNG that any browser shows; more: chunks before the picture itself."""
    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\0"
    rows = compress((b"\0" + bytes([grey]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2) + body


def exif(turned: int, place: bytes) -> bytes:
    """What a camera says: which way up, and where it was."""
    entry = b"\x12\x01\x03\0\x01\0\0\0" + bytes([turned, 0, 0, 0])
    return segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0" + place)


def jpeg(width: int = 40, height: int = 30, *, turned: int = 1, place: bytes = b"GPS 50.8 6.5") -> bytes:
    """The segments of a JPEG, with Exif, a comment and something after its end."""
    frame = segment(0xC0, b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\0")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    tables = segment(0xDB, b"\0" * 65) + segment(0xC4, b"\0" * 20)
    about = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + exif(turned, place) + segment(0xFE, b"von Frau X")
    return b"\xff\xd8" + about + tables + frame + scan + b"\xff\xd9" + b"after the end"


def webp(width: int = 20, height: int = 10, *, flags: int = 0x0C, about: bytes = b"GPS 50.8 6.5") -> bytes:
    """An extended WebP with Exif; flags: of its header."""

    def part(name: bytes, body: bytes) -> bytes:
        return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)

    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    bits = (width - 1) | (height - 1) << 14
    inside = part(b"VP8X", bytes([flags, 0, 0, 0]) + sides) + part(b"VP8L", b"\x2f" + bits.to_bytes(4, "little"))
    inside += part(b"EXIF", about)
    return b"RIFF" + (len(inside) + 4).to_bytes(4, "little") + b"WEBP" + inside
