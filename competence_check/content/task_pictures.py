"""The picture of a task: a file in `media/` beside the check file, and what it says to those who do not see it."""

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

from lms.kernel.toml import LANGUAGES, Texts, TomlTable

# The folder of the pictures, beside the check files of a framework.
FOLDER = "media"

ENDINGS = ("svg", "png", "jpg", "webp")


def read_picture(table: TomlTable, kept: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a task that has a picture; none for a task without. Notes every fault in the file.

    image: the files by language, only German where one does for all; alt: what they show; framework: where they lie;
    print: of what is in the files, so that a task with a changed picture is another version.
    kept: names of pictures that are no files; their print is in their names.
    """
    if "image" not in table.values:
        if "alt" in table.values:
            table.fault("alt", "there is no picture; name its file in image")
        return {}
    image = table.string("image", pattern=rf"[a-z0-9-]+\.({'|'.join(ENDINGS)})")
    shown = {"alt": table.texts("alt", longest=600), "framework": table.file.path.parent.name}
    if image in kept:
        return {"image": {"de": image}, **shown}
    files = _files(table, image)
    return {"image": files, **shown, "print": _print_of(table.file.path.parent / FOLDER, files)}


def _files(table: TomlTable, image: str) -> Texts:
    media, (stem, _dot, ending) = table.file.path.parent / FOLDER, image.rpartition(".")
    by_language = {language: f"{stem}.{language}.{ending}" for language in LANGUAGES}
    found = {language: name for language, name in by_language.items() if (media / name).is_file()}
    if not found and (media / image).is_file():
        return {"de": image}
    if "de" not in found:
        table.fault("image", f"there is neither {FOLDER}/{image} nor {FOLDER}/{stem}.de.{ending}")
    return found


def _print_of(media: Path, files: Texts) -> str:
    whole = sha256()
    for name in files.values():
        whole.update(sha256((media / name).read_bytes()).digest())
    return whole.hexdigest()[:16]
