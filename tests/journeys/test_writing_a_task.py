"""An author writes a task, sees what is missing, tries it and publishes it; no barrier on the way."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer, sign_in
from tests.pictures import png

pytestmark = [pytest.mark.db, pytest.mark.browser]


def fill(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']").fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_author_writes_tries_and_publishes_a_task(visitor: Page, live_city: LiveServer) -> None:
    page = sign_in(visitor, live_city, "admin")
    page.goto(f"{live_city.url}/kompetenzcheck/aufgaben")
    page.get_by_role("link", name="Neue Aufgabe").click()
    page.get_by_label("Kompetenz").select_option("digcomp-3.0/4.1")
    page.get_by_label("eine Antwort wählen").check()
    press(page, "Entwurf beginnen")
    fill(page, "prompt.de", "Sie gehen zum Kopierer. Am Platz ist ein Antrag offen.\n\nWas tun Sie zuerst?")
    page.get_by_role("button", name="Entfernen : 4").click()
    expect(page.get_by_text("Vor dem Veröffentlichen: noch")).to_be_visible()
    expect(page.locator("[name='prompt.de']")).to_have_value(
        "Sie gehen zum Kopierer. Am Platz ist ein Antrag offen.\n\nWas tun Sie zuerst?"
    )
    assert violations(page) == []
    page.get_by_role("link", name="Kurzname").click()
    expect(page.locator("#feld-key")).to_be_focused()
    fill(page, "key", "bildschirm-sperren")
    fill(page, "feedback.de", "Sperren geht am schnellsten mit Windows + L.")
    fill(page, "source", "Dienstanweisung IT")
    fill(page, "outcomes", "LO4.1.05")
    page.get_by_label("Stufe").select_option("basic")
    for number, answer in enumerate(
        ("Ich drehe den Bildschirm weg.", "Ich sperre den Bildschirm.", "Ich lasse alles so.")
    ):
        fill(page, f"options.{number}.text.de", answer)
    page.get_by_label("Das ist die richtige Antwort").nth(1).check()
    press(page, "Speichern und ansehen")
    page.get_by_label("Ich sperre den Bildschirm.").check()
    press(page, "Antwort prüfen")
    expect(page.get_by_role("heading", name="Diese Antwort bringt 1 von 1 Punkt.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Zurück zum Entwurf").click()
    press(page, "Speichern und veröffentlichen …")
    assert violations(page) == []
    press(page, "Jetzt veröffentlichen")
    expect(page.get_by_text("Veröffentlicht als Version 1.")).to_be_visible()
    assert violations(page) == []


def test_an_author_adds_a_mail_and_a_picture_without_a_barrier(
    visitor: Page, live_city: LiveServer, tmp_path: Path
) -> None:
    page = sign_in(visitor, live_city, "admin")
    page.goto(f"{live_city.url}/kompetenzcheck/aufgaben/neu")
    page.locator("#place").select_option("digcomp-3.0/4.1")
    page.get_by_label("in einer Oberfläche handeln").check()
    page.locator("#surface").select_option("inbox")
    press(page, "Entwurf beginnen")
    mails = page.get_by_role("group", name=re.compile(r"^Mail \d"))
    before = mails.count()
    press(page, "Mail hinzufügen")
    expect(mails).to_have_count(before + 1)
    # The new one is open, where one looks; the others are folded.
    expect(page.locator(f"[name='g.things.{before}.subject.de']")).to_be_visible()
    expect(page.locator("[name='g.things.0.subject.de']")).to_be_hidden()
    (tmp_path / "plan.png").write_bytes(png(320, 200))
    page.get_by_label("Bild wählen").set_input_files(tmp_path / "plan.png")
    press(page, "Speichern")
    shown = page.locator(".ca-picture img")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.naturalWidth") == 320
    page.get_by_text("Bearbeiten", exact=False).first.click()
    assert violations(page) == []
