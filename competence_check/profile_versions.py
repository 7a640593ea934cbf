"""Versions of target profiles: a profile that changed gets a number, and what it was stays."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from competence_check.levels import Target
from competence_check.models import TargetProfile, TargetProfileVersion
from lms.kernel.db import db
from lms.kernel.toml import Texts


def body_of(names: Texts, summaries: Texts, targets: Mapping[str, Target]) -> dict[str, Any]:
    """What a version holds, as JSON values; targets by competence."""
    return {
        "names": names,
        "summaries": summaries,
        "targets": {
            code: {"level": each.level, "weight": each.weight, "reason": each.reason}
            for code, each in sorted(targets.items())
        },
    }


def keep_version(row: TargetProfile, body: dict[str, Any]) -> bool:
    """Keep the profile as a new version if it differs from the one in use; whether it does."""
    digest = sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if row.content_hash == digest:
        return False
    row.number = row.number + 1 if row.content_hash else 1
    row.content_hash = digest
    db.session.flush()
    db.session.add(TargetProfileVersion(profile_id=row.id, number=row.number, content_hash=digest, body=body))
    return True


def versions_of(profile_id: int) -> list[TargetProfileVersion]:
    """All versions of the profile, newest first."""
    query = select(TargetProfileVersion).where(TargetProfileVersion.profile_id == profile_id)
    return list(db.session.scalars(query.order_by(TargetProfileVersion.number.desc())))
