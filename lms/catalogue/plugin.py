"""The catalogue as a plugin."""

from flask import Flask
from flask_babel import lazy_gettext as _

from lms.catalogue.content import CourseFile, read_courses
from lms.catalogue.queries import SearchIndex
from lms.catalogue.views import blueprint, search_card
from lms.kernel.content import Changes, ContentKind
from lms.kernel.plugin import Card, NavigationEntry, Plugin


def load_courses(files: list[CourseFile]) -> Changes:
    """Bring courses into the database; scikit-learn, which loading needs, never reaches the web process."""
    from lms.catalogue.loading import load_courses as load  # noqa: PLC0415

    return load(files)


def init_search(app: Flask) -> None:
    """Give the application its search index, empty until the first search."""
    app.extensions["search_index"] = SearchIndex()


plugin = Plugin(
    name="catalogue",
    module=__name__,
    requires=("web", "accounts"),
    blueprints=(blueprint,),
    navigation=(NavigationEntry(_("Kurse"), "catalogue.courses", order=20),),
    cards=(Card(search_card, order=0),),
    content=(ContentKind("courses", read_courses, load_courses, order=50),),
    setup=(init_search,),
    commands=("lms.catalogue.cli:catalogue",),
)
