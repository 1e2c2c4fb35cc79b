//! An S3 server in this process, over a folder, and a line to it that can be cut.

use std::future::{Future, ready};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3ServiceBuilder, SharedS3Service};
use s3s::{S3Result, s3_error};
use s3s_fs::FileSystem;
use tempfile::TempDir;

pub const BUCKET: &str = "yunchuan";
pub const KEY_ID: &str = "AKYC2026";
pub const SECRET: &str = "geheim+/=";

/// Key that may look and read, and nothing else; with the same secret.
pub const READER_ID: &str = "AKREADER";

/// A server with one bucket; it answers as long as the program runs.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    line: Line,
}

impl Server {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let files = FileSystem::new(folder.path()).unwrap();
        let mut service = S3ServiceBuilder::new(files);
        let mut keys = SimpleAuth::from_single(KEY_ID, SECRET);
        keys.register(READER_ID.to_owned(), SECRET.into());
        service.set_auth(keys);
        service.set_access(Rules(folder.path().to_owned()));
        let service = service.build().into_shared();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || serve(listener, &service));
        Self {
            folder,
            line: Line::to(port),
        }
    }

    /// Address at the near end of the line.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.line.port)
    }

    pub fn line(&self) -> &Line {
        &self.line
    }

    /// Folder of what lies under a prefix in the bucket.
    pub fn lying(&self, prefix: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(prefix)
    }
}

/// Who may do what; and no bucket is made by what is put into it, as at every vendor.
struct Rules(PathBuf);

impl Rules {
    fn judge(&self, asked: &S3AccessContext<'_>) -> S3Result<()> {
        let who = asked.credentials().map(|key| key.access_key.as_str());
        let bucket = asked.s3_path().get_bucket_name().map(Path::new);
        match (who, asked.s3_op().name()) {
            (None, _) => Err(s3_error!(AccessDenied)),
            _ if bucket.is_none_or(|one| !self.0.join(one).is_dir()) => {
                Err(s3_error!(NoSuchBucket))
            }
            (Some(READER_ID), "PutObject" | "DeleteObject") => Err(s3_error!(AccessDenied)),
            _ => Ok(()),
        }
    }
}

impl S3Access for Rules {
    fn check<'life0, 'life1, 'life2, 'async_trait>(
        &'life0 self,
        asked: &'life1 mut S3AccessContext<'life2>,
    ) -> Pin<Box<dyn Future<Output = S3Result<()>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        'life2: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(ready(self.judge(asked)))
    }
}

fn serve(listener: TcpListener, service: &SharedS3Service) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let http = auto::Builder::new(TokioExecutor::new());
        while let Ok((stream, _)) = listener.accept().await {
            let serving = http.serve_connection(TokioIo::new(stream), service.clone());
            tokio::spawn(serving.into_owned());
        }
    });
}

/// What the line does to whoever uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Open,
    Down,
    /// Breaks in each connection after so many bytes to the server.
    CutAfter(usize),
    /// Breaks in each connection after so many bytes from the server.
    CutBack(usize),
}

#[derive(Debug)]
struct Wires {
    way: Way,
    up: Vec<TcpStream>,
}

/// A line to a port of this computer.
#[derive(Debug)]
pub struct Line {
    pub port: u16,
    wires: Arc<Mutex<Wires>>,
}

fn lock(wires: &Mutex<Wires>) -> MutexGuard<'_, Wires> {
    wires.lock().unwrap()
}

impl Line {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let wires = Arc::new(Mutex::new(Wires {
            way: Way::Open,
            up: Vec::new(),
        }));
        let laid = Arc::clone(&wires);
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                connect(near, server, &laid);
            }
        });
        Self { port, wires }
    }

    /// Changes what the line does; connections of before break.
    pub fn set(&self, way: Way) {
        let mut wires = lock(&self.wires);
        wires.way = way;
        for stream in wires.up.drain(..) {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn connect(near: TcpStream, server: u16, wires: &Mutex<Wires>) {
    let mut wires = lock(wires);
    let (there, back) = match wires.way {
        Way::Open => (usize::MAX, usize::MAX),
        Way::Down => return,
        Way::CutAfter(bytes) => (bytes, usize::MAX),
        Way::CutBack(bytes) => (usize::MAX, bytes),
    };
    let far = TcpStream::connect(("127.0.0.1", server)).unwrap();
    for (from, to, most) in [(&near, &far, there), (&far, &near, back)] {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        std::thread::spawn(move || carry(from, to, most));
    }
    wires.up.extend([near, far]);
}

fn carry(mut from: TcpStream, mut to: TcpStream, most: usize) {
    let mut left = most;
    let mut buffer = [0; 4096];
    while left > 0 {
        let some = left.min(buffer.len());
        match from.read(&mut buffer[..some]) {
            Ok(read) if read > 0 && to.write_all(&buffer[..read]).is_ok() => left -= read,
            _ => break,
        }
    }
    for stream in [from, to] {
        // The other side may have ended it.
        let _ = stream.shutdown(Shutdown::Both);
    }
}
