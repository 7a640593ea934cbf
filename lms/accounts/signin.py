"""Who is this? Flask-Login's session, and where visitors are sent who have to sign in first."""

from flask import Flask, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, login_user
from werkzeug.wrappers import Response

from lms.accounts.forms import SignInForm
from lms.accounts.models import Person
from lms.accounts.viewer import SignedIn, as_viewer, load_viewer
from lms.kernel.access import Nobody
from lms.kernel.i18n import LANGUAGES
from lms.web import carrying

FIRM = "firm"


def init_sign_in(app: Flask) -> None:
    """Teach Flask-Login who our people are."""
    manager = LoginManager(app)
    manager.anonymous_user = Nobody
    manager.session_protection = None  # the session dies with the password; addresses change on the move

    def load(session_id: str) -> SignedIn | None:
        firm = session.get(FIRM)
        found = load_viewer(session_id, firm if isinstance(firm, int) else None)
        if FIRM in session and (found is None or found.organisation_id != firm):
            del session[FIRM]  # so that a later admission does not carry this session back in
        return found

    manager.user_loader(load)


def begin_session(person: Person) -> None:
    """Sign `person` in, in a fresh session, so that nobody can prepare one for them."""
    session.clear()
    g.pop("csrf_token", None)  # belongs to the old session; a form on the answer needs one of the new
    session.permanent = True
    login_user(as_viewer(person))


def ask_to_sign_in() -> Response:
    """Send a visitor to the sign-in page and keep what they were about to send."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    form = SignInForm(formdata=None)
    form.carried.data = carrying.pack()
    page = render_template("accounts/sign_in.html", form=form, expired=True, languages=LANGUAGES)
    return Response(page, status=401, mimetype="text/html")
