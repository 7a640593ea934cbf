"""The style sheet of the design system, freed of inline images."""

import pytest

from lms.installation.fingerprint import of_bytes
from lms.installation.icons import separate
from lms.installation.problem import Problem

PLUS = "%3Csvg xmlns='http://www.w3.org/2000/svg' height='' viewBox='0 0 1 1' width='' fill='%23000'/%3E"
MINUS = PLUS.replace("%23000", "%23fff")
DRAWN_PLUS = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' fill='#000'/>"


def inline(svg: str) -> str:
    return f'url("data:image/svg+xml,{svg}")'


def test_an_inline_icon_becomes_a_file_named_after_its_class() -> None:
    separated = separate(f".kern-icon--add{{-webkit-mask:{inline(PLUS)};mask:{inline(PLUS)};color:red}}")

    assert separated.icons == {"add": DRAWN_PLUS}
    address = f'url("icons/add.svg?v={of_bytes(DRAWN_PLUS.encode())}")'
    assert separated.css == f".kern-icon--add{{-webkit-mask:{address};mask:{address};color:red}}"


def test_another_rule_with_the_same_drawing_shares_the_file_of_the_icon_class() -> None:
    separated = separate(
        f".kern-box:after{{mask:{inline(PLUS)}}}@media print{{.kern-icon--add{{mask:{inline(PLUS)}}}}}"
    )

    assert list(separated.icons) == ["add"]
    assert separated.css.count("icons/add.svg") == 2


def test_a_drawing_without_icon_class_is_named_after_its_rule() -> None:
    assert list(separate(f".kern-select__wrapper:after{{mask:{inline(PLUS)}}}").icons) == ["select-wrapper-after"]


def test_two_drawings_never_share_a_name() -> None:
    separated = separate(f".kern-icon--add{{mask:{inline(PLUS)};background:{inline(MINUS)}}}")

    assert list(separated.icons) == ["add", "add-2"]


@pytest.mark.parametrize(
    "reference",
    [
        'url("data:font/woff2;base64,AAAA")',
        "url(data:image/svg+xml;base64,AAAA)",
        "url(https://example.org/a.png)",
        "url(fonts/a.woff2)",
    ],
)
def test_any_other_reference_stops_the_build(reference: str) -> None:
    with pytest.raises(Problem, match="new kind of reference"):
        separate(f"a{{background:{reference}}}")


def test_an_import_stops_the_build() -> None:
    with pytest.raises(Problem, match="@import"):
        separate('@import "other.css";')
