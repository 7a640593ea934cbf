"""The self-rating of the project's own check takes about three minutes, and every step says something of its own."""

import tomllib
from pathlib import Path

from competence_check.duration import estimated_seconds, words_of

CHECK = Path(__file__).parents[2] / "content" / "checks" / "digcomp-3.0"
RATINGS = [
    found["self_rating"]
    for file in sorted(CHECK.glob("*.toml"))
    if "self_rating" in (found := tomllib.loads(file.read_text(encoding="utf-8")))
]


def test_all_of_them_take_about_three_minutes_to_read_and_answer() -> None:
    assert len(RATINGS) == 21
    assert sum(estimated_seconds(words_of(rating), "") for rating in RATINGS) <= 3.3 * 60


def test_five_steps_in_both_languages_that_differ() -> None:
    for rating in RATINGS:
        for language in ("de", "en"):
            assert len(set(rating["steps"][language])) == 5, rating["statement"]["de"]
            assert all(len(step.split()) <= 16 for step in rating["steps"][language]), rating["statement"][language]
