"""A town for every test."""

from collections.abc import Iterator

import pytest

from tests.accounts.town import Town, build_town
from tests.databases import Templates


@pytest.fixture
def town(templates: Templates) -> Iterator[Town]:
    """The town on a fresh database."""
    with templates.copy("town", build_town) as app:
        yield Town(app)
