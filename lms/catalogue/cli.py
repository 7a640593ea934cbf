"""The catalogue from the terminal: `flask catalogue rank`; formats in docs/ranking.md."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from lms.catalogue.ranking.ranker import Ranked
    from lms.catalogue.ranking.reading import Query

IN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_FILE = click.File("w", encoding="utf-8", lazy=True)


@click.group()
def catalogue() -> None:
    """What there is to learn, and how it is found."""


@catalogue.command()
@click.option("--docs", required=True, type=IN_FILE, help="Documents, one JSON object per line.")
@click.option("--queries", required=True, type=IN_FILE, help="Queries, one JSON object per line.")
@click.option("--out", default="-", type=OUT_FILE, help="Where the ranking goes; without it, to the terminal.")
@click.option("--k", default=10, type=click.IntRange(1, 10_000), show_default=True, help="Most documents per query.")
@click.option("--format", "layout", default="jsonl", type=click.Choice(["jsonl", "trec"]), show_default=True)
def rank(docs: Path, queries: Path, out: TextIO, k: int, layout: str) -> None:
    """Rank any DOCS for any QUERIES, best first."""
    # scikit-learn and scipy are loaded by this command only.
    ranker = import_module("lms.catalogue.ranking.ranker")
    reading = import_module("lms.catalogue.ranking.reading")
    try:
        texts, asked = reading.read_texts(docs), reading.read_queries(queries)
    except reading.BadLine as error:
        raise click.ClickException(str(error)) from error
    if layout == "trec":
        _refuse_blanks(docs, [text.key for text in texts])
        _refuse_blanks(queries, [query.key for query in asked])
    index = ranker.Ranker(texts)
    write = _as_trec if layout == "trec" else _as_json
    for query in asked:
        for line in write(query, index.rank(query.text, k)):
            click.echo(line, file=out)


def _as_json(query: "Query", ranked: "list[Ranked]") -> Iterator[str]:
    results = [{"id": each.key, "score": each.score} for each in ranked]
    yield json.dumps({"query_id": query.key, "results": results}, ensure_ascii=False)


def _as_trec(query: "Query", ranked: "list[Ranked]") -> Iterator[str]:
    for place, each in enumerate(ranked, start=1):
        yield f"{query.key} Q0 {each.key} {place} {each.score:g} lernlotse"


def _refuse_blanks(file: Path, keys: list[str]) -> None:
    for key in keys:
        if len(key.split()) != 1:
            raise click.ClickException(f"{file}, field id: {key!r} has blanks, which a TREC run cannot hold")
