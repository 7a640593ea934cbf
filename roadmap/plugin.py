"""The roadmap as a plugin."""

from flask_babel import lazy_gettext as _

from lms.kernel.access import Permission
from lms.kernel.events import Listener
from lms.kernel.plugin import Card, DemoStep, NavigationEntry, Plugin
from lms.learning.events import CourseCompleted
from roadmap.redrawing import course_completed
from roadmap.statements import RECIPES
from roadmap.views import blueprint, next_step_card

plugin = Plugin(
    name="roadmap",
    module=__name__,
    requires=("web", "xapi", "accounts", "catalogue", "learning", "competence_check"),
    blueprints=(blueprint,),
    navigation=(NavigationEntry(_("Mein Lernweg"), "roadmap.show", Permission.PLAN_ROADMAP, order=50),),
    commands=("roadmap.cli:roadmap",),
    listeners=(Listener(CourseCompleted, course_completed),),
    recipes=RECIPES,
    cards=(Card(next_step_card, order=20),),
    demo=(DemoStep("roadmap.demo:build_roadmaps", order=70),),
)
