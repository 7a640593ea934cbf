"""Content comes into the database once, changes make versions, and what is gone is retired."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from competence_check.models import Area, Competence, FormerItem, Item, TargetLevel, TargetProfile
from lms.kernel.content import Changes
from lms.kernel.db import db
from tests.competence_check.files import CHECK, FRAMEWORK, PROFILE, load

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("app")]

NOTHING = Changes()


def task() -> Item:
    return db.session.scalars(select(Item).where(Item.kind == "task")).one()


def test_loading_says_what_is_new_and_a_second_time_nothing(tmp_path: Path) -> None:
    first = load(tmp_path)
    assert first["frameworks"].added == ("rahmen", "rahmen/1", "rahmen/1.1", "rahmen/1.2")
    assert first["checks"].added == ("rahmen/1.1/eins", "rahmen/1.1/self-rating")
    assert first["profiles"].added == ("amt",)
    assert load(tmp_path) == {"frameworks": NOTHING, "checks": NOTHING, "profiles": NOTHING}


def test_a_changed_task_gets_a_version_and_the_former_one_is_kept(tmp_path: Path) -> None:
    load(tmp_path)
    before = task().content_hash
    changes = load(tmp_path, check=CHECK.replace("Was gilt?", "Was gilt heute?"))
    assert changes["checks"] == Changes(changed=("rahmen/1.1/eins",))
    assert (task().version, task().body["prompt"]["de"]) == (2, "Was gilt heute?")
    assert task().content_hash != before
    former = db.session.scalars(select(FormerItem)).one()
    assert (former.version, former.body["prompt"]["de"]) == (1, "Was gilt?")


def test_what_is_only_said_about_a_task_is_kept_without_a_new_version(tmp_path: Path) -> None:
    load(tmp_path)
    later = CHECK.replace("2026-11-01", "2027-05-03").replace("outcomes = []", 'outcomes = ["LO1.1.01"]')
    later = later.replace("families = []", 'families = ["amt"]').replace('"Buch"', '"Neues Buch"')
    assert load(tmp_path, check=later)["checks"] == Changes(changed=("rahmen/1.1/eins",))
    assert (task().version, task().body["checked_on"], task().families) == (1, "2027-05-03", ["amt"])
    assert db.session.scalar(select(func.count()).select_from(FormerItem)) == 0
    assert load(tmp_path, check=later)["checks"] == NOTHING


def test_a_task_that_moves_to_another_file_stays_the_same(tmp_path: Path) -> None:
    load(tmp_path)
    before, start = task().id, CHECK.index("[[tasks]]")
    other = tmp_path / "content/checks/rahmen/simuliert.toml"
    other.write_text(CHECK[start:].replace("[[tasks]]", '[[tasks]]\ncompetence = "1.1"'), encoding="utf-8")
    assert load(tmp_path, check=CHECK[:start])["checks"] == NOTHING
    assert (task().id, task().version, task().retired) == (before, 1, False)


def test_a_task_without_a_file_is_retired_and_comes_back(tmp_path: Path) -> None:
    load(tmp_path)
    without = CHECK[: CHECK.index("[[tasks]]")]
    assert load(tmp_path, check=without)["checks"] == Changes(removed=("rahmen/1.1/eins",))
    assert task().retired
    assert load(tmp_path, check=without)["checks"] == NOTHING
    assert load(tmp_path)["checks"] == Changes(changed=("rahmen/1.1/eins",))
    assert not task().retired
    assert task().version == 1


def test_profiles_follow_their_files(tmp_path: Path) -> None:
    load(tmp_path)
    changed = PROFILE.replace("level = 4", "level = 5")
    assert load(tmp_path, profile=changed)["profiles"] == Changes(changed=("amt",))
    other = changed.replace('id = "1.1"', 'id = "1.2"')
    assert load(tmp_path, profile=other)["profiles"] == Changes(changed=("amt",))
    codes = db.session.scalars(select(Competence.code).join(TargetLevel, TargetLevel.competence_id == Competence.id))
    assert list(codes) == ["1.2"]
    (tmp_path / "content/profiles/amt.toml").rename(tmp_path / "content/profiles/neu.toml")
    (tmp_path / "content/profiles/neu.toml").write_text(other)
    assert db.session.scalar(select(func.count()).select_from(TargetProfile)) == 1


def test_a_competence_that_leaves_the_framework_is_retired(tmp_path: Path) -> None:
    load(tmp_path)
    shorter = FRAMEWORK[: FRAMEWORK.rindex("[[competences]]")]
    assert load(tmp_path, framework=shorter)["frameworks"] == Changes(removed=("rahmen/1.2",))
    assert db.session.scalars(select(Competence).where(Competence.retired)).one().code == "1.2"
    assert db.session.scalar(select(func.count()).select_from(Area)) == 1
