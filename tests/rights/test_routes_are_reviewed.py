"""A new route is looked at by a person before it opens."""

from pathlib import Path

from tests.rights.routes import listed

FILE = Path(__file__).with_name("routes.txt")


def test_every_route_stands_in_the_reviewed_list_with_its_permission() -> None:
    assert listed() == FILE.read_text(encoding="utf-8"), (
        "The routes differ from tests/rights/routes.txt. Look at each that differs: who may call it, and what can they "
        "reach with it? Then write the list anew: .venv/bin/python -m tests.rights.routes > tests/rights/routes.txt"
    )
