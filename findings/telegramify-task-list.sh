#!/usr/bin/env bash
# telegramify-markdown 1.4.1 turns Markdown into what Telegram takes. An open task becomes U+2611, "ballot box
# with check": in a chat it looks done. A finished one becomes U+2705.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet telegramify-markdown==1.4.1
"$folder/venv/bin/python" - <<'PYTHON'
import telegramify_markdown

text = telegramify_markdown.markdownify("- [ ] bind the card\n- [x] register")
print(text.encode("unicode_escape").decode())
assert text.startswith("\u2611 bind") and "\u2705 register" in text, "the behaviour has changed"
PYTHON
