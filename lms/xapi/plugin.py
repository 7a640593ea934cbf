"""The Learning Record Store as a plugin."""

from flask_babel import lazy_gettext as _

from lms.kernel.access import Permission
from lms.kernel.events import Event, Listener
from lms.kernel.plugin import DemoStep, JobKind, NavigationEntry, Plugin
from lms.xapi import (
    access_views,
    administration,
    alternate,
    document_views,
    download_views,
    lookup_views,
    profile_views,
    retention_views,
    target_views,
    views,
)
from lms.xapi.personal import PERSONAL
from lms.xapi.recording import record

plugin = Plugin(
    name="xapi",
    module=__name__,
    requires=("web", "jobs"),
    blueprints=(
        alternate.blueprint,
        views.blueprint,
        document_views.blueprint,
        lookup_views.blueprint,
        administration.blueprint,
        profile_views.blueprint,
        download_views.blueprint,
        retention_views.blueprint,
        access_views.blueprint,
        target_views.blueprint,
    ),
    navigation=(NavigationEntry(_("Lernnachweise"), "records.statements", Permission.MANAGE_RECORDS, "admin", 30),),
    commands=("lms.xapi.cli:xapi",),
    jobs=(JobKind("xapi.retention", "lms.xapi.cleaning:keep_to_rules_in_the_background"),),
    listeners=(Listener(Event, record),),
    demo=(DemoStep("lms.xapi.demo:build_records", order=100),),
    personal=PERSONAL,
)
