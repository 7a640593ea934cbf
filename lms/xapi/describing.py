"""What a recipe promises about its statements, said beside the recipe: the templates of our xAPI profile.

    @describes(
        named("Ein Kurs ist abgeschlossen.", "A course is completed."),
        verb=adl.COMPLETED,
        about=cmi5.COURSE,
        always=("context.registration",),
        values={"result.completion": (True,)},
    )
    def course_completed(event: CourseCompleted) -> Draft: ...

https://github.com/adlnet/xapi-profiles/blob/master/xapi-profiles-structure.md#70-statement-templates
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lms.xapi.drafting import Draft
from lms.xapi.vocabulary.terms import ActivityType, Texts, Verb

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class StatementTemplate:
    """What all statements of one recipe have in common.

    name: unique, part of the template's identifier. meaning: a sentence for people, by language. verb, about, parent,
    grouping, other: the determining properties, `about` being the type of the activity. always, never: properties
    as paths from the statement, `result.completion`. values: properties that are always there with one of some
    values.
    """

    name: str
    meaning: Texts
    verb: Verb
    about: ActivityType
    parent: tuple[ActivityType, ...] = ()
    grouping: tuple[ActivityType, ...] = ()
    other: tuple[ActivityType, ...] = ()
    always: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    values: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class DescribedRecipe(Generic[Fact]):
    """A recipe with the template that its statements follow; called like the recipe itself."""

    recipe: Callable[[Fact], Draft]
    template: StatementTemplate

    def __call__(self, event: Fact) -> Draft:
        """Word the event."""
        return self.recipe(event)


def describes(
    meaning: Texts,
    *,
    verb: Verb,
    about: ActivityType,
    parent: tuple[ActivityType, ...] = (),
    grouping: tuple[ActivityType, ...] = (),
    other: tuple[ActivityType, ...] = (),
    always: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    values: Mapping[str, tuple[object, ...]] | None = None,
) -> Callable[[Callable[[Fact], Draft]], DescribedRecipe[Fact]]:
    """Describe the statements of a recipe; see StatementTemplate. The template is named after the recipe."""

    def describe(recipe: Callable[[Fact], Draft]) -> DescribedRecipe[Fact]:
        template = StatementTemplate(
            name=recipe.__name__.replace("_", "-"),
            meaning=meaning,
            verb=verb,
            about=about,
            parent=parent,
            grouping=grouping,
            other=other,
            always=always,
            never=never,
            values=dict(values or {}),
        )
        return DescribedRecipe(recipe, template)

    return describe
