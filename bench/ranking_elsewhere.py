"""How well documents and queries of others are ranked, beside words: `python -m bench.ranking_elsewhere DOCS QUERIES`.

DOCS.jsonl as `flask catalogue rank` reads it; each line of QUERIES.jsonl has besides the query's words its answers,
`{"text": "…", "fits": {"d7": 1}}`, with grades by document. Nothing of it is stored.
"""

import json
import sys
from pathlib import Path

from bench.ranking import quality
from bench.table import Row, render
from lms.catalogue.ranking.reading import read_queries, read_texts


def measure(docs: Path, queries: Path) -> list[Row]:
    """nDCG@10 of each way to rank, over the queries that have an answer."""
    texts = read_texts(docs)
    lines = [line for line in queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    grades = [json.loads(line).get("fits", {}) for line in lines]
    asked = [query.text for query in read_queries(queries)]
    judged = [(query, fits) for query, fits in zip(asked, grades, strict=True) if fits]
    what = f"{len(judged)} queries, {len(texts)} documents"
    return [Row(what, f"nDCG@10, {name}", round(value, 3)) for name, value in quality(texts, judged).items()]


if __name__ == "__main__":
    print(render(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
