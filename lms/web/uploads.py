"""How much a request may send: little, unless its view says that it takes files."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
# Fields of one form; a task with thirty things to judge has hundreds.
MOST_PARTS = 4000


def takes(megabytes: int) -> Callable[[View], View]:
    """Mark a view: forms sent to it may hold files of so many megabytes in all. Larger ones are answered with 413."""

    def mark(view: View) -> View:
        view.takes_megabytes = megabytes  # type: ignore[attr-defined]
        return view

    return mark


def init_uploads(app: Flask) -> None:
    """Let marked views take more. Before anything reads the form, and after the person's rights were looked at."""

    @app.before_request
    def allow_more() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        megabytes = getattr(view, "takes_megabytes", None)
        if megabytes is not None:
            request.max_content_length = megabytes * MEGABYTE
            request.max_form_parts = MOST_PARTS
