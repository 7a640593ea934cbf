"""Settings, all from the environment; every one has a default that works on a single machine."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    """What an operator can set.

    database_url: SQLAlchemy address; postgresql:// means psycopg 3. public_url: how the platform is reached, for
    links, identifiers and the Secure flag of cookies. content: folder of the content files. oidc_*: sign in with the
    city; off unless an issuer is set. trusted_proxies: how many reverse proxies set X-Forwarded-* headers.
    smallest_group: least people a team figure is made of, 5–10. xapi_audience: what tokens of the city's sign-in must
    name to count for the Learning Record Store.
    """

    instance: Path
    database_url: str
    secret_key: str
    public_url: str
    content: Path
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    trusted_proxies: int
    smallest_group: int
    xapi_audience: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises ValueError with a sentence for a value that cannot be used."""
        env = os.environ if environment is None else environment
        root = Path(__file__).resolve().parents[2]
        instance = _folder(Path(env.get("LERNLOTSE_INSTANCE") or root / "instance"))
        public_url = _web_address(env.get("PUBLIC_URL") or f"http://127.0.0.1:{env.get('PORT') or '8000'}")
        return cls(
            instance=instance,
            database_url=_driver(env.get("DATABASE_URL") or f"sqlite:///{instance / 'lernlotse.db'}"),
            secret_key=env.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
            public_url=public_url,
            content=Path(env.get("LERNLOTSE_CONTENT") or root / "content"),
            oidc_issuer=env.get("OIDC_ISSUER", "").rstrip("/"),
            oidc_client_id=env.get("OIDC_CLIENT_ID", ""),
            oidc_client_secret=env.get("OIDC_CLIENT_SECRET", ""),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 5),
            smallest_group=_whole(env, "SMALLEST_GROUP", 7, 5, 10),
            xapi_audience=env.get("XAPI_AUDIENCE") or f"{public_url}/xapi",
        )

    def flask(self) -> dict[str, Any]:
        """The settings under the names that Flask and its extensions know."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _pool(self.database_url),
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.public_url.startswith("https://"),
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=10),
            "MAX_CONTENT_LENGTH": 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 512 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
        }


def _driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite://", "postgresql+psycopg://")):
        # The address is not quoted: it may hold a password.
        raise ValueError("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    return url


def _pool(url: str) -> dict[str, Any]:
    # The connection that was used last is used next: it still has in memory what others would have to read again.
    is_in_memory = url.removeprefix("sqlite://").strip("/") in ("", ":memory:")
    return {} if is_in_memory else {"pool_use_lifo": True}


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"PUBLIC_URL must begin with https:// or http://, not {url!r}.")
    return url.rstrip("/")


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"LERNLOTSE_INSTANCE must be a folder that can be written, not {str(path)!r}.") from error
    return path


def _kept_secret(file: Path) -> str:
    if not file.exists():
        unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_hex(32))
        try:
            os.link(unfinished, file)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return file.read_text().strip()


def _whole(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdigit()) or not lowest <= int(value) <= highest:
        raise ValueError(f"{name} must be a whole number from {lowest} to {highest}, not {value!r}.")
    return int(value)
