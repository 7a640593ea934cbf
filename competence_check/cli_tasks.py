"""`flask check tasks …`: tasks from and to other systems, as QTI 3."""

from pathlib import Path

import click
from flask import current_app

from competence_check.content.checks import CheckFile, checks
from competence_check.content.frameworks import FrameworkFacts, frameworks
from competence_check.exchange.qti import reading, task_file, writing
from competence_check.exchange.tree import Unreadable
from competence_check.scoring.scale import BANDS
from lms.kernel.content import read_content
from lms.kernel.tenancy import SLUG

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def tasks() -> None:
    """Tasks from and to other systems (QTI 3)."""


@tasks.command()
@click.option("--framework", "slug", default="digcomp-3.0", show_default=True)
@click.option("--competence", help="Only of this competence, such as 1.1.")
@click.option("--out", type=_FILE, required=True, help="The package (ZIP) to write.")
def export(slug: str, competence: str | None, out: Path) -> None:
    """Write tasks as a QTI 3 package; says which ones it cannot hold: by their format or for their picture."""
    found: list[CheckFile] = read_content(_content(), [frameworks, checks]).parsed["checks"]
    files = [file for file in found if file.framework == slug and competence in (None, file.competence)]
    asked = [writing.Asked(slug, file.competence, task) for file in files for task in file.tasks.values()]
    if not asked:
        raise click.ClickException("There are no such tasks.")
    made, left = writing.package(asked)
    out.write_bytes(made)
    click.echo(f"{out}: {len(asked) - len(left)} tasks.")
    for each in left:
        click.echo(f"left out, the package cannot hold it: {each}")


@tasks.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--framework", "slug", default="digcomp-3.0", show_default=True)
@click.option("--competence", required=True, help="Of items that do not name theirs.")
@click.option("--band", type=click.Choice(list(BANDS)), default="intermediate", show_default=True)
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option("--name", default="aus-qti", show_default=True, help="Name of the new content file.")
@click.option("--out", type=_FILE, help="Instead of the content folder.")
def import_tasks(
    *, file: Path, slug: str, competence: str, band: str, language: str, name: str, out: Path | None
) -> None:
    """Write the items of FILE (XML or package) as a content file and say what could not be taken over."""
    known: dict[str, FrameworkFacts] = read_content(_content(), [frameworks]).parsed["frameworks"]
    if slug not in known or competence not in known[slug].competences:
        raise click.ClickException(f"There is no competence {competence!r} in a framework {slug!r}.")
    if not SLUG.fullmatch(name) or "-" not in name:
        # Without a hyphen it would be the file of a competence.
        raise click.ClickException(f"{name!r} must be lower case letters and digits, with a hyphen in it.")
    try:
        found = reading.read(file.read_bytes(), language)
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error.message}") from error
    target = out or _content() / "checks" / slug / f"{name}.toml"
    if target.exists():
        raise click.ClickException(f"{target} exists. Remove it or take another name.")
    taken = task_file.merged(found.tasks, competence)
    if taken:
        target.write_text(task_file.toml_text(taken, competence, band), encoding="utf-8")
        click.echo(f"{target}: {len(taken)} tasks. Look through them, then `flask content load`.")
    for each in found.left:
        click.echo(f"not taken over: {each}")
    if not taken:
        raise click.ClickException("No task could be taken over.")


def _content() -> Path:
    return Path(current_app.extensions["settings"].content)
