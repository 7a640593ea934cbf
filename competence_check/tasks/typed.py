"""Answers that are typed: a word or a number. Both cannot be guessed, and both are read generously."""

import re
from unicodedata import normalize

from competence_check.tasks.format import Body, Fields, Response
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid

LONGEST = 200

_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "–": "-", "—": "-", "‑": "-", "’": "'", "\u00ad": ""})
_QUOTES = "\"'„“”‚‘«»`"
_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")


def _typed(fields: Fields) -> str:
    text = (fields.get("text") or ("",))[0].strip()
    if not text:
        raise Invalid(N_("Schreiben Sie eine Antwort in das Feld oder wählen Sie „Weiß ich nicht“."))
    if len(text) > LONGEST or "\x00" in text:
        raise Invalid(N_("Bitte antworten Sie kürzer, mit höchstens 200 Zeichen."))
    return text


def normal_text(text: str) -> str:
    """`text` without case, spaces, quotes and a final full stop or colon; ä as ae, ß as ss."""
    text = normalize("NFKC", normalize("NFC", text)).casefold().translate(_SPELLINGS)
    text = "".join(text.split())
    return text.strip(_QUOTES).rstrip(".:!?").strip(_QUOTES)


class Short:
    """A word or a few. Answer: {"text": …}. Right if it equals an accepted one, of whichever language."""

    def read(self, body: Body, fields: Fields) -> Response:  # noqa: ARG002  the same for every task
        """The text, from the field `text`."""
        return {"text": _typed(fields)}

    def grade(self, body: Body, response: Response) -> float:
        """1 for an accepted answer, else 0."""
        text = response.get("text")
        if not isinstance(text, str):
            raise Invalid(N_("Zu dieser Aufgabe gehört ein Text als Antwort."))
        accepted = {normal_text(each) for texts in body["accept"].values() for each in texts}
        return 1.0 if normal_text(text) in accepted else 0.0


def readings(text: str) -> set[float]:
    """The numbers that `text` can mean, German or English: "1.234,5", "1,234.5", "1.234" (both 1234 and
    1.234).

    Empty where it is no number.
    """
    text = normalize("NFKC", text).strip().replace("−", "-").replace("–", "-")
    if not _NUMBER.fullmatch(text):
        return set()
    digits = re.sub(r"[ ']", "", text)
    found = set()
    for thousands, decimal in ((".", ","), (",", ".")):
        whole, _, fraction = digits.partition(decimal)
        grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole)
        if (grouped or re.fullmatch(r"[-+]?\d+", whole)) and re.fullmatch(r"\d*", fraction):
            found.add(float(whole.replace(thousands, "") + "." + (fraction or "0")))
    return found


class Number:
    """A number. Answer: {"text": …}. Right if a reading of it lies within the tolerance."""

    def read(self, body: Body, fields: Fields) -> Response:
        """The number as typed, from the field `text`."""
        response: Response = {"text": _typed(fields)}
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """1 within the tolerance (both ends included), else 0."""
        text = response.get("text")
        if not isinstance(text, str):
            raise Invalid(N_("Zu dieser Aufgabe gehört eine Zahl als Antwort."))
        numbers = readings(_without_unit(text, body))
        if not numbers:
            raise Invalid(N_("Schreiben Sie eine Zahl, zum Beispiel 12,5, oder wählen Sie „Weiß ich nicht“."))
        # A hair more than the tolerance, because 0.1 + 0.2 is not 0.3 for a computer.
        return 1.0 if any(abs(number - body["answer"]) <= body["tolerance"] + 1e-9 for number in numbers) else 0.0


def _without_unit(text: str, body: Body) -> str:
    for unit in sorted((body.get("unit") or {}).values(), key=len, reverse=True):
        if text.casefold().endswith(unit.casefold()):
            return text[: -len(unit)].strip()
    return text
