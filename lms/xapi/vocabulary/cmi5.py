"""The cmi5 profile: what it adds to the ADL vocabulary.

https://github.com/AICC/CMI-5_Spec_Current/blob/quartz/cmi5_spec.md
"""

from lms.xapi.vocabulary.terms import ActivityType, Extension, Verb, named

SOURCE = "https://w3id.org/xapi/cmi5"

ABANDONED = Verb("https://w3id.org/xapi/adl/verbs/abandoned", named("abgebrochen", "abandoned"), SOURCE)
SATISFIED = Verb("https://w3id.org/xapi/adl/verbs/satisfied", named("erfüllt", "satisfied"), SOURCE)
WAIVED = Verb("https://w3id.org/xapi/adl/verbs/waived", named("erlassen bekommen", "waived"), SOURCE)

COURSE = ActivityType("https://w3id.org/xapi/cmi5/activitytype/course", named("Kurs", "course"), SOURCE)
BLOCK = ActivityType("https://w3id.org/xapi/cmi5/activitytype/block", named("Block", "block"), SOURCE)

CATEGORY_CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
CATEGORY_MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"

PROGRESS = Extension(
    "https://w3id.org/xapi/cmi5/result/extensions/progress",
    "how much is done, a whole number of percent",
    SOURCE,
)
REASON = Extension("https://w3id.org/xapi/cmi5/result/extensions/reason", "why it was waived", SOURCE)
SESSION_ID = Extension("https://w3id.org/xapi/cmi5/context/extensions/sessionid", "the session of the launch", SOURCE)
