"""A text has one translation, whichever package uses it."""

import pytest

from lms.translation_commands import PACKAGES
from tests.kernel.test_translations_are_complete import TRANSLATED, Key, key, messages, texts


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_that_packages_share_has_one_translation(language: str) -> None:
    """All catalogues are laid over one another, so that a second translation shows on pages of other packages, too."""
    said: dict[tuple[Key, int], set[str]] = {}
    for package in PACKAGES:
        for message in messages(package, language):
            for number, words in enumerate(texts(message.string)):
                said.setdefault((key(message), number), set()).add(words)
    assert {str(each): words for each, words in said.items() if len(words) > 1} == {}
