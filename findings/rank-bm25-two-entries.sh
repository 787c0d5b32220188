#!/usr/bin/env bash
# rank-bm25 0.2.2: in a collection of two documents BM25Okapi weighs a word that one of them has with
# log((2 - 1 + .5) / (1 + .5)) = 0, so that every document scores 0 for it. A third document cures it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rank-bm25==0.2.2
"$folder/venv/bin/python" - <<'PYTHON'
from rank_bm25 import BM25Okapi

two = [["refund", "money"], ["login", "password"]]
scores = [list(map(float, BM25Okapi(docs).get_scores(["refund"]))) for docs in (two, two + [["bind", "card"]])]
print("two documents:  ", scores[0])
print("three documents:", scores[1])
assert scores[0] == [0.0, 0.0] and scores[1][0] > 0.5, "the behaviour has changed"
PYTHON
