"""The competence check's table of contents."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from competence_check.calibration.proposals import KIND
from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.content.profiles import profiles
from competence_check.personal import PERSONAL
from competence_check.sharing import admission_ended
from competence_check.statements import RECIPES
from competence_check.views import (
    advice,
    authoring,
    calibration,
    campaigns,
    drafts,
    media,
    questions,
    results,
    sharing,
    task_exchange,
    team,
    trying,
)
from competence_check.views.blueprint import blueprint
from competence_check.views.campaigns import invitation_card
from competence_check.views.start import check_card
from lms.accounts.events import AdmissionEnded
from lms.kernel.access import Permission
from lms.kernel.events import Listener
from lms.kernel.plugin import Card, DemoStep, JobKind, NavigationEntry, Plugin

# The modules that add their pages to their blueprint when they are imported.
PAGES = (campaigns, drafts, media, questions, results, sharing, task_exchange, trying)

plugin = Plugin(
    name="competence_check",
    module=__name__,
    requires=("web", "xapi", "accounts", "catalogue", "learning", "jobs"),
    blueprints=(blueprint, authoring.blueprint, team.blueprint, advice.blueprint, calibration.blueprint),
    navigation=(
        NavigationEntry(_("Kompetenzcheck"), "competence_check.start", Permission.TAKE_CHECK, "main", 40),
        NavigationEntry(_("Team-Überblick"), "competence_team.overview", Permission.TEAM_GAPS, "team", 10),
        NavigationEntry(
            _("Einladungen zum Kompetenzcheck"), "competence_team.campaigns", Permission.TEAM_GAPS, "team", 20
        ),
        NavigationEntry(
            _("Freigegebene Ergebnisse"), "competence_advice.overview", Permission.ADVISE_PEOPLE, "team", 30
        ),
        NavigationEntry(_("Aufgaben"), "competence_authoring.overview", Permission.WRITE_TASKS, "admin", 35),
        NavigationEntry(
            _("Messgüte der Aufgaben"), "competence_calibration.overview", Permission.CALIBRATE_TASKS, "admin", 40
        ),
    ),
    commands=("competence_check.cli:check",),
    jobs=(
        JobKind(KIND, "competence_check.calibration.finding:in_the_background"),
        JobKind(
            "check.snapshots",
            "competence_check.teams.quarters:freeze_in_the_background",
            every=timedelta(days=1),
        ),
    ),
    listeners=(Listener(AdmissionEnded, admission_ended),),
    recipes=RECIPES,
    cards=(Card(invitation_card, order=5), Card(check_card, order=30)),
    content=(frameworks, checks, profiles),
    demo=(
        DemoStep("competence_check.demo:build_checks", order=60),
        DemoStep("competence_check.teams.demo:build_teams", order=65),
    ),
    personal=PERSONAL,
)
