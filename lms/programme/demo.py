"""Half a year of dates for the demo city, with people in them: some full, one cancelled, some in the past."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from lms.accounts.demo import CITY
from lms.accounts.queries import organisation_by_slug
from lms.catalogue.models import Course
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.events import Event
from lms.learning.events import CourseCompleted
from lms.learning.models import CourseProgress
from lms.programme.events import PutOnWaitingList, SeatTaken, SessionAttended
from lms.programme.facts import part_of
from lms.programme.models import Enrolment, News, ProgrammeSession
from lms.programme.rules import SEATED, EnrolmentState, Part, SessionState, overlap, place_for
from lms.programme.running import plannable

FIRM = "metallbau-nord"
PLACES = ("Lernlabor, Raum 2.04", "Bildungshaus, Saal A", "Rathaus Mitte, Raum 117", "Stadtbibliothek, Seminarraum")
ROOM = "https://konferenz.musterstadt.example/seminar"
REASON = "Die Referentin ist erkrankt. Ein neuer Termin folgt im Frühjahr."
# A whole day holds this much; longer seminars go on a week later, as those in small pieces do.
LONGEST_DAY = 390
SMALL_PIECE = 120
WEEKS_AHEAD, WEEKS_BACK = 26, 8
DAYS_TO_ENROL = timedelta(days=7)


@dataclass
class _Made:
    """What is made up: rows, and what happened. busy: when people are somewhere; done: who completed which course."""

    done: set[tuple[int, int]]
    busy: dict[int, list[Part]] = field(default_factory=dict)
    completed: list[dict[str, Any]] = field(default_factory=list)
    enrolments: list[dict[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def build_programme(plan: DemoPlan) -> None:
    """Dates where there are none yet; then some of the new people enrol."""
    is_new = not db.session.scalar(select(func.count()).select_from(ProgrammeSession))
    courses = plannable()
    city, firm = organisation_by_slug(CITY), organisation_by_slug(FIRM)
    if is_new and courses and city is not None and firm is not None:
        _add_dates(plan, city.id, courses)
        _add_one_date(plan, firm.id, courses[0])
    _fill(plan)


def _add_dates(plan: DemoPlan, organisation_id: int, courses: list[Course]) -> None:
    """Each seminar in small pieces and in whole days, and once in the past."""
    for number, course in enumerate(courses):
        for week in (1 + number % 5, 7 + number % 9, 16 + number % 10):
            piece = SMALL_PIECE if week > 6 else LONGEST_DAY
            _add(plan, organisation_id, course, _times(plan, course, week, piece))
        if number % 3 == 0:
            _add(plan, organisation_id, course, _times(plan, course, -1 - number % WEEKS_BACK, LONGEST_DAY * 3))
    db.session.flush()


def _add_one_date(plan: DemoPlan, organisation_id: int, course: Course) -> None:
    _add(plan, organisation_id, course, _times(plan, course, 9, SMALL_PIECE))
    db.session.flush()


def _times(plan: DemoPlan, course: Course, week: int, piece: int) -> tuple[Part, ...]:
    """The learning time in pieces of so many minutes at most, always on the same day of the week."""
    today = plan.end.astimezone(LOCAL).date()
    day = today - timedelta(days=today.weekday()) + timedelta(weeks=week, days=plan.random.randint(0, 4))
    count = -(-course.minutes // piece)
    while any(_is_holiday(day + timedelta(weeks=number)) for number in range(count)):
        day += timedelta(weeks=1)
    begin = plan.random.choice((time(8, 30), time(9, 0), time(13, 0) if piece == SMALL_PIECE else time(9, 0)))
    minutes = min(-(-course.minutes // count) + (30 if piece > SMALL_PIECE else 0), 510)
    end = (datetime.combine(date.min, begin) + timedelta(minutes=minutes)).time()
    return tuple(part_of(day + timedelta(weeks=number), begin, end) for number in range(count))


def _is_holiday(day: date) -> bool:
    """Whether offices are closed between the years."""
    return (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 6)


def _add(plan: DemoPlan, organisation_id: int, course: Course, times: tuple[Part, ...]) -> None:
    is_online = course.format == "online"
    seats = plan.random.choice((8, 10, 12, 12, 14, 16))
    uid = str(UUID(int=plan.random.getrandbits(128), version=4))
    session = ProgrammeSession(
        uid=uid,
        organisation_id=organisation_id,
        course_id=course.id,
        code=f"{times[0].day:%y%m%d}-{uid[:6]}",
        place="" if is_online else plan.random.choice(PLACES),
        link=ROOM if course.format in ("online", "hybrid") else "",
        seats=seats,
        minimum=seats // 3,
        deadline=times[0].day - DAYS_TO_ENROL,
        changed_at=plan.end,
    )
    session.times = times
    session.course = course
    db.session.add(session)


def _fill(plan: DemoPlan) -> None:
    """Enrolments of the new people: the second date to come is overrun, the third one cancelled."""
    city = organisation_by_slug(CITY)
    people = [each for each in plan.made["people"] if city is not None and each.organisation_id == city.id]
    query = (
        select(ProgrammeSession)
        .join(ProgrammeSession.course)
        .where(ProgrammeSession.organisation_id == (city.id if city else 0))
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    sessions = list(db.session.scalars(query))
    if not sessions or not people:
        return
    courses = {course.id: course for course in plannable()}
    coming = [each for each in sessions if each.starts_at > plan.end and each.deadline >= plan.end.date()]
    rows = db.session.execute(select(CourseProgress.person_id, CourseProgress.course_id))
    made = _Made({(person_id, course_id) for person_id, course_id in rows})
    for session in sessions:
        share = 1.6 if session in coming[1:2] else plan.random.choice((0.2, 0.4, 0.6, 0.8))
        known = [each for each in people if "-" in each.login] or people
        some = plan.random.sample(known, k=min(len(known), round(session.seats * share)))
        _enrol(plan, made, session, courses[session.course_id], some)
    mine = next((each for each in people if each.login == "mitarbeit"), None)
    if mine is not None and len(coming) > 3:
        full = coming[1]
        apart = [each for each in coming if not overlap(each.times, full.times)]
        second = next(each for each in apart[1:] if not overlap(each.times, apart[0].times))
        for session in (apart[0], full, second):
            _enrol(plan, made, session, courses[session.course_id], [mine])
        _cancel(made, second)
    if made.enrolments:
        db.session.execute(insert(Enrolment), made.enrolments)
    if made.completed:
        db.session.execute(insert(CourseProgress), made.completed)
    plan.events += made.events


def _enrol(plan: DemoPlan, made: _Made, session: ProgrammeSession, course: Course, people: list[Any]) -> None:
    before = [each for each in made.enrolments if each["session_id"] == session.id]
    for person in people:
        if overlap(session.times, made.busy.get(person.id, [])):
            continue
        made.busy.setdefault(person.id, []).extend(session.times)
        taken = sum(each["state"] in SEATED for each in before)
        state = place_for(session.seats, taken, len(before) - taken)
        asked = min(plan.end, session.starts_at) - timedelta(hours=plan.random.randint(24, 500))
        about = {
            "actor": person.uid,
            "organisation_id": person.organisation_id,
            "session": session.uid,
            "course": course.slug,
            "title": course.title,
        }
        is_past = session.ends_at < plan.end
        if is_past and state is EnrolmentState.WAITING:
            continue
        if is_past:
            state = EnrolmentState.MISSED if plan.random.random() < 0.1 else EnrolmentState.ATTENDED
        kind = PutOnWaitingList if state is EnrolmentState.WAITING else SeatTaken
        made.events.append(kind(at=asked, **about))
        if state is EnrolmentState.ATTENDED:
            made.events.append(SessionAttended(at=session.ends_at, **about))
            _complete(plan, made, session, course, person)
        row = _row(person, session, state, len(before) + 1, asked)
        before.append(row)
        made.enrolments.append(row)


def _complete(plan: DemoPlan, made: _Made, session: ProgrammeSession, course: Course, person: Any) -> None:
    """Who was there has completed the seminar, unless they had before."""
    if (person.id, course.id) in made.done:
        return
    made.done.add((person.id, course.id))
    registration = str(UUID(int=plan.random.getrandbits(128), version=4))
    facts: dict[str, Any] = {
        "course": course.slug,
        "title": course.title,
        "kind": course.kind,
        "registration": registration,
    }
    owner = {"organisation_id": person.organisation_id}
    made.events.append(CourseCompleted(actor=person.uid, at=session.ends_at, **owner, **facts))
    ended = session.ends_at
    times = {"opened_at": session.starts_at, "last_at": ended, "completed_at": ended, "last_step_id": None}
    made.completed.append(
        {"person_id": person.id, "course_id": course.id, "registration": registration, **owner, **times}
    )


def _row(person: Any, session: ProgrammeSession, state: EnrolmentState, turn: int, asked: datetime) -> dict[str, Any]:
    return {
        "organisation_id": person.organisation_id,
        "session_id": session.id,
        "person_id": person.id,
        "state": state.value,
        "turn": turn,
        "asked_at": asked,
        "changed_at": asked,
        "news": "",
    }


def _cancel(made: _Made, session: ProgrammeSession) -> None:
    session.state, session.reason, session.sequence = SessionState.CANCELLED.value, REASON, 1
    for each in made.enrolments:
        if each["session_id"] == session.id:
            each |= {"state": EnrolmentState.CANCELLED.value, "news": News.CANCELLED}
