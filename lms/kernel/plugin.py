"""The plugin contract: what a feature is made of, and how features are found and put in order.

A plugin is a frozen value, found through the entry-point group `lms.plugins`. The platform's own features are plugins
like any other. Two things go by convention, beside the module that holds the plugin: a folder `translations/`
(gettext catalogues) and a folder `migrations/` (Alembic versions, a branch of their own).
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from flask import Blueprint, Flask, current_app
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from lms.kernel.access import Permission, Viewer
from lms.kernel.content import ContentKind
from lms.kernel.demo import DemoPlan
from lms.kernel.events import Bus, Event, Listener

GROUP = "lms.plugins"


class PluginError(RuntimeError):
    """The set of plugins cannot work; the message says which one and what to do."""


@dataclass(frozen=True)
class NavigationEntry:
    """A link in the navigation, shown to those who hold `permission`.

    place: "main", "account" or "footer"; "team" and "admin" are menus of the main navigation, for those who look after
    what others learn, and after the platform. order: smaller comes first.
    """

    label: LazyString | str
    endpoint: str
    permission: Permission = Permission.EVERYBODY
    place: str = "main"
    order: int = 100


@dataclass(frozen=True)
class Card:
    """A piece of the start page. `render` returns None where it has nothing to say to this viewer."""

    render: Callable[[Viewer], Markup | None]
    order: int = 100


@dataclass(frozen=True)
class CoursePiece:
    """A piece of the page of every seminar. `render` gets the viewer and the course's slug; None: nothing to say."""

    render: Callable[[Viewer, str], Markup | None]
    order: int = 100


@dataclass(frozen=True)
class DemoStep:
    """A feature's share of the demo city. Smaller orders build first.

    build: "module:function", called with the `DemoPlan`; named and not imported, for the web process never needs it.
    """

    build: str
    order: int = 100

    def __call__(self, plan: DemoPlan) -> None:
        """Build."""
        resolve_name(self.build)(plan)


@dataclass(frozen=True)
class JobKind:
    """A kind of work that takes longer than a page may.

    name: unique, "feature.what". handler: "module:function", called by a worker with the `lms.jobs.work.Task`; named
    and not imported, for the web process never needs it. every: how often it is done without being asked for, None for
    never; for each organisation, or once for all of them together (`shared`).
    """

    name: str
    handler: str
    every: timedelta | None = None
    shared: bool = False


@dataclass(frozen=True)
class PersonalRecord:
    """What a feature stores about people, for everybody to read; a test compares it with the tables.

    tables: the columns of each table, separated by blanks. what, why, who, kept: sentences for people: what is
    stored, what for, who can see it, until when. order: smaller comes first; what the machine needs comes last.
    """

    tables: Mapping[str, str]
    what: LazyString | str
    why: LazyString | str
    who: LazyString | str
    kept: LazyString | str
    order: int = 100


Recipe = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Plugin:
    """A feature's table of contents.

    name: unique, lower case. module: `__name__` of the module that holds the plugin.
    requires: names of plugins that must be there and come before it.
    recipes: for each kind of event the pure function that words its xAPI statement.
    commands: "module:command" of click commands, imported only when `flask` runs on a terminal.
    jobs: kinds of work that `flask jobs work` does for the feature.
    personal: what the feature stores about people.
    setup: called once with the application, for what needs it (extensions, template filters).
    """

    name: str
    module: str
    requires: tuple[str, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    navigation: tuple[NavigationEntry, ...] = ()
    commands: tuple[str, ...] = ()
    listeners: tuple[Listener, ...] = ()
    recipes: Mapping[type[Event], Recipe] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()
    course_pieces: tuple[CoursePiece, ...] = ()
    content: tuple[ContentKind, ...] = ()
    demo: tuple[DemoStep, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    personal: tuple[PersonalRecord, ...] = ()
    setup: tuple[Callable[[Flask], None], ...] = ()

    @property
    def folder(self) -> Path:
        """Where the plugin's package lies."""
        return Path(str(sys.modules[self.module].__file__)).parent


@dataclass(frozen=True)
class Platform:
    """The plugins of one application in order, and what follows from them."""

    plugins: tuple[Plugin, ...]
    bus: Bus
    recipes: Mapping[type[Event], Recipe]

    @classmethod
    def of(cls, plugins: tuple[Plugin, ...]) -> "Platform":
        """Put `plugins` (already ordered) together. Raises PluginError where two word the same event."""
        listeners = tuple(listener for plugin in plugins for listener in plugin.listeners)
        recipes: dict[type[Event], Recipe] = {}
        for plugin in plugins:
            for kind, recipe in plugin.recipes.items():
                if kind in recipes:
                    raise PluginError(
                        f"The plugin {plugin.name!r} words {kind.__name__}, which another plugin words already. "
                        "Only one of them may have a recipe for it."
                    )
                recipes[kind] = recipe
        return cls(plugins=plugins, bus=Bus(listeners), recipes=recipes)


def platform() -> Platform:
    """The platform of the running application."""
    found: Platform = current_app.extensions["lernlotse"]
    return found


def publish(event: Event) -> None:
    """Tell all plugins what happened; inside the transaction of the service that did it."""
    platform().bus.publish(event)


def discover(found: Iterable[EntryPoint] | None = None) -> tuple[Plugin, ...]:
    """All installed plugins, each after what it requires.

    Raises PluginError when one cannot be imported, is no plugin, has a name twice, misses a requirement or is part
    of a cycle.
    """
    plugins: dict[str, Plugin] = {}
    for entry in found if found is not None else entry_points(group=GROUP):
        plugin = _load(entry)
        if plugin.name in plugins:
            raise PluginError(
                f"Two plugins are called {plugin.name!r}: {plugins[plugin.name].module} and {plugin.module}. "
                "Uninstall one of them or give it another name."
            )
        plugins[plugin.name] = plugin
    return in_order(plugins)


def _load(entry: EntryPoint) -> Plugin:
    try:
        plugin = entry.load()
    except Exception as error:
        raise PluginError(
            f"The plugin {entry.name!r} ({entry.value}) cannot be imported: {error}. Mend or uninstall its package."
        ) from error
    if not isinstance(plugin, Plugin):
        raise PluginError(f"The entry point {entry.name!r} ({entry.value}) is not a lms.kernel.plugin.Plugin.")
    return plugin


def in_order(plugins: Mapping[str, Plugin]) -> tuple[Plugin, ...]:
    """`plugins` so that each comes after what it requires; alphabetical where free, so that starts are alike."""
    for plugin in plugins.values():
        for name in plugin.requires:
            if name not in plugins:
                raise PluginError(f"The plugin {plugin.name!r} requires {name!r}, which is not installed. Install it.")
    ordered: dict[str, Plugin] = {}
    waiting = dict(sorted(plugins.items()))
    while waiting:
        ready = [name for name, plugin in waiting.items() if all(need in ordered for need in plugin.requires)]
        if not ready:
            names = ", ".join(waiting)
            raise PluginError(f"These plugins require each other in a circle: {names}. One requirement has to go.")
        ordered[ready[0]] = waiting.pop(ready[0])
    return tuple(ordered.values())
