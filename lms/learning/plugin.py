"""Learning as a plugin."""

from lms.kernel.plugin import Card, DemoStep, Plugin
from lms.learning.personal import PERSONAL
from lms.learning.statements import RECIPES
from lms.learning.views import blueprint, continue_card

plugin = Plugin(
    name="learning",
    module=__name__,
    requires=("web", "xapi", "accounts", "catalogue"),
    blueprints=(blueprint,),
    recipes=RECIPES,
    cards=(Card(continue_card, order=10),),
    demo=(DemoStep("lms.learning.demo:build_learning", order=50),),
    personal=PERSONAL,
)
