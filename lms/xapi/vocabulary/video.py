"""The video profile.

https://github.com/adlnet/xapi-authored-profiles/tree/master/video
"""

from lms.xapi.vocabulary.terms import ActivityType, Extension, Verb, named

SOURCE = "https://w3id.org/xapi/video"
_EXTENSIONS = "https://w3id.org/xapi/video/extensions/"

PAUSED = Verb("https://w3id.org/xapi/video/verbs/paused", named("angehalten", "paused"), SOURCE)
PLAYED = Verb("https://w3id.org/xapi/video/verbs/played", named("abgespielt", "played"), SOURCE)
SEEKED = Verb("https://w3id.org/xapi/video/verbs/seeked", named("vor- oder zurückgespult", "seeked"), SOURCE)

VIDEO = ActivityType("https://w3id.org/xapi/video/activity-type/video", named("Video", "video"), SOURCE)

LENGTH = Extension(_EXTENSIONS + "length", "how long the video is, in seconds", SOURCE)
PLAYED_SEGMENTS = Extension(_EXTENSIONS + "played-segments", "the pieces played, as 0[.]12[,]14[.]21", SOURCE)
PROGRESS = Extension(_EXTENSIONS + "progress", "the share played, 0 to 1", SOURCE)
SESSION_ID = Extension(_EXTENSIONS + "session-id", "the session of the player", SOURCE)
TIME = Extension(_EXTENSIONS + "time", "the place in the video, in seconds", SOURCE)
TIME_FROM = Extension(_EXTENSIONS + "time-from", "where seeking began, in seconds", SOURCE)
TIME_TO = Extension(_EXTENSIONS + "time-to", "where seeking ended, in seconds", SOURCE)
