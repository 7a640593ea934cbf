"""The person's finished runs side by side: what changed by more than the error, and what did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from competence_check.models import Estimate, Run
from competence_check.results import LevelShown
from competence_check.scoring.engine import Estimate as Score
from competence_check.scoring.status import Change, change


@dataclass(frozen=True)
class Moment:
    """A run in the history. levels: by area; changes: against the run before, empty for the first one."""

    uid: str
    at: datetime
    levels: Mapping[str, LevelShown]
    changes: Mapping[str, Change]


def history_of(runs: Sequence[tuple[Run, Mapping[str, Estimate]]]) -> list[Moment]:
    """The finished runs, latest first, each compared with the one before it."""
    moments = []
    for number, (run, areas) in enumerate(runs):
        before = runs[number + 1][1] if number + 1 < len(runs) else {}
        assert run.finished_at is not None
        levels = {code: LevelShown.of(row) for code, row in areas.items()}
        changes = {code: change(_score(before[code]), _score(row)) for code, row in areas.items() if code in before}
        moments.append(Moment(run.uid, run.finished_at, levels, changes))
    return moments


def _score(row: Estimate) -> Score:
    return Score(row.theta, row.se, row.tasks)
