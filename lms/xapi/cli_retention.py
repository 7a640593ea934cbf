"""`flask xapi retention`, `rule …` and `erase`: how long records are kept, and taking a person out of them."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import erasing
from lms.xapi.auditing import TERMINAL
from lms.xapi.cleaning import forget, keep_to_rules
from lms.xapi.retention import add_rule, due, remove_rule, rules_of
from lms.xapi.retention_models import Action, Kept, RetentionRule
from lms.xapi.terminal import Identity, Iri, organisation_named, sentences

_SLUG = click.option("--organisation", "slug", required=True, help="Short name of the organisation.")


def _told(rule: RetentionRule) -> str:
    verb = f" with verb {rule.verb}" if rule.verb else ""
    return f"{rule.id}  {rule.action} {rule.kept}{verb} after {rule.months} months"


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing"


@click.command()
@click.option("--organisation", "slug", help="Only of this organisation.")
@click.option("--apply", "really", is_flag=True, help="Do it; without this, only count.")
@with_appcontext
def retention(slug: str | None, really: bool) -> None:
    """Say what the rules would remove now; with --apply remove it. Run it every night."""
    found = db.session.execute(select(Organisation.slug, Organisation.id).order_by(Organisation.id)).all()
    wanted = {organisation_named(slug).id} if slug else {id for _slug, id in found}
    for name, organisation_id in found:
        if organisation_id not in wanted:
            continue
        if really:
            click.echo(f"{name}: {_counted(keep_to_rules(organisation_id, TERMINAL))}")
        else:
            for each in due(rules_of(organisation_id)):
                click.echo(f"{name}: {_told(each.rule)}: {each.count}")


@click.group()
def rule() -> None:
    """How long learning records are kept."""


@rule.command("add")
@_SLUG
@click.option("--months", type=int, required=True, help="Counted from when something was stored here.")
@click.option("--action", type=click.Choice([each.value for each in Action]), required=True)
@click.option(
    "--kept", type=click.Choice([each.value for each in Kept]), default=Kept.STATEMENTS.value, show_default=True
)
@click.option("--verb", type=Iri(), default="", help="Only statements with this verb (IRI); else all others.")
@with_appcontext
def add(slug: str, months: int, action: str, kept: str, verb: str) -> None:
    """Add a rule."""
    with sentences(), transaction():
        organisation_id = organisation_named(slug).id
        add_rule(organisation_id=organisation_id, kept=Kept(kept), verb=verb, months=months, action=Action(action))
    click.echo("The rule is there. `flask xapi retention` says what it would do.")


@rule.command("list")
@_SLUG
@with_appcontext
def list_rules(slug: str) -> None:
    """Show the rules."""
    for each in rules_of(organisation_named(slug).id):
        click.echo(_told(each))


@rule.command("remove")
@click.argument("number", type=int)
@_SLUG
@with_appcontext
def remove(number: int, slug: str) -> None:
    """Forget the rule with this NUMBER."""
    with sentences(), transaction():
        remove_rule(organisation_id=organisation_named(slug).id, rule_id=number)
    click.echo("The rule is gone.")


@click.command("erase")
@click.argument("agents", nargs=-1, required=True, type=Identity())
@_SLUG
@click.option("--apply", "really", is_flag=True, help="Do it; without this, only count.")
@with_appcontext
def erase_person(agents: tuple[str, ...], slug: str, really: bool) -> None:
    """Take one person out of the records, whatever AGENTS they are known as: accounts, mail addresses, JSON."""
    with sentences():
        organisation_id = organisation_named(slug).id
        found = erasing.preview(organisation_id, erasing.person(agents))
        for name, count in found.sent:
            click.echo(f"{name} has received {count} of these statements; ask there to remove them.")
        if really:
            click.echo(_counted(forget(organisation_id, agents, TERMINAL)))
        else:
            click.echo(f"{found.statements} statements, {found.documents} documents. --apply removes the person.")
