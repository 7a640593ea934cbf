"""Accessible PDF: tagged and in the form of PDF/UA-1, so that a screen reader reads what the eye sees.

Typst refuses to write the form where it would not hold: no title, no language, a picture without a description
(https://typst.app/docs/reference/pdf/). The data reach a template as JSON and never as markup, so nobody's text can
become a command. Templates lie beside the HTML ones, end in `.typ`, and begin with
`#import "paper.typ": *` and `#show: paper.with(data)`.
"""

import json
from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any

from flask import Response, current_app, make_response
from flask_babel import format_date, format_time, get_locale
from flask_babel import gettext as _

from lms.kernel import clock

BASE = "paper/paper.typ"


def pdf(template: str, title: str, data: Mapping[str, Any]) -> bytes:
    """The paper that `template` makes of `data` (JSON values) in the language of the reader.

    Raises typst.TypstError where the template is wrong: a defect of ours.
    """
    locale = get_locale()
    now = clock.now().replace(microsecond=0)
    words = {
        "title": title,
        "lang": locale.language if locale else "de",
        "made": _("Erstellt am %(moment)s", moment=f"{format_date(now, 'long')}, {format_time(now, 'short')}"),
        "page": _("Seite"),
        "of": _("von"),
    }
    # Named and not imported: a compiler of 70 MB that only this page needs.
    write = resolve_name("typst:compile")
    files = {"main": _source(template), "paper.typ": _source(BASE)}
    inputs = {"data": json.dumps({**words, **data}, ensure_ascii=False)}
    made: bytes = write(
        files, format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs, timestamp=now, ignore_system_fonts=True
    )
    return made


def paper_response(made: bytes, name: str) -> Response:
    """`made` as a download called `name`, which must be plain ASCII."""
    answer = make_response(made)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _source(template: str) -> bytes:
    environment = current_app.jinja_env
    if environment.loader is None:
        raise LookupError("the application has no templates")
    return environment.loader.get_source(environment, template)[0].encode()
