#!/usr/bin/env bash
# openpyxl 3.1.5 writes formulas without results; python-calamine 0.9.1 reads results only. A cell that holds
# ="5 dollars" comes out as an empty text: neither the formula, nor an error, nor a mark that something was there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import openpyxl
import python_calamine

book = openpyxl.Workbook()
book.active.append(["Question", "Answer"])
book.active.append(["How much is the hold?", '="5 dollars"'])
book.save("faq.xlsx")
rows = python_calamine.CalamineWorkbook.from_path("faq.xlsx").get_sheet_by_index(0).to_python()
print(rows)
assert rows[1] == ["How much is the hold?", ""], "the behaviour has changed"
PYTHON
