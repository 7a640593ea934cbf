"""How often the honest "nothing fits" is wrong, and how well competences are suggested for offers nobody tagged yet."""

import tomllib
from pathlib import Path
from statistics import mean

from bench.ranking import HELD_OUT, JUDGED, ROOT, course_texts, judged_queries
from bench.table import Row, at_least, at_most
from lms.catalogue.ranking.ranker import Text
from roadmap.needs.matching import Matcher
from roadmap.needs.suggesting import Example, Suggester


def _errors(matcher: Matcher, file: Path) -> tuple[float, float]:
    """The share of needs turned away although a course fits, and of those shown a course though none does."""
    judged = judged_queries(file)
    fitting = [matcher.match(query, 5) for query, grades in judged if grades]
    none = [matcher.match(query, 5) for query, grades in judged if not grades]
    return mean(not found for found in fitting), mean(bool(found) for found in none)


def described_competences() -> dict[str, str]:
    """What the framework and the self-ratings say, by id."""
    content = ROOT / "content"
    framework = tomllib.loads((content / "frameworks" / "digcomp-3.0.toml").read_text(encoding="utf-8"))
    described = {}
    for each in framework["competences"]:
        check = content / "checks" / "digcomp-3.0" / f"{each['id']}.toml"
        rating = tomllib.loads(check.read_text(encoding="utf-8"))["self_rating"]
        parts = (each["name"]["de"], each["summary"]["de"], rating["statement"]["de"], *rating["steps"]["de"])
        described[each["id"]] = "\n".join(parts)
    return described


def examples() -> list[Example]:
    """Our courses with the competences that their authors gave them."""
    found = []
    for text in course_texts(needs=True):
        course = tomllib.loads((ROOT / "content" / "courses" / text.key / "course.toml").read_text(encoding="utf-8"))
        found.append(Example(text, frozenset(each["id"] for each in course["competences"])))
    return found


def _suggestions() -> list[Row]:
    """Leave one course out, suggest its competences, compare with its author's; then offers that fit none."""
    described, courses = described_competences(), examples()
    firsts, right, made, wanted, none = [], 0, 0, 0, 0
    for number, course in enumerate(courses):
        suggester = Suggester(described, courses[:number] + courses[number + 1 :])
        found = [each.competence for each in suggester.suggest(course.text)]
        firsts.append(bool(found) and found[0] in course.competences)
        right += len(set(found) & set(course.competences))
        made, wanted, none = made + len(found), wanted + len(course.competences), none + (not found)
    suggester = Suggester(described, courses)
    strange = [query for query, grades in judged_queries() if not grades]
    accepted = mean(bool(suggester.suggest(Text("", query, ""))) for query in strange)
    what = "competences of an offer, one course left out"
    return [
        at_least(what, "first suggestion right", round(mean(firsts), 3), 0.8),
        Row(what, "suggestions that are right", round(right / made, 3)),
        Row(what, "competences that are found", round(right / wanted, 3)),
        Row(what, "nothing, though there is something", round(none / len(courses), 3)),
        at_most("competences of a strange topic", "something, though nothing fits", round(accepted, 3), 0.2),
    ]


def measure() -> list[Row]:
    """The threshold was chosen on the judged needs; the held-out ones were written afterwards and changed nothing."""
    matcher = Matcher(course_texts(needs=True))
    rows = []
    for file, about in ((JUDGED, "needs the threshold was chosen on"), (HELD_OUT, "held-out needs")):
        refused, shown = _errors(matcher, file)
        rows.append(Row(f"nothing fits, {about}", "wrongly nothing", round(refused, 3)))
        rows.append(Row(f"nothing fits, {about}", "wrongly something", round(shown, 3)))
    return rows + _suggestions()
