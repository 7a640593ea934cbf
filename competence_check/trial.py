"""The engine on answers that are already there: what it would have asked, found out, and expected of the rest."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

import numpy as np

from competence_check.scoring.assumptions import FLAWLESS, START, Assumptions
from competence_check.scoring.choosing import Bank, Rules, gains, is_enough, next_task, weights_of
from competence_check.scoring.engine import Estimate, Scored
from competence_check.scoring.grid import GridEngine
from competence_check.trial_files import Task

COLUMNS = ("person", "item", "competence", "asked", "answer", "estimate", "se", "predicted")

# The bank says itself how likely luck is: nothing is put on top of its c.
AS_THE_BANK_SAYS = replace(START, care=FLAWLESS)


@dataclass(frozen=True)
class Trial:
    """A person's run. asked: places of tasks in order; predicted: chance of a right answer by place, asked or not."""

    asked: Sequence[int]
    competences: Mapping[str, Estimate]
    predicted: Sequence[float]


class Trials:
    """Runs over a bank. A competence's area is what stands before its first dot, or the competence itself."""

    def __init__(self, tasks: Sequence[Task], rules: Rules, assumptions: Assumptions = AS_THE_BANK_SAYS) -> None:
        areas: dict[str, list[str]] = {}
        for code in dict.fromkeys(task.competence for task in tasks):
            areas.setdefault(code.partition(".")[0], []).append(code)
        self._tasks, self._rules = tasks, rules
        self._engine = GridEngine(areas, assumptions)
        self._bank = Bank(self._engine, [(task.competence, task.parameters) for task in tasks])
        self._weights = weights_of(self._engine, {})

    def run(self, answers: Mapping[int, float]) -> Trial:
        """Ask tasks that have an answer until it is enough or there are no more."""
        allowed = np.zeros(len(self._bank), dtype=np.bool_)
        allowed[list(answers)] = True
        asked: list[int] = []
        scored: list[Scored] = []
        posterior = self._engine.posterior([], {})
        while not is_enough(posterior, self._bank, asked, self._rules):
            chosen = next_task(posterior, self._bank, asked, weights=self._weights, rules=self._rules, allowed=allowed)
            if chosen is None:
                break
            asked.append(chosen)
            task = self._tasks[chosen]
            scored.append(Scored(task.competence, task.parameters, answers[chosen]))
            posterior = self._engine.posterior(scored, {})
        predicted = gains(posterior, self._bank, self._weights)[1]
        return Trial(asked, self._engine.estimate(scored, {}).competences, [float(each) for each in predicted])


def write_trials(tasks: Sequence[Task], people: Mapping[str, Mapping[int, float]], most: int, file: TextIO) -> None:
    """Run everybody; a row for every person and task: asked ones first, in order.

    estimate, se: of the task's competence at the end, in logits. predicted: only for tasks not asked.
    """
    trials = Trials(tasks, Rules(most=most))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person, answers in people.items():
        trial = trials.run(answers)
        turns = {place: turn for turn, place in enumerate(trial.asked, start=1)}
        rest = [place for place in range(len(tasks)) if place not in turns]
        for place in [*trial.asked, *rest]:
            task, given = tasks[place], answers.get(place)
            found = trial.competences[task.competence]
            predicted = "" if place in turns else f"{trial.predicted[place]:.4f}"
            answer = "" if given is None else f"{given:g}"
            levels = (f"{found.theta:.4f}", f"{found.se:.4f}")
            writer.writerow([person, task.id, task.competence, turns.get(place, ""), answer, *levels, predicted])
