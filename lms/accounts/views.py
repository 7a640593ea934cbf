"""Signing in and out, one's own account, and entering firms."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response

from lms.accounts import queries, services
from lms.accounts.forms import LanguageForm, PasswordForm, SignInForm
from lms.accounts.models import Person
from lms.accounts.signin import FIRM, begin_session
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, NotFound
from lms.web import carrying
from lms.web.returning import own_page

blueprint = Blueprint("accounts", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@blueprint.get("/anmelden")
@allow(Permission.EVERYBODY)
def sign_in() -> Page:
    """The sign-in page."""
    if viewer().is_authenticated:
        return redirect(own_page(request.args.get("next")), 303)
    form = SignInForm(formdata=None, next=request.args.get("next", ""))
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm, expired: bool = False) -> str:
    with_city = "accounts_oidc.begin" in current_app.view_functions
    return render_template("accounts/sign_in.html", form=form, expired=expired, with_city=with_city)


@blueprint.post("/anmelden")
@allow(Permission.EVERYBODY)
def sign_in_now() -> Page:
    """Check login and password; bring back what was carried here or go where the person wanted to go."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, bool(form.carried.data)), 422
    person = _authenticate(form.text("login"), form.text("password"))
    if person is None:
        message = _("Personalnummer (oder E-Mail-Adresse) und Passwort passen nicht zusammen.")
        form.refuse(Invalid(message))
        return _sign_in_page(form, bool(form.carried.data)), 422
    begin_session(person)
    carried = carrying.unpack(form.carried.data or "")
    return carrying.resume_page(carried) if carried else redirect(own_page(form.next.data), 303)


def _authenticate(login: str, password: str) -> Person | None:
    """Who that is, in a transaction of its own, so that failures are counted; 429 where one has to wait."""
    try:
        with transaction():
            return services.authenticate(login=login, password=password, address=request.remote_addr or "")
    except services.TooManyAttempts:
        abort(429)


@blueprint.post("/abmelden")
@allow(Permission.EVERYBODY)
def sign_out() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("web.start"), 303)


@blueprint.get("/konto")
@allow(Permission.OWN_ACCOUNT)
def account() -> Page:
    """One's own account."""
    return _account_page(PasswordForm(formdata=None), _language_form())


def _language_form() -> LanguageForm:
    return LanguageForm(formdata=None, language=getattr(viewer(), "language", None) or "")


def _account_page(password: PasswordForm, language: LanguageForm) -> str:
    return render_template("accounts/account.html", password_form=password, language_form=language)


@blueprint.post("/konto/passwort")
@allow(Permission.OWN_ACCOUNT)
def change_password() -> Page:
    """Set a new password; this session goes on, all others end."""
    form = PasswordForm()
    if not form.validate():
        return _account_page(form, _language_form()), 422
    person = db.session.get_one(Person, viewer().id)
    try:
        # Counted like a sign-in: an open session must not be the place to guess a password.
        if _authenticate(person.login, form.text("current_password")) is None:
            raise Invalid(fields={"current_password": _("Das ist nicht Ihr jetziges Passwort.")})
        with transaction():
            services.choose_password(person, form.text("new_password"))
    except Invalid as error:
        form.refuse(error)
        return _account_page(form, _language_form()), 422
    begin_session(services.person_with_roles(person.id))
    flash(_("Ihr Passwort ist geändert. Andere Geräte sind jetzt abgemeldet."), "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/konto/sprache")
@allow(Permission.OWN_ACCOUNT)
def change_language() -> Page:
    """Keep a language with the account; the button on every page leads back to that page."""
    form = LanguageForm()
    if not form.validate():
        return _account_page(PasswordForm(formdata=None), form), 422
    with transaction():
        db.session.get_one(Person, viewer().id).language = form.language.data or None
    back = request.form.get("next")
    return redirect(own_page(back) if back else url_for("accounts.account"), 303)


@blueprint.get("/betriebe")
@allow(Permission.ENTER_FIRMS)
def firms() -> str:
    """The firms that admitted this consultant."""
    return render_template("accounts/firms.html", firms=queries.firms_open_to(viewer().id))


@blueprint.post("/betriebe/<slug>/betreten")
@allow(Permission.ENTER_FIRMS)
def enter_firm(slug: str) -> Response:
    """Act inside the firm until leaving it."""
    firm = next((firm for firm in queries.firms_open_to(viewer().id) if firm.slug == slug), None)
    if firm is None:
        raise NotFound
    session[FIRM] = firm.id
    return redirect(url_for("accounts.firms"), 303)


@blueprint.post("/betriebe/verlassen")
@allow(Permission.ENTER_FIRMS)
def leave_firm() -> Response:
    """Act for one's own organisation again."""
    session.pop(FIRM, None)
    return redirect(url_for("accounts.firms"), 303)
