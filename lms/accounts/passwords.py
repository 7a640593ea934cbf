"""Passwords: hashed with argon2, checked in the same time whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash of `password` with the library's current parameters."""
    return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def is_right(password: str, hashed: str | None) -> bool:
    """Whether `password` belongs to `hashed`; a missing hash costs as much time as a wrong one."""
    try:
        return _hasher.verify(hashed or _nobodys_hash(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)
