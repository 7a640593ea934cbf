"""Targets on a bad day: nothing lost, nothing twice, and the page says in plain German what is wrong."""

import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import deliveries, forwarding, standing, targets
from lms.xapi.models import Target
from lms.xapi.reasons import Kind, told
from lms.xapi.targets import Wish
from tests.xapi import samples
from tests.xapi.lrs import Elsewhere, Lrs
from tests.xapi.serving import serving, talking

pytestmark = pytest.mark.db

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


@pytest.fixture
def target(organisation: Organisation, elsewhere: Elsewhere) -> int:
    """The second instance as a target."""
    with transaction():
        wish = Wish("Land", elsewhere.endpoint, elsewhere.key, elsewhere.secret, internal=True)
        return targets.add_target(organisation_id=organisation.id, wish=wish).id


def seen(target: int) -> Target:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Target, target)


def saying(status: str, body: bytes = b"", *headers: tuple[str, str]) -> Wsgi:
    """A server that always says the same."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [body]

    return application


def lines(*said: bytes) -> Callable[[socket.socket], None]:
    """A server that says this, and hangs up."""

    def say(connection: socket.socket) -> None:
        for each in said:
            connection.sendall(each)

    return say


def drip(connection: socket.socket) -> None:
    """A server that never comes to the end of its first line."""
    while True:
        connection.sendall(b"H")
        time.sleep(0.1)


def silence(connection: socket.socket) -> None:
    """A server that hears and says nothing."""
    while connection.recv(65536):
        pass


FAULTS: dict[str, tuple[Any, Kind, str]] = {
    "500": (saying("500 Oops", b"disk full"), Kind.SERVER_ERROR, "eigenen Fehler. (500 disk full)"),
    "503": (saying("503 Later"), Kind.SERVER_ERROR, "eigenen Fehler"),
    "401": (saying("401 Who"), Kind.NOT_ALLOWED, "lehnt Schlüssel und Geheimnis ab"),
    "404": (saying("404 Not here"), Kind.NO_STORE, "keinen Learning Record Store"),
    "garbage": (lines(b"What do you want?\r\n\r\n"), Kind.BROKEN, "brach ab oder war kein HTTP"),
    "html": (saying("200 OK", b"<html>Hotel</html>"), Kind.GARBAGE, "nicht wie ein Learning Record Store"),
    "half": (lines(b'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n["6690'), Kind.BROKEN, "brach ab"),
    "half a chunk": (
        lines(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n["),
        Kind.BROKEN,
        "brach ab",
    ),
    "hangs up": (lines(), Kind.BROKEN, "brach ab"),
    "slow": (silence, Kind.TIMEOUT, "zu lange nicht geantwortet"),
    "drips": (drip, Kind.TIMEOUT, "zu lange nicht geantwortet"),
}


@contextmanager
def unwell(fault: Any, elsewhere: Elsewhere) -> Iterator[None]:
    """The target behaves like this."""
    if fault.__name__ == "application":
        elsewhere.start(fault)
        yield
        elsewhere.stop()
    else:
        with talking(fault, elsewhere.port):
            yield


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_nothing_comes_twice_and_the_page_says_what_is_wrong(
    lrs: Lrs, elsewhere: Elsewhere, target: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, kind, sentence = FAULTS[name]
    names = lrs.store(*(samples.small() for _ in range(3)))
    with clock.at(NOW), unwell(fault, elsewhere), monkeypatch.context() as patch:
        if kind is Kind.TIMEOUT:
            patch.setattr(forwarding, "SECONDS", 0.3)
        assert forwarding.forward_all() == 0
    assert str(seen(target).last_failure).startswith(kind)
    assert sentence in told(seen(target).last_failure)
    assert standing.standing_of(seen(target)).due == 3
    elsewhere.start()
    with clock.at(NOW + timedelta(hours=2)):
        assert forwarding.forward_all() == 3
    assert elsewhere.ids() == names
    assert seen(target).last_failure is None


def test_what_arrived_although_the_answer_was_cut_off_comes_no_second_time(
    lrs: Lrs, elsewhere: Elsewhere, target: int
) -> None:
    def cuts(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        said = b"".join(elsewhere.app(environ, lambda *_arguments: lambda _data: None))
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "9999")])
        return [said[:20]]

    names = lrs.store(*(samples.small() for _ in range(3)))
    elsewhere.start(cuts)
    with clock.at(NOW):
        assert forwarding.forward_all() == 0
    elsewhere.stop()
    assert elsewhere.ids() == names
    elsewhere.start()
    with clock.at(NOW + timedelta(hours=2)):
        assert forwarding.forward_all() == 3
    assert elsewhere.ids() == names


def test_a_wrong_certificate_is_told_and_nothing_is_sent(lrs: Lrs, organisation: Organisation, tmp_path: Path) -> None:
    heard: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        heard.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b""]

    with serving(application, certificate(tmp_path)) as port, serving(application) as plain:
        added = []
        with transaction():
            for name, number in (("Falsch", port), ("Unverschlüsselt", plain)):
                wish = Wish(name, f"https://127.0.0.1:{number}/xapi", "k", "s", internal=True)
                added.append(targets.add_target(organisation_id=organisation.id, wish=wish).id)
        lrs.store(samples.small())
        assert forwarding.forward_all() == 0
    wrong, none = (told(seen(target).last_failure) for target in added)
    assert "Zertifikat des Ziels ist ungültig" in wrong
    assert "kein verschlüsseltes HTTP" in none
    assert heard == []


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for somebody else, that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody.example")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    made = builder.not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert").write_bytes(made.public_bytes(pem))
    (folder / "key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


@pytest.mark.parametrize("header", ["7200", format_datetime(NOW + timedelta(hours=2), usegmt=True)])
def test_who_asks_for_a_pause_gets_it(lrs: Lrs, elsewhere: Elsewhere, target: int, header: str) -> None:
    lrs.store(samples.small())
    elsewhere.start(saying("429 Slow down", b"", ("Retry-After", header)))
    with clock.at(NOW):
        assert forwarding.forward_all() == 0
    assert "bittet um eine Pause" in told(seen(target).last_failure)
    assert seen(target).paused_until == NOW + timedelta(hours=2)
    elsewhere.stop()
    elsewhere.start()
    with clock.at(NOW + timedelta(minutes=119)):
        assert forwarding.forward_all() == 0
    with clock.at(NOW + timedelta(minutes=121)):
        assert forwarding.forward_all() == 1


def choosing(elsewhere: Elsewhere, refuse: Callable[[list[Any]], str | None], taken: Counter[str]) -> Wsgi:
    """A store that answers some requests with a status of its own, and says about itself that it is well."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/about"):
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"version":["1.0.3"]}']
        sent = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)))
        if status := refuse(sent):
            start_response(status, [("Content-Type", "text/plain")])
            return [b"not that one"]
        ids = [each["id"] for each in sent]
        taken.update(ids)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [orjson.dumps(ids)]

    return application


