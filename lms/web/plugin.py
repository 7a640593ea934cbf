"""The web layer as a plugin: what every page shares."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import NavigationEntry, Plugin
from lms.web.assets import init_assets
from lms.web.csrf import csrf
from lms.web.errors import init_errors
from lms.web.navigation import init_navigation
from lms.web.personal import PERSONAL
from lms.web.security import init_security
from lms.web.uploads import init_uploads
from lms.web.views import blueprint

plugin = Plugin(
    name="web",
    module=__name__,
    blueprints=(blueprint,),
    navigation=(NavigationEntry(_("Startseite"), "web.start", order=0),),
    setup=(init_uploads, csrf.init_app, init_assets, init_security, init_errors, init_navigation),
    personal=PERSONAL,
)
