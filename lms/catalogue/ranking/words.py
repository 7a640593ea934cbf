"""From a text to the words that are compared, and from a word to its character n-grams."""

import re
import unicodedata
from functools import lru_cache

SHORTEST_GRAM, LONGEST_GRAM = 3, 6

# A word of an uploaded text may be a megabyte of base64; no word that anybody asks for is longer than this.
LONGEST_WORD = 60

_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "a", "ø": "o"})
_SPELT_OUT = re.compile(r"(?<![aeq])(ae|oe|ue)(?![aeiu])")

# Words that carry no topic, normalised. They count little, not nothing: they tell "mit dem Team" from "im Team".
FUNCTION_WORDS = frozenset(
    """
    aber alle allem allen aller alles als also am an ander andere anderem anderen auch auf aus bei beim bin bis bist da
    damit dann das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch
    dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gewesen hab habe haben hat hatte
    hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder
    jedes jemand jetzt kann kein keine keinem keinen konnen konnte machen man mehr mein meine meinem meinen meiner mich
    mir mit muss mussen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen selbst sich sie sind
    so solche soll sollen sollte sondern sonst uber um und uns unser unsere unserem unseren unserer unter viel vom von
    vor wann war waren warum was weil welche welchem welchen welcher wenn wer werde werden wie wieder wir wird wirst wo
    worden wurde wurden zu zum zur zwar zwischen mal schon gut gibt geht ihres seines dazu dabei
    a about an and are as at be been but by can could do does for from had has have how i if in into is it its me more
    my no not of on or our should so that the their them then there these they this to up us was we were what when
    where which who why will with would you your
    """.split()
)

# How people begin to say that they need something: "Ich möchte lernen, wie …", "Suche einen Kurs zu …".
WISHES = frozenset(
    """
    mochte mochten mag wollen will wurde gern gerne besser lernen erlernen wissen kennenlernen verstehen brauche
    brauchen suche hatte kurs kurse schulung schulungen seminar seminare fortbildung fortbildungen weiterbildung
    weiterbildungen lehrgang workshop thema themen hilfe bitte want need like learn learning better know understand
    course training
    """.split()
)


def normal_words(text: str) -> list[str]:
    """The words of `text`: lower case, without accents; ä, ae and a are one letter, and so are ß and ss."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return [_SPELT_OUT.sub(lambda pair: pair[0][0], word)[:LONGEST_WORD] for word in _WORD.findall(plain)]


@lru_cache(maxsize=100_000)
def word_grams(word: str) -> tuple[str, ...]:
    """All n-grams of ` word ` from 3 to 6 characters; the blanks mark where it begins and ends."""
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in range(SHORTEST_GRAM, LONGEST_GRAM + 1)
        for start in range(max(1, len(padded) - size + 1))
        if len(padded) >= size
    ) or (padded,)
