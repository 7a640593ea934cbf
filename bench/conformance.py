"""`make conformance`: ADL's conformance suite against a fresh instance, both versions on both databases.

The suite is the user's checkout (LRS_SUITE): https://github.com/adlnet/lrs-conformance-test-suite
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.serving import DATABASES, CannotRun, Instance, running
from bench.xapi_client import warm

VERSIONS = ("1.0.3", "2.0.0")
# The suite can hang when its child ends.
MOST_SECONDS = 900
_LOG = re.compile(r"Full run log written to (\S+)")


@dataclass(frozen=True)
class Group:
    """The tests of one chapter of the specification."""

    title: str
    passed: int
    failed: tuple[str, ...]


def main() -> int:
    """Run everything; 1 if any test failed or the suite could not run."""
    # So that whoever ends this ends the servers with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    try:
        suite = suite_in(os.environ)
        failed = 0
        for name, database in DATABASES.items():
            with tempfile.TemporaryDirectory(prefix="lernlotse-suite-") as folder, database(Path(folder)) as create:
                for version in VERSIONS:
                    instance = Instance(Path(folder) / version, create(f"suite-{version}"))
                    failed += _report(f"xAPI {version} on {name}", _run(suite, instance, version))
    except CannotRun as problem:
        print(f"Stopped. {problem}", file=sys.stderr)
        return 1
    return 1 if failed else 0


def suite_in(environment: Mapping[str, str]) -> Path:
    """The checkout that LRS_SUITE names. Raises CannotRun where it is missing or not ready."""
    named = environment.get("LRS_SUITE", "")
    how = "git clone https://github.com/adlnet/lrs-conformance-test-suite, npm install in it, LRS_SUITE=<the folder>"
    if not named:
        raise CannotRun(f"LRS_SUITE does not name a checkout of ADL's conformance suite: {how}.")
    suite = Path(named).expanduser().resolve()
    if not (suite / "bin" / "console_runner.js").is_file():
        raise CannotRun(f"{suite} is no checkout of ADL's conformance suite: {how}.")
    if not (suite / "node_modules").is_dir():
        raise CannotRun(f"The packages of the suite are missing. Run npm install in {suite}.")
    return suite


def _run(suite: Path, instance: Instance, version: str) -> list[Group]:
    key, secret = instance.prepare()
    with running(instance):
        # The suite takes the time that its first request needs for a difference of clocks.
        warm(instance.port, key, secret)
        options = ["-e", f"http://127.0.0.1:{instance.port}/xapi", "-a", "-u", key, "-p", secret, "-x", version]
        return read_groups(_suite(suite, options))


def _suite(suite: Path, options: list[str]) -> dict[str, Any]:
    """What the suite wrote about one run."""
    command = ["node", "bin/console_runner.js", *options]
    try:
        done = subprocess.run(command, cwd=suite, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    except FileNotFoundError:
        raise CannotRun("There is no node on the PATH. Install Node.js.") from None
    except subprocess.TimeoutExpired:
        raise CannotRun(f"The suite did not end within {MOST_SECONDS} seconds.") from None
    written = _LOG.search(done.stdout)
    if written is None:
        raise CannotRun(f"The suite wrote no log. It said at last: {(done.stdout + done.stderr)[-500:]}")
    log = Path(written[1])
    found: dict[str, Any] = json.loads(log.read_text())
    log.unlink()
    return found


def read_groups(log: Mapping[str, Any]) -> list[Group]:
    """The chapters in the log of a run."""
    chapters = log["log"]["tests"]
    # Some versions of the suite put one node above the chapters.
    while len(chapters) == 1 and chapters[0].get("tests"):
        chapters = chapters[0]["tests"]
    return [_group(chapter) for chapter in chapters]


def _group(chapter: Mapping[str, Any]) -> Group:
    tests = list(_tests(chapter))
    failed = tuple(str(each["title"]) for each in tests if each["status"] != "passed")
    return Group(str(chapter["title"]), len(tests) - len(failed), failed)


def _tests(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if not node.get("tests"):
        yield node
    for inner in node.get("tests", ()):
        yield from _tests(inner)


def _report(title: str, groups: list[Group]) -> int:
    """Print the groups; how many tests failed, or 1 where there were none."""
    print(f"\n{title}\n{'-' * len(title)}")
    for group in groups:
        print(f"{group.passed:5} passed {len(group.failed):4} failed  {group.title}")
        for each in group.failed:
            print(f"{'':12}FAILED  {each}")
    passed, failed = sum(group.passed for group in groups), sum(len(group.failed) for group in groups)
    print(f"{passed:5} passed {failed:4} failed  in all", flush=True)
    return failed if passed else 1


if __name__ == "__main__":
    sys.exit(main())
