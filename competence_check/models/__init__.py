"""Tables of the check, a module for each noun; other modules take them from here."""

from competence_check.models.frameworks import Area, Competence, Framework
from competence_check.models.grants import Grant, TrustEnd, Viewing
from competence_check.models.items import FormerItem, Item, ItemKind, ItemUse
from competence_check.models.profiles import TargetLevel, TargetProfile, TargetProfileVersion
from competence_check.models.runs import Answer, Estimate, Run, RunState, Scope
from competence_check.models.uids import new_uid

__all__ = [
    "Answer",
    "Area",
    "Competence",
    "Estimate",
    "FormerItem",
    "Framework",
    "Grant",
    "Item",
    "ItemKind",
    "ItemUse",
    "Run",
    "RunState",
    "Scope",
    "TargetLevel",
    "TargetProfile",
    "TargetProfileVersion",
    "TrustEnd",
    "Viewing",
    "new_uid",
]
