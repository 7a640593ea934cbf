"""The city for every test of this folder."""

from collections.abc import Iterator

import pytest

from tests.databases import Templates
from tests.rights.city import City, with_things


@pytest.fixture
def city(templates: Templates) -> Iterator[City]:
    """The demo city, with one of everything."""
    with templates.copy("city with things", with_things, OIDC_ISSUER="http://localhost:1") as app:
        yield City(app)
