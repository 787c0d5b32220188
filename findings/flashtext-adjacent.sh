#!/usr/bin/env bash
# flashtext 2.7: of two keywords without a blank between them, as Chinese is written, the second is lost, or a
# shorter keyword inside it is found instead. With a blank both are found.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet flashtext==2.7
"$folder/venv/bin/python" - <<'PYTHON'
from flashtext import KeywordProcessor

processor = KeywordProcessor()
for keyword in ("退款", "绑卡", "卡"):
    processor.add_keyword(keyword)
expected = {"绑卡 退款": ["绑卡", "退款"], "绑卡退款": ["绑卡"], "退款绑卡": ["退款", "卡"]}
for text, keywords in expected.items():
    found = processor.extract_keywords(text)
    print(f"{text}: {found}")
    assert found == keywords, "the behaviour has changed"
PYTHON
