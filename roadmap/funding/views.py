"""The page about funding: rules with their sources, and what they say to a case that is typed in and not kept."""

from flask import Blueprint, render_template

from lms.kernel.access import Permission, allow
from lms.kernel.errors import NotFound
from roadmap.funding import wording
from roadmap.funding.forms import FactsForm, facts_form
from roadmap.funding.queries import current_funding
from roadmap.funding.rules import Funding, advise

blueprint = Blueprint("funding", __name__, template_folder="../templates", url_prefix="/foerderung")

Page = str | tuple[str, int]


def _page(funding: Funding, form: FactsForm, *, asked: bool) -> str:
    facts = form.facts(funding) if asked else {}
    return render_template(
        "funding/funding.html",
        funding=funding,
        form=form,
        verdicts=advise(funding, facts),
        asked=asked,
        wording=wording,
        states=wording.state_names(),
    )


@blueprint.get("")
@allow(Permission.EVERYBODY)
def show() -> str:
    """The rules, and the form for a case."""
    funding = _funding()
    return _page(funding, facts_form(funding)(formdata=None), asked=False)


@blueprint.post("")
@allow(Permission.EVERYBODY)
def check() -> Page:
    """What the rules say to the case. Sent by POST so that no address holds facts about a person; nothing is kept."""
    funding = _funding()
    form = facts_form(funding)()
    if not form.validate():
        return _page(funding, form, asked=False), 422
    return _page(funding, form, asked=True)


def _funding() -> Funding:
    found = current_funding()
    if found is None:
        raise NotFound
    return found
