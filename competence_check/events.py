"""What happened in the check. Answers and levels are private and never part of an event."""

from dataclasses import dataclass

from lms.kernel.events import Event
from lms.kernel.toml import Texts


@dataclass(frozen=True, kw_only=True)
class CheckEvent(Event):
    """Something happened with a run. run: its uid; framework: its slug; title: the framework's name."""

    run: str
    framework: str
    title: Texts


@dataclass(frozen=True, kw_only=True)
class CheckStarted(CheckEvent):
    """Somebody began a run."""


@dataclass(frozen=True, kw_only=True)
class CheckFinished(CheckEvent):
    """Somebody finished a run. seconds: time spent on answers."""

    seconds: int


@dataclass(frozen=True, kw_only=True)
class ResultShared(CheckEvent):
    """Somebody lets a result count in the figures of their unit, without a name."""


@dataclass(frozen=True, kw_only=True)
class ResultWithdrawn(CheckEvent):
    """Somebody no longer lets a result count."""


@dataclass(frozen=True, kw_only=True)
class CheckClarified(CheckEvent):
    """Somebody answered more tasks after the end, and the result was made anew."""


@dataclass(frozen=True, kw_only=True)
class ResultEntrusted(CheckEvent):
    """Somebody lets an adviser see a result for a while. Who that is, is no part of the event."""


@dataclass(frozen=True, kw_only=True)
class TrustEnded(CheckEvent):
    """Somebody no longer lets an adviser see a result."""
