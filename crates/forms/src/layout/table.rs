//! Rows of labels and values.

use crate::{
    FormError,
    document::{Field, FieldTable, Paragraph},
    layout::{
        Context,
        block::{Group, Rule, Slab},
        inline::{self, Line},
        mm,
    },
};

/// Lays out a table, one group per row.
///
/// A row is cut between lines only when it is taller than a page.
pub(super) fn lay(
    table: &FieldTable,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Group>, FormError> {
    let id = fonts.next_table();
    table
        .rows
        .iter()
        .map(|row| lay_row(row, table, id, width, fonts))
        .collect()
}

fn lay_row(
    row: &[Field],
    table: &FieldTable,
    id: usize,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Group, FormError> {
    let (label_width, second) = (mm(table.label_mm), mm(table.second_mm));
    let (pad_x, pad_y) = (mm(table.pad_x_mm), mm(table.pad_y_mm));
    let mut cells: Vec<(f32, Vec<Line>)> = Vec::new();
    let mut verticals = Vec::new();
    for (nth, field) in row.iter().enumerate() {
        let left = if nth == 0 { 0.0 } else { second };
        let right = if nth + 1 < row.len() { second } else { width };
        let label = std::slice::from_ref(&field.label);
        cells.push((
            left + pad_x,
            set_all(label, label_width - 2.0 * pad_x, fonts)?,
        ));
        let value_left = left + label_width;
        cells.push((
            value_left + pad_x,
            set_all(&field.value, right - value_left - 2.0 * pad_x, fonts)?,
        ));
        if nth > 0 {
            verticals.push(left);
        }
        verticals.push(value_left);
    }
    let count = cells
        .iter()
        .map(|(_, lines)| lines.len())
        .max()
        .unwrap_or(0);
    let mut slabs = Vec::new();
    for nth in 0..count {
        let tallest = cells
            .iter()
            .filter_map(|(_, lines)| lines.get(nth))
            .map(|line| line.height)
            .fold(0.0, f32::max);
        let above = if nth == 0 { pad_y } else { 0.0 };
        let below = if nth + 1 == count { pad_y } else { 0.0 };
        let mut slab = Slab {
            height: above + tallest + below,
            ..Slab::default()
        };
        for ((x, lines), order) in cells.iter().zip(0..) {
            let items = lines.get(nth).map_or(&[][..], |line| &line.items);
            slab.items.extend(
                items
                    .iter()
                    .map(|item| (order, item.clone().moved(*x, above))),
            );
        }
        let verticals = verticals.clone();
        slab.rule = Some(Rule {
            table: id,
            ruled: table.ruled,
            begins_row: nth == 0,
            width,
            verticals,
        });
        slabs.push(slab);
    }
    Ok(Group::of(slabs))
}

pub(super) fn set_all(
    paragraphs: &[Paragraph],
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Line>, FormError> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        lines.extend(inline::set(paragraph, width, fonts)?);
    }
    Ok(lines)
}
