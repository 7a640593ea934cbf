"""What a calibration found, for people who develop tasks and people: which tasks to look at, and why."""

from collections.abc import Iterator, Mapping, Sequence

from competence_check.calibration.estimating import Calibration
from competence_check.calibration.fitting import Differing, Fit
from competence_check.calibration.gathering import Gathered

# From which correction in logits a task is worth a look: more than half a band.
LARGE_CORRECTION = 0.5


def report(
    gathered: Gathered, found: Calibration, fit: Mapping[int, Fit], differing: Mapping[int, Sequence[Differing]]
) -> str:
    """Markdown, in German."""
    return "\n".join(_lines(gathered, found, fit, differing)) + "\n"


def _lines(
    gathered: Gathered, found: Calibration, fit: Mapping[int, Fit], differing: Mapping[int, Sequence[Differing]]
) -> Iterator[str]:
    yield "# Wie gut die Aufgaben messen"
    yield ""
    yield f"Grundlage: {len(found.people)} Personen, {len(gathered.answers)} Antworten, ohne Namen."
    yield f"{len(found.tasks)} von {len(gathered.tasks)} beantworteten Aufgaben haben genug Antworten für eigene Werte;"
    yield "die anderen behalten die Einschätzung der Fachleute."
    yield ""
    yield from _corrected(gathered, found)
    yield from _misfits(gathered, fit)
    yield from _unfair(gathered, differing)


def _corrected(gathered: Gathered, found: Calibration) -> Iterator[str]:
    yield "## Deutlich schwerer oder leichter als gedacht"
    yield ""
    rows = []
    for item, task in found.tasks.items():
        moved = task.parameters.difficulty - gathered.tasks[item].expert.difficulty
        if abs(moved) >= LARGE_CORRECTION:
            rows.append((abs(moved), f"- {gathered.names[item]}: {_moved(moved)} ({task.answers} Antworten)"))
    yield from [line for _size, line in sorted(rows, reverse=True)] or ["Keine."]
    yield ""
    yield "Passt die Stufe in der Datei noch? Ist etwas missverständlich?"
    yield ""


def _moved(moved: float) -> str:
    return f"{'schwerer' if moved > 0 else 'leichter'} um {abs(moved):.1f} Logits".replace(".", ",")


def _misfits(gathered: Gathered, fit: Mapping[int, Fit]) -> Iterator[str]:
    yield "## Antworten, die nicht zum Können passen"
    yield ""
    rows = [(each.infit, item) for item, each in fit.items() if not each.is_usual]
    yield from [
        f"- {gathered.names[item]}: Infit {value:.2f}, Outfit {fit[item].outfit:.2f}"
        for value, item in sorted(rows, reverse=True)
    ] or ["Keine."]
    yield ""
    yield "Über 1,3: Wer viel kann, scheitert, oder es wird geraten. Stimmt der Schlüssel? Unter 0,7: sagt wenig Neues."
    yield ""


def _unfair(gathered: Gathered, differing: Mapping[int, Sequence[Differing]]) -> Iterator[str]:
    yield "## Aufgaben, die für Gruppen verschieden schwer sind"
    yield ""
    rows = [
        (each.grade, item, each) for item, groups in differing.items() for each in groups if each.grade in ("B", "C")
    ]
    yield from [
        f"- {gathered.names[item]}: für „{each.group}“ {'schwerer' if each.delta < 0 else 'leichter'} "
        f"als für andere mit gleichem Können (Stufe {grade}, {each.people} Personen)"
        for grade, item, each in sorted(rows, key=lambda row: (row[0], gathered.names[row[1]]), reverse=True)
    ] or ["Keine."]
    yield ""
    yield "Stufe C: ändern oder herausnehmen. Stufe B: ansehen. Kleine Gruppen werden nie verglichen."
