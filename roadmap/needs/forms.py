"""The form that reports a need."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from lms.web.forms import OnceForm
from roadmap.needs.services import LONGEST_NEED


class MissingForm(OnceForm):
    """What somebody misses, in their words."""

    words = TextAreaField(
        _("Was Ihnen fehlt"),
        validators=[
            InputRequired(_("Schreiben Sie, was Sie können möchten.")),
            Length(max=LONGEST_NEED, message=_("Schreiben Sie höchstens 200 Zeichen.")),
        ],
    )
