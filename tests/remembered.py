"""What every application compiles anew and comes out the same, done once for all applications of a test run.

A server starts once; a test run starts thousands of applications. Most of what that costs is the code that werkzeug
and Jinja generate, for each address and each template. The functions here give out what they have generated before,
for the same source only.
"""

from collections.abc import Callable
from functools import cache
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from lms.kernel.plugin import Plugin, discover

Builder = Callable[..., tuple[str, str]]


class RememberedRule(Rule):
    """A rule whose builder of addresses is taken over from an equal rule of another application."""

    _builders: ClassVar[dict[tuple[object, ...], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            # Their values go through the converters of this rule.
            return super()._compile_builder(append_unknown)
        source = (self.rule, *self._trace, append_unknown)
        if source not in self._builders:
            self._builders[source] = super()._compile_builder(append_unknown)
        return self._builders[source]


class RememberedTemplates(BytecodeCache):
    """Compiled templates by the place and the checksum of their source."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in the code if the same source was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))  # type: ignore[assignment]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


_TEMPLATES = RememberedTemplates()


@cache
def installed() -> tuple[Plugin, ...]:
    """The installed plugins; what is installed does not change within a run."""
    return discover()


def remember_rules() -> None:
    """Let all applications of this process use rules that are compiled once."""
    Flask.url_rule_class = RememberedRule


def remember_templates(app: Flask) -> None:
    """Let the application use templates that are compiled once."""
    app.jinja_env.bytecode_cache = _TEMPLATES
