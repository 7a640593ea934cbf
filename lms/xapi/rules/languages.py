"""Language tags and maps from language to text.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#42-language-maps
https://www.rfc-editor.org/rfc/rfc5646#section-2.1
"""

import re
from typing import Any

from lms.xapi.rules.faults import DATA, NULLS, Place, kind_of

LANGUAGE_MAPS = f"{DATA}42-language-maps"

_TAG = re.compile(
    r"""
    (?: (?: [a-z]{2,3} (?:-[a-z]{3}){0,3} | [a-z]{4,8} )   # language, extended language
        (?: -[a-z]{4} )?                                   # script
        (?: -(?: [a-z]{2} | [0-9]{3} ) )?                  # region
        (?: -(?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*     # variants
        (?: -[0-9a-wyz] (?: -[a-z0-9]{2,8} )+ )*           # extensions
        (?: -x (?: -[a-z0-9]{1,8} )+ )?                    # private use
      | x (?: -[a-z0-9]{1,8} )+
      | i-[a-z]{2,8} | en-gb-oed | sgn-(?: be-fr | be-nl | ch-de )   # grandfathered
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_language_tag(value: Any) -> bool:
    """Whether `value` has the form of an RFC 5646 tag."""
    return isinstance(value, str) and _TAG.fullmatch(value) is not None


def language(value: Any, place: Place) -> None:
    """A language tag, such as de or en-GB."""
    if not is_language_tag(value):
        place.fault("must be a language tag of RFC 5646, such as de or en-GB", LANGUAGE_MAPS)


def language_map(value: Any, place: Place) -> None:
    """Texts by language."""
    if not isinstance(value, dict):
        place.fault(f"must be an object from language to text, not {kind_of(value)}", LANGUAGE_MAPS)
        return
    for tag, text in value.items():
        if not is_language_tag(tag):
            place.at(tag).fault("must be a language tag of RFC 5646, such as de or en-GB", LANGUAGE_MAPS)
        if not isinstance(text, str):
            place.at(tag).fault(f"must be a string, not {kind_of(text)}", NULLS if text is None else LANGUAGE_MAPS)
