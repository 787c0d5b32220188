#!/usr/bin/env bash
# tantivy 0.27.0 (Python package): the default tokenizer makes one token of a run of Chinese and drops tokens of
# more than 40 bytes. A document of 13 Chinese characters is found by its own text; one of 14 is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tantivy==0.27.0
"$folder/venv/bin/python" - <<'PYTHON'
import tantivy

sentence = "怎么申请退款要多少天才能到账呢"
builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True)
schema = builder.build()
index = tantivy.Index(schema)
writer = index.writer()
for length in (13, 14):
    writer.add_document(tantivy.Document(text=sentence[:length]))
writer.commit()
index.reload()
searcher = index.searcher()
found = {}
for length in (13, 14):
    query = index.parse_query(sentence[:length], ["text"])
    found[length] = len(searcher.search(query, 10).hits)
    print(f"{length} characters, searched by themselves: {found[length]} found")
assert found == {13: 1, 14: 0}, "the behaviour has changed"
PYTHON
