"""What a picture is to the rest of the code, and why a file is none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture that was looked into. ending: "png", "jpg" or "webp"; content: without place, time and camera."""

    ending: str
    width: int
    height: int
    content: bytes


class NoPicture(Exception):
    """The file is no picture that can be shown safely; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Too large a file; no PNG, JPEG or WebP; broken off or damaged; it moves; too many points.
TOO_LARGE, OTHER_KIND, DAMAGED, MOVING, TOO_MANY_POINTS = "too large", "other kind", "damaged", "moving", "points"
REASONS = (TOO_LARGE, OTHER_KIND, DAMAGED, MOVING, TOO_MANY_POINTS)
