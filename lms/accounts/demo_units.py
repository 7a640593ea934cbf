"""The organisations and units of the demo city, in the shape of a real administration."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoUnit:
    """A unit: code, name, code of the unit above, role family of most people, share of the city's people."""

    code: str
    name: str
    above: str
    family: str
    share: int


CITY_UNITS = (
    DemoUnit("Dez I", "Dezernat I: Personal, Organisation, Digitalisierung", "", "back-office", 2),
    DemoUnit("FB 11", "Personal, Organisation und Informationstechnik", "Dez I", "back-office", 8),
    DemoUnit("FB 11/1", "Personalentwicklung und Ausbildung", "FB 11", "back-office", 10),
    DemoUnit("FB 11/2", "Personalservice", "FB 11", "back-office", 16),
    DemoUnit("FB 11/3", "Informationstechnik", "FB 11", "it-coordination", 18),
    DemoUnit("FB 12", "Gebäudedienste", "Dez I", "trades", 20),
    DemoUnit("Dez II", "Dezernat II: Finanzen und Recht", "", "back-office", 2),
    DemoUnit("FB 20", "Finanzsteuerung", "Dez II", "back-office", 14),
    DemoUnit("FB 21", "Stadtkasse und Steuern", "Dez II", "case-work", 18),
    DemoUnit("FB 30", "Recht und Versicherung", "Dez II", "back-office", 6),
    DemoUnit("Dez III", "Dezernat III: Bürgerdienste und Ordnung", "", "back-office", 2),
    DemoUnit("FB 32", "Sicherheit und Ordnung", "Dez III", "case-work", 18),
    DemoUnit("FB 33", "Bürgerservice", "Dez III", "case-work", 8),
    DemoUnit("FB 33/1", "Bürgerbüro Mitte", "FB 33", "case-work", 22),
    DemoUnit("FB 33/2", "Bürgerbüro Süd", "FB 33", "case-work", 12),
    DemoUnit("FB 33/3", "Standesamt", "FB 33", "case-work", 9),
    DemoUnit("FB 33/4", "Ausländeramt", "FB 33", "case-work", 16),
    DemoUnit("FB 37", "Feuerwehr und Rettungsdienst", "Dez III", "care-outdoor", 30),
    DemoUnit("Dez IV", "Dezernat IV: Bildung, Jugend, Soziales", "", "back-office", 2),
    DemoUnit("FB 45", "Kinder, Jugend und Schule", "Dez IV", "case-work", 16),
    DemoUnit("FB 45/1", "Kindertagesstätten", "FB 45", "care-outdoor", 32),
    DemoUnit("FB 45/2", "Allgemeiner Sozialer Dienst", "FB 45", "care-outdoor", 18),
    DemoUnit("FB 50", "Soziales und Integration", "Dez IV", "case-work", 20),
    DemoUnit("FB 42", "Stadtbibliothek", "Dez IV", "case-work", 5),
    DemoUnit("Dez V", "Dezernat V: Bauen, Umwelt, Mobilität", "", "back-office", 2),
    DemoUnit("FB 36", "Klima und Umwelt", "Dez V", "back-office", 14),
    DemoUnit("FB 61", "Stadtentwicklung und Mobilität", "Dez V", "back-office", 16),
    DemoUnit("FB 63", "Bauaufsicht", "Dez V", "case-work", 12),
    DemoUnit("E 18", "Stadtbetrieb", "", "trades", 12),
    DemoUnit("E 18/1", "Stadtreinigung und Grünpflege", "E 18", "trades", 28),
    DemoUnit("E 18/2", "Friedhöfe", "E 18", "trades", 4),
)

FIRMS = (
    ("metallbau-nord", "Metallbau Nord GmbH", 24),
    ("handelshaus-am-ring", "Handelshaus am Ring KG", 11),
)

FIRM_UNITS = (
    DemoUnit("L", "Geschäftsleitung", "", "sme-management", 2),
    DemoUnit("B", "Büro", "", "sme-office", 5),
    DemoUnit("W", "Werkstatt und Lager", "", "trades", 8),
)

FAMILY_NAMES = {
    "case-work": "Sachbearbeitung",
    "back-office": "Verwaltung",
    "team-lead": "Teamleitung",
    "it-coordination": "IT-Betreuung",
    "care-outdoor": "Außendienst und Betreuung",
    "trades": "Handwerk und Technik",
    "sme-office": "Büro",
    "sme-management": "Leitung",
}
