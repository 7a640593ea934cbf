"""Any documents for any need: what the ranking promises, and the command that runs it on sets of others."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bench.ranking import course_texts, judged_queries, quality
from lms.catalogue.cli import catalogue
from lms.catalogue.ranking.ranker import Ranker, Text
from lms.catalogue.ranking.synonyms import Synonyms
from lms.catalogue.ranking.words import normal_words, word_grams

COURSES = [
    Text("video", "Videobesprechungen gut leiten", "Weniger Müdigkeit, mehr Ergebnis."),
    Text("akte", "Mit der E-Akte arbeiten", "Schriftgut geordnet ablegen."),
    Text("tabelle", "Tabellen auswerten", "Aus einer Liste wird eine Antwort."),
]


def _first(query: str, texts: list[Text] = COURSES) -> str | None:
    found = Ranker(texts).rank(query)
    return found[0].key if found else None


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Besprechung", "video"),
        ("Ich möchte Besprechungen online leiten", "video"),
        ("ICH MOECHTE BESPRECHUNGEN LEITEN", "video"),
        ("Onlinemeeting", "video"),
        ("Excel-Listen", "tabelle"),
        ("akten", "akte"),
    ],
)
def test_parts_of_compounds_other_spellings_and_synonyms_are_found(query: str, key: str) -> None:
    assert _first(query) == key


def test_words_of_wishing_do_not_decide() -> None:
    texts = [Text("wish", "Ich möchte gern lernen, wie man etwas lernt", ""), Text("topic", "Phishing", "")]
    assert _first("Ich möchte gern lernen, wie man Phishing erkennt", texts) == "topic"


def test_a_query_of_function_words_alone_still_finds_them() -> None:
    assert _first("wie und warum", [Text("a", "Obst", ""), Text("b", "Wie und warum", "")]) == "b"


def test_the_title_counts_more_than_the_text() -> None:
    texts = [Text("text", "Obst", "Tabellen"), Text("title", "Tabellen", "Obst")]
    assert _first("Tabellen", texts) == "title"


def test_what_has_nothing_in_common_is_not_listed() -> None:
    assert Ranker(COURSES).rank("xyzzy") == []
    assert Ranker(COURSES).rank("?!") == []
    assert Ranker([]).rank("Tabellen") == []
    assert Ranker([Text("empty", "", "")]).rank("Tabellen") == []


def test_umlauts_and_their_spellings_are_one() -> None:
    assert normal_words("Müller Mueller Muller Straße STRASSE") == ["muller"] * 3 + ["strasse"] * 2
    assert normal_words("Steuer neue Quelle Bauer") == ["steuer", "neue", "quelle", "bauer"]


def test_short_words_have_grams_too() -> None:
    assert word_grams("ki") == (" ki", "ki ", " ki ")
    assert word_grams("c") == (" c ",)


def test_a_share_of_one_is_the_most() -> None:
    found = Ranker(COURSES).rank("Tabellen auswerten Tabellen")
    assert 0.5 < found[0].share <= 1


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=60), st.integers(1, 5))
def test_rankings_are_sorted_bounded_and_repeatable(texts: list[str], query: str, most: int) -> None:
    documents = [Text(str(number), text, text[::-1]) for number, text in enumerate(texts)]
    found = Ranker(documents).rank(query, most)
    assert len(found) <= most
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.score > 0 and 0 < each.share <= 1 for each in found)
    assert found == Ranker(documents).rank(query, most)


def test_on_the_judged_needs_it_beats_words_and_plain_ngrams() -> None:
    found = quality(course_texts(needs=False), [(query, grades) for query, grades in judged_queries() if grades])
    assert found["ours"] >= 0.8
    assert found["ours without synonyms"] >= max(value for name, value in found.items() if not name.startswith("ours"))


def test_synonyms_reach_the_parts_of_compounds_that_are_in_no_group() -> None:
    synonyms = Synonyms(["besprechung meeting", "rechner pc"])
    assert synonyms.of("meetings") == {"besprechung", "meeting"}
    assert synonyms.of("onlinemeeting") == {"besprechung", "meeting"}
    assert synonyms.of("apfel") == set()


def _write(file: Path, *rows: object) -> str:
    file.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def _rank(docs: str, queries: str, *more: str) -> Result:
    return CliRunner().invoke(catalogue, ["rank", "--docs", docs, "--queries", queries, *more])


def test_any_names_of_fields_and_any_language_are_ranked(tmp_path: Path) -> None:
    docs = _write(
        tmp_path / "docs.jsonl",
        "\ufeff" + json.dumps({"_id": "soup", "title": "Onion soup", "body": "How to cook it"}) + "\n\n",
        {"doc_id": 7, "name": {"de": "Brot", "fr": "Pain"}, "description": ["Cuire", "du pain"], "price": 3},
        {"docno": "х", "text": "Печём хлеб"},
    )
    queries = _write(
        tmp_path / "queries.jsonl",
        {"qid": "en", "query": "cooking soups"},
        {"_id": "fr", "text": "pains"},
        {"question": "хлеба"},
        {"id": "none", "query": "zzzz"},
    )
    out = tmp_path / "run.jsonl"
    done = _rank(docs, queries, "--out", str(out), "--k", "1")
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["query_id"], [each["id"] for each in line["results"]]) for line in lines] == [
        ("en", ["soup"]), ("fr", ["7"]), ("3", ["х"]), ("none", []),
    ]  # fmt: skip


def test_a_trec_run_names_query_document_place_and_score(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs.jsonl", {"id": "a", "text": "Tabellen"}, {"id": "b", "text": "Tabelle mit Obst"})
    queries = _write(tmp_path / "queries.jsonl", {"id": "q", "text": "Tabellen"})
    lines = [line.split() for line in _rank(docs, queries, "--format", "trec").output.splitlines()]
    assert [line[:4] + line[5:] for line in lines] == [
        ["q", "Q0", "a", "1", "lernlotse"],
        ["q", "Q0", "b", "2", "lernlotse"],
    ]
    assert float(lines[0][4]) > float(lines[1][4]) > 0
    blank = _write(tmp_path / "blank.jsonl", {"id": "a b", "text": "Tabellen"})
    assert "'a b' has blanks" in _rank(blank, queries, "--format", "trec").output


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{\n", "line 2: this is not one JSON object per line"),
        ("[1]\n", "line 2: this is JSON, but not an object"),
        ({"text": "x"}, "line 2, field id: missing"),
        ({"id": True, "text": "x"}, "line 2, field id: must be a text or a whole number"),
        ({"id": "first", "text": "x"}, "line 2, field id: the id 'first' stands in line 1 already"),
        ({"id": "b"}, "line 2, field text: neither a title"),
        ({"id": "b", "body": 5}, "line 2, field body: must be a text"),
    ],
)
def test_a_fault_in_the_documents_is_named_with_file_line_and_field(row: object, fault: str, tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs.jsonl", {"id": "first", "text": "x"}, row)
    queries = _write(tmp_path / "queries.jsonl", {"id": "q", "text": "x"})
    done = _rank(docs, queries)
    assert done.exit_code == 1
    assert f"{docs}, {fault}" in done.output


def test_faults_in_queries_and_bytes_are_named_too(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs.jsonl", {"id": "a", "text": "x"})
    queries = _write(tmp_path / "queries.jsonl", {"id": "q", "words": "x"})
    assert f"{queries}, line 1, field query: no query" in _rank(docs, queries).output
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "a", "text": "\xfc"}\n')
    assert "line 1: this is not UTF-8" in _rank(str(tmp_path / "latin.jsonl"), queries).output
    assert "there is no document" in _rank(_write(tmp_path / "empty.jsonl"), queries).output
    assert "there is no query" in _rank(docs, _write(tmp_path / "empty.jsonl")).output
