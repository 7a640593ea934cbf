"""What the education plan says about funding, rule by rule, and where sources differ."""

from pathlib import Path

import pytest

from lms.kernel.content import read_content
from roadmap.funding.content import funding as funding_kind
from roadmap.funding.expressions import ExpressionError, parse
from roadmap.funding.rules import State, Verdict, advise, joint_applications
from tests.roadmap.shipped import CONTENT, shipped_funding

# Everything that § 82 asks for according to section 9 of the plan and the further statements.
EMPLOYEE: dict[str, float | bool] = {
    "hours": 121,
    "azav_provider": True,
    "azav_measure": True,
    "advised": True,
    "workplace_only": False,
    "afbg_upgrade": False,
    "legally_required": False,
    "years_since_qualification": 5,
    "years_since_funding": 99,
}
# Everything that § 82a asks for.
CHANGE: dict[str, float | bool] = {
    "hours": 120,
    "azav_provider": True,
    "structural_change": True,
    "structural_share": 20,
    "agreement": True,
    "employment_secured": True,
    "employer_pays": True,
}


def verdict(key: str, facts: dict[str, float | bool]) -> Verdict:
    return next(each for each in advise(shipped_funding(), facts) if each.programme.key.endswith(key))


def state(found: Verdict, rule: str) -> State:
    return next(each.state for each in found.findings if each.rule.key == rule)


def test_section_82_is_worth_asking_where_every_rule_is_fulfilled() -> None:
    found = verdict("-82", EMPLOYEE)
    assert found.is_worth_asking
    assert found.is_complete
    assert found.asks == ()


def test_more_than_120_hours_is_not_at_least_120_hours() -> None:
    assert not verdict("-82", {**EMPLOYEE, "hours": 120}).is_worth_asking
    assert verdict("-82", {**EMPLOYEE, "hours": 120.5}).is_worth_asking
    assert verdict("-82a", CHANGE).is_complete
    assert not verdict("-82a", {**CHANGE, "hours": 119.5}).is_worth_asking


@pytest.mark.parametrize(
    ("fact", "value", "rule"),
    [
        ("azav_provider", False, "provider-and-measure-certified"),
        ("azav_measure", False, "provider-and-measure-certified"),
        ("advised", False, "advice-first"),
        ("workplace_only", True, "beyond-the-workplace"),
        ("afbg_upgrade", True, "no-upgrading-training"),
        ("legally_required", True, "no-legal-duty"),
        ("years_since_funding", 1, "no-funding-for-two-years"),
    ],
)
def test_section_82_names_the_rule_that_speaks_against_it_and_the_fact_used(
    fact: str, value: float | bool, rule: str
) -> None:
    found = verdict("-82", {**EMPLOYEE, fact: value})
    assert not found.is_worth_asking
    (against,) = found.against
    assert (against.rule.key, against.used[fact]) == (rule, value)


def test_what_is_usually_so_is_a_question_and_no_end() -> None:
    found = verdict("-82", {**EMPLOYEE, "years_since_qualification": 1})
    assert found.is_worth_asking
    assert not found.is_complete


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(("azav_provider", False), ("structural_change", False), ("agreement", False)),
        *(("employment_secured", False), ("employer_pays", False), ("structural_share", 5)),
    ],
)
def test_each_condition_of_section_82a_is_needed(fact: str, value: float | bool) -> None:
    assert not verdict("-82a", {**CHANGE, "size": 100, fact: value}).is_worth_asking


def test_section_82a_does_not_ask_whether_the_measure_is_certified() -> None:
    assert verdict("-82a", {**CHANGE, "azav_measure": False}).is_complete


def test_where_sources_differ_it_says_so_instead_of_deciding() -> None:
    small = verdict("-82a", {**CHANGE, "structural_share": 12, "size": 100})
    assert state(small, "a-fifth-of-the-workforce") is State.DIFFERS
    assert small.is_worth_asking
    assert not small.is_complete
    large = verdict("-82a", {**CHANGE, "structural_share": 12, "size": 250})
    assert state(large, "a-fifth-of-the-workforce") is State.NOT
    unknown = verdict("-82a", {**CHANGE, "structural_share": 12})
    assert [fact.key for fact in unknown.asks] == ["size"]


