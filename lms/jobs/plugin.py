"""Background jobs as a plugin."""

from lms.jobs.personal import PERSONAL
from lms.jobs.views import blueprint
from lms.kernel.plugin import Plugin

plugin = Plugin(
    name="jobs",
    module=__name__,
    requires=("web",),
    blueprints=(blueprint,),
    commands=("lms.jobs.cli:jobs",),
    personal=PERSONAL,
)
