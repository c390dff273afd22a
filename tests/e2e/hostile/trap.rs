//! Everything that a browser could reach, on one port of this machine: it hands out the pages, and remembers who asked for
//! anything elsewhere.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

/// Where every name leads to.
pub struct Trap {
    /// Its port.
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Whom a browser asks by itself, whatever page it shows.
const ITSELF: [&str; 4] = ["google", "gstatic", "gvt1", "chromium"];

impl Trap {
    /// Hands out the files of `folder` under its own name, and nothing under any other.
    pub fn set(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(vec![]));
        let (folder, heard) = (folder.to_owned(), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, heard) = (folder.clone(), Arc::clone(&heard));
                std::thread::spawn(move || answer(stream, port, &folder, &heard));
            }
        });
        Self { port, asked }
    }

    /// The address of a file.
    pub fn address(&self, path: &str) -> String {
        format!("http://localhost:{}/{path}", self.port)
    }

    /// What was asked for elsewhere since one last looked.
    pub fn sprung(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn answer(
    mut stream: TcpStream,
    port: u16,
    folder: &Path,
    heard: &Mutex<Vec<String>>,
) -> Option<()> {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    let (mut head, mut part) = (vec![], [0; 4096]);
    loop {
        let read = stream.read(&mut part).ok()?;
        head.extend(&part[..read]);
        if read == 0 || head.starts_with(&[0x16]) || head.windows(4).any(|end| end == b"\r\n\r\n") {
            break;
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let of_itself = |name: &str| ITSELF.iter().any(|one| name.contains(one));
    let tell = |what: String| {
        if !of_itself(&what) {
            heard.lock().unwrap().push(what);
        }
    };
    if head.starts_with(&[0x16]) {
        // A sealed connection; whom it is for is said openly in it.
        let named: String = text.chars().filter(|c| c.is_ascii_graphic()).collect();
        tell(format!("https, {named}"));
        return None;
    }
    let path = text.split(' ').nth(1)?.split('?').next()?.to_owned();
    let host = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host")
            .then(|| value.trim().to_owned())
    })?;
    let file = (host == format!("localhost:{port}")).then(|| found(folder, &path));
    if file.is_none() {
        tell(format!("http://{host}{}", text.split(' ').nth(1)?));
    }
    let (kind, bytes) = file.flatten().map_or(("text/plain", None), |file| {
        (kind(&file), fs::read(file).ok())
    });
    let status = if bytes.is_some() {
        "200 OK"
    } else {
        "404 Not Found"
    };
    let bytes = bytes.unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(&[head.as_bytes(), &bytes].concat()).ok()
}

fn found(folder: &Path, path: &str) -> Option<PathBuf> {
    let file = folder.join(path.trim_start_matches('/'));
    (!path.contains("..") && file.is_file()).then_some(file)
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("xhtml") => "application/xhtml+xml",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
