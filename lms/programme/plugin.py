"""The training programme as a plugin."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from lms.accounts.events import AccountClosed
from lms.kernel.access import Permission
from lms.kernel.events import Listener
from lms.kernel.plugin import Card, CoursePiece, DemoStep, JobKind, NavigationEntry, Plugin
from lms.programme.enrolling import account_closed
from lms.programme.personal import PERSONAL
from lms.programme.statements import RECIPES
from lms.programme.views import blueprint, dates_of_course, office_blueprint, own_dates_card

plugin = Plugin(
    name="programme",
    module=__name__,
    requires=("web", "jobs", "xapi", "accounts", "catalogue", "learning"),
    blueprints=(blueprint, office_blueprint),
    navigation=(
        NavigationEntry(_("Termine"), "programme.coming", Permission.ENROL, order=25),
        NavigationEntry(_("Meine Termine"), "programme.own", Permission.ENROL, place="account", order=30),
        NavigationEntry(_("Programm planen"), "programme_office.overview", Permission.RUN_PROGRAMME, "admin", 15),
    ),
    listeners=(Listener(AccountClosed, account_closed),),
    recipes=RECIPES,
    cards=(Card(own_dates_card, order=15),),
    course_pieces=(CoursePiece(dates_of_course),),
    commands=("lms.programme.cli:programme",),
    jobs=(JobKind("programme.clean", "lms.programme.cleaning:clean_in_the_background", every=timedelta(days=1)),),
    demo=(DemoStep("lms.programme.demo:build_programme", order=60),),
    personal=PERSONAL,
)
