//! From the text of a template to its parts.

use super::{
    Blank, Cell, Head, List, Node, Piece, Row, Shared, Sign, Template, TextKind, values::KNOWN,
};
use crate::FormError;

/// Widths of the columns of a table, in parts of each other.
const WIDTHS: std::ops::RangeInclusive<f32> = 0.01..=1000.0;

/// Room for the pen in one row.
const TALLEST_MM: f32 = 250.0;

/// Characters of a blank whose width nobody gave.
const USUAL_WIDTH: usize = 6;

struct Reader<'a> {
    form: String,
    lines: Vec<(usize, &'a str)>,
    at: usize,
    blanks: Vec<Blank>,
}

pub(super) fn template(text: &str) -> Result<Template, FormError> {
    let broken = |form: &str, line: usize, reason: String| FormError::Template {
        form: form.to_owned(),
        line,
        reason,
    };
    let (head_text, body) = text
        .split_once("\n+++\n")
        .ok_or_else(|| broken("", 1, "no line +++ between head and body".into()))?;
    let head: Head = toml::from_str(head_text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = head_text.get(..at).unwrap_or("").matches('\n').count() + 1;
        broken("", line, error.message().to_owned())
    })?;
    let line_of = |key: &str| {
        let found = head_text.lines().position(|line| line.starts_with(key));
        found.map_or(1, |at| at + 1)
    };
    let outside = |value: Option<f32>, most: f32| value.is_some_and(|v| !(0.0..=most).contains(&v));
    if outside(head.seal_mm, 60.0) || outside(head.seal_right, 20.0) {
        let reason = "room for a seal is up to 60 mm high and 20 characters from the edge";
        return Err(broken(&head.code, line_of("seal_"), reason.into()));
    }
    let first = head_text.matches('\n').count() + 3;
    let mut reader = Reader {
        form: head.code.clone(),
        lines: (first..).zip(body.lines()).collect(),
        at: 0,
        blanks: Vec::new(),
    };
    let number = reader.pieces(&head.number, 1)?;
    let body = reader.nodes(false)?;
    if body.is_empty() {
        return Err(reader.fault(first, "the paper is empty"));
    }
    Ok(Template {
        head,
        number,
        body,
        blanks: reader.blanks,
    })
}

impl<'a> Reader<'a> {
    fn fault(&self, line: usize, reason: &str) -> FormError {
        FormError::Template {
            form: self.form.clone(),
            line,
            reason: reason.to_owned(),
        }
    }

    fn next(&mut self) -> Option<(usize, &'a str)> {
        let line = self.lines.get(self.at).copied();
        self.at += 1;
        line
    }

    fn nodes(&mut self, inside: bool) -> Result<Vec<Node>, FormError> {
        let mut nodes = Vec::new();
        while let Some((number, line)) = self.next() {
            let line = line.trim_end();
            if line == "@end" {
                return if inside {
                    Ok(nodes)
                } else {
                    Err(self.fault(number, "@end without @keep"))
                };
            }
            if line.is_empty() {
                continue;
            }
            nodes.push(if let Some(rest) = line.strip_prefix('@') {
                self.directive(number, rest)?
            } else if line.starts_with('|') {
                self.table(number, line)?
            } else {
                self.text(number, line)?
            });
        }
        if inside {
            let last = self.lines.last().map_or(0, |(number, _)| *number);
            return Err(self.fault(last, "@keep without @end"));
        }
        Ok(nodes)
    }

    fn text(&mut self, number: usize, line: &str) -> Result<Node, FormError> {
        const MARKS: [(&str, TextKind); 7] = [
            ("^^ ", TextKind::Big),
            ("## ", TextKind::Subheading),
            ("# ", TextKind::Heading),
            ("< ", TextKind::Left),
            ("> ", TextKind::Right),
            ("^ ", TextKind::Centre),
            ("= ", TextKind::Note),
        ];
        let marked = MARKS
            .iter()
            .find_map(|(mark, kind)| Some((*kind, line.strip_prefix(mark)?)));
        let (kind, rest) = marked.unwrap_or((TextKind::Body, line));
        Ok(Node::Text {
            kind,
            pieces: self.pieces(rest, number)?,
        })
    }

