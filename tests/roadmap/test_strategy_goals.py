"""Strategy goals raise and weigh what a role asks for, and each competence can say which goal did it."""

from competence_check.levels import Profile, Target
from roadmap.goals.combining import Goal, Raise, combine
from roadmap.region.demand import competence_weights
from tests.roadmap.shipped import shipped_demand, shipped_goals, shipped_profile

WHY = {"de": "Weil.", "en": "Because."}


def goal(slug: str, *raises: tuple[str, int, float]) -> Goal:
    each = {code: Raise(code, level, adds, WHY) for code, level, adds in raises}
    return Goal(slug, {"de": slug}, {"de": slug}, each)


def profile(*targets: tuple[str, int, int]) -> Profile:
    each = {code: Target(code, level, weight, WHY) for code, level, weight in targets}
    return Profile("rolle", "1", "digcomp-3.0", "", {"de": "Rolle"}, {}, each)


def test_a_goal_raises_the_level_and_adds_to_the_weight() -> None:
    found = combine(profile(("1.3", 3, 2)), [goal("e-akte", ("1.3", 5, 2))]).targets["1.3"]
    assert (found.level, found.weight) == (5, 4)
    (because,) = found.because
    assert (because.goal.slug, because.from_level, because.level, because.raised) == ("e-akte", 3, 5, True)


def test_a_goal_never_lowers_what_the_role_asks_for_but_still_weighs() -> None:
    found = combine(profile(("1.3", 6, 2)), [goal("e-akte", ("1.3", 5, 2))]).targets["1.3"]
    assert (found.level, found.weight, found.is_raised) == (6, 4, False)
    assert [each.goal.slug for each in found.because] == ["e-akte"]


def test_a_competence_that_only_a_goal_asks_for_counts_as_useful_at_least() -> None:
    found = combine(profile(), [goal("e-akte", ("1.3", 4, 0))]).targets["1.3"]
    assert (found.level, found.weight, found.role) == (4, 1, None)


def test_several_goals_take_the_highest_level_and_add_up_whatever_their_order() -> None:
    one, two = goal("eins", ("1.3", 4, 1)), goal("zwei", ("1.3", 6, 2))
    found = combine(profile(("1.3", 3, 3)), [one, two])
    assert found.targets == combine(profile(("1.3", 3, 3)), [two, one]).targets
    assert (found.targets["1.3"].level, found.targets["1.3"].weight) == (6, 6)
    assert [each.goal.slug for each in found.targets["1.3"].because] == ["zwei", "eins"]


def test_without_goals_nothing_changes() -> None:
    found = combine(profile(("1.3", 3, 2)), []).targets["1.3"]
    assert (found.level, found.weight, found.because) == (3, 2, ())


def test_regional_demand_weighs_only_where_it_is_wanted_and_is_named() -> None:
    role, demand = profile(("4.1", 3, 2), ("1.3", 3, 2)), competence_weights(shipped_demand())
    assert combine(role, []).targets["4.1"].weight == 2
    found = combine(role, [], demand).targets
    assert (found["4.1"].weight, found["1.3"].weight) == (2.5, 2)
    assert [target.key for target in found["4.1"].demand] == ["it-sicherheit"]


def test_at_least_twelve_goals_are_shipped_with_reasons_in_both_languages() -> None:
    goals = shipped_goals()
    assert len(goals) >= 12
    for each in goals.values():
        assert {"de", "en"} == each.names.keys() == each.summaries.keys()
        assert all({"de", "en"} == raised.reasons.keys() for raised in each.raises.values())
    asked = {"e-akte-einfuehren", "termine-online", "e-rechnung", "ki-im-kundenservice", "daten-in-der-werkstatt"}
    assert asked | {"fuehren-auf-distanz", "it-sicherheit-staerken", "barrierefreies-netz"} <= goals.keys()
    assert {"ablaeufe-selbst-automatisieren", "mit-daten-entscheiden", "leistungen-online", "hybrid-arbeiten"} <= set(
        goals
    )


def test_shipped_goals_combine_with_shipped_profiles() -> None:
    found = combine(shipped_profile("sme-office"), [shipped_goals()["e-rechnung"]])
    assert found.targets["1.3"].level == 5
    assert found.targets["1.3"].is_raised
    assert found.targets["2.1"].because == ()
