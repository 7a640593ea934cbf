"""A town for every test, and passwords that hash quickly, with the same algorithm."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from lms.accounts import passwords
from tests.accounts.town import Town, build_town
from tests.databases import Templates


@pytest.fixture(autouse=True, scope="package")
def quick_hashes() -> Iterator[None]:
    """Hash with the least work that argon2 allows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys_hash.cache_clear()
        yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def town(templates: Templates) -> Iterator[Town]:
    """The town on a fresh database."""
    with templates.copy("town", build_town) as app:
        yield Town(app)
