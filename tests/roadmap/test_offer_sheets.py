"""Offers from a sheet: everything that is wrong is named by row and column, and what is right becomes an offer."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lms.kernel.db import db
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Row, Table
from lms.kernel.sheets.writing import Sheet, xlsx
from roadmap.offers.facts import Known
from roadmap.offers.models import Offer
from roadmap.offers.sheet import NEEDED, OfferSheet, read_offers
from tests.roadmap.shipped import shipped_demand

HEADINGS = (*NEEDED, "title.en", "unit_minutes", "competences", "targets", "requires", "start", "end", "seats")
GOOD = {
    "key": "cad-aachen",
    "title.de": "CAD in Aachen",
    "title.en": "CAD in Aachen",
    "summary.de": "Konstruieren am Bildschirm.",
    "provider": "Beispiel-Bildungsträger A",
    "azav_provider": "ja",
    "azav_measure": "nein",
    "hours": "160",
    "cost": "1.290,50 €",
    "format": "presence",
    "unit_minutes": "240",
    "competences": "3.1:2>5; 2.2:2>4(1,5)",
    "targets": "cad",
    "start": "2027-01-11",
    "end": "26.02.2027",
    "seats": "12",
}
KNOWN = Known({"3.1", "2.2"}, set(shipped_demand().targets), {"e-akte"})


def as_csv(*rows: dict[str, str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    lines = [headings, *(tuple(row.get(name, "") for name in headings) for row in rows)]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode()


def read(*rows: dict[str, str], known: Known = KNOWN) -> OfferSheet:
    return read_offers(read_table(BytesIO(as_csv(*rows)), needed=NEEDED), known)


def places(sheet: OfferSheet) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in sheet.faults]


def test_a_good_row_becomes_an_offer() -> None:
    sheet = read(GOOD)
    assert sheet.faults == []
    offer = sheet.offers["cad-aachen"]
    assert (offer.minutes, offer.cost, offer.azav_provider, offer.azav_measure) == (9600, 1290.5, True, False)
    assert offer.outcomes == [
        {"competence": "3.1", "needs": 2, "reaches": 5, "gain": 3.0},
        {"competence": "2.2", "needs": 2, "reaches": 4, "gain": 1.5},
    ]
    assert offer.dates == [{"id": "1", "start": "2027-01-11", "end": "2027-02-26", "seats": 12}]
    assert not offer.sample


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("hours", "-4"), ("hours", "viele"), ("cost", "-1"), ("cost", "frei"), ("key", "Mit Leerzeichen")),
        *(("azav_provider", "vielleicht"), ("format", "brieflich"), ("title.de", ""), ("provider", "")),
        *(("competences", "3.1:5>2"), ("competences", "9.9:1>2"), ("competences", "gut"), ("targets", "mondflug")),
        *(("requires", "gibt-es-nicht"), ("end", "2027-01-01"), ("end", ""), ("start", "32.13.2027")),
        *(("seats", "-2"), ("unit_minutes", "0"), ("key", "e-akte")),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(column: str, value: str) -> None:
    sheet = read({**GOOD, "key": "davor"}, {**GOOD, column: value})
    assert (3, column) in places(sheet)
    assert list(sheet.offers) == ["davor"] or column == "requires"


def test_formulas_are_refused_with_their_place() -> None:
    assert places(read({**GOOD, "title.de": "=1+1"})) == [(2, "title.de")]


def test_an_unknown_column_is_named() -> None:
    table = read_table(BytesIO(as_csv({**GOOD, "preis": "1"}, headings=(*HEADINGS, "preis"))), needed=NEEDED)
    assert places(read_offers(table, KNOWN)) == [(1, "preis")]


def test_a_row_with_the_same_key_adds_a_date() -> None:
    more = {"key": "cad-aachen", "start": "2027-03-01", "end": "2027-04-16"}
    sheet = read(GOOD, more)
    assert [(each["id"], each["start"]) for each in sheet.offers["cad-aachen"].dates] == [
        ("1", "2027-01-11"),
        ("2", "2027-03-01"),
    ]
    assert places(read(GOOD, {**more, "end": "2027-02-01"})) == [(3, "end")]
    assert places(read(GOOD, {"key": "cad-aachen"})) == [(3, "start")]


def test_circles_of_requirements_are_named() -> None:
    one, two = {**GOOD, "requires": "zwei"}, {**GOOD, "key": "zwei", "requires": "cad-aachen"}
    assert places(read(one, two)) == [(2, "requires"), (3, "requires")]


def test_a_hundred_thousand_offers_are_read() -> None:
    rows = [Row(number + 2, {**GOOD, "key": f"cad-{number}"}) for number in range(100_000)]
    sheet = read_offers(Table(HEADINGS, rows), KNOWN)
    assert (len(sheet.offers), sheet.faults) == (100_000, [])


@pytest.mark.db
def test_the_command_imports_all_or_nothing(stocked_app: Flask, tmp_path: Path) -> None:
    run = stocked_app.test_cli_runner()
    file = tmp_path / "angebote.xlsx"
    good = [[GOOD.get(name, "") for name in HEADINGS]]
    file.write_bytes(xlsx([Sheet("Angebote", HEADINGS, good)]))
    command = ["roadmap", "offers", "import", str(file)]
    done = run.invoke(args=[*command, "--dry-run"])
    assert (done.exit_code, "No faults: 1 offers" in done.output) == (0, True), done.output
    assert stored() is None
    assert run.invoke(args=command).output.strip() == "1 added, 0 changed, 0 removed."
    assert run.invoke(args=command).output.strip() == "0 added, 0 changed, 0 removed."
    imported = stored()
    assert imported is not None
    assert (imported.origin, imported.sample) == ("import", False)
    file.write_bytes(as_csv({**GOOD, "key": "neu"}, {**GOOD, "hours": "-1"}))
    failed = run.invoke(args=command)
    assert failed.exit_code == 1
    assert "row 3, column hours" in failed.output
    assert stored("neu") is None
    # Loading content leaves what was imported alone, and an import cannot take over an offer of the content.
    assert run.invoke(args=["content", "load"]).exit_code == 0
    again = stored()
    assert again is not None
    assert not again.retired
    file.write_bytes(as_csv({**GOOD, "key": "staplerschein-heinsberg"}))
    assert "row 2, column key" in run.invoke(args=command).output


def stored(slug: str = "cad-aachen") -> Offer | None:
    db.session.rollback()
    return db.session.scalars(select(Offer).where(Offer.slug == slug)).one_or_none()
