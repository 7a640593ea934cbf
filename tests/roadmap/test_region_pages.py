"""The directory of offers, the region's demand and the funding rules as everybody sees them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.roadmap.people import count_queries
from tests.roadmap.shipped import shipped_funding

pytestmark = pytest.mark.db

ENGLISH = {"Accept-Language": "en"}
MOST_QUERIES = 12


@pytest.fixture
def reader(stocked_app: Flask) -> FlaskClient:
    return stocked_app.test_client()


@pytest.mark.parametrize("address", ["/angebote", "/angebote/cnc-drehen-fraesen-eschweiler", "/bedarf", "/foerderung"])
def test_a_page_takes_few_queries(reader: FlaskClient, address: str) -> None:
    reader.get(address)
    counter = count_queries()
    counter.begin()
    assert reader.get(address).status_code == 200
    assert counter.count <= MOST_QUERIES


def test_the_directory_finds_by_word_form_place_target_and_competence(reader: FlaskClient) -> None:
    def number(query: str) -> int:
        found = re.search(r"(\d+) (?:Angebot|Angebote) gefunden", reader.get(f"/angebote?{query}").text)
        assert found is not None
        return int(found[1])

    everything = number("")
    assert everything >= 120
    assert number("q=cad") == number("ziel=cad") == 2
    assert 0 < number("form=on_demand&teilzeit=ja") < everything
    assert 0 < number("ort=D%C3%BCren") < everything
    assert 0 < number("kompetenz=4.4") < everything
    assert number("q=mondflug") == 0
    assert "seite=2" in reader.get("/angebote").text
    assert reader.get("/angebote?seite=9999999999").status_code == reader.get("/angebote?seite=x").status_code == 200


def test_an_offer_says_what_it_raises_what_speaks_for_it_and_which_funding_to_ask_about(reader: FlaskClient) -> None:
    page = reader.get("/angebote/cnc-drehen-fraesen-eschweiler").text
    assert "Beispieldaten" in page
    assert "Informatisches Denken und Programmieren" in page
    assert "In der Berufsgruppe „Metallbearbeitung“ (242, Niveau F) fehlen Fachkräfte: StädteRegion Aachen." in page
    assert "Lohnt eine Anfrage, wenn sich die offenen Fragen klären" in page
    assert "keine Rechtsberatung" in page
    short = reader.get("/angebote/staplerschein-eschweiler").text
    assert "Nicht nach dieser Regel" in short
    assert "mehr als 120 Stunden" in short
    assert reader.get("/angebote/gibt-es-nicht").status_code == 404


def test_the_page_of_demand_shows_three_tables_lists_and_volumes_with_their_source(reader: FlaskClient) -> None:
    page = reader.get("/bedarf").text
    assert page.count('scope="rowgroup"') == 7 + 7 + 6
    assert "25. November 2025" in page
    assert "3.508" in page
    assert "Gesellschaftswissenschaft" in page
    english = reader.get("/bedarf", headers=ENGLISH).text
    assert "Social sciences" in english
    assert "3,508" in english


def test_a_case_is_checked_without_being_kept(reader: FlaskClient) -> None:
    flags = {key: "nein" for key, fact in shipped_funding().facts.items() if fact.kind == "flag"}
    case = {**flags, "azav_provider": "ja", "azav_measure": "ja", "advised": "ja", "hours": "160,5", "people": "6"}
    case |= {"years_since_qualification": "4", "years_since_funding": "99", "size": "60", "age": "50"}
    page = reader.post("/foerderung", data=case).text
    assert "Lohnt eine Anfrage." in page
    assert "Umfang der Weiterbildung: 160,5 Stunden" in page
    assert "Sammelantrag" in page
    assert "trägt der Betrieb nichts, wenn die Person mindestens 45" in page
    wrong = reader.post("/foerderung", data={**case, "hours": "viele"})
    assert wrong.status_code == 422