def test_a_batch_that_is_too_large_is_split(lrs: Lrs, elsewhere: Elsewhere, target: int) -> None:
    names = lrs.store(*(samples.small() for _ in range(20)))
    taken: Counter[str] = Counter()

    def refuse(sent: list[Any]) -> str | None:
        return "413 Too Large" if len(sent) > 3 or sent[0]["id"] == names[5] else None

    elsewhere.start(choosing(elsewhere, refuse, taken))
    assert forwarding.forward_all() == 19
    assert taken == Counter(name for name in names if name != names[5])
    (one,) = standing.given_up(seen(target))
    assert one.statement_id == names[5]
    assert told(one.reason) == "Dieser Lernnachweis ist dem Ziel zu groß. (413 not that one)"


def test_one_statement_that_breaks_the_target_holds_up_no_other(lrs: Lrs, elsewhere: Elsewhere, target: int) -> None:
    names = lrs.store(*(samples.small() for _ in range(8)))
    taken: Counter[str] = Counter()
    elsewhere.start(
        choosing(elsewhere, lambda sent: "500 Oops" if names[2] in [e["id"] for e in sent] else None, taken)
    )
    for hours in range(deliveries.MOST_ATTEMPTS + 3):
        with clock.at(NOW + timedelta(hours=2 * hours)):
            forwarding.forward_all()
        if hours == deliveries.SUSPECT_AFTER:
            assert sum(taken.values()) == 7
            assert standing.standing_of(seen(target)).due == 1
    assert taken == Counter(name for name in names if name != names[2])
    (one,) = standing.given_up(seen(target))
    assert (one.statement_id, one.attempts) == (names[2], deliveries.MOST_ATTEMPTS)
    assert "500 not that one" in told(one.reason)
    elsewhere.stop()
    elsewhere.start()
    with transaction():
        assert targets.replay(seen(target), statement_id=names[2]) == 1
    with clock.at(NOW + timedelta(days=30)):
        assert forwarding.forward_all() == 1
    assert elsewhere.ids() == [names[2]]


def test_a_target_in_our_own_network_is_only_for_the_operator(lrs: Lrs, elsewhere: Elsewhere, target: int) -> None:
    elsewhere.start()
    lrs.store(samples.small())
    with transaction():
        seen(target).internal = False
    with clock.at(NOW):
        assert forwarding.forward_all() == 0
    assert "kann nur die Technik einrichten" in told(seen(target).last_failure)
    assert elsewhere.ids() == []
