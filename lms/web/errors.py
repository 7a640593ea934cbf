"""Errors become pages that say what happened and what to do next. The one translation of errors to HTTP."""

from dataclasses import dataclass

from flask import Flask, g, redirect, render_template
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from lms.kernel.access import Nobody
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, PlatformError, Refused
from lms.kernel.logs import logger, request_id
from lms.web import carrying
from lms.web.forms import SentTwice

Answer = tuple[str, int]
WithHeaders = tuple[str, int, list[tuple[str, str]]]


@dataclass(frozen=True)
class Explanation:
    """What an error page says: title, what happened, what to do."""

    title: LazyString
    happened: LazyString
    advice: LazyString


EXPLANATIONS = {
    400: Explanation(
        _("Das konnten wir nicht verarbeiten"),
        _("Die Adresse oder das Formular enthielt etwas, das hier nicht vorgesehen ist."),
        _("Gehen Sie zurück und versuchen Sie es noch einmal."),
    ),
    403: Explanation(
        _("Dafür fehlt Ihnen die Berechtigung"),
        _("Diese Seite ist nur für bestimmte Aufgaben freigegeben."),
        _("Wenn Sie sie für Ihre Arbeit brauchen, wenden Sie sich an die Administration."),
    ),
    404: Explanation(
        _("Diese Seite gibt es nicht"),
        _("Vielleicht wurde sie verschoben oder die Adresse ist nicht ganz richtig."),
        _("Suchen Sie nach dem, was Sie brauchen, oder beginnen Sie auf der Startseite."),
    ),
    405: Explanation(
        _("So lässt sich diese Seite nicht aufrufen"),
        _("Die Adresse gehört zu einem Formular."),
        _("Gehen Sie zurück und benutzen Sie die Schaltfläche auf der Seite."),
    ),
    410: Explanation(
        _("Diese Seite wurde entfernt"),
        _("Der Inhalt war veraltet und wird nicht mehr angeboten."),
        _("Suchen Sie nach dem Nachfolger oder beginnen Sie auf der Startseite."),
    ),
    413: Explanation(
        _("Das war zu groß"),
        _("Was Sie gesendet haben, überschreitet die erlaubte Größe."),
        _("Kürzen Sie den Text oder wählen Sie eine kleinere Datei."),
    ),
    422: Explanation(
        _("Das konnten wir nicht übernehmen"),
        _("Eine Angabe passt nicht."),
        _("Gehen Sie zurück, prüfen Sie Ihre Angaben und senden Sie sie noch einmal."),
    ),
    429: Explanation(
        _("Das waren zu viele Versuche"),
        _("Zum Schutz der Konten machen wir hier eine Pause."),
        _("Warten Sie einige Minuten und versuchen Sie es dann noch einmal."),
    ),
    500: Explanation(
        _("Hier ist etwas schiefgegangen"),
        _("Der Fehler liegt bei uns, nicht bei Ihnen. Er wurde aufgezeichnet."),
        _("Versuchen Sie es in einigen Minuten noch einmal. Hilft das nicht, nennen Sie bitte die Kennung."),
    ),
}


def explain(status: int, message: str = "") -> Answer:
    """The error page for `status`; `message` replaces the general account of what happened."""
    explanation = EXPLANATIONS.get(status) or EXPLANATIONS[400 if status < 500 else 500]
    page = render_template(
        "error.html", explanation=explanation, message=message, status=status, request_id=request_id()
    )
    return page, status


def status_of(error: PlatformError) -> int:
    """The HTTP status of one of the platform's errors."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Refused):
        return 403
    return 422 if isinstance(error, Invalid) else 400


def init_errors(app: Flask) -> None:
    """Install the pages."""
    # Flask would log the address and the exception's message, which may quote what a person typed; we log below.
    app.logger.disabled = True

    @app.errorhandler(PlatformError)
    def platform_error(error: PlatformError) -> Answer:
        return explain(status_of(error), error.message)

    @app.errorhandler(CSRFError)
    def form_too_old(_error: CSRFError) -> Answer:
        carried = carrying.unpack(carrying.pack())
        if carried is None:
            return explain(400)
        return carrying.resume_page(carried), 400

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> WithHeaders | HTTPException:
        if error.code is None or error.code < 400:
            return error
        # Allow and Retry-After belong to the answer; the kind of text is ours.
        headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
        return (*explain(error.code), headers)

    @app.errorhandler(SentTwice)
    def sent_twice(error: SentTwice) -> Response:
        return redirect(error.location, 303)

    @app.errorhandler(InternalServerError)
    def own_fault(error: InternalServerError) -> Answer:
        cause = error.original_exception or error
        logger.error(
            "failed",
            exc_info=(type(cause), cause, cause.__traceback__),
            extra={"facts": {"request": request_id()}},
        )
        db.session.rollback()
        # The database may be what is broken: nobody is recognised any more while this request is answered.
        g._login_user = Nobody()
        page = render_template("error_plain.html", explanation=EXPLANATIONS[500], request_id=request_id())
        return page, 500
