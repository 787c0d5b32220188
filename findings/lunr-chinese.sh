#!/usr/bin/env bash
# lunr.js 2.3.9 and lunr.py 0.8.0 share one format of index. lunr.js trims what its \W counts as no word, and so
# every Chinese word, while it builds. An index that lunr.py built, loaded by the same lunr.js, finds it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet lunr==0.8.0
npm install --silent --no-audit --no-fund --prefix "$folder" lunr@2.3.9 >/dev/null
venv/bin/python - <<'PYTHON'
import json
from lunr import lunr

documents = [{"id": "1", "text": "怎么申请退款"}, {"id": "2", "text": "How do I log in?"}]
with open("index.json", "w") as file:
    json.dump(lunr(ref="id", fields=["text"], documents=documents).serialize(), file)
PYTHON
node - <<'JAVASCRIPT'
const lunr = require("./node_modules/lunr");
const documents = [{ id: "1", text: "怎么申请退款" }, { id: "2", text: "How do I log in?" }];
const own = lunr(function () {
  this.ref("id");
  this.field("text");
  documents.forEach((document) => this.add(document));
});
const loaded = lunr.Index.load(JSON.parse(require("fs").readFileSync("index.json")));
const found = [own, loaded].map((index) => index.search("怎么申请退款").length);
console.log("built by lunr.js:", found[0], "found; its words:", Object.keys(own.invertedIndex));
console.log("built by lunr.py:", found[1], "found");
if (found[0] !== 0 || found[1] !== 1) throw new Error("the behaviour has changed");
JAVASCRIPT
