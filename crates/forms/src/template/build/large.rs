//! Tables in large print, which has room for two columns.

use super::{Builder, Cell, Piece, Row, values};
use crate::document::GridRow;

impl Builder<'_> {
    /// Returns the labels and values of a row below each other, as large print has room for.
    pub(super) fn flattened(&self, row: &Row) -> Vec<GridRow> {
        let mut rows: Vec<GridRow> = Vec::new();
        let texts = row.cells.iter().filter(|cell| **cell != Cell::JoinLeft);
        for cell in texts {
            let label = matches!(cell, Cell::Text { label: true, .. });
            let mut cell = self.cell(cell, usize::from(!label), row.least_mm, None);
            let open = rows
                .last_mut()
                .filter(|row| row.cells.len() == 1 && row.cells[0].column == 0);
            match open {
                Some(open) if !label => open.cells.push(cell),
                _ => {
                    if !label {
                        (cell.column, cell.columns) = (0, 2);
                    }
                    rows.push(GridRow {
                        cells: vec![cell],
                        least_mm: row.least_mm,
                        with_next: false,
                    });
                }
            }
        }
        for row in &mut rows {
            if let [only] = row.cells.as_mut_slice() {
                // A label across is the heading of what follows.
                row.with_next = only.columns == 1;
                only.columns = 2;
            }
        }
        rows
    }

    /// Returns what stands in a row of a list below each other, each beside the head of its column: in large print an
    /// identity number has no room beside other columns and would be broken.
    pub(super) fn listed(
        &self,
        head: &Row,
        row: &Row,
        item: Option<(values::Row<'_>, usize)>,
    ) -> Vec<GridRow> {
        let beside = |(head, cell): (&Cell, &Cell)| GridRow {
            cells: vec![
                self.cell(head, 0, 0.0, None),
                self.cell(cell, 1, row.least_mm, item),
            ],
            least_mm: row.least_mm,
            with_next: true,
        };
        let cells = head.cells.iter().zip(&row.cells);
        let mut rows: Vec<GridRow> = cells.map(beside).collect();
        // What is said of one is read on one page.
        if let Some(last) = rows.last_mut() {
            last.with_next = false;
        }
        rows
    }
}

/// Returns whether a list in the table has a column of identity numbers.
pub(super) fn has_id_numbers(rows: &[Row]) -> bool {
    let is_number = |piece: &Piece| matches!(piece, Piece::Value { name, .. } if name == "i.id");
    let lists = rows.iter().filter(|row| row.each.is_some());
    lists.flat_map(|row| &row.cells).any(
        |cell| matches!(cell, Cell::Text { lines, .. } if lines.iter().flatten().any(is_number)),
    )
}
