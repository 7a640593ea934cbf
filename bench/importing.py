"""What starting a web process costs: time, memory, and what is not loaded."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Row, at_most

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("sklearn", "scipy", "typst")

_PROBE = """
import resource, sys, time
began = time.perf_counter()
import wsgi
took = time.perf_counter() - began
heavy = [name for name in {heavy!r} if name in sys.modules]
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, ",".join(heavy) or "-")
"""


def measure() -> list[Row]:
    """The best of five starts: what the machine needs, without what else it was doing."""
    starts = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LERNLOTSE_INSTANCE": folder, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(6):
            command = [sys.executable, "-c", _PROBE.format(heavy=HEAVY)]
            out = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            seconds, megabytes, heavy = out.split()
            starts.append((float(seconds), float(megabytes), heavy))
    loaded = 0 if starts[0][2] == "-" else len(starts[0][2].split(","))
    return [
        at_most("import wsgi", "time", round(min(start[0] for start in starts), 3), 0.6, "s"),
        at_most("import wsgi", "memory", round(min(start[1] for start in starts), 1), 120, "MB"),
        at_most("import wsgi", f"of {', '.join(HEAVY)} loaded", loaded, 0),
    ]
