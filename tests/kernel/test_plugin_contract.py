"""The plugin contract: what stops the start, in words, and in which order plugins come."""

from importlib.metadata import EntryPoint
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.events import Event
from lms.kernel.plugin import GROUP, Platform, Plugin, PluginError, discover, in_order

HERE = "tests.kernel.test_plugin_contract"


def plugin(name: str, *requires: str) -> Plugin:
    return Plugin(name=name, module=__name__, requires=requires)


alone = plugin("alone")
twin = plugin("alone")
orphan = plugin("orphan", "parent")
egg = plugin("egg", "hen")
hen = plugin("hen", "egg")
narcissus = plugin("narcissus", "narcissus")
not_a_plugin = {"name": "dictionary"}


def entry(name: str, value: str = "") -> EntryPoint:
    return EntryPoint(name=name, group=GROUP, value=value or f"{HERE}:{name}")


def complaint(*entries: EntryPoint) -> str:
    with pytest.raises(PluginError) as caught:
        discover(entries)
    return str(caught.value)


def test_a_missing_requirement_names_who_requires_what() -> None:
    assert complaint(entry("orphan")) == "The plugin 'orphan' requires 'parent', which is not installed. Install it."


def test_two_plugins_of_one_name_are_both_named() -> None:
    said = complaint(entry("alone"), entry("twin"))
    assert "Two plugins are called 'alone'" in said
    assert "Uninstall one of them" in said


@pytest.mark.parametrize("names", [("egg", "hen"), ("hen", "egg"), ("narcissus",)])
def test_a_circle_of_requirements_names_its_members(names: tuple[str, ...]) -> None:
    said = complaint(*(entry(name) for name in names))
    assert "in a circle" in said
    assert all(name in said for name in names)


@pytest.mark.parametrize("value", ["there.is.no.such.module:plugin", f"{HERE}:there_is_no_such_name"])
def test_a_plugin_that_cannot_be_imported_is_named_with_the_reason(value: str) -> None:
    said = complaint(entry("broken", value))
    assert said.startswith(f"The plugin 'broken' ({value}) cannot be imported: ")
    assert "no_such_name" in said or "No module named 'there'" in said
    assert said.endswith("Mend or uninstall its package.")


def test_a_plugin_that_fails_while_it_is_imported_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing_plugin.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "'failing' (failing_plugin:plugin) cannot be imported: division by zero" in complaint(
        entry("failing", "failing_plugin:plugin")
    )


def test_an_entry_point_that_is_no_plugin_is_named() -> None:
    assert "is not a lms.kernel.plugin.Plugin" in complaint(entry("not_a_plugin"))


def test_no_complaint_is_a_stack_trace() -> None:
    for bad in ("orphan", "egg", "not_a_plugin", "unknown"):
        said = complaint(entry(bad))
        assert "Traceback" not in said
        assert "\n" not in said


def test_each_plugin_comes_after_what_it_requires_and_free_ones_by_name() -> None:
    plugins = [plugin("d"), plugin("c", "d"), plugin("b", "d"), plugin("a", "c")]
    orders = {
        tuple(each.name for each in in_order({each.name: each for each in some})) for some in permutations(plugins)
    }
    assert orders == {("d", "b", "c", "a")}


@st.composite
def sound_sets(draw: st.DrawFn) -> dict[str, Plugin]:
    """Plugins whose requirements are all there and have no circle, in any order."""
    names = draw(st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=8))
    made = [
        plugin(name, *draw(st.lists(st.sampled_from(names[:number]), unique=True)) if number else ())
        for number, name in enumerate(names)
    ]
    return {each.name: each for each in draw(st.permutations(made))}


@given(sound_sets())
def test_any_sound_set_of_plugins_is_put_in_an_order_that_works(plugins: dict[str, Plugin]) -> None:
    ordered = in_order(plugins)
    assert {each.name for each in ordered} == set(plugins)
    for position, each in enumerate(ordered):
        assert set(each.requires) <= {before.name for before in ordered[:position]}
    assert in_order(dict(sorted(plugins.items()))) == ordered


def test_the_installed_plugins_are_found_and_ordered() -> None:
    names = [each.name for each in discover()]
    assert set(names) >= {"web", "xapi", "accounts", "pages", "catalogue", "learning", "competence_check", "roadmap"}
    assert names.index("competence_check") < names.index("roadmap")
    assert names == [each.name for each in discover()]


def test_two_plugins_that_word_the_same_event_stop_the_start() -> None:
    def recipe(_event: object) -> dict[str, object]:
        return {}

    first, second = (Plugin(name=name, module=__name__, recipes={Event: recipe}) for name in ("erste", "zweite"))
    with pytest.raises(PluginError, match="'zweite' words Event"):
        Platform.of((first, second))
