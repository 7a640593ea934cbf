"""The regional plan of 2026 is there completely, and says how much it speaks for an offer.

The figures and rows here were copied from the document by hand, independently of the content file.
"""

from pathlib import Path

import pytest

from lms.kernel.content import read_content
from roadmap.region.content import demand as demand_kind
from roadmap.region.demand import competence_weights, weigh
from tests.roadmap.shipped import CONTENT, shipped_demand

# The tables of section 7.1, row by row as printed.
AACHEN = """
121 F | 223 F | 242 F | 244 F | 252 F/S | 261 F | 262 F | 263 F/S | 293 F | 311 E | 321 F | 332 F | 431 F | 432 S/E
434 E | 611 S | 621 E | 622 F | 623 F | 722 S | 723 F | 732 F/S | 811 F | 813 F | 814 E | 817 S | 818 F | 821 F
825 F | 831 S/E
"""
DUEREN = """
251 S | 252 F/S | 262 F | 311 E | 342 F | 513 F | 531 S | 611 S | 621 E | 732 S | 811 F | 813 F | 814 E | 821 F
831 S/E | 913 E
"""
HEINSBERG = """
121 F | 244 F | 252 F/S | 261 F | 262 F | 292 F | 342 F | 611 S | 621 F | 622 F | 623 F | 723 F | 813 F | 816 E
817 S | 821 F | 831 S/E | 832 F
"""


def rows(printed: str) -> dict[str, tuple[str, ...]]:
    pairs = (row.split() for line in printed.strip().splitlines() for row in line.split("|"))
    return {code: tuple(levels.split("/")) for code, levels in pairs}


@pytest.mark.parametrize(
    ("district", "printed", "count"), [("aachen", AACHEN, 30), ("dueren", DUEREN, 16), ("heinsberg", HEINSBERG, 18)]
)
def test_each_table_of_shortage_occupations_is_complete(district: str, printed: str, count: int) -> None:
    expected = rows(printed)
    assert len(expected) == count
    assert shipped_demand().districts[district].shortages == expected


def test_the_tables_are_grouped_as_in_the_document() -> None:
    found = {group: len(entries) for group, entries in shipped_demand().rows("aachen")}
    assert found == {
        **{"garden": 1, "production": 8, "construction": 3, "it": 3},
        **{"trade": 4, "advice": 3, "health": 8},
    }
    assert [group for group, _entries in shipped_demand().rows("dueren")] == [
        *("production", "construction", "logistics", "trade", "advice", "health", "humanities")
    ]


def test_the_lists_of_education_targets_are_complete() -> None:
    targets = shipped_demand().targets.values()
    lists = [target.list for target in targets]
    assert {name: lists.count(name) for name in set(lists)} == {
        "adaptation": 17,
        "degree": 22,
        "future": 10,
        "school": 1,
    }
    kinds = [target.kind for target in targets if target.list == "degree"]
    assert {name: kinds.count(name) for name in set(kinds)} == {
        **{"group_retraining": 9, "in_house_retraining": 4, "partial": 6, "external_exam": 3},
    }


def test_the_planned_volumes_are_those_of_the_document_and_add_up() -> None:
    plan = shipped_demand()
    volumes = {each.key: (each.grants, each.degree_oriented) for each in plan.volumes}
    assert volumes == {
        **{"employees": (700, 250), "all": (3508, 954)},
        **{"aa": (2269, 573), "ac": (586, 172), "dn": (300, 80), "hs": (353, 129)},
    }
    offices = [volumes[each.key] for each in plan.volumes if not each.total]
    assert (sum(one for one, _two in offices), sum(two for _one, two in offices)) == volumes["all"]
    assert (plan.year, plan.dated.isoformat()) == (2026, "2025-11-25")


def test_a_target_weighs_more_where_people_are_lacking_and_says_why() -> None:
    plan = shipped_demand()
    cnc = weigh(plan, ["cnc"])
    assert cnc.factor == pytest.approx(1 + 0.10 + 0.05)
    (shortage,) = cnc.shortages
    assert (shortage.occupation.code, shortage.level) == ("242", "F")
    assert [each.key for each in shortage.districts] == ["aachen"]
    assert [each.target.key for each in cnc.listed] == ["cnc"]


def test_only_the_wanted_districts_count_and_future_targets_count_more() -> None:
    plan = shipped_demand()
    assert weigh(plan, ["cnc"], {"dueren"}).shortages == ()
    assert weigh(plan, ["elektromobilitaet"]).factor == pytest.approx(1 + 0.10 + 0.10 + 3 * 0.05)
    assert weigh(plan, []).factor == 1


def test_the_level_matters_not_only_the_occupation() -> None:
    """Retail sales: experts are lacking in Aachen and Düren, skilled workers in Heinsberg."""
    assert [each.key for each in weigh(shipped_demand(), ["tq-e-commerce"]).shortages[0].districts] == ["heinsberg"]


def test_a_weight_never_exceeds_its_limit() -> None:
    plan = shipped_demand()
    assert weigh(plan, list(plan.targets)).factor <= plan.weighing.most == 1.5


def test_future_oriented_targets_weigh_the_competences_that_they_need() -> None:
    factor, because = competence_weights(shipped_demand())["4.1"]
    assert factor == pytest.approx(1.25)
    assert [target.key for target in because] == ["it-sicherheit"]


def test_faults_of_a_plan_are_named_with_file_line_and_field(tmp_path: Path) -> None:
    text = (CONTENT / "demand/aachen-2026.toml").read_text(encoding="utf-8")
    text = text.replace('{ occupation = "121", levels = ["F"] }', '{ occupation = "999", levels = ["X"] }', 1)
    (tmp_path / "demand").mkdir()
    (tmp_path / "demand/plan.toml").write_text(text, encoding="utf-8")
    faults = read_content(tmp_path, [demand_kind]).faults
    line = text[: text.index("shortages = [")].count("\n") + 1  # where the list begins
    assert {(each.line, each.field) for each in faults} >= {
        (line, "districts.0.shortages.0.occupation"),
        (line, "districts.0.shortages.0.levels"),
    }
