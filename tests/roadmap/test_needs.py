"""What somebody wants to be able to do: what fits and why, the honest "nothing", and the list of what is missing."""

import json
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from bench.ranking import ROOT, judged_queries
from lms.catalogue.ranking.explaining import matched_words
from lms.catalogue.ranking.ranker import Text
from lms.kernel.access import Role
from lms.kernel.db import db
from roadmap.needs.matching import Matcher
from roadmap.needs.queries import unmet_needs
from roadmap.needs.services import need_key
from roadmap.needs.suggesting import Example, Suggester
from roadmap.offers.queries import current_offers
from tests.roadmap.people import count_queries, somebody

ONCE = "0b6f9a7e-2f0f-4f5e-9c5e-0000000000{:02}"


def test_every_course_of_ours_says_what_people_would_ask_for_in_both_languages() -> None:
    for file in sorted((ROOT / "content" / "courses").glob("*/course.toml")):
        needs = tomllib.loads(file.read_text(encoding="utf-8")).get("needs", {})
        assert 3 <= len(needs.get("de", [])) == len(needs.get("en", [])) <= 6, file


def test_no_judged_need_was_copied_into_the_courses() -> None:
    asked = {need_key(query) for query, _grades in judged_queries()}
    for file in (ROOT / "content" / "courses").glob("*/course.toml"):
        for sentence in tomllib.loads(file.read_text(encoding="utf-8"))["needs"]["de"]:
            assert need_key(sentence) not in asked, sentence


def test_the_words_that_matched_are_those_of_the_text() -> None:
    text = "Videobesprechungen gut leiten. Weniger Müdigkeit."
    assert matched_words("Ich möchte eine Besprechung leiten", text) == ["Videobesprechungen", "leiten"]
    assert matched_words("Online-Meeting", text) == ["Videobesprechungen"]
    assert matched_words("Ich möchte wissen, wie", text) == []


def test_what_shares_only_a_few_letters_fits_nothing() -> None:
    matcher = Matcher([Text("akte", "Mit der E-Akte arbeiten", ""), Text("tabelle", "Tabellen auswerten", "")])
    assert [match.key for match in matcher.match("Tabelle auswerten", 3)] == ["tabelle"]
    assert matcher.match("Gabelstapler fahren", 3) == []
    assert matcher.match("Tabelle auswerten", 3, among=frozenset({"akte"})) == []


def test_an_offer_is_like_the_competence_it_speaks_of_and_examples_teach_new_words() -> None:
    competences = {"1": "Tabellen auswerten", "2": "Bilder gestalten"}
    offer = Text("x", "Fotografie", "Kameras und Belichtung")
    assert Suggester(competences, []).suggest(offer) == []
    taught = Suggester(competences, [Example(Text("y", "Fotografie für Anfänger", "Kameras"), {"2"})])
    assert [each.competence for each in taught.suggest(offer)] == ["2"]
    assert taught.suggest(Text("z", "", "")) == []


@pytest.mark.db
def test_a_need_finds_courses_and_competences_and_says_why(stocked_app: Flask) -> None:
    browser = somebody(stocked_app).browser
    page = browser.get("/koennen?q=Ich+möchte+Besprechungen+online+leiten").text
    assert "Videobesprechungen gut leiten" in page
    assert "passt wegen: Besprechungen" in page
    assert "Dazu haben wir nichts" not in page
    offer = next(each for each in current_offers() if each.outcomes)
    assert f'href="/angebote/{offer.slug}"' in browser.get("/koennen", query_string={"q": offer.title["de"]}).text
    counted = count_queries()
    browser.get("/koennen?q=Tabellen")
    assert 0 < counted.count <= 12
    assert "Dazu haben wir nichts" in browser.get("/koennen?q=Xylophon").text
    assert browser.get("/koennen?q=%00").status_code == 200


@pytest.mark.db
def test_what_is_missing_is_counted_without_a_name_and_seen_by_hr_alone(stocked_app: Flask) -> None:
    person, hr = somebody(stocked_app), somebody(stocked_app, "hilde", Role.HR)
    for number, words in enumerate(("Ich möchte Gabelstapler fahren", "gabelstapler FAHREN lernen")):
        form = {"words": words, "once": ONCE.format(number)}
        assert person.browser.post("/koennen/fehlt", data=form).status_code == 303
        assert person.browser.post("/koennen/fehlt", data=form).status_code == 303
    (need,) = unmet_needs(person.learner.organisation_id)
    assert (need.words, need.count, need.last_month.day) == ("Ich möchte Gabelstapler fahren", 2, 1)
    assert person.browser.get("/koennen/fehlt").status_code == 403
    assert "2 Mal" in hr.browser.get("/koennen/fehlt").text
    assert hr.browser.post(f"/koennen/fehlt/{need.id}/erledigt").status_code == 303
    db.session.rollback()
    assert unmet_needs(person.learner.organisation_id) == []
    assert person.browser.post("/koennen/fehlt", data={"words": " ", "once": ONCE.format(9)}).status_code == 422
    assert person.browser.post("/koennen/fehlt", data={"words": "?!", "once": ONCE.format(8)}).status_code == 422
    assert person.browser.post("/koennen/fehlt", data={"words": "x" * 201, "once": ONCE.format(7)}).status_code == 422


@pytest.mark.db
def test_offers_of_a_file_get_suggested_competences(stocked_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "offers.jsonl"
    rows = [
        {"id": "a", "title": "Umgang mit personenbezogenen Daten", "text": "Datenschutz, Privatsphäre, DSGVO"},
        {"id": "b", "title": "MAG-Schweißen", "text": "Nähte an Blechen"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = stocked_app.test_cli_runner().invoke(args=["roadmap", "suggest", str(file)])
    assert done.exit_code == 0, done.output
    found = {
        row["id"]: [each["competence"] for each in row["competences"]]
        for row in map(json.loads, done.output.splitlines())
    }
    assert found["a"][0] == "4.2"
    assert found["b"] == []
