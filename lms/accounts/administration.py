"""Pages of the administration: people and admitted consultants."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from lms.accounts import queries, services
from lms.accounts.forms import ROLE_NAMES, AdmissionForm, PersonForm
from lms.accounts.models import Admission, Person
from lms.kernel.access import Permission, Role, allow, in_tenant, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid

blueprint = Blueprint("people", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def page_number() -> int:
    """The page asked for; the first for anything that is no page."""
    text = request.args.get("seite", "1")
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) > 0 else 1


@blueprint.get("/personen")
@allow(Permission.MANAGE_PEOPLE)
def people() -> str:
    """The organisation's accounts, searchable."""
    wanted = request.args.get("q", "").replace("\x00", "").strip()[:100]
    found = queries.people_of(viewer().organisation_id, wanted=wanted, page=page_number())
    return render_template("accounts/people.html", people=found, wanted=wanted, role_names=ROLE_NAMES, Role=Role)


def _form(person: Person | None = None, fresh: bool = True) -> PersonForm:
    if fresh and person is not None:
        form = PersonForm(
            formdata=None,
            login=person.login,
            name=person.name,
            unit=person.unit_id or 0,
            roles=[each.role for each in person.assignments],
            active=person.active,
        )
    elif fresh:
        form = PersonForm(formdata=None, roles=[Role.EMPLOYEE.value])
    else:
        form = PersonForm()
    units = queries.units_of(viewer().organisation_id)
    form.unit.choices = [(0, _("keine Einheit")), *((unit.id, f"{unit.code} {unit.name}") for unit in units)]
    return form


@blueprint.get("/personen/neu")
@allow(Permission.MANAGE_PEOPLE)
def new_person() -> str:
    """The form for a new account."""
    return render_template("accounts/person.html", form=_form(), person=None)


@blueprint.post("/personen/neu")
@allow(Permission.MANAGE_PEOPLE)
def create_person() -> Page:
    """Create the account and show its start password once."""
    form = _form(fresh=False)
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return render_template("accounts/person.html", form=form, person=None), 422
    password = services.start_password()
    try:
        with transaction():
            person = services.create_person(
                organisation_id=viewer().organisation_id,
                login=form.text("login"),
                name=form.text("name").strip(),
                unit_id=form.unit.data or None,
                roles=form.wanted_roles(),
                password=password,
            )
            form.done(viewer().uid, url_for("people.edit_person", uid=person.uid))
    except (IntegrityError, Invalid) as error:
        # At the same moment the same form may have been carried out, or somebody else may have taken the login.
        if location := form.done_at(viewer().uid):
            return redirect(location, 303)
        form.refuse(error if isinstance(error, Invalid) else services.login_is_taken())
        return render_template("accounts/person.html", form=form, person=None), 422
    return render_template("accounts/start_password.html", person=person, password=password)


@blueprint.get("/personen/<uuid:uid>")
@allow(Permission.MANAGE_PEOPLE)
def edit_person(uid: object) -> str:
    """An account."""
    person = services.person_of(viewer().organisation_id, str(uid))
    return render_template("accounts/person.html", form=_form(person), person=person)


@blueprint.post("/personen/<uuid:uid>")
@allow(Permission.MANAGE_PEOPLE)
def change_person(uid: object) -> Page:
    """Change an account."""
    person = services.person_of(viewer().organisation_id, str(uid))
    form = _form(person, fresh=False)
    form.login.data = person.login
    if not form.validate():
        return render_template("accounts/person.html", form=form, person=person), 422
    try:
        with transaction():
            services.change_person(
                person,
                name=form.text("name").strip(),
                unit_id=form.unit.data or None,
                roles=form.wanted_roles(),
                active=form.active.data,
                by=viewer().id,
            )
    except Invalid as error:
        form.refuse(error)
        return render_template("accounts/person.html", form=form, person=person), 422
    flash(_("Das Konto ist geändert."), "success")
    return redirect(url_for("people.people"), 303)


@blueprint.post("/personen/<uuid:uid>/passwort")
@allow(Permission.MANAGE_PEOPLE)
def reset_password(uid: object) -> Page:
    """Give the person a new start password and show it once."""
    person = services.person_of(viewer().organisation_id, str(uid))
    password = services.start_password()
    with transaction():
        services.set_password(person, password)
    return render_template("accounts/start_password.html", person=person, password=password)


@blueprint.get("/beratung")
@allow(Permission.ADMIT_CONSULTANTS)
def admissions() -> str:
    """Who of the consultants may enter this organisation."""
    return _admissions_page(AdmissionForm(formdata=None))


def _admissions_page(form: AdmissionForm) -> str:
    admitted = queries.open_admissions_of(viewer().organisation_id)
    return render_template("accounts/admissions.html", form=form, admitted=admitted)


@blueprint.post("/beratung")
@allow(Permission.ADMIT_CONSULTANTS)
def admit() -> Page:
    """Let a consultant in."""
    form = AdmissionForm()
    if not form.validate():
        return _admissions_page(form), 422
    try:
        with transaction():
            services.admit_consultant(
                organisation_id=viewer().organisation_id, login=form.text("login"), by=viewer().id
            )
    except Invalid as error:
        form.refuse(error)
        return _admissions_page(form), 422
    return redirect(url_for("people.admissions"), 303)


@blueprint.post("/beratung/<int:admission_id>/beenden")
@allow(Permission.ADMIT_CONSULTANTS)
def end_admission(admission_id: int) -> Response:
    """Close the door."""
    admission = in_tenant(db.session.get(Admission, admission_id) if admission_id < 2**31 else None)
    with transaction():
        services.end_admission(admission, by=viewer().uid)
    return redirect(url_for("people.admissions"), 303)
