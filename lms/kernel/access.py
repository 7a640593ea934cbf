"""Who may do what: the only table of rights, and the marks by which every route declares the right it needs.

A view without a mark stops the start of the application.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.kernel.errors import NotFound, Refused, SignInNeeded


class Role(StrEnum):
    """What a person is to the platform. Somebody who did not sign in is NOBODY."""

    NOBODY = "nobody"
    GUEST = "guest"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    AUTHOR = "author"
    PROGRAMME = "programme"
    ADMIN = "admin"
    CONSULTANT = "consultant"
    # What a consultant is inside a firm that admitted them; follows from the admission, is never assigned.
    ADVISER = "adviser"


class Permission(StrEnum):
    """What a route can ask for."""

    EVERYBODY = "everybody"
    OWN_ACCOUNT = "own-account"
    LEARN = "learn"
    INTERNAL_COURSES = "internal-courses"
    TAKE_CHECK = "take-check"
    PLAN_ROADMAP = "plan-roadmap"
    TEAM_GAPS = "team-gaps"
    CALIBRATE_TASKS = "calibrate-tasks"
    READ_NEEDS = "read-needs"
    PLAN_GROUPS = "plan-groups"
    EDIT_PROFILES = "edit-profiles"
    ADVISE_PEOPLE = "advise-people"
    ENTER_FIRMS = "enter-firms"
    ADMIT_CONSULTANTS = "admit-consultants"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_RECORDS = "manage-records"
    WRITE_TASKS = "write-tasks"
    READ_REPORTS_OF_BARRIERS = "read-reports-of-barriers"
    ENROL = "enrol"
    RUN_PROGRAMME = "run-programme"


_SIGNED_IN = frozenset(Role) - {Role.NOBODY}
_STAFF = _SIGNED_IN - {Role.GUEST}

POLICY: dict[Permission, frozenset[Role]] = {
    Permission.EVERYBODY: frozenset(Role),
    Permission.OWN_ACCOUNT: _SIGNED_IN,
    Permission.LEARN: _SIGNED_IN,
    Permission.INTERNAL_COURSES: _STAFF,
    Permission.TAKE_CHECK: _SIGNED_IN,
    Permission.PLAN_ROADMAP: _SIGNED_IN,
    Permission.TEAM_GAPS: frozenset({Role.HR, Role.ADVISER}),
    Permission.CALIBRATE_TASKS: frozenset({Role.HR, Role.ADMIN}),
    Permission.READ_NEEDS: frozenset({Role.HR, Role.PROGRAMME}),
    Permission.PLAN_GROUPS: frozenset({Role.HR, Role.ADVISER}),
    Permission.EDIT_PROFILES: frozenset({Role.HR, Role.ADVISER}),
    Permission.ADVISE_PEOPLE: frozenset({Role.HR, Role.CONSULTANT, Role.ADVISER}),
    Permission.ENTER_FIRMS: frozenset({Role.CONSULTANT, Role.ADVISER}),
    Permission.ADMIT_CONSULTANTS: frozenset({Role.HR, Role.ADMIN}),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMIN}),
    Permission.MANAGE_RECORDS: frozenset({Role.ADMIN}),
    Permission.WRITE_TASKS: frozenset({Role.AUTHOR}),
    Permission.READ_REPORTS_OF_BARRIERS: frozenset({Role.ADMIN, Role.AUTHOR}),
    Permission.ENROL: _STAFF,
    # Also: who takes part, by name.
    Permission.RUN_PROGRAMME: frozenset({Role.HR, Role.PROGRAMME}),
}


class Viewer(Protocol):
    """The person of this request, as far as other features need to know them.

    id, uid: primary key and opaque identifier; of nobody: 0 and "".
    organisation_id: the tenant whose data this request may see. For a consultant inside a firm it is the firm.
    home_organisation_id: where the person's own learning, checks and roadmaps belong.
    """

    @property
    def id(self) -> int: ...
    @property
    def uid(self) -> str: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def home_organisation_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def is_authenticated(self) -> bool: ...


@dataclass(frozen=True)
class Nobody:
    """A visitor who has not signed in."""

    id: int = 0
    uid: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.NOBODY})
    organisation_id: int = 0
    home_organisation_id: int = 0
    unit_id: int | None = None
    language: str | None = None
    is_authenticated: bool = False
    is_active: bool = False
    is_anonymous: bool = True

    def get_id(self) -> None:
        """Nobody has no identity to keep in a session."""


@dataclass(frozen=True)
class Access:
    """What a route asks for: a permission of the person, or an xAPI credential that the LRS checks itself."""

    permission: Permission | None
    by_credential: bool = False


View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row")


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only people whose roles hold `permission` may call it."""

    def mark(view: View) -> View:
        view.access = Access(permission)  # type: ignore[attr-defined]
        return view

    return mark


def by_credential(view: View) -> View:
    """Mark a view of the LRS: it checks the caller's xAPI credential itself."""
    view.access = Access(None, by_credential=True)  # type: ignore[attr-defined]
    return view


def viewer() -> Viewer:
    """The person of this request, or `Nobody`."""
    return cast(Viewer, current_user)


def may(permission: Permission) -> bool:
    """Whether the person of this request holds `permission`."""
    return bool(viewer().roles & POLICY[permission])


def access_of(endpoint: str) -> Access:
    """What the route `endpoint` asks for. Raises LookupError for a route that declares nothing."""
    access = getattr(current_app.view_functions[endpoint], "access", None)
    if endpoint.rpartition(".")[2] == "static":
        return Access(Permission.EVERYBODY)
    if not isinstance(access, Access):
        raise LookupError(f"the route {endpoint!r} does not declare who may call it")
    return access


def in_tenant(row: Row | None) -> Row:
    """`row` if it belongs to the organisation of this request; raises NotFound otherwise, as if it did not exist."""
    if row is None or cast(Any, row).organisation_id != viewer().organisation_id:
        raise NotFound
    return row


def guard(app: Flask, sign_in: Callable[[], Response]) -> None:
    """Enforce the declarations: `sign_in` answers visitors who might be allowed once we know them."""

    @app.before_request
    def enforce() -> None:
        if request.endpoint is None:
            return
        permission = access_of(request.endpoint).permission
        if permission is None or may(permission):
            return
        raise Refused if viewer().is_authenticated else SignInNeeded

    @app.errorhandler(SignInNeeded)
    def ask(_error: SignInNeeded) -> Response:
        return sign_in()


def check_declarations(app: Flask) -> None:
    """Raise LookupError at the start if a route does not say who may call it, or if two have the same address."""
    with app.app_context():
        for endpoint in app.view_functions:
            access_of(endpoint)
    known: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            other = known.setdefault((rule.rule, method), rule.endpoint)
            if other != rule.endpoint:
                raise LookupError(f"{method} {rule.rule} is the address of {other!r} and of {rule.endpoint!r}")
