"""The way to the engine: numpy is loaded with the first run that needs it, not with the web process."""

from collections.abc import Callable, Sequence
from pkgutil import resolve_name

from competence_check.scoring.engine import Result
from competence_check.situation import Candidate, Situation


def next_item(situation: Situation, candidates: Sequence[Candidate]) -> int | None:
    """See `competence_check.asking.next_item`."""
    ask: Callable[[Situation, Sequence[Candidate]], int | None] = resolve_name("competence_check.asking:next_item")
    return ask(situation, candidates)


def results_of(situation: Situation) -> tuple[Result, Result]:
    """See `competence_check.asking.results_of`."""
    score: Callable[[Situation], tuple[Result, Result]] = resolve_name("competence_check.asking:results_of")
    return score(situation)
