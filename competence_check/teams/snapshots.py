"""Freezing team figures: what HR sees is always a snapshot, so that nobody can watch a figure move person by person.

The body of a snapshot holds nothing but what may be shown:
{"units": [{"id", "parent", "name", "depth"}], "shown": [ids], "people": {id: number},
 "profiles": {slug: {"names", "targets": {code: [level, weight]}, "sums": {id: {code: [people, level, squares, gap]}}}}}
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from competence_check import queries
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework
from competence_check.teams.figures import SharedLevel, UnitFigures, known_of_all, rolled_up, shared_levels, sums_of
from competence_check.teams.models import SnapshotMember, TeamSnapshot
from competence_check.teams.over_time import Shown, publishable
from competence_check.teams.suppression import visible
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.kernel.tenancy import Organisation


def quarter_of(moment: datetime) -> str:
    """The quarter, such as "2026-Q3"."""
    local = moment.astimezone(clock.LOCAL)
    return f"{local.year}-Q{(local.month - 1) // 3 + 1}"


def take(
    organisation_id: int, label: str, *, framework: str = DEFAULT_FRAMEWORK, until: datetime | None = None
) -> TeamSnapshot:
    """Freeze the figures of results by the framework, finished up to `until` (now without it), under `label`.

    Raises Refused where the label is taken, or where nothing may be shown beside earlier snapshots.
    """
    found = queries.framework_called(framework)
    if found is None:
        raise Refused(_("Es gibt noch keinen Kompetenzcheck. Laden Sie zuerst die Inhalte."))
    made = taken(organisation_id, found.id)
    if label in {snapshot.label for snapshot in made}:
        raise Refused(_("Einen Stand „%(label)s“ gibt es schon. Stände werden nicht überschrieben.", label=label))
    levels = known_of_all(shared_levels(organisation_id, framework, until))
    smallest = max(current_app.extensions["settings"].smallest_group, *(each.smallest for each in made), 0)
    members = _members(levels)
    figures = _figures(organisation_id)
    shown = _shown(figures, members, made, smallest)
    if not shown:
        raise Refused(_too_few(made))
    snapshot = TeamSnapshot(
        organisation_id=organisation_id,
        framework_id=found.id,
        label=label,
        taken_at=until or clock.now(),
        smallest=smallest,
        body=_body(organisation_id, found, figures, levels, shown),
    )
    db.session.add(snapshot)
    db.session.flush()
    rows = [(unit, token) for unit, tokens in members.items() for token in sorted(tokens)]
    db.session.add_all(SnapshotMember(snapshot_id=snapshot.id, unit_id=unit, token=token) for unit, token in rows)
    return snapshot


def taken(organisation_id: int, framework_id: int) -> list[TeamSnapshot]:
    """The snapshots of an organisation, oldest first."""
    query = (
        select(TeamSnapshot)
        .where(TeamSnapshot.organisation_id == organisation_id, TeamSnapshot.framework_id == framework_id)
        .order_by(TeamSnapshot.taken_at, TeamSnapshot.id)
    )
    return list(db.session.scalars(query))


def _too_few(made: Sequence[TeamSnapshot]) -> str:
    if not made:
        return str(_("Es teilen noch zu wenige Personen ihr Ergebnis. Zahlen würden Einzelne verraten."))
    return str(
        _(
            "Seit dem letzten Stand haben sich zu wenige Ergebnisse geändert. Neue Zahlen würden Einzelne verraten. "
            "Der letzte Stand gilt weiter. Sobald mehr Ergebnisse da sind, geht es wieder; eine Einladung hilft."
        )
    )


def _members(levels: Sequence[SharedLevel]) -> dict[int, set[str]]:
    key = str(current_app.config["SECRET_KEY"]).encode()
    tokens: dict[str, str] = {}
    found: dict[int, set[str]] = {}
    for each in levels:
        if each.run not in tokens:
            tokens[each.run] = hmac.new(key, each.run.encode(), sha256).hexdigest()[:32]
        found.setdefault(each.unit, set()).add(tokens[each.run])
    return found


def _figures(organisation_id: int) -> list[UnitFigures]:
    name = db.session.get_one(Organisation, organisation_id).name
    return rolled_up(name, units_of(organisation_id), {})


def _shown(
    figures: Sequence[UnitFigures], members: dict[int, set[str]], made: Sequence[TeamSnapshot], smallest: int
) -> frozenset[int]:
    parents = {unit.id: unit.parent for unit in figures}
    own = {unit: {"people": len(tokens)} for unit, tokens in members.items()}
    safe = visible(parents, _whole(parents, own), smallest)
    return publishable(Shown(parents, safe, members), _earlier(made), smallest)


def _whole(parents: dict[int, int | None], own: dict[int, dict[str, int]]) -> dict[int, dict[str, int]]:
    """People of whole subtrees."""
    counts = {unit: {"people": 0} for unit in parents}
    for unit, number in own.items():
        above: int | None = unit if unit in parents else next(iter(parents))
        while above is not None:
            counts[above]["people"] += number["people"]
            above = parents[above]
    return counts


def _earlier(made: Sequence[TeamSnapshot]) -> list[Shown[int]]:
    query = select(SnapshotMember).where(SnapshotMember.snapshot_id.in_([each.id for each in made]))
    members: dict[int, dict[int, set[str]]] = {each.id: {} for each in made}
    for row in db.session.scalars(query):
        members[row.snapshot_id].setdefault(row.unit_id, set()).add(row.token)
    return [
        Shown(
            {unit["id"]: unit["parent"] for unit in each.body["units"]}, frozenset(each.body["shown"]), members[each.id]
        )
        for each in made
    ]


def _body(
    organisation_id: int,
    framework: Framework,
    figures: Sequence[UnitFigures],
    levels: Sequence[SharedLevel],
    shown: frozenset[int],
) -> dict[str, Any]:
    units = units_of(organisation_id)
    profiles: dict[str, Any] = {}
    people: dict[str, int] = {}
    for profile in queries.target_profiles(framework.slug, organisation_id):
        rolled = [unit for unit in rolled_up("", units, sums_of(levels, profile)) if unit.id in shown]
        people |= {str(unit.id): max(unit.counts().values(), default=0) for unit in rolled}
        profiles[profile.slug] = {
            "names": profile.names,
            "targets": {code: [target.level, target.weight] for code, target in profile.targets.items()},
            "sums": {str(unit.id): _sums(unit) for unit in rolled},
        }
    return {
        "units": [{"id": unit.id, "parent": unit.parent, "name": unit.name, "depth": unit.depth} for unit in figures],
        "shown": sorted(shown),
        "people": people,
        "profiles": profiles,
    }


def _sums(unit: UnitFigures) -> dict[str, list[float]]:
    return {
        code: [sums.people, round(sums.level, 3), round(sums.squares, 3), round(sums.gap, 3)]
        for code, sums in unit.sums.items()
    }
