//! One TrueType outline: read, moved onto a grid, written again.

/// Offset of the number of contours and the four edges.
const EDGES: usize = 10;

const ON_CURVE: u8 = 1;
const SHORT: [u8; 2] = [2, 4];
const REPEATED: u8 = 8;
/// With a short step: forwards. Otherwise: no step at all.
const SAME: [u8; 2] = [16, 32];
/// Contours overlap; said once, in the first point.
const OVERLAP: u8 = 64;

/// Repeats shorter than this cost more than they spare.
const LEAST_REPEAT: usize = 2;

fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    let two = bytes.get(at..at + 2)?;
    Some(i16::from_be_bytes([two[0], two[1]]))
}

/// Returns an outline with its points on a grid, and how far its left edge moved.
///
/// None when it is empty, put together from others, carries instructions or is damaged.
pub(super) fn on_grid(outline: &[u8], step: i32) -> Option<(Vec<u8>, i16)> {
    let contours = usize::try_from(i16_at(outline, 0)?)
        .ok()
        .filter(|n| *n > 0)?;
    let ends = outline.get(EDGES..EDGES + 2 * contours)?;
    let count = usize::try_from(i16_at(ends, ends.len() - 2)?).ok()? + 1;
    let mut at = EDGES + 2 * contours;
    if i16_at(outline, at)? != 0 {
        return None;
    }
    at += 2;
    let mut flags = Vec::with_capacity(count);
    while flags.len() < count {
        let flag = *outline.get(at)?;
        at += 1;
        let mut times = 1;
        if flag & REPEATED != 0 {
            times += usize::from(*outline.get(at)?);
            at += 1;
        }
        flags.extend(std::iter::repeat_n(flag, times));
    }
    if flags.len() != count {
        return None;
    }
    let mut axes = [Vec::new(), Vec::new()];
    for (axis, points) in axes.iter_mut().enumerate() {
        let mut place = 0;
        for flag in &flags {
            let same = flag & SAME[axis] != 0;
            if flag & SHORT[axis] != 0 {
                let length = i32::from(*outline.get(at)?);
                at += 1;
                place += if same { length } else { -length };
            } else if !same {
                place += i32::from(i16_at(outline, at)?);
                at += 2;
            }
            points.push(place);
        }
    }
    let left = *axes[0].iter().min()?;
    for place in axes.iter_mut().flatten() {
        *place = (*place + step / 2).div_euclid(step) * step;
    }
    let moved = i16::try_from(axes[0].iter().min()? - left).ok()?;
    Some((
        write(&outline[..EDGES + 2 * contours], &flags, &axes)?,
        moved,
    ))
}

fn write(head: &[u8], flags: &[u8], axes: &[Vec<i32>; 2]) -> Option<Vec<u8>> {
    let mut written = head.to_vec();
    let edges = [
        axes[0].iter().min()?,
        axes[1].iter().min()?,
        axes[0].iter().max()?,
        axes[1].iter().max()?,
    ];
    for (edge, at) in edges.into_iter().zip((2..).step_by(2)) {
        let edge = i16::try_from(*edge).ok()?;
        written
            .get_mut(at..at + 2)?
            .copy_from_slice(&edge.to_be_bytes());
    }
    written.extend([0, 0]);
    let mut marks: Vec<u8> = flags
        .iter()
        .map(|flag| flag & (ON_CURVE | OVERLAP))
        .collect();
    let mut steps = [Vec::new(), Vec::new()];
    for (axis, points) in axes.iter().enumerate() {
        let mut before = 0;
        for (place, mark) in points.iter().zip(&mut marks) {
            let step = place - before;
            before = *place;
            match u8::try_from(step.unsigned_abs()) {
                Ok(0) => *mark |= SAME[axis],
                Ok(short) => {
                    *mark |= SHORT[axis] | if step > 0 { SAME[axis] } else { 0 };
                    steps[axis].push(short);
                }
                Err(_) => steps[axis].extend(i16::try_from(step).ok()?.to_be_bytes()),
            }
        }
    }
    for run in marks.chunk_by(|a, b| a == b) {
        for part in run.chunks(256) {
            let again = part.len() - 1;
            if again >= LEAST_REPEAT {
                written.extend([part[0] | REPEATED, u8::try_from(again).ok()?]);
            } else {
                written.extend(part);
            }
        }
    }
    written.extend(steps.concat());
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points at (1, 9), (301, 9) and (331, 0).
    const TRIANGLE: [u8; 23] = [
        0, 1, 0, 1, 0, 0, 1, 75, 0, 9, 0, 2, 0, 0, 0x37, 0x21, 0x17, 1, 1, 44, 30, 9, 9,
    ];

    #[test]
    fn points_move_to_the_grid_and_the_edges_with_them() {
        // (0, 8), (300, 8) and (332, 0).
        let set = [
            0, 1, 0, 0, 0, 0, 1, 76, 0, 8, 0, 2, 0, 0, 0x35, 0x21, 0x17, 1, 44, 32, 8, 8,
        ];
        assert_eq!(on_grid(&TRIANGLE, 4), Some((set.to_vec(), -1)));
    }

    #[test]
    fn a_damaged_outline_is_refused() {
        for length in 0..TRIANGLE.len() {
            assert_eq!(on_grid(&TRIANGLE[..length], 4), None, "{length}");
        }
        assert_eq!(on_grid(&[0xff; 12], 4), None, "put together from others");
    }

    #[test]
    fn on_a_grid_of_one_an_outline_stays_what_it_is() {
        let font = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../assets/fonts/NotoSerifSC-Regular.ttf");
        let file = std::fs::read(font).unwrap();
        let outlines = super::super::Outlines::of(&file).unwrap();
        for glyph in (1..20_000).step_by(97) {
            let before = outlines.get(glyph).unwrap();
            let Some((after, moved)) = on_grid(before, 1) else {
                continue;
            };
            assert_eq!(moved, 0);
            assert_eq!(on_grid(&after, 1).unwrap().0, after, "{glyph}");
            assert_eq!(after[..EDGES], before[..EDGES], "{glyph}");
        }
    }
}
