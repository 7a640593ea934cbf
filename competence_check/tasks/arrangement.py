"""Putting things in order, and matching what belongs together."""

from itertools import combinations

from competence_check.tasks.format import Body, Fields, Response, keys_of
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid


class Order:
    """Put the options into the right order. Answer: {"order": [key, …]}.

    Partial credit: Kendall's rank correlation with the right order, at least 0: the share of pairs in the
    right order minus the share in the wrong one. A random order is worth 0 on average before cutting.
    """

    def read(self, body: Body, fields: Fields) -> Response:
        """The order, from one field `position-<key>` per option with its place from 1."""
        keys = keys_of(body)
        places = {key: (fields.get(f"position-{key}") or ("",))[0] for key in keys}
        if any(not place for place in places.values()):
            raise Invalid(N_("Geben Sie jedem Schritt einen Platz oder wählen Sie „Weiß ich nicht“."))
        if sorted(places.values()) != sorted(str(place + 1) for place in range(len(keys))):
            raise Invalid(N_("Vergeben Sie jeden Platz genau einmal."))
        return {"order": sorted(keys, key=lambda key: int(places[key]))}

    def grade(self, body: Body, response: Response) -> float:
        """max(0, (concordant − discordant) / pairs)."""
        keys, order = keys_of(body), response.get("order")
        if not isinstance(order, list) or sorted(map(str, order)) != sorted(keys):
            raise Invalid(N_("Diese Reihenfolge gehört nicht zu der Aufgabe. Bitte ordnen Sie noch einmal."))
        place = {key: number for number, key in enumerate(order)}
        pairs = list(combinations(keys, 2))
        concordant = sum(place[first] < place[second] for first, second in pairs)
        return max(0.0, 2.0 * concordant / len(pairs) - 1.0)


class Match:
    """Match each text with its target. Answer: {"pairs": {key of the text: key of the target}}.

    Partial credit: (right pairs − 1) / (pairs − 1), at least 0; one pair is what chance gives.
    """

    def read(self, body: Body, fields: Fields) -> Response:
        """The pairs, from one field `match-<key>` per text with the key of the chosen target."""
        pairs = {key: (fields.get(f"match-{key}") or ("",))[0] for key in keys_of(body)}
        if not all(pairs.values()):
            raise Invalid(N_("Ordnen Sie jeder Zeile etwas zu oder wählen Sie „Weiß ich nicht“."))
        response: Response = {"pairs": pairs}
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """max(0, (right − 1) / (pairs − 1))."""
        keys, pairs = keys_of(body), response.get("pairs")
        if not isinstance(pairs, dict) or set(pairs) != set(keys) or not all(to in keys for to in pairs.values()):
            raise Invalid(N_("Diese Zuordnung gehört nicht zu der Aufgabe. Bitte ordnen Sie noch einmal zu."))
        right = sum(key == to for key, to in pairs.items())
        return max(0.0, float(right - 1) / (len(keys) - 1))
