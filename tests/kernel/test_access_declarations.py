"""Who may do what is declared at every route and decided by one table."""

from pathlib import Path

import pytest
from flask import Blueprint

from lms.app import create_app
from lms.kernel.access import POLICY, Access, Nobody, Permission, Role, access_of, allow, by_credential
from lms.kernel.plugin import Plugin, discover
from tests.databases import settings_for

open_door = Blueprint("forgetful", __name__)


@open_door.get("/offen")
def nobody_asked() -> str:
    return "come in"


def test_a_route_that_declares_nothing_stops_the_start(tmp_path: Path) -> None:
    forgetful = Plugin(name="forgetful", module=__name__, blueprints=(open_door,))
    with pytest.raises(LookupError) as caught:
        create_app(settings_for(tmp_path, "sqlite://"), (*discover(), forgetful))
    said = str(caught.value.args[0])
    assert "'forgetful.nobody_asked'" in said
    assert "does not declare who may call it" in said


def test_two_routes_with_one_address_stop_the_start(tmp_path: Path) -> None:
    second = Blueprint("second", __name__)
    second.add_url_rule("/kurse", "courses", allow(Permission.EVERYBODY)(lambda: "courses"))
    plugin = Plugin(name="second", module=__name__, blueprints=(second,))
    with pytest.raises(LookupError, match="GET /kurse is the address of") as caught:
        create_app(settings_for(tmp_path, "sqlite://"), (*discover(), plugin))
    assert "'catalogue.courses'" in str(caught.value) and "'second.courses'" in str(caught.value)


def test_every_route_of_the_platform_declares_who_may_call_it(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, "sqlite://"))
    with app.app_context():
        declared = {rule.endpoint: access_of(rule.endpoint) for rule in app.url_map.iter_rules()}
    assert len(declared) > 20
    for endpoint, access in declared.items():
        assert access.by_credential != (access.permission is not None), endpoint


def test_only_the_record_store_checks_credentials_itself(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, "sqlite://"))
    with app.app_context():
        itself = {rule.rule for rule in app.url_map.iter_rules() if access_of(rule.endpoint).by_credential}
    assert itself
    assert all(rule.startswith("/xapi/") for rule in itself)


def test_the_marks_keep_the_view_as_it_is() -> None:
    def view() -> str:
        return "page"

    assert allow(Permission.LEARN)(view) is view
    assert view.access == Access(Permission.LEARN)  # type: ignore[attr-defined]
    assert by_credential(view)() == "page"
    assert view.access == Access(None, by_credential=True)  # type: ignore[attr-defined]


def test_the_table_of_rights_knows_every_permission() -> None:
    assert set(POLICY) == set(Permission)
    assert all(roles for roles in POLICY.values())


def test_a_visitor_holds_nothing_but_what_everybody_holds() -> None:
    assert [each for each, roles in POLICY.items() if Nobody().roles & roles] == [Permission.EVERYBODY]


def test_everybody_means_every_role() -> None:
    assert POLICY[Permission.EVERYBODY] == frozenset(Role)


@pytest.mark.parametrize("permission", [Permission.MANAGE_PEOPLE, Permission.MANAGE_RECORDS])
def test_people_and_records_are_managed_by_the_administration_alone(permission: Permission) -> None:
    assert POLICY[permission] == {Role.ADMIN}


def test_an_adviser_inside_a_firm_sees_its_gaps_but_manages_nothing_there() -> None:
    theirs = {each for each, roles in POLICY.items() if Role.ADVISER in roles}
    assert Permission.TEAM_GAPS in theirs
    assert not theirs & {Permission.MANAGE_PEOPLE, Permission.MANAGE_RECORDS, Permission.ADMIT_CONSULTANTS}


def test_a_guest_learns_but_sees_nothing_internal() -> None:
    theirs = {each for each, roles in POLICY.items() if Role.GUEST in roles}
    assert Permission.LEARN in theirs
    assert Permission.INTERNAL_COURSES not in theirs
