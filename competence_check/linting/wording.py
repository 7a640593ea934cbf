"""Whether a task can be read: in every language, in words that its band can expect."""

from competence_check.linting.texts import Task, read_before, texts_of
from competence_check.readability import long_words, reading_of
from lms.kernel.toml import LANGUAGES

# The lowest Flesch reading ease by band: the situation of an easy task must be easy to read, too.
EASIEST = {
    "de": {"basic": 50, "intermediate": 47, "advanced": 40, "highly_advanced": 40},
    "en": {"basic": 55, "intermediate": 53, "advanced": 48, "highly_advanced": 45},
}

# The most letters in a word by band, before it ought to be split or explained. Names of laws cannot be helped.
LONGEST = {
    "de": {"basic": 20, "intermediate": 22, "advanced": 24, "highly_advanced": 26},
    "en": {"basic": 15, "intermediate": 16, "advanced": 18, "highly_advanced": 18},
}
_NAMES = ("gesetz", "gesetzes", "verordnung")

# From so many words on the measures mean something.
FEWEST_WORDS = 25


def untranslated(place: str, value: object) -> list[str]:
    """Texts that lack a language."""
    return [
        f"{place}: no text in {language}" + (f" ({path})" if path else "")
        for path, texts in texts_of(value)
        for language in LANGUAGES
        if language not in texts
    ]


def hard_to_read(place: str, task: Task) -> list[str]:
    """Sentences and words that are harder than the band of the task."""
    found = []
    for language in LANGUAGES:
        text = read_before(task, language)
        reading = reading_of(text, language)
        lowest = EASIEST[language][task["band"]]
        if reading.words >= FEWEST_WORDS and reading.ease < lowest:
            found.append(
                f"{place}: hard to read ({language}): reading ease {reading.ease:.0f}, at least {lowest} for "
                f"{task['band']} (LIX {reading.lix:.0f}); shorter sentences and words"
            )
        words = long_words(text, LONGEST[language][task["band"]])
        found += [f"{place}: long word ({language}): {word}" for word in words if not word.lower().endswith(_NAMES)]
    return found
