"""Levels that people have and that roles ask for, as plain values: what other packages get from the check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.kernel.toml import Texts

# The framework of the check unless somebody asks for another.
DEFAULT_FRAMEWORK = "digcomp-3.0"


@dataclass(frozen=True)
class Level:
    """Where a person stands in a competence.

    value, low, high: 0–8, low and high are the 95 % range; se: in logits.
    """

    value: float
    low: float
    high: float
    se: float


@dataclass(frozen=True)
class LevelSet:
    """The result of a finished run: levels by competence id such as "2.1". finished_at: aware, UTC."""

    framework: str
    levels: Mapping[str, Level]
    run_uid: str
    finished_at: datetime


@dataclass(frozen=True)
class Target:
    """What a role asks of a competence. level: 1–8; weight: 1 useful, 2 important, 3 indispensable."""

    competence: str
    level: int
    weight: int
    reason: Texts


@dataclass(frozen=True)
class Profile:
    """A target profile. targets: by competence id. family: the role family it stands for, may be empty.

    organisation_id: whose it is, None for everybody's. number, content_hash: of this version. newest: number of the
    newest version there is.
    """

    slug: str
    version: str
    framework: str
    family: str
    names: Texts
    summaries: Texts
    targets: Mapping[str, Target]
    organisation_id: int | None = None
    number: int = 1
    content_hash: str = ""
    newest: int = 1


@dataclass(frozen=True)
class CompetenceName:
    """A competence of a framework with its area. esco_uri: empty where ESCO does not know it."""

    id: str
    names: Texts
    summaries: Texts
    area: str
    area_names: Texts
    area_summaries: Texts
    esco_uri: str
