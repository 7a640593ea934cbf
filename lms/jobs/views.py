"""How far a job is, for the script that waits on the page; and the piece of page that waits."""

from flask import Blueprint, jsonify
from sqlalchemy import select
from werkzeug.wrappers import Response

from lms.jobs.models import OPEN, Job
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db
from lms.kernel.errors import NotFound

blueprint = Blueprint(
    "jobs", __name__, template_folder="templates", static_folder="static", static_url_path="/static/jobs"
)


@blueprint.get("/auftraege/<uid>")
@allow(Permission.OWN_ACCOUNT)
def standing(uid: str) -> Response:
    """How the job stands: whether it is open, its share done and a sentence; only for the one who asked for it."""
    job = db.session.scalar(select(Job).where(Job.uid == uid, Job.person_id == viewer().id))
    if job is None:
        raise NotFound
    answer = jsonify(open=job.state in OPEN, progress=round(job.progress, 3), told=job.told)
    answer.headers["Cache-Control"] = "no-store"
    return answer
