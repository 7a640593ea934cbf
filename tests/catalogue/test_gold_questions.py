"""Questions as people type them, against the real content: the step that answers stands first, or among three."""

from pathlib import Path

import pytest

from lms.catalogue.content import read_courses
from lms.catalogue.queries import ASKED, BODY, COURSE, TITLE
from lms.catalogue.search import Document, Index
from lms.kernel.content import ContentSource
from lms.web.markdown import render_markdown, without_tags

CONTENT = Path(__file__).resolve().parents[2] / "content"

FIRST = {
    "Warteraum Zoom": "zoom/warteraum",
    "Zoom wartraum": "zoom/warteraum",
    "leute in zoom reinlassen": "zoom/warteraum",
    "zoom meeting erstellen": "zoom/planen",
    "zoom mikro geht nicht": "zoom/ton-kamera",
    "keiner hört mich in der videokonferenz": "zoom/ton-kamera",
    "bildschirm teilen": "zoom/bildschirm",
    "powerpoint zeigen zoom": "zoom/bildschirm",
    "hand heben": "zoom/chat-hand",
    "zoom untertitel": "zoom/untertitel",
    "darf ich die besprechung aufnehmen": "zoom/aufzeichnung",
    "pc sperren": "windows/bildschirm-sperren",
    "zwei fenster nebeneinander": "windows/fenster-anordnen",
    "screenshot machen": "windows/bildschirmfoto",
    "als pdf drucken": "windows/drucken-pdf",
    "schrift größer stellen": "windows/anzeige-vergroessern",
    "vpn zu hause verbinden": "windows/homeoffice-verbinden",
    "programm abgestürzt": "windows/programm-haengt",
    "zwischenablage verlauf": "windows/zwischenablage",
    "ist diese email echt": "phishing/absender",
    "verdächtige mail melden": "phishing/melden",
    "auf phishing link geklickt": "phishing/geklickt",
    "qr code sicher": "phishing/qr-sms-telefon",
    "chef will gutscheine": "phishing/druck",
    "urlaub beantragen": "fehlzeiten/urlaub-beantragen",
    "krankmelden": "fehlzeiten/krank-melden",
    "kind krank": "fehlzeiten/kind-krank",
    "überstunden abbummeln": "fehlzeiten/zeitausgleich-buchen",
    "wie viel resturlaub habe ich": "fehlzeiten/konten-ansehen",
    "vertretung eintragen": "fehlzeiten/vertretung-eintragen",
    "antrag vom mitarbeiter genehmigen": "fehlzeiten/antrag-genehmigen",
    "wiedervorlage": "e-akte/wiedervorlage",
    "mail in die akte": "e-akte/e-mail-uebernehmen",
    "mitzeichnung starten": "e-akte/mitzeichnung",
    "akte suchen": "e-akte/akte-finden",
    "vorgang zda verfügen": "e-akte/zda-verfuegen",
    "unterlagen nachfordern": "serviceportal/unterlagen-nachfordern",
    "antrag an anderes amt abgeben": "serviceportal/antrag-abgeben",
    "hat der bürger schon bezahlt": "serviceportal/bezahlung-pruefen",
    "bescheid schicken": "serviceportal/bescheid-zustellen",
}

# Words that stand nowhere in the step, several typing errors, or a rival as good.
AMONG_THREE = {
    "wartezimer": "zoom/warteraum",
    "kammera zoom schwarz": "zoom/ton-kamera",
    "einwählen per telefon": "zoom/beitreten",
    "affengriff": "windows/programm-haengt",
    "datei weg": "windows/datei-finden",
    "anhang öffnen gefährlich": "phishing/anhang",
    "scannen ablegen": "e-akte/dokument-ablegen",
    "dokument gesperrt": "e-akte/auschecken-einchecken",
    "bundid anmeldung hilfe": "serviceportal/am-telefon-helfen",
    "gleittag": "fehlzeiten/zeitausgleich-buchen",
    "waiting room": "zoom/warteraum",
    "how do I call in sick": "fehlzeiten/krank-melden",
}


@pytest.fixture(scope="module")
def index() -> Index:
    """The search over all steps, with the fields and weights of the platform."""
    documents = []
    for course in read_courses(ContentSource(CONTENT)):
        about = (*course.title.values(), course.product, *_all(course.keywords))
        documents.append(Document(course.slug, {TITLE: about, BODY: tuple(course.summary.values())}))
        for step in course.steps:
            fields = {
                TITLE: tuple(step.title.values()),
                ASKED: (*_all(step.questions), *_all(step.keywords)),
                COURSE: about,
                BODY: tuple(without_tags(str(render_markdown(text))) for text in step.body.values()),
            }
            documents.append(Document(f"{course.slug}/{step.key}", fields))
    return Index(documents)


def _all(lists: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(text for texts in lists.values() for text in texts)


def steps_for(index: Index, query: str) -> list[str]:
    """What the page shows: steps only, best first."""
    return [hit.key for hit in index.search(query, 30) if "/" in hit.key]


@pytest.mark.parametrize("query", FIRST)
def test_the_step_that_answers_stands_first(index: Index, query: str) -> None:
    assert steps_for(index, query)[0] == FIRST[query]


@pytest.mark.parametrize("query", AMONG_THREE)
def test_the_step_that_answers_is_among_the_first_three(index: Index, query: str) -> None:
    assert AMONG_THREE[query] in steps_for(index, query)[:3]


def test_every_step_is_found_by_its_own_title_and_first_question(index: Index) -> None:
    missed = []
    for course in read_courses(ContentSource(CONTENT)):
        for step in course.steps:
            for query in (step.title["de"], step.questions["de"][0]):
                if f"{course.slug}/{step.key}" not in steps_for(index, query)[:2]:
                    missed.append((query, steps_for(index, query)[:3]))
    assert missed == []
