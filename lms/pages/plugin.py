"""The pages about the platform as a plugin."""

from flask_babel import lazy_gettext as _

from lms.kernel.access import Permission
from lms.kernel.content import ContentKind
from lms.kernel.plugin import NavigationEntry, Plugin
from lms.pages.content import load_pages, read_pages
from lms.pages.personal import PERSONAL
from lms.pages.recorded import recorded
from lms.pages.views import blueprint

# The modules that add their pages to the blueprint when they are imported.
PAGES = (recorded,)

plugin = Plugin(
    name="pages",
    module=__name__,
    requires=("web", "accounts"),
    blueprints=(blueprint,),
    navigation=(
        NavigationEntry(_("Hilfe"), "pages.help_page", place="footer", order=10),
        NavigationEntry(_("Barrierefreiheit"), "pages.accessibility", place="footer", order=20),
        NavigationEntry(_("Barriere melden"), "pages.report_barrier", place="footer", order=30),
        NavigationEntry(_("Datenschutz"), "pages.privacy", place="footer", order=40),
        NavigationEntry(_("Was gespeichert wird"), "pages.recorded", place="footer", order=45),
        NavigationEntry(_("Impressum"), "pages.imprint", place="footer", order=50),
        NavigationEntry(
            _("Gemeldete Barrieren"), "pages.reports", Permission.READ_REPORTS_OF_BARRIERS, "admin", order=90
        ),
    ),
    content=(ContentKind("pages", read_pages, load_pages, order=60),),
    personal=PERSONAL,
)
