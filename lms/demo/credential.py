"""An xAPI credential for trying the demo city: random, kept beside the database, printed by `flask demo accounts`."""

import json
from dataclasses import dataclass
from pathlib import Path

from lms.accounts.demo import CITY
from lms.accounts.queries import organisation_by_slug
from lms.xapi.credentials import issue_credential
from lms.xapi.scopes import Scope


@dataclass(frozen=True)
class DemoCredential:
    """Key and secret of the demo's credential."""

    key: str
    secret: str


def _file(instance: Path) -> Path:
    return instance / "demo-credential.json"


def issue_demo_credential(instance: Path) -> None:
    """Issue a credential that may write and read, inside the caller's transaction, and keep its secret."""
    city = organisation_by_slug(CITY)
    assert city is not None
    issued = issue_credential(organisation_id=city.id, name="Demo", scopes=[Scope.WRITE, Scope.READ])
    file = _file(instance)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"key": issued.key, "secret": issued.secret}), encoding="utf-8")


def demo_credential(instance: Path) -> DemoCredential | None:
    """The demo's credential, or None where this machine did not build the city."""
    try:
        return DemoCredential(**json.loads(_file(instance).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