def test_what_is_not_known_becomes_a_question() -> None:
    found = verdict("-82", {"hours": 200})
    assert found.is_worth_asking
    assert [fact.key for fact in found.asks] == [key for key in EMPLOYEE if key != "hours"]
    assert all(fact.questions["de"].endswith(("?", ".")) for fact in found.asks)


def test_one_known_no_is_enough_even_where_the_rest_is_unknown() -> None:
    found = verdict("-82", {"azav_measure": False})
    assert state(found, "provider-and-measure-certified") is State.NOT


def test_the_voucher_needs_advice_before_the_beginning_and_an_admitted_provider_and_offer() -> None:
    facts: dict[str, float | bool] = {
        "without_work": True,
        "advised": True,
        "azav_provider": True,
        "azav_measure": True,
    }
    assert verdict("-81", facts).is_complete
    for fact in facts:
        assert not verdict("-81", {**facts, fact: False}).is_worth_asking


@pytest.mark.parametrize(
    ("size", "age", "disabled", "percent"),
    [
        *((49, 30, False, 0), (50, 30, False, 50), (499, 30, False, 50), (500, 30, False, 75)),
        *((499, 45, False, 0), (499, 44, False, 50), (499, 30, True, 0), (500, 60, True, 75)),
    ],
)
def test_the_employers_share_follows_size_age_and_disability(size: int, age: int, disabled: bool, percent: int) -> None:
    share = verdict("-82", {"size": size, "age": age, "severely_disabled": disabled}).share
    assert share is not None
    assert share.percent == percent


def test_the_employers_share_asks_only_for_what_matters() -> None:
    small, middle, large = (verdict("-82", {"size": size}).share for size in (20, 200, 2000))
    assert small is not None
    assert middle is not None
    assert large is not None
    assert (small.percent, large.percent, middle.percent) == (0, 75, None)
    assert [fact.key for fact in middle.asks] == ["age", "severely_disabled"]


def test_a_joint_application_needs_more_than_five_people() -> None:
    five, six = {"cad": [str(n) for n in range(5)]}, {"cad": [str(n) for n in range(6)]}
    assert joint_applications(shipped_funding(), five) == {}
    (programme,) = joint_applications(shipped_funding(), six)["cad"]
    assert programme.section.endswith("§ 82 SGB III")
    twice = {"cad": ["a", "a", "b", "c", "d", "e"]}
    assert joint_applications(shipped_funding(), twice) == {}


def test_every_rule_names_its_source_and_day_in_both_languages() -> None:
    file = shipped_funding()
    assert file.version.isoformat() == "2025-11-25"
    rules = [rule for programme in file.programmes for rule in (*programme.rules, *filter(None, [programme.joint]))]
    assert len(rules) == 3 + 8 + 1 + 7
    for rule in rules:
        assert {"de", "en"} == rule.statements.keys() == rule.sources.keys()
        assert rule.dated.year in (2025, 2026)
        assert set(rule.test.facts) <= file.facts.keys()


@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("a > 1 and b", {"a": 2}, None),
        ("a > 1 and b", {"a": 1}, False),
        ("a > 1 or b", {"a": 2}, True),
        ("not a", {}, None),
        ("not (a or b)", {"a": False, "b": False}, True),
        ("a = 2.5", {"a": 2.5}, True),
        ("a and b or c", {"a": False, "c": True}, True),
    ],
)
def test_expressions_know_what_they_do_not_know(text: str, facts: dict[str, float | bool], value: bool | None) -> None:
    assert parse(text).value(facts) is value


@pytest.mark.parametrize(
    "text", ["", "hours >", "hours > x", "(a", "a b", "a; b", "__import__", "and", "a > 1 > 2", "(" * 50 + "a", "1 > a"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_faults_in_rules_are_named_with_line_and_field(tmp_path: Path) -> None:
    text = (CONTENT / "funding/sgb-iii.toml").read_text(encoding="utf-8")
    text = text.replace('test = "hours > 120"', 'test = "hours > lots"').replace('test = "agreement"', 'test = "luck"')
    (tmp_path / "funding").mkdir()
    (tmp_path / "funding/rules.toml").write_text(text, encoding="utf-8")
    faults = read_content(tmp_path, [funding_kind]).faults
    lines = {text[: text.index(wrong)].count("\n") + 1 for wrong in ('test = "hours > lots"', 'test = "luck"')}
    assert {each.line for each in faults} == lines
    assert {each.field.rpartition(".")[2] for each in faults} == {"test"}
