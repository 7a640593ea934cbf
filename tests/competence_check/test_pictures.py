"""Pictures of tasks: read from files, told in words, shown in the question and in the look back, and linted."""

from pathlib import Path

import pytest

from competence_check import runs
from competence_check.lint import findings
from competence_check.linting.picture_files import faulty_files
from competence_check.models import Item
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all
from tests.competence_check.files import CHECK, read

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 200"><rect width="9" height="9"/>{more}</svg>'
SHORT = (
    CHECK[: CHECK.index("    [[tasks.options]]")].replace('"single"', '"short"')
    + 'accept.de = ["Hafenstraße"]\naccept.en = ["Harbour Street"]\n'
)
NUMBER = CHECK[: CHECK.index("    [[tasks.options]]")].replace('"single"', '"number"') + "answer = 12.5\n"
NAME = "beratungen-achse.de.svg"
ALT = "Ein Stadtplan mit drei Straßen und einer Kirche."


def with_picture(tmp_path: Path, alt: str = ALT, check: str = CHECK, *, files: tuple[str, ...] = ("plan.svg",)) -> str:
    """The check file with a picture in its task, after the files were drawn."""
    media = tmp_path / "content/checks/rahmen/media"
    media.mkdir(parents=True, exist_ok=True)
    for name in files:
        (media / name).write_text(SVG.format(more=""), encoding="utf-8")
    return check.replace('source = "Buch"', f'source = "Buch"\nimage = "plan.svg"\nalt.de = "{alt}"')


def faults(tmp_path: Path, check: str) -> list[str]:
    return [str(fault) for fault in read(tmp_path, check=check).faults]


def found(tmp_path: Path, check: str) -> list[str]:
    source = read(tmp_path, check=check)
    assert not source.faults, source.faults
    return findings(source.parsed["checks"], source.parsed["frameworks"].values())


def test_a_picture_needs_its_file_and_words_for_those_who_do_not_see_it(tmp_path: Path) -> None:
    check = with_picture(tmp_path)
    assert faults(tmp_path, check) == []
    assert "alt: is missing; write alt.de" in faults(tmp_path, check.replace(f'alt.de = "{ALT}"', ""))[0]
    assert "there is neither media/fehlt.svg" in faults(tmp_path, check.replace("plan.svg", "fehlt.svg"))[0]
    assert "there is no picture" in faults(tmp_path, check.replace('image = "plan.svg"', ""))[0]
    assert "image" in faults(tmp_path, check.replace("plan.svg", "../plan.svg"))[0]


@pytest.mark.parametrize(
    ("check", "alt", "sentence"),
    [
        (CHECK, "Ein Bild", "the alternative text says nothing (de)"),
        (CHECK, "Das ist hier plan", "the alternative text says nothing (de)"),
        (CHECK.replace('"Was gilt?"', f'"{ALT} Was gilt?"'), ALT, "only repeats the prompt (de)"),
        (CHECK, "Eine gefälschte Mail mit einem Link darin.", "judges instead of describing (de): gefälschte"),
        (CHECK, "Auf dem Schild steht: Dies ist der Weg.", "gives the answer away (de): Dies"),
        (SHORT, "Ein Schild mit dem Namen Hafenstraße.", "gives the answer away (de): Hafenstraße"),
        (NUMBER, "Eine Säule mit der Zahl 12,5 darüber.", "gives the answer away (de): 12.5"),
    ],
)
def test_an_alternative_text_that_tells_nothing_or_too_much_is_named(
    tmp_path: Path, check: str, alt: str, sentence: str
) -> None:
    assert not any("alternative text" in each for each in found(tmp_path, with_picture(tmp_path)))
    assert any(sentence in each for each in found(tmp_path, with_picture(tmp_path, alt, check)))


def test_a_picture_without_words_is_one_for_both_languages(tmp_path: Path) -> None:
    assert not any("image" in each for each in found(tmp_path, with_picture(tmp_path)))
    (tmp_path / "content/checks/rahmen/media/plan.svg").unlink()
    only_german = with_picture(tmp_path, files=("plan.de.svg",))
    both = only_german.replace("alt.de", 'alt.en = "A map with three streets and a church."\nalt.de')
    both = both.replace('"Was gilt?"', '"Was gilt?"\nprompt.en = "What is right?"\nfeedback.en = "Because."')
    for text in ("Dies", "Das", "Jenes"):
        both = both.replace(f'text.de = "{text}"', f'text.de = "{text}"\ntext.en = "{text}"')
    assert any("no picture in en beside plan.de.svg" in each for each in found(tmp_path, both))


def test_files_that_no_task_shows_or_that_are_more_than_a_drawing_are_named(tmp_path: Path) -> None:
    check = with_picture(tmp_path, files=("plan.svg", "alt.svg"))
    checks = tmp_path / "content/checks"
    files = read(tmp_path, check=check).parsed["checks"]
    assert faulty_files(checks, files) == ["rahmen/media/alt.svg: no task shows this picture"]
    (checks / "rahmen/media/alt.svg").unlink()
    plan = checks / "rahmen/media/plan.svg"
    for more, sentence in (
        ("<script>1</script>", "more than a drawing: <script"),
        ('<image href="https://anderswo.example/a.png"/>', "more than a drawing"),
        ("<text>Hafen</text>", "a picture with words needs a file for each language"),
    ):
        plan.write_text(SVG.format(more=more), encoding="utf-8")
        assert [each for each in faulty_files(checks, files) if sentence in each], more
    plan.write_text(SVG.format(more="<text>12 %</text>"), encoding="utf-8")
    assert faulty_files(checks, files) == []


@pytest.mark.db
def test_a_picture_is_shown_with_its_words_in_the_question_and_in_the_look_back(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, only=21)
    item = db.session.get_one(Item, run.item_order[21])
    with transaction():
        item.body = {**item.body, "image": {"de": NAME}, "alt": {"de": ALT, "en": "A map"}, "framework": "digcomp-3.0"}
    shown = f'src="/kompetenzcheck/medien/digcomp-3.0/{NAME}" alt="{ALT}" lang="de"'
    browser = house.browser("1")
    assert shown in browser.get(f"/kompetenzcheck/{run.uid}/frage/22").text
    with browser.get(f"/kompetenzcheck/medien/digcomp-3.0/{NAME}") as drawn:
        assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    answer_all(person)
    browser.post(f"/kompetenzcheck/{run.uid}/abschliessen")
    area = runs.item_with_competence(item.id).competence.area.code
    assert shown in browser.get(f"/kompetenzcheck/{run.uid}/rueckblick?bereich={area}").text


@pytest.mark.db
def test_pictures_are_for_those_who_may_take_the_check_and_nothing_else_is_given_out(house: House) -> None:
    house.person("1")
    there = f"/kompetenzcheck/medien/digcomp-3.0/{NAME}"
    assert house.app.test_client().get(there).status_code in (302, 303)
    browser = house.browser("1")
    for path in ("digcomp-3.0/fehlt.svg", f"anderes/{NAME}", "digcomp-3.0/..%2f1.1.toml", "%2e%2e/1.1.toml"):
        assert browser.get(f"/kompetenzcheck/medien/{path}").status_code == 404, path
