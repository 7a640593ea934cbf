"""Papers are accessible PDF, and what people typed stays text in them."""

import re
import zlib
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import ChoiceLoader, FileSystemLoader

from lms.web.paper import paper_response, pdf

HOSTILE = '#panic("now") *bold* $x$ \\u{0} #read("/etc/passwd") "]'


@pytest.fixture
def with_sample(app: Flask) -> Flask:
    """The application with a template of the tests."""
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([loader, FileSystemLoader(Path(__file__).parent / "papers")])
    return app


def plain(made: bytes) -> bytes:
    """The PDF with its streams unpacked."""

    def unpack(found: re.Match[bytes]) -> bytes:
        try:
            return zlib.decompress(found[1])
        except zlib.error:
            return found[1]

    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", unpack, made, flags=re.DOTALL)


def sample(language: str = "de") -> bytes:
    """A paper."""
    data = {"facts": [["Name", HOSTILE]], "header": ["A", "B"], "rows": [["1", HOSTILE], ["2", "x"]]}
    with force_locale(language):
        return pdf("sample.typ", "Mein Plan", data)


@pytest.mark.db
def test_a_paper_is_tagged_and_says_its_title_and_language(with_sample: Flask) -> None:
    with with_sample.test_request_context():
        for language in ("de", "en"):
            made = plain(sample(language))
            assert made.startswith(b"%PDF")
            assert b"pdfuaid" in made
            assert b"/StructTreeRoot" in made
            assert b"/MarkInfo" in made
            assert b"/DisplayDocTitle true" in made
            assert re.search(rb"/Lang ?\(" + language.encode(), made)
            for kind in (b"/H1", b"/H2", b"/TH", b"/TD"):
                assert kind in made


@pytest.mark.db
def test_a_paper_is_a_download(with_sample: Flask) -> None:
    with with_sample.test_request_context():
        answer = paper_response(sample(), "plan.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "plan.pdf" in answer.headers["Content-Disposition"]
