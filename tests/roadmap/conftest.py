"""Somebody who wants a roadmap, on a Monday."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from lms.kernel import clock
from tests.roadmap.people import MONDAY, Somebody, somebody


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning."""
    with clock.at(MONDAY):
        yield


@pytest.fixture
def anna(stocked_app: Flask, monday: None) -> Somebody:
    """Signed in, with a check result in the middle of level 2 everywhere."""
    anna = somebody(stocked_app, family="case-work")
    anna.take_check(2.0, MONDAY - timedelta(days=3))
    return anna
