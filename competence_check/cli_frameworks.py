"""`flask check framework …`: frameworks from other systems into content files, and back."""

from pathlib import Path

import click
from flask import current_app

from competence_check.content.frameworks import SLUG_OF_FRAMEWORK, FrameworkFacts, frameworks
from competence_check.exchange.content_file import toml_text, tree_of, with_codes
from competence_check.exchange.formats import READERS, WRITERS, format_of
from competence_check.exchange.tree import Unreadable
from lms.kernel.content import read_content
from lms.kernel.errors import Invalid
from lms.kernel.toml import LANGUAGES


@click.group()
def framework() -> None:
    """Frameworks of competences from and to other systems."""


@framework.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", required=True, help="Name of the content file, such as digital-culture.")
@click.option("--format", "name", type=click.Choice(sorted(READERS)), help="Told by the file without it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of the content folder.")
def import_framework(file: Path, slug: str, name: str | None, out: Path | None) -> None:
    """Write FILE as a content file; `flask content load` then takes it.

    All languages get the words of the file: translate what needs it.
    """
    if not SLUG_OF_FRAMEWORK.fullmatch(slug):
        raise click.ClickException(f"{slug!r} does not look like {SLUG_OF_FRAMEWORK.pattern}.")
    content = file.read_bytes()
    try:
        tree = with_codes(READERS[name or format_of(content)](content))
    except Unreadable as error:
        for place in error.places:
            click.echo(f"{file}: {place}", err=True)
        raise click.ClickException(f"{len(error.places)} faults, nothing was written.") from error
    except Invalid as error:
        raise click.ClickException(f"{file}: {error.message}") from error
    target = out or _content() / "frameworks" / f"{slug}.toml"
    if target.exists():
        raise click.ClickException(f"{target} exists. Remove it or take another slug.")
    target.write_text(toml_text(tree, slug), encoding="utf-8")
    click.echo(f"{target}: {len(tree.nodes)} entries. `flask content load` takes them.")


@framework.command()
@click.argument("slug")
@click.option("--format", "name", type=click.Choice(sorted(WRITERS)), required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="de", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of the terminal.")
def export(slug: str, name: str, language: str, out: Path | None) -> None:
    """Write the framework SLUG in the format of another system."""
    found = _framework(slug)
    try:
        text = WRITERS[name](tree_of(found), language)
    except Unreadable as error:
        raise click.ClickException("\n".join(error.places)) from error
    if out:
        out.write_text(text, encoding="utf-8", newline="")
    else:
        click.echo(text, nl=False)


def _content() -> Path:
    return Path(current_app.extensions["settings"].content)


def _framework(slug: str) -> FrameworkFacts:
    source = read_content(_content(), [frameworks])
    found: dict[str, FrameworkFacts] = source.parsed["frameworks"]
    if slug not in found:
        raise click.ClickException(f"There is no framework {slug!r}; there are: {', '.join(sorted(found))}.")
    return found[slug]