    fn directive(&mut self, number: usize, rest: &str) -> Result<Node, FormError> {
        let end = rest
            .find(|c: char| !(c.is_ascii_lowercase()))
            .unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let (options, rest) = match rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
            Some((options, rest)) => (options, rest.trim()),
            None => ("", rest.trim()),
        };
        let amount = |least: f32| -> Result<f32, FormError> {
            let amount: Result<f32, _> = rest.parse();
            amount
                .ok()
                .filter(|amount| (least..=250.0).contains(amount))
                .ok_or_else(|| self.fault(number, "a number up to 250 is missing"))
        };
        Ok(match name {
            "gap" => Node::Gap(amount(0.0)?),
            "lines" => {
                let amount = amount(1.0)?;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 1 and 250"
                )]
                Node::Lines(amount as usize)
            }
            "qr" => Node::Qr,
            "barcode" => Node::Barcode,
            "tear" => Node::Tear,
            "rule" => Node::Rule,
            "page" => Node::Page,
            "contact" => Node::Shared(Shared::Contact),
            "privacy" => Node::Shared(Shared::Privacy),
            "limits" => Node::Shared(Shared::Limits),
            "free" => Node::Shared(Shared::Free),
            "keep" => Node::Keep(self.nodes(true)?),
            "seal" => Node::Seal {
                office: self.pieces(rest, number)?,
                blank_day: options == "blank",
            },
            "sign" => self.sign(number, options, rest)?,
            _ => return Err(self.fault(number, "there is no such mark")),
        })
    }

    fn sign(&self, number: usize, options: &str, rest: &str) -> Result<Node, FormError> {
        let mut sign = Sign {
            labels: rest
                .split('|')
                .map(|label| label.trim().to_owned())
                .collect(),
            per_row: 1,
            dated: false,
            fingers: 0,
        };
        for option in options.split(',').map(str::trim).filter(|o| !o.is_empty()) {
            match option {
                "date" => sign.dated = true,
                "finger" => {
                    let prints = sign.labels.iter().filter(|label| label.contains("指印"));
                    sign.fingers = prints.count().max(1);
                }
                "1" | "2" | "3" => sign.per_row = usize::from(option.as_bytes()[0] - b'0'),
                _ => return Err(self.fault(number, "@sign knows 1, 2, 3, date and finger")),
            }
        }
        if rest.is_empty() {
            return Err(self.fault(number, "nobody signs"));
        }
        Ok(Node::Sign(sign))
    }

    fn table(&mut self, number: usize, line: &str) -> Result<Node, FormError> {
        let columns: Option<Vec<f32>> = line.strip_prefix("|=").and_then(|parts| {
            parts
                .split_whitespace()
                .map(|part| part.parse().ok().filter(|part| WIDTHS.contains(part)))
                .collect()
        });
        let columns = columns
            .filter(|columns| !columns.is_empty())
            .ok_or_else(|| self.fault(number, "a table begins with |= and its widths"))?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some((number, line)) = self.lines.get(self.at).copied() {
            let line = line.trim_end();
            if !line.starts_with('|') || line.starts_with("|=") {
                break;
            }
            self.at += 1;
            let row = self.row(number, line)?;
            if row.cells.len() != columns.len() {
                let reason = format!(
                    "{} cells in a table of {} columns",
                    row.cells.len(),
                    columns.len()
                );
                return Err(self.fault(number, &reason));
            }
            let first_joins_up = rows.is_empty() && row.cells.contains(&Cell::JoinUp);
            if row.cells.first() == Some(&Cell::JoinLeft) || first_joins_up {
                return Err(self.fault(number, "there is no cell to join with"));
            }
            rows.push(row);
        }
        if rows.is_empty() {
            return Err(self.fault(number, "a table without rows"));
        }
        Ok(Node::Table { columns, rows })
    }

    fn row(&mut self, number: usize, line: &str) -> Result<Row, FormError> {
        let mut row = Row {
            head: false,
            least_mm: 0.0,
            each: None,
            cells: Vec::new(),
        };
        let mut line = line;
        if let Some((options, rest)) = line.strip_prefix("|!").and_then(|l| l.split_once('|')) {
            let mut words = options.split_whitespace();
            while let Some(word) = words.next() {
                if word == "#" {
                    row.head = true;
                } else if let Some(list) = word.strip_prefix('@') {
                    let least = words.next().and_then(|least| least.parse().ok());
                    let list = list_named(list);
                    row.each = list.zip(least.filter(|least| *least < 100));
                    if row.each.is_none() {
                        return Err(self.fault(number, "a list and its least number of rows"));
                    }
                } else if let Some(mm) = word
                    .strip_suffix("mm")
                    .and_then(|mm| mm.parse().ok())
                    .filter(|mm| (0.0..=TALLEST_MM).contains(mm))
                {
                    row.least_mm = mm;
                } else {
                    return Err(self.fault(number, "a row knows #, 20mm and @list 3"));
                }
            }
            line = rest;
        } else {
            line = &line[1..];
        }
        let inner = line
            .strip_suffix('|')
            .ok_or_else(|| self.fault(number, "a row ends with |"))?;
        for cell in inner.split('|') {
            row.cells.push(self.cell(number, cell.trim(), row.head)?);
        }
        Ok(row)
    }

    fn cell(&mut self, number: usize, text: &str, head: bool) -> Result<Cell, FormError> {
        match text {
            "<" => return Ok(Cell::JoinLeft),
            "^" => return Ok(Cell::JoinUp),
            _ => {}
        }
        if let Some(value) = text.strip_prefix("#18 ") {
            return Ok(Cell::Boxes(self.pieces(value, number)?));
        }
        let (plain, text) = match text.strip_prefix(':') {
            Some(rest) => (true, rest.trim_start()),
            None => (text.is_empty(), text),
        };
        let lines: Result<Vec<Vec<Piece>>, FormError> = text
            .split("//")
            .map(|line| self.pieces(line.trim(), number))
            .collect();
        let lines = lines?;
        let words_only = lines
            .iter()
            .flatten()
            .all(|piece| matches!(piece, Piece::Text(_) | Piece::Strong(_)));
        Ok(Cell::Text {
            label: head || (!plain && words_only),
            lines,
        })
    }

    fn pieces(&mut self, text: &str, number: usize) -> Result<Vec<Piece>, FormError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '[', '*']) {
            let (before, here) = rest.split_at(at);
            let (piece, after) = if let Some(inner) = here.strip_prefix('{') {
                let (inner, after) = inner
                    .split_once('}')
                    .ok_or_else(|| self.fault(number, "{ without }"))?;
                (self.value(inner, number)?, after)
            } else if let Some(inner) = here.strip_prefix('[') {
                let (inner, after) = inner
                    .split_once(']')
                    .ok_or_else(|| self.fault(number, "[ without ]"))?;
                if inner.is_empty() {
                    let end = after.find([' ', '　', '[', '{', '*', '/']);
                    let (words, after) = after.split_at(end.unwrap_or(after.len()));
                    (Piece::Open(words.to_owned()), after)
                } else {
                    (self.check(inner, number)?, after)
                }
            } else if let Some(inner) = here.strip_prefix("**") {
                let (inner, after) = inner
                    .split_once("**")
                    .ok_or_else(|| self.fault(number, "** without its end"))?;
                (Piece::Strong(self.pieces(inner, number)?), after)
            } else {
                return Err(self.fault(number, "a single *"));
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(piece);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(pieces)
    }

    fn value(&mut self, inner: &str, number: usize) -> Result<Piece, FormError> {
        let mut parts = inner.split(':');
        let name = parts.next().unwrap_or_default().to_owned();
        let (mut label, mut width) = (None, USUAL_WIDTH);
        for part in parts {
            match part.parse() {
                Ok(wide) if wide <= 60 => width = wide,
                Ok(_) => return Err(self.fault(number, "a blank of more than 60 characters")),
                Err(_) => label = Some(part),
            }
        }
        if let Some(label) = label {
            if !self.blanks.iter().any(|blank| blank.name == name) {
                self.blanks.push(Blank {
                    name: name.clone(),
                    label: label.to_owned(),
                });
            }
        } else if !self.knows(&name) {
            return Err(self.fault(number, &format!("there is no value {name}")));
        }
        Ok(Piece::Value { name, width })
    }

    fn check(&mut self, inner: &str, number: usize) -> Result<Piece, FormError> {
        match inner.split_once('=') {
            Some((name, value)) if self.knows(name) => Ok(Piece::Check {
                name: name.to_owned(),
                value: value.to_owned(),
            }),
            _ => Err(self.fault(number, &format!("there is no value for the box {inner}"))),
        }
    }

    fn knows(&self, name: &str) -> bool {
        KNOWN.contains(&name)
            || name.starts_with("i.")
            || self.blanks.iter().any(|blank| blank.name == name)
    }
}

fn list_named(name: &str) -> Option<List> {
    Some(match name {
        "parties" => List::Parties,
        "materials" => List::Materials,
        "received" => List::Received,
        "missing" => List::Missing,
        "limits" => List::Limits,
        "contents" => List::Contents,
        "lines" => List::Lines,
        "served" => List::Served,
        "rows" => List::Rows,
        _ => return None,
    })
}
