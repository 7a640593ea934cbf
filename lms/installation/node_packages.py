"""The front end's packages from npm: the design system, for tests also axe-core."""

import json
import shutil

from lms.installation import fingerprint
from lms.installation.npm import MANIFESTS, fetch
from lms.installation.project import Project
from lms.installation.stage import Stage, Stamp

# Names of the groups in package.json.
FOR_DEMO = ("dependencies",)
FOR_TESTS = ("dependencies", "devDependencies")


def npm_packages(project: Project, groups: tuple[str, ...], again: str) -> Stage:
    """The packages of these groups, exactly as locked."""

    def is_done() -> bool:
        return all(_stamp(project, group).holds() for group in groups)

    def install() -> None:
        # What `make test` brought stays when `make demo` fetches again.
        wanted = [group for group in FOR_TESTS if group in groups or _stamp(project, group).holds()]
        beside = project.root / "node_modules.new"
        with_dev = "devDependencies" in wanted
        fetch(project, project.root, beside, with_dev=with_dev, what="Packages from npm", again=again)
        shutil.rmtree(project.node_modules, ignore_errors=True)
        (beside / "node_modules").rename(project.node_modules)
        shutil.rmtree(beside)
        for group in wanted:
            _stamp(project, group).set()

    return Stage("Packages from npm", is_done, install)


def _stamp(project: Project, group: str) -> Stamp:
    def now() -> str:
        names = json.loads((project.root / "package.json").read_text()).get(group, {})
        folders = [fingerprint.of_listing(project.node_modules / name) for name in sorted(names)]
        manifests = fingerprint.of_files(project.root / name for name in MANIFESTS)
        return fingerprint.of_text(manifests, *folders)

    return Stamp(project.node_modules / ".stamps" / group, now)
