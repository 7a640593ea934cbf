"""The TinCan registry: activity types for instructions and tools.

https://github.com/adlnet/xapi-authored-profiles/tree/master/tincan
"""

from lms.xapi.vocabulary.terms import ActivityType, named

SOURCE = "https://registry.tincanapi.com"
_TYPES = "http://id.tincanapi.com/activitytype/"

CATEGORY = ActivityType(_TYPES + "category", named("Kategorie", "category"), SOURCE)
CHECKLIST = ActivityType(_TYPES + "checklist", named("Checkliste", "checklist"), SOURCE)
CHECKLIST_ITEM = ActivityType(_TYPES + "checklist-item", named("Punkt einer Checkliste", "checklist item"), SOURCE)
DOCUMENT = ActivityType(_TYPES + "document", named("Dokument", "document"), SOURCE)
GOAL = ActivityType(_TYPES + "goal", named("Lernziel", "goal"), SOURCE)
LMS = ActivityType(_TYPES + "lms", named("Lernplattform", "learning management system"), SOURCE)
RESOURCE = ActivityType(_TYPES + "resource", named("Material", "resource"), SOURCE)
STEP = ActivityType(_TYPES + "step", named("Schritt", "step"), SOURCE)
WEBINAR = ActivityType(_TYPES + "webinar", named("Webinar", "webinar"), SOURCE)
