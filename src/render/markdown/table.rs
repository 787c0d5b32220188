//! Tables: aligned letters where they are narrow enough for a phone, else a list of rows.

use crate::render::flow::{Flow, Pre, Style};

use super::columns::columns;

/// What fits beside each other on a phone in letters of one width, in columns.
const PHONE_COLUMNS: usize = 34;

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    /// Rows of cells; the first holds the headings.
    rows: Vec<Vec<Flow>>,
}

impl Table {
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Flow::default());
        }
    }

    /// Adds text to the open cell.
    pub(super) fn push(&mut self, text: &str, style: &Style) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(&text.replace('\n', " "), style);
        }
    }

    /// Writes the table behind what `flow` holds.
    pub(super) fn write(&self, flow: &mut Flow, base: &Style) {
        let count = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |cell: &Flow| cell.text().trim().chars().map(columns).sum::<usize>();
        let mut widths = vec![0; count];
        for row in &self.rows {
            for (number, cell) in row.iter().enumerate() {
                widths[number] = widths[number].max(width(cell));
            }
        }
        let linked = |cell: &Flow| cell.runs().iter().any(|run| run.style.link.is_some());
        let links = self.rows.iter().flatten().any(linked);
        if links || widths.iter().sum::<usize>() + 2 * count > PHONE_COLUMNS {
            return self.as_list(flow, base);
        }
        let pre = Style {
            quote: base.quote,
            pre: Some(Pre {
                number: flow.next_number(),
                language: None,
            }),
            ..Style::default()
        };
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, wanted) in row.iter().zip(&widths) {
                let text = cell.text();
                line.push_str(text.trim());
                line.push_str(&" ".repeat(wanted - width(cell) + 2));
            }
            lines.push(line.trim_end().to_owned());
            if number == 0 {
                lines.push("─".repeat(widths.iter().sum::<usize>() + 2 * count.saturating_sub(1)));
            }
        }
        flow.push(&lines.join("\n"), &pre);
    }

    fn as_list(&self, flow: &mut Flow, base: &Style) {
        let Some((heads, rows)) = self.rows.split_first() else {
            return;
        };
        for (number, row) in rows.iter().enumerate() {
            flow.break_lines(0, base);
            flow.push("• ", base);
            for (index, cell) in row.iter().enumerate() {
                let head = heads.get(index).map(Flow::text).unwrap_or_default();
                if index > 0 && cell.is_empty() {
                    continue;
                }
                if index > 0 && row.len() == 2 {
                    flow.push(": ", base);
                } else if index > 0 {
                    flow.break_lines(0, base);
                    flow.push(&format!("    {}: ", head.trim()), base);
                } else if number == 0 && row.len() > 2 && cell.is_empty() {
                    flow.push(head.trim(), base);
                }
                for run in cell.runs() {
                    flow.push(&run.text, &run.style);
                }
            }
        }
    }
}
