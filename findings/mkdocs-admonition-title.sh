#!/usr/bin/env bash
# Markdown 3.11.3 (admonition) and pymdown-extensions 13.1.2 (details), the boxes of MkDocs pages: a title alone
# makes a box of `???` but not of `!!!`, and a title without quotes is shown by neither: its words become classes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet Markdown==3.11.3 pymdown-extensions==13.1.2
"$folder/venv/bin/python" - <<'PYTHON'
from markdown import markdown

def page(heading):
    html = markdown(f"{heading}\n    Body", extensions=["admonition", "pymdownx.details"])
    print(heading, "->", html.replace("\n", ""))
    return html

assert "<summary>Refunds</summary>" in page('??? "Refunds"'), "the behaviour has changed"
assert page('!!! "Refunds"').startswith("<p>!!!"), "the behaviour has changed"
for mark in ("!!!", "???"):
    html = page(f"{mark} note How refunds work")
    assert 'note how refunds work"' in html and "How refunds" not in html, "the behaviour has changed"
PYTHON
