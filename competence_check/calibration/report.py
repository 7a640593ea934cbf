"""What a calibration found, for people who develop tasks and people: which tasks to look at, and why.

Kept as plain values, without people and without answers, so that a page and a text can say the same:
{"people", "answers", "tasks", "calibrated", "smallest", "between", "within", "reliance",
 "moved": [{"item", "name", "levels", "answers"}],
 "misfits": [{"item", "name", "infit", "outfit"}],
 "unfair": [{"item", "name", "group", "grade", "harder", "people"}]}
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from competence_check.calibration.estimating import Calibration
from competence_check.calibration.fitting import Differing, Fit
from competence_check.calibration.gathering import Gathered
from competence_check.calibration.parameters import LEARNT_OF_PEOPLE
from competence_check.scoring.assumptions import Assumptions

Findings = Mapping[str, Any]

# From which correction in logits a task is worth a look: more than half a band.
LARGE_CORRECTION = 0.5
# A band is a logit and two levels.
LEVELS_PER_LOGIT = 2.0


def findings(
    gathered: Gathered,
    found: Calibration,
    fit: Mapping[int, Fit],
    differing: Mapping[int, Sequence[Differing]],
    *,
    smallest: int,
    assumptions: Assumptions,
) -> Findings:
    """The tasks worth a look, the clearest first.

    smallest: least people of a group that was compared; assumptions: what holds for people.
    """
    return {
        "people": len(found.people),
        "answers": len(gathered.answers),
        "tasks": len(gathered.tasks),
        "calibrated": len(found.tasks),
        "smallest": smallest,
        **{name: getattr(assumptions, name) for name in LEARNT_OF_PEOPLE},
        "moved": _moved(gathered, found),
        "misfits": [
            {"item": item, "name": gathered.names[item], "infit": round(each.infit, 2), "outfit": round(each.outfit, 2)}
            for item, each in sorted(fit.items(), key=lambda pair: -pair[1].infit)
            if not each.is_usual
        ],
        "unfair": _unfair(gathered, differing),
    }


def _moved(gathered: Gathered, found: Calibration) -> list[dict[str, Any]]:
    apart = {
        item: task.parameters.difficulty - gathered.tasks[item].expert.difficulty for item, task in found.tasks.items()
    }
    large = [item for item, moved in apart.items() if abs(moved) >= LARGE_CORRECTION]
    return [
        {
            "item": item,
            "name": gathered.names[item],
            "levels": round(LEVELS_PER_LOGIT * apart[item], 1),
            "answers": found.tasks[item].answers,
        }
        for item in sorted(large, key=lambda each: -abs(apart[each]))
    ]


def _unfair(gathered: Gathered, differing: Mapping[int, Sequence[Differing]]) -> list[dict[str, Any]]:
    rows = [(each, item) for item, groups in differing.items() for each in groups if each.grade in ("B", "C")]
    return [
        {
            "item": item,
            "name": gathered.names[item],
            "group": str(each.group),
            "grade": each.grade,
            "harder": each.delta < 0,
            "people": each.people,
        }
        for each, item in sorted(rows, key=lambda row: (row[0].grade, gathered.names[row[1]]), reverse=True)
    ]


def as_text(told: Findings) -> str:
    """Markdown, in German."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Findings) -> Iterator[str]:
    yield "# Wie gut die Aufgaben messen"
    yield ""
    yield f"Grundlage: {told['people']} Personen, {told['answers']} Antworten, ohne Namen."
    yield f"{told['calibrated']} von {told['tasks']} beantworteten Aufgaben haben genug Antworten für eigene Werte;"
    yield "die anderen behalten die Einschätzung der Fachleute."
    yield f"Kompetenzen eines Bereichs hängen mit {_decimal(told['within'])} zusammen, Kompetenzen verschiedener"
    yield f"Bereiche mit {_decimal(told['between'])}, Selbsteinschätzung und Können mit {_decimal(told['reliance'])}."
    moved = [f"{each['name']}: {_by(each['levels'])} ({each['answers']} Antworten)" for each in told["moved"]]
    question = "Passt die Stufe in der Datei noch? Ist etwas missverständlich?"
    yield from _section("Deutlich schwerer oder leichter als gedacht", moved, question)
    misfits = [f"{each['name']}: Infit {each['infit']:.2f}, Outfit {each['outfit']:.2f}" for each in told["misfits"]]
    question = (
        "Über 1,3: Wer viel kann, scheitert, oder es wird geraten. Stimmt der Schlüssel? Unter 0,7: sagt wenig Neues."
    )
    yield from _section("Antworten, die nicht zum Können passen", misfits, question)
    unfair = [
        f"{each['name']}: für „{each['group']}“ {'schwerer' if each['harder'] else 'leichter'} "
        f"als für andere mit gleichem Können (Stufe {each['grade']}, {each['people']} Personen)"
        for each in told["unfair"]
    ]
    question = "Stufe C: ändern oder herausnehmen. Stufe B: ansehen. Kleine Gruppen werden nie verglichen."
    yield from _section("Aufgaben, die für Gruppen verschieden schwer sind", unfair, question)


def _section(title: str, lines: Sequence[str], question: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield from [f"- {line}" for line in lines] or ["Keine."]
    yield ""
    yield question


def _by(levels: float) -> str:
    return f"{'schwerer' if levels > 0 else 'leichter'} um {abs(levels):.1f} Stufen".replace(".", ",")


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
