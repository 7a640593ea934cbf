"""Languages: which one a request speaks, and texts that exist in several.

Message ids are German. The language comes from the account, then the cookie, then the browser.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale
from flask_login import current_user

LANGUAGES: dict[str, str] = {"de": "Deutsch", "en": "English"}
COOKIE = "sprache"

# English as in Europe: the day before the month, and a clock of 24 hours.
_LOCALES = {"de": "de", "en": "en_GB"}


def choose_language() -> str:
    """The locale of this request: its language, with the way dates and numbers are written here."""
    return _LOCALES[_wanted_language()]


def _wanted_language() -> str:
    if not has_request_context():
        return "de"
    for wanted in (getattr(current_user, "language", None), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"


def language() -> str:
    """The two-letter language of the interface right now."""
    return str(getattr(get_locale(), "language", "de"))


def text(texts: Mapping[str, str] | None) -> str:
    """The entry for the language of the interface, else the German one, else nothing."""
    if not texts:
        return ""
    return texts.get(language()) or texts.get("de", "")


def text_language(texts: Mapping[str, str] | None) -> str:
    """The language in which `text` answers: for the `lang` attribute of a piece in another language."""
    return language() if texts and texts.get(language()) else "de"


def texts_list(lists: Mapping[str, list[str]] | None) -> list[str]:
    """Like `text`, for lists."""
    if not lists:
        return []
    return lists.get(language()) or lists.get("de", [])


def compile_catalogues(folders: list[Path], into: Path) -> list[str]:
    """Write the .mo of every .po below `folders` where it is missing or older.

    Beside the .po, or under `into` where the package cannot be written. Returns the folders to read from.
    """
    used: list[str] = []
    for folder in folders:
        target = folder
        for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            mo = _write_catalogue(po, po.with_suffix(".mo"))
            if not mo:
                target = into / folder.parent.name
                elsewhere = target / po.relative_to(folder).with_suffix(".mo")
                elsewhere.parent.mkdir(parents=True, exist_ok=True)
                _write_catalogue(po, elsewhere)
        used.append(str(target))
    return used


def _write_catalogue(po: Path, mo: Path) -> bool:
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return True
    try:
        with po.open("rb") as source:
            catalogue = read_po(source)
        unfinished = mo.with_suffix(".unfinished")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(mo)
    except OSError:
        return False
    return True


def init_i18n(app: Flask, folders: list[Path]) -> None:
    """Give the application its languages; `folders` are the `translations/` of all plugins' packages."""
    used = compile_catalogues(folders, Path(app.instance_path) / "translations")
    Babel(
        app,
        default_locale="de",
        default_timezone="Europe/Berlin",
        default_translation_directories=";".join(used),
        locale_selector=choose_language,
    )
    app.jinja_env.filters["text"] = text
    app.jinja_env.filters["text_language"] = text_language

    @app.context_processor
    def languages() -> dict[str, Any]:
        return {"languages": LANGUAGES, "language": language()}
