//! The browser of a reader: Chromium without a window, driven by its own web driver; and the newsroom's published site
//! on this machine, as a plain web server would hand it out.

use crate::stage::{Ended, free_port, tool, wait_for};
use serde_json::json;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, Key, WebDriver};

/// How long something may take to come about.
const PATIENCE: Duration = Duration::from_secs(15);

/// A reader's browser. Dropped, it and its driver are gone.
pub struct Chromium {
    /// The driver's session with it.
    pub driver: WebDriver,
    _group: Ended,
}

impl Chromium {
    /// Opens it in a folder of its own; with `scripts`, pages may run theirs.
    pub async fn open(folder: &Path, scripts: bool) -> Self {
        Self::open_with(folder, scripts, &[]).await
    }

    /// The same with more on its command line.
    pub async fn open_with(folder: &Path, scripts: bool, more: &[&str]) -> Self {
        let port = free_port();
        let mut command = Command::new(tool("chromedriver"));
        command
            .arg(format!("--port={port}"))
            .env("HOME", folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let group = Ended(Some(command.process_group(0).spawn().unwrap()));
        wait_for(port, "chromedriver");
        let mut wanted = ChromeCapabilities::new();
        wanted
            .set_binary(tool("chromium").to_str().unwrap())
            .unwrap();
        let profile = format!("--user-data-dir={}", folder.join("chromium").display());
        // Chromium's sandbox wants another user than root, and more shared memory than a container has.
        for arg in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--window-size=1280,800",
            &profile,
        ]
        .iter()
        .chain(more)
        {
            wanted.add_arg(arg).unwrap();
        }
        if !scripts {
            let off = json!({"profile.managed_default_content_settings.javascript": 2});
            wanted.add_experimental_option("prefs", off).unwrap();
        }
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), wanted)
            .request_timeout(Duration::from_secs(60))
            .connect()
            .await
            .unwrap();
        Self {
            driver,
            _group: group,
        }
    }

    /// Sends Chromium one order in its own protocol.
    pub async fn order(&self, order: &str, with: serde_json::Value) {
        self.driver.cdp().send_raw(order, with).await.unwrap();
    }

    /// Shows pages `width` by `height` large, in a light or a dark surrounding.
    pub async fn looks(&self, width: u32, height: u32, theme: &str) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.order("Emulation.setDeviceMetricsOverride", size).await;
        let theme = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        self.order("Emulation.setEmulatedMedia", theme).await;
    }

    /// Types keys where the focus is.
    pub async fn types(&self, text: &str) {
        let keys = self.driver.action_chain().send_keys(text);
        keys.perform().await.unwrap();
    }

    /// Presses one key.
    pub async fn key(&self, key: Key) {
        self.types(&char::from(key).to_string()).await;
    }

    /// The id of what has the focus, else the name of its element.
    pub async fn focus(&self) -> String {
        let element = self.driver.active_element().await.unwrap();
        match element.attr("id").await.unwrap() {
            Some(id) if !id.is_empty() => id,
            _ => element.tag_name().await.unwrap(),
        }
    }

    /// Waits until the page has this headline.
    pub async fn headline(&self, wanted: &str) {
        let start = Instant::now();
        loop {
            let found = match self.driver.find(thirtyfour::By::Css("h1")).await {
                Ok(headline) => headline.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if found == wanted {
                return;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "“{found}” instead of “{wanted}” at {:?}",
                self.driver.current_url().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// All text that the page shows.
    pub async fn text(&self) -> String {
        let body = self.driver.find(thirtyfour::By::Tag("body")).await.unwrap();
        body.text().await.unwrap()
    }

    /// What stands in a field.
    pub async fn value(&self, id: &str) -> String {
        let field = self.driver.find(thirtyfour::By::Id(id)).await.unwrap();
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Saves a picture of the page, where `COPYDESK_PICTURES` names a folder for them.
    pub async fn picture(&self, name: &str) {
        if let Ok(folder) = std::env::var("COPYDESK_PICTURES") {
            let file = Path::new(&folder).join(format!("{name}.png"));
            self.driver.screenshot(&file).await.unwrap();
        }
    }

    /// Closes it.
    pub async fn close(self) {
        self.driver.clone().quit().await.unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It ends with the driver's group; asking it first would wait in vain.
        let _ = self.driver.clone().leak();
    }
}

/// A folder on a port of this machine, until the test ends.
pub struct Served {
    /// Where it is, without a slash at its end.
    pub origin: String,
}

impl Served {
    /// Hands out the files of `folder`, whatever is in it when they are asked for.
    pub fn folder(folder: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                // A browser opens connections ahead, on which it then says nothing.
                std::thread::spawn(move || hand_out(&folder, stream));
            }
        });
        Self {
            // Another site than the receiver's 127.0.0.1, as far as browsers are concerned.
            origin: format!("http://localhost:{port}"),
        }
    }
}

fn hand_out(folder: &Path, mut stream: TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let asked = lines.next()?.ok()?;
    while lines.next()?.ok().is_some_and(|line| !line.is_empty()) {}
    let path = asked.split(' ').nth(1)?.trim_start_matches('/');
    let mut file = folder.join(path);
    if file.is_dir() {
        file.push("index.html");
    }
    let kind = match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        _ => "application/octet-stream",
    };
    let (status, bytes) = match fs::read(&file) {
        Ok(bytes) if !path.contains("..") => ("200 OK", bytes),
        _ => ("404 Not Found", vec![]),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
        Connection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&bytes).ok()
}
