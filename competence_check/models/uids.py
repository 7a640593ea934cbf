"""Names of rows in addresses."""

from uuid import uuid4


def new_uid() -> str:
    """A fresh opaque identifier."""
    return str(uuid4())
