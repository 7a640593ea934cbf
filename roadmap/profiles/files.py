"""A target profile as a content file: what comes out can be put into content/profiles, see docs/content.md."""

import json

from competence_check.levels import DEFAULT_FRAMEWORK, Profile
from lms.kernel.toml import Texts


def written(profile: Profile) -> str:
    """The file."""
    lines = [*_texts("name", profile.names)]
    if profile.framework != DEFAULT_FRAMEWORK:
        lines.append(f"framework = {_text(profile.framework)}")
    if profile.family:
        lines.append(f"family = {_text(profile.family)}")
    lines += [*_texts("summary", profile.summaries), f"version = {_text(profile.version)}"]
    for target in profile.targets.values():
        lines += ["", "[[competences]]", f"id = {_text(target.competence)}", f"level = {target.level}"]
        lines += [f"weight = {target.weight}", *_texts("reason", target.reason)]
    return "\n".join(lines) + "\n"


def _texts(name: str, texts: Texts) -> list[str]:
    return [f"{name}.{language} = {_text(value)}" for language, value in texts.items()]


def _text(value: str) -> str:
    """A basic string: TOML escapes as JSON does, and DEL as well. https://toml.io/en/v1.0.0#string"""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
