"""Keeping what somebody typed when their session has ended before they pressed the button.

The fields travel, signed, through the sign-in form and come back as a page with one button. Passwords never travel.
"""

from dataclasses import dataclass

from flask import current_app, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

MOST_BYTES = 64 * 1024
HOURS = 12


@dataclass(frozen=True)
class Carried:
    """A form on its way: the address it goes to and its fields, in order, repeated ones repeated."""

    path: str
    fields: tuple[tuple[str, str], ...]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="carried form")


def pack() -> str:
    """The form of this request as a signed text; empty if it is too large or no form."""
    if request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return ""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    if sum(len(name) + len(value) for name, value in fields) > MOST_BYTES:
        return ""
    return str(_serializer().dumps([request.full_path.rstrip("?"), fields]))


def unpack(packed: str) -> Carried | None:
    """The form that `pack` made, or None if it was tampered with or is too old."""
    if not packed:
        return None
    try:
        path, fields = _serializer().loads(packed, max_age=HOURS * 3600)
    except BadData:
        return None
    return Carried(path, tuple((name, value) for name, value in fields))


def resume_page(carried: Carried) -> str:
    """The page on which the person sends the form once more."""
    return render_template("resume.html", carried=carried)
