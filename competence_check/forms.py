"""Forms of the check."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField

from lms.web.forms import Form, OnceForm


class BeginForm(OnceForm):
    """Which part of work one does, so that tasks fit. Choices are set by the view."""

    family = RadioField(_("Was passt am besten zu Ihrer Arbeit?"), default="")


class AnswerForm(Form):
    """An answer. What is answered differs by format and is read by `competence_check.tasks`."""

    version = HiddenField()

    def shown_version(self) -> int:
        """The version of the item that the person saw; 0 if the field was tampered with."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
