"""`python -m bench`: measure, print a table, write JSON to bench/results/.

Plans are measured for 100 people one by one and for 25 together; `python -m bench.planning_groups 400` takes a larger
group, up to 5 000, for which it may need an hour.
"""

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    calibrating,
    checking,
    engine,
    importing,
    needing,
    pages,
    planning,
    planning_groups,
    planning_many,
    ranking,
    searching,
    xapi,
)
from bench.table import Row, render

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Run all measurements; 1 if a bar is not met."""
    rows: list[Row] = []
    for measure in (
        planning.measure,
        planning_groups.measure,
        planning_many.measure,
        importing.measure,
        searching.measure,
        ranking.measure,
        needing.measure,
        engine.measure,
        checking.measure,
        calibrating.measure,
        pages.measure,
        xapi.measure,
    ):
        rows += measure()
    print(render(rows))
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    about = {"python": platform.python_version(), "machine": platform.machine()}
    file.write_text(json.dumps({**about, "rows": [row.as_json() for row in rows]}, indent=1))
    print(f"\nWritten to {file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file}")
    missed = [row for row in rows if row.is_met is False]
    for row in missed:
        print(f"Bar missed: {row.what}, {row.measure} = {row.value} (bar: {row.bar})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
