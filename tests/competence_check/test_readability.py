"""How hard a text is to read: known figures, and the order that anybody would give."""

import pytest

from competence_check.readability import long_words, reading_of, syllables_of

EASY = "Der Ball ist rot. Er rollt ins Haus. Dort liegt er nun."
HARD = (
    "Die Inanspruchnahme verwaltungsrechtlicher Dienstleistungen setzt die Berücksichtigung zuständigkeitsrechtlicher "
    "Voraussetzungen innerhalb der jeweiligen Organisationseinheit voraus."
)


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("Haus", "de", 1),
        ("Häuser", "de", 2),
        ("Verwaltung", "de", 3),
        ("Bescheid", "de", 2),
        ("Familie", "de", 3),
        ("table", "en", 2),
        ("house", "en", 1),
        ("PDF", "de", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, language: str, number: int) -> None:
    assert syllables_of(word, language) == number


def test_the_measures_follow_their_formulas() -> None:
    reading = reading_of("Der Hund lief weg. Ich rief laut.", "de")
    assert reading.words == 7
    assert reading.ease == pytest.approx(180 - 3.5 - 58.5)
    assert reading.lix == pytest.approx(3.5)


def test_easy_texts_are_easier_than_hard_ones() -> None:
    assert reading_of(EASY, "de").ease > 80
    assert reading_of(HARD, "de").ease < 20
    assert reading_of(HARD, "de").lix > 60


def test_addresses_and_file_names_are_no_words() -> None:
    text = "Öffnen Sie https://beispiel.example/verwaltungsdienstleistungen und Verwaltungsanordnung_2026.pdf."
    assert reading_of(text, "de").words == 3
    assert long_words(text, 12) == []


def test_long_words_are_named_once_and_hyphens_part_them() -> None:
    assert long_words("Das Dienstleistungszentrum. Ein Dienstleistungszentrum, ein IT-Zentrum.", 15) == [
        "Dienstleistungszentrum"
    ]


def test_a_text_without_words_is_easy() -> None:
    assert reading_of("12 %", "de").words == 0
