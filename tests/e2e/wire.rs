//! W3C WebDriver over plain HTTP, as much of it as the journeys need.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

/// Longest time the driver may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// An error the driver names, for example `no such element`.
#[derive(Debug)]
pub struct Refusal {
    /// Name of the error in the standard.
    pub error: String,
    /// What the driver adds.
    pub message: String,
}

/// A connection to a driver, and its session once there is one.
#[derive(Debug)]
pub struct Driver {
    address: SocketAddr,
    session: Option<String>,
}

impl Driver {
    /// Returns a driver at an address, still without a session.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            address,
            session: None,
        }
    }

    /// Tells whether the driver answers and could open a session.
    pub fn is_ready(&self) -> bool {
        http(self.address, "GET", "/status", None)
            .is_ok_and(|(_, answer)| answer["value"]["ready"] != json!(false))
    }

    /// Opens a session with these capabilities.
    pub fn open(&mut self, capabilities: &Value) {
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let (_, answer) =
            http(self.address, "POST", "/session", Some(&body)).expect("the driver answers");
        let session = answer["value"]["sessionId"].as_str();
        self.session = Some(
            session
                .unwrap_or_else(|| panic!("the driver opens no session: {answer}"))
                .to_owned(),
        );
    }

    /// Ends the session, which closes the program.
    pub fn close(&mut self) {
        if let Some(session) = self.session.take() {
            // A program that was killed has taken its session along.
            let _ = http(self.address, "DELETE", &format!("/session/{session}"), None);
        }
    }

    /// Sends a command of the session and returns its value.
    pub fn send(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Refusal> {
        let session = self.session.as_deref().expect("the session is open");
        let path = format!("/session/{session}{path}");
        let (status, mut answer) = http(self.address, method, &path, body.as_ref())
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let value = answer["value"].take();
        if status == 200 {
            return Ok(value);
        }
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Err(Refusal {
            error: field("error"),
            message: field("message"),
        })
    }
}

/// Sends one request and returns its status and the JSON of the answer.
fn http(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> io::Result<(u16, Value)> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = BufReader::new(stream);
    let mut line = String::new();
    answer.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut length = 0;
    while line.trim() != "" {
        line.clear();
        answer.read_line(&mut line)?;
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    let status = status.ok_or_else(|| io::Error::other("the answer has no status"))?;
    Ok((status, serde_json::from_slice(&body)?))
}
