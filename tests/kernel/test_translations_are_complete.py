"""The interface speaks German and English throughout: no text is missing, uncertain, or breaks its placeholders."""

import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from lms.kernel.i18n import LANGUAGES
from lms.translation_commands import KEYWORDS, PACKAGES

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [language for language in LANGUAGES if language != "de"]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]

EVERY = [(package, language) for package in PACKAGES for language in TRANSLATED]

Key = tuple[str | None, str | tuple[str, ...]]


def _keywords() -> dict[str, Any]:
    """The functions that mark texts, as Babel wants them; written like `ngettext:1,2` and `pgettext:1c,2`."""
    found: dict[str, Any] = dict(DEFAULT_KEYWORDS)
    for keyword in KEYWORDS:
        name, _, places = keyword.partition(":")
        parts = [(int(each[:-1]), "c") if each.endswith("c") else int(each) for each in places.split(",") if each]
        found[name] = tuple(parts) or None
    return found


@cache
def used(package: str) -> frozenset[Key]:
    """The texts that code and templates of the package use, with context and plural."""
    found: set[Key] = set()
    extracted = extract_from_dir(
        str(ROOT / package),
        method_map=METHODS,
        options_map={"**/templates/**.html": {"encoding": "utf-8"}},
        keywords=_keywords(),
    )
    for _file, _line, message, _comments, context in extracted:
        found.add((context, tuple(message) if isinstance(message, tuple | list) else message))
    return frozenset(found)


@cache
def catalogue(package: str, language: str) -> Catalog:
    file = ROOT / package / "translations" / language / "LC_MESSAGES" / "messages.po"
    assert file.is_file(), f"{file.relative_to(ROOT)} is missing: run `make translations` and translate"
    with file.open("rb") as source:
        return read_po(source, locale=language)


def messages(package: str, language: str) -> list[Message]:
    return [message for message in catalogue(package, language) if message.id]


def key(message: Message) -> Key:
    identity = message.id
    return message.context, tuple(identity) if isinstance(identity, tuple | list) else str(identity)


def texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple | list) else [str(value or "")]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_texts_of_a_package_are_found(package: str) -> None:
    assert len(used(package)) > 20


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_every_text_that_is_used_stands_in_the_catalogue(package: str, language: str) -> None:
    listed = {key(message) for message in messages(package, language)}
    assert sorted(map(str, used(package) - listed)) == []


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_every_text_in_the_catalogue_is_translated(package: str, language: str) -> None:
    missing = [message.id for message in messages(package, language) if not all(texts(message.string))]
    assert missing == []


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_no_translation_is_uncertain(package: str, language: str) -> None:
    assert [message.id for message in messages(package, language) if message.fuzzy] == []


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_the_catalogue_keeps_no_text_that_nobody_uses(package: str, language: str) -> None:
    unused = {key(message) for message in messages(package, language)} - used(package)
    assert sorted(map(str, unused)) == []


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_translations_have_the_placeholders_of_the_text(package: str, language: str) -> None:
    broken = []
    for message in messages(package, language):
        if not all(texts(message.string)):
            continue
        wanted = set().union(*map(placeholders, texts(message.id)))
        given = [placeholders(text) for text in texts(message.string)]
        # A singular such as "one minute" may leave the number out; an unknown name would fail on the page.
        if any(not names <= wanted for names in given) or (given and given[-1] != wanted):
            broken.append(message.id)
    assert broken == []


def placeholders(text: str) -> set[str]:
    percent = set(re.findall(r"%\((\w+)\)[sdf]", text))
    braces = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name} if "{" in text else set()
    return percent | braces


@pytest.mark.parametrize(("package", "language"), EVERY)
def test_english_is_not_german(package: str, language: str) -> None:
    german = re.compile(r"[äöüßÄÖÜ]|\b(und|oder|nicht|Sie|Ihre|wird|keine)\b")
    names = ("Büro", "Bürgerbüro")
    suspicious = [
        text
        for message in messages(package, language)
        for text in texts(message.string)
        if german.search(text) and not any(name in text for name in names)
    ]
    assert suspicious == []
