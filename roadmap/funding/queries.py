"""The funding rules in use."""

from roadmap.documents import documents
from roadmap.funding.rules import Funding


def current_funding() -> Funding | None:
    """The newest file of rules that is loaded; None before content is loaded."""
    files = [Funding.from_json(slug, body) for slug, body in documents("funding").items()]
    return max(files, key=lambda file: file.version, default=None)
