"""The plugin: a page with a form, a place in the navigation, a table, and a statement for every tip."""

from flask_babel import lazy_gettext as _

from lms.kernel.access import Permission
from lms.kernel.plugin import NavigationEntry, Plugin

from .statements import RECIPES
from .views import blueprint

plugin = Plugin(
    name="learning_tips",
    module=__name__,
    requires=("web", "accounts", "xapi"),
    blueprints=(blueprint,),
    navigation=(NavigationEntry(_("Lerntipps"), "tips.tips", Permission.LEARN, order=60),),
    recipes=RECIPES,
)
