"""An uploaded picture is what is in it, and keeps nothing of who took it, when and where."""

import pytest

from lms.kernel.pictures.jpeg import orientation
from lms.kernel.pictures.picture import DAMAGED, MOVING, OTHER_KIND, TOO_LARGE, TOO_MANY_POINTS, NoPicture
from lms.kernel.pictures.reading import LARGEST, read_picture
from tests.pictures import chunk, jpeg, png, webp

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "ending", "size"),
    [(png(3, 2), "png", (3, 2)), (jpeg(40, 30), "jpg", (40, 30)), (webp(20, 10), "webp", (20, 10))],
)
def test_kind_and_size_come_from_the_content(content: bytes, ending: str, size: tuple[int, int]) -> None:
    found = read_picture(content)
    assert (found.ending, (found.width, found.height)) == (ending, size)
    # What is kept is a picture again, and the same.
    assert read_picture(found.content) == found


@pytest.mark.parametrize(
    "content", [png(more=chunk(b"tEXt", b"GPS 50.8") + chunk(b"eXIf", b"GPS 50.8")) + b"GPS after", jpeg(), webp()]
)
def test_place_time_camera_and_what_follows_the_end_are_left_out(content: bytes) -> None:
    assert b"GPS" in content
    kept = read_picture(content).content
    for word in (b"GPS", b"Frau X", b"after"):
        assert word not in kept


def test_a_photograph_taken_upright_stays_upright() -> None:
    kept = read_picture(jpeg(turned=6)).content
    place = kept.index(b"Exif\0\0") + 6
    assert orientation(kept[place:]) == 6
    assert b"Exif" not in read_picture(jpeg(turned=1)).content
    # Where the directory of the Exif data lies or lies about its length, the picture is taken as it is.
    for broken in (b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"XX*\0"):
        assert orientation(broken) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SVG, OTHER_KIND),
        (b"GIF89a" + b"\0" * 50, OTHER_KIND),
        (b"", OTHER_KIND),
        (b"MZ\x90\0" + png(), OTHER_KIND),
        (png()[:-4], DAMAGED),
        (png().replace(b"IDAT", b"IDAX"), DAMAGED),
        (png(0, 5), DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), DAMAGED),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", DAMAGED),
        (jpeg()[:-15], DAMAGED),
        (b"\xff\xd8\xff\xe0\0\0", DAMAGED),
        (b"\xff\xd8\xff\xd9", DAMAGED),
        (webp()[:-3], DAMAGED),
        (b"RIFF\x04\0\0\0WEBP", DAMAGED),
        (webp(flags=0x02), MOVING),
        (png(more=chunk(b"acTL", b"\0" * 8)), MOVING),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * LARGEST, TOO_LARGE),
        (jpeg(65_000, 65_000), TOO_MANY_POINTS),
        (png(4001, 4000), TOO_MANY_POINTS),
    ],
)
def test_what_is_no_harmless_picture_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(NoPicture) as refused:
        read_picture(content)
    assert refused.value.reason == reason


@pytest.mark.parametrize("whole", [png(more=chunk(b"tEXt", b"x")), jpeg(turned=3), webp()])
def test_a_file_broken_off_anywhere_never_does_more_harm_than_being_refused(whole: bytes) -> None:
    for end in range(len(whole)):
        try:
            read_picture(whole[:end])
        except NoPicture as refused:
            assert refused.reason in (DAMAGED, OTHER_KIND)
