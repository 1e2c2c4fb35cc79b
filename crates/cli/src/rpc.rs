//! The command list, one JSON per line on stdin and stdout.

use std::io::{BufRead, Read, Write};

use fachuang_api::Front;
use serde_json::Value;

/// Longest line that is read; the desk itself takes less.
const LINE_MAX: u64 = 4 * 1024 * 1024;

/// Answers every line until the input ends. Blank lines are passed over.
///
/// Who runs this front stands in for both windows: a command of the citizen's window goes there.
///
/// # Errors
/// Faults of reading and writing, and a line that does not end within the limit.
pub fn serve(
    front: &mut Front,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.by_ref().take(LINE_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if read as u64 == LINE_MAX && line.last() != Some(&b'\n') {
            return Err(std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                "a line is too long",
            ));
        }
        let request = String::from_utf8_lossy(&line);
        let request = request.trim();
        if request.is_empty() {
            continue;
        }
        writeln!(output, "{}", answer(front, request))?;
        output.flush()?;
    }
}

fn answer(front: &mut Front, request: &str) -> String {
    let answer = front.call(request);
    if belongs_to_citizen(&answer) {
        front.call_rating(request)
    } else {
        answer
    }
}

/// The staff's window refused the command before doing anything because it is the citizen's.
fn belongs_to_citizen(answer: &str) -> bool {
    serde_json::from_str(answer)
        .is_ok_and(|answer: Value| answer["error"]["code"] == "session.not_citizen")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use fachuang_core::time::SetClock;

    use super::*;
    use crate::host;

    fn talk(data: &Path, lines: &str) -> Vec<Value> {
        let mut front = host::invented(data, &SetClock::at_ms(1_767_600_000_000), "rpc");
        let mut output = Vec::new();
        serve(&mut front, &mut lines.as_bytes(), &mut output).unwrap();
        String::from_utf8(output)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn every_line_gets_one_answer_with_its_id_and_nonsense_gets_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let answers = talk(
            directory.path(),
            "{\"id\":7,\"command\":\"status\",\"args\":{}}\n\n{nonsense\n{\"id\":8,\"command\":\"home\",\"args\":{}}\n",
        );
        assert_eq!(answers.len(), 3);
        assert_eq!(answers[0]["id"], 7);
        assert_eq!(answers[0]["ok"]["stage"], "setUp");
        assert_eq!(answers[1]["error"]["code"], "request.malformed");
        assert_eq!(answers[2]["id"], 8);
        assert_eq!(answers[2]["error"]["code"], "session.locked");
    }

    #[test]
    fn a_command_of_the_citizens_window_is_answered_there() {
        let directory = tempfile::tempdir().unwrap();
        let answers = talk(
            directory.path(),
            "{\"id\":\"a\",\"command\":\"rating_screen\",\"args\":{}}\n",
        );
        assert_ne!(answers[0]["error"]["code"], "session.not_citizen");
    }
}
