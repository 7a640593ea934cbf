"""Secrets of other systems, kept so that the database alone does not give them away.

The key comes from the platform's SECRET_KEY by HKDF: who changes SECRET_KEY has to enter the targets'
secrets again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from lms.kernel.errors import Refused


def derived_key(purpose: str) -> bytes:
    """32 secret bytes for one purpose, from the platform's SECRET_KEY."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return key.derive(str(current_app.config["SECRET_KEY"]).encode())


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("lernlotse xapi target secrets")))


def seal(secret: str) -> str:
    """`secret` in a form that only this platform can open."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` closed. Raises Refused if SECRET_KEY has changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Refused(
            "The secret of this target cannot be read any more, because SECRET_KEY has changed. "
            "Remove the target and add it again."
        ) from None
