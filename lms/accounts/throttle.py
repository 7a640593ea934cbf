"""Slowing down those who guess passwords: windows counted in the database, so that all processes count together."""

import time
from datetime import timedelta
from hashlib import blake2b

from flask import current_app
from limits import RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import delete

from lms.accounts.models import AttemptWindow
from lms.kernel import clock
from lms.kernel.db import db

# Ten wrong passwords for one account, a hundred from one address (a town hall shares one), within 15 minutes.
PER_ACCOUNT = RateLimitItemPerMinute(10, 15)
PER_ADDRESS = RateLimitItemPerMinute(100, 15)

# A secret address is long enough that nobody finds one; who tries all the same should not keep the database busy.
PER_GUESSER = RateLimitItemPerMinute(100, 15)


class DatabaseStorage(Storage):
    """Counts windows in the table `attempt_window`, inside the caller's transaction."""

    STORAGE_SCHEME = ["lernlotse-database"]  # noqa: RUF012  the base class wants a list

    @property
    def base_exceptions(self) -> type[Exception]:
        """Errors that mean the storage is away; ours is the database, whose errors should be seen."""
        return OSError

    def _window(self, key: str) -> AttemptWindow | None:
        found = db.session.get(AttemptWindow, _hidden(key), with_for_update=True)
        return found if found is not None and found.expires_at > clock.now() else None

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more in the window of `key`, which lasts `expiry` seconds from its first count."""
        window = self._window(key)
        if window is None:
            db.session.execute(delete(AttemptWindow).where(AttemptWindow.expires_at <= clock.now()))
            window = AttemptWindow(key=_hidden(key), count=0, expires_at=clock.now() + timedelta(seconds=expiry))
            db.session.add(window)
        window.count += amount
        db.session.flush()
        return window.count

    def get(self, key: str) -> int:
        """The count in the window of `key`."""
        window = self._window(key)
        return window.count if window else 0

    def get_expiry(self, key: str) -> float:
        """When the window of `key` ends, in seconds since the epoch."""
        window = self._window(key)
        return window.expires_at.timestamp() if window else time.time()

    def check(self) -> bool:
        """Whether the storage works."""
        return True

    def reset(self) -> int | None:
        """Forget all windows."""
        db.session.execute(delete(AttemptWindow))
        return None

    def clear(self, key: str) -> None:
        """Forget the window of `key`."""
        db.session.execute(delete(AttemptWindow).where(AttemptWindow.key == _hidden(key)))


def _hidden(key: str) -> str:
    secret = str(current_app.secret_key).encode()[:64]
    return blake2b(key.encode(), key=secret, digest_size=32).hexdigest()


_limiter = FixedWindowRateLimiter(DatabaseStorage())


def too_many(login: str, address: str) -> bool:
    """Whether sign-ins for this account or from this address have to wait."""
    return not (_limiter.test(PER_ACCOUNT, "account", login) and _limiter.test(PER_ADDRESS, "address", address))


def count_failure(login: str, address: str) -> None:
    """A wrong password was given."""
    _limiter.hit(PER_ACCOUNT, "account", login)
    _limiter.hit(PER_ADDRESS, "address", address)


def forget_failures(login: str) -> None:
    """The right password was given."""
    _limiter.clear(PER_ACCOUNT, "account", login)


def too_many_secrets(address: str) -> bool:
    """Whether secret addresses asked for from this network address have to wait."""
    return not _limiter.test(PER_GUESSER, "secret", address)


def count_wrong_secret(address: str) -> None:
    """A secret address was asked for that leads nowhere."""
    _limiter.hit(PER_GUESSER, "secret", address)
