"""The record store as it is operated, beside what its database alone can do; small and grown large.

`python -m bench.xapi --statements 1000000 --database PostgreSQL` measures one database at full size; it takes minutes.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.serving import DATABASES
from bench.table import Row, render
from bench.xapi_growing import FEW, growing
from bench.xapi_writing import writing

MANY = 100_000


def measure(many: int = MANY, databases: Sequence[str] = tuple(DATABASES)) -> list[Row]:
    """Writing against the limit, and writing and reading at 10 000 and at `many` statements."""
    rows: list[Row] = []
    for name in databases:
        with tempfile.TemporaryDirectory(prefix="lernlotse-bench-") as folder, DATABASES[name](Path(folder)) as create:
            rows += writing(name, Path(folder), create)
            rows += growing(name, Path(folder), many)
    return rows


def main() -> int:
    """Measure as the command line says; 1 if a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m bench.xapi", description="Measure the record store.")
    parser.add_argument("--statements", type=int, default=MANY, help="how many make it large")
    parser.add_argument("--database", choices=tuple(DATABASES), action="append", help="only this one")
    given = parser.parse_args()
    if given.statements <= FEW:
        parser.error(f"--statements {given.statements} is not more than the {FEW} of the small store")
    rows = measure(given.statements, given.database or tuple(DATABASES))
    print(render(rows))
    return 1 if any(row.is_met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
