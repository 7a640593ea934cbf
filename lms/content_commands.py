"""`flask content`: check content files and bring them into the database."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms.kernel.content import ContentKind, ContentSource, read_content
from lms.kernel.content_state import note_change
from lms.kernel.db import transaction
from lms.kernel.plugin import platform


def _kinds() -> list[ContentKind]:
    kinds = [kind for plugin in platform().plugins for kind in plugin.content]
    return sorted(kinds, key=lambda kind: kind.order)


def _read(folder: Path | None) -> ContentSource:
    source = read_content(folder or Path(current_app.extensions["settings"].content), _kinds())
    for fault in sorted(source.faults):
        click.echo(str(fault), err=True)
    if source.faults:
        count = len(source.faults)
        raise click.ClickException(f"{count} fault{'s' if count > 1 else ''}. Nothing was loaded.")
    return source


def _told(names: tuple[str, ...], most: int = 8) -> str:
    """The names, or how many there are and the first few."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{len(names)}: {', '.join(names[:most])} and {len(names) - most} more"


_folder = click.option(
    "--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Instead of the set one."
)


content = AppGroup("content", help="Content files: check and load.")


@content.command()
@_folder
def check(folder: Path | None) -> None:
    """Name every fault with file, line and field."""
    source = _read(folder)
    sizes = ", ".join(f"{len(source.parsed[kind.name])} {kind.name}" for kind in _kinds())
    click.echo(f"No faults: {sizes}.")


@content.command()
@_folder
def load(folder: Path | None) -> None:
    """Bring all content into the database, or nothing if there is a fault."""
    source = _read(folder)
    with transaction():
        for kind in _kinds():
            changes = kind.load(source.parsed[kind.name])
            if changes:
                note_change(kind.name)
            for word in ("added", "changed", "removed"):
                names = getattr(changes, word)
                if names:
                    click.echo(f"{kind.name}: {word} {_told(names)}")
            if not changes:
                click.echo(f"{kind.name}: unchanged")
