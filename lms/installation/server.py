"""The production server of the demo, in place of the set-up's own process, and a worker beside it."""

import os
import subprocess
from typing import NoReturn

from lms.installation.port import HOST
from lms.installation.project import Project
from lms.installation.terminal import say


def serve(project: Project, port: int) -> NoReturn:
    """Become the server; comes back only by ending."""
    say(f"\nLernlotse: http://{HOST}:{port}   (stop with Ctrl+C)")
    command = [str(project.python), "-m", "gunicorn", "--bind", f"{HOST}:{port}"]
    command += ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--graceful-timeout", "5"]
    command += ["--log-level", "warning", "--no-control-socket", "wsgi:app"]
    os.chdir(project.root)
    # It ends with the server, whose process this one becomes.
    worker = [str(project.python), "-m", "flask", "jobs", "work", "--watch", "--with-parent"]
    subprocess.Popen(worker, env=project.child_variables())
    os.execve(project.python, command, {**project.child_variables(), "PORT": str(port)})
