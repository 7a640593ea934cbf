"""`make faults`: what must not break the record store is done to it, on both databases; nothing may be lost or doubled.

FAULTS_ARGS="--kills 5" kills the server fewer times than the fifty that are meant.
"""

import argparse
import signal
import sys
import tempfile
from itertools import chain
from pathlib import Path

from bench import faults_of_bodies, faults_of_disks, faults_of_power
from bench.serving import DATABASES, CannotRun, Create

KILLS = 50


def main() -> int:
    """Do everything; 1 if a promise was broken or something could not be tried."""
    # So that whoever ends this ends the servers with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    parser = argparse.ArgumentParser(prog="make faults", description="Try to break the record store.")
    parser.add_argument("--kills", type=int, default=KILLS, help="how often the server is killed under load")
    parser.add_argument("--database", choices=tuple(DATABASES), action="append", help="only this one")
    given = parser.parse_args()
    broken = 0
    for name in given.database or tuple(DATABASES):
        with tempfile.TemporaryDirectory(prefix="lernlotse-faults-") as folder:
            try:
                with DATABASES[name](Path(folder)) as create:
                    broken += _all(name, Path(folder), create, given.kills)
            except CannotRun as problem:
                print(f"Stopped. {problem}", file=sys.stderr)
                return 1
    print(f"\n{broken} promises broken" if broken else "\nAll promises kept")
    return 1 if broken else 0


def _all(name: str, folder: Path, create: Create, kills: int) -> int:
    print(f"\n{name}\n{'-' * len(name)}", flush=True)
    broken = 0
    for promise in chain(
        faults_of_bodies.promises(folder, create),
        faults_of_disks.promises(DATABASES[name], folder),
        faults_of_power.promises(folder, create, kills),
    ):
        print(f"{'kept   ' if promise.is_kept else 'BROKEN '} {promise.words}: {promise.found}", flush=True)
        broken += not promise.is_kept
    return broken


if __name__ == "__main__":
    sys.exit(main())
