//! Workbooks (XLSX, ODS, XLS) to rows of cells; merged cells are filled.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};

use crate::import_export::reading::Refused;

use super::delimited::Row;

/// A workbook's sheets: names and rows.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, Refused> {
    let refused = |error: &dyn std::fmt::Display| {
        Refused::new(
            0,
            format!("the workbook cannot be read: {error}"),
            "open it and save it as XLSX, ODS or CSV; a workbook with a password cannot be read",
        )
    };
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = match book.worksheet_range(&name) {
            Ok(range) => range,
            Err(error) => return Err(refused(&error)),
        };
        let mut rows = rows(&range);
        if let Sheets::Xlsx(xlsx) = &mut book
            && let Some(Ok(merged)) = Some(xlsx.merge_cells_by_sheet_name(&name))
        {
            for region in merged {
                fill(&mut rows, region.start, region.end);
            }
        }
        rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        sheets.push((name, rows));
    }
    Ok(sheets)
}

/// All rows from the top, so that the number of a row is that on the screen.
fn rows(range: &Range<Data>) -> Vec<Row> {
    let (Some((top, left)), Some(_)) = (range.start(), range.end()) else {
        return Vec::new();
    };
    let rows = range.rows().enumerate().map(|(number, cells)| {
        let blank = (0..left).map(|_| String::new());
        Row {
            line: top as usize + number + 1,
            cells: blank.chain(cells.iter().map(text)).collect(),
        }
    });
    rows.collect()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Error(_) => String::new(),
        other => other
            .to_string()
            .replace("\r\n", "\n")
            .replace("_x000D_", ""),
    }
}

/// Writes the text of a merged region's first cell into its others.
fn fill(rows: &mut [Row], start: (u32, u32), end: (u32, u32)) {
    let place = |line: u32| line as usize + 1;
    let first = rows
        .iter()
        .find(|row| row.line == place(start.0))
        .and_then(|row| row.cells.get(start.1 as usize))
        .cloned()
        .unwrap_or_default();
    for row in rows
        .iter_mut()
        .filter(|row| (place(start.0)..=place(end.0)).contains(&row.line))
    {
        for column in start.1..=end.1 {
            if let Some(cell) = row
                .cells
                .get_mut(column as usize)
                .filter(|cell| cell.is_empty())
            {
                *cell = first.clone();
            }
        }
    }
}
