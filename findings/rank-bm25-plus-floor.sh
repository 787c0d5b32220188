#!/usr/bin/env bash
# rank-bm25 0.2.2: BM25Plus adds its lower bound (delta) for each word of the query to every document, also to
# those without the word, where the method's definition sums over matching words only. The order stays, but no
# score is 0, so "score above 0" cannot tell what was found.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rank-bm25==0.2.2
"$folder/venv/bin/python" - <<'PYTHON'
from rank_bm25 import BM25Okapi, BM25Plus

documents = [["refund", "money"], ["login", "password"], ["bind", "card"]]
for method in (BM25Okapi, BM25Plus):
    scores = [round(float(score), 3) for score in method(documents).get_scores(["refund"])]
    print(f"{method.__name__:10} {scores}")
    without = scores[1:]
    expected = method is BM25Plus
    assert all(score > 1 for score in without) == expected, "the behaviour has changed"
PYTHON
