//! The page as a person meets it: what is there, pressed with a pointer or with keys, and waited for.

use crate::stage::Window;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use thirtyfour::{Key, WebElement, error::WebDriverResult};

/// How long something may take to appear.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// How many times Tab is pressed before a place counts as out of its reach.
const TABS: usize = 150;

impl Window {
    /// The element marked `name`, once it is shown.
    pub async fn find(&self, name: &str) -> WebElement {
        self.find_css(&format!("[data-test=\"{name}\"]")).await
    }

    /// The first shown element for a CSS selector.
    pub async fn find_css(&self, css: &str) -> WebElement {
        let start = Instant::now();
        loop {
            if let Some(element) = self.shown(css).await {
                return element;
            }
            if start.elapsed() > PATIENCE {
                panic!(
                    "{css} did not appear. The page reads:\n{}",
                    self.reads().await
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The first shown element for a CSS selector now. The page itself is asked: the driver's own guess takes text that
    /// is cut short for hidden.
    async fn shown(&self, css: &str) -> Option<WebElement> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .find(e => e.checkVisibility() && e.getClientRects().length) ?? null";
        let found = self.driver.execute(script, vec![json!(css)]).await.ok()?;
        found.element().ok()
    }

    /// Whether the element marked `name` is shown now.
    pub async fn shows(&self, name: &str) -> bool {
        self.shown(&format!("[data-test=\"{name}\"]"))
            .await
            .is_some()
    }

    /// All that the page says.
    pub async fn reads(&self) -> String {
        self.script("return document.body.innerText")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until the element marked `name` says `words`.
    pub async fn says(&self, name: &str, words: &str) {
        let text =
            "return document.querySelector(`[data-test=\"${arguments[0]}\"]`)?.innerText ?? ''";
        let start = Instant::now();
        loop {
            let said = self.driver.execute(text, vec![json!(name)]).await;
            let said = said.unwrap().json().as_str().unwrap_or_default().to_owned();
            if said.contains(words) {
                return;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{name} does not say “{words}” but “{said}”. The page reads:\n{}",
                self.reads().await
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until an expression in the page is true.
    pub async fn until(&self, expression: &str) {
        let start = Instant::now();
        while self.script(&format!("return Boolean({expression})")).await != true {
            assert!(
                start.elapsed() < PATIENCE,
                "{expression} did not come true. The page reads:\n{}",
                self.reads().await
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Presses the element marked `name` with the pointer.
    pub async fn click(&self, name: &str) {
        // What is drawn anew between being found and being pressed is found again.
        for _ in 0..3 {
            let element = self.find(name).await;
            if self.press(&element).await.is_ok() {
                return;
            }
        }
        let element = self.find(name).await;
        self.click_on(&element).await;
    }

    /// Presses an element with the pointer, once it can be pressed.
    pub async fn click_on(&self, element: &WebElement) {
        self.press(element).await.unwrap();
    }

    async fn press(&self, element: &WebElement) -> WebDriverResult<()> {
        let start = Instant::now();
        while !element.is_enabled().await.unwrap_or(false) && start.elapsed() < PATIENCE {
            tokio::time::sleep(PAUSE).await;
        }
        element.scroll_into_view().await?;
        self.driver
            .action_chain()
            .click_element(element)
            .perform()
            .await
    }

    /// Types text where the focus is.
    pub async fn types(&self, text: &str) {
        self.driver
            .action_chain()
            .send_keys(text)
            .perform()
            .await
            .unwrap();
    }

    /// Presses one key.
    pub async fn key(&self, key: Key) {
        let char: char = key.into();
        self.types(&char.to_string()).await;
    }

    /// Presses one key while `held` are held.
    pub async fn chord(&self, held: &[Key], key: impl Into<char>) {
        let mut chain = self.driver.action_chain();
        for modifier in held {
            chain = chain.key_down(char::from(modifier.clone()));
        }
        let key = key.into();
        chain = chain.key_down(key).key_up(key);
        for modifier in held.iter().rev() {
            chain = chain.key_up(char::from(modifier.clone()));
        }
        chain.perform().await.unwrap();
    }

    /// Opens the article whose headline holds `title`, by the list of articles.
    pub async fn to_article(&self, title: &str) {
        self.chord(&[Key::Alt], '2').await;
        let row = format!(
            "[...document.querySelectorAll('[data-test=article-row]')].find(row => row.innerText.includes('{title}'))"
        );
        self.until(&row).await;
        self.script(&format!("{row}.click()")).await;
    }

    /// Goes to the element marked `name` with Tab alone.
    pub async fn tab_to(&self, name: &str) {
        self.find(name).await;
        for _ in 0..TABS {
            if self.focused().await == name {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!(
            "Tab does not come to {name}; the focus is on {}",
            self.focused().await
        );
    }

    /// The mark of what has the focus, or of what is around it.
    pub async fn focused(&self) -> String {
        let mark = "return document.activeElement?.closest('[data-test]')?.getAttribute('data-test') ?? ''";
        self.script(mark)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str) -> Value {
        self.driver
            .execute(script, Vec::new())
            .await
            .unwrap()
            .json()
            .clone()
    }

    /// Calls a command over the bridge as the page does; the error, where it is refused.
    pub async fn invoke(&self, command: &str, args: Value) -> Result<Value, Value> {
        self.call(command, json!({ "args": args })).await
    }

    /// The same; none where the window went away in the midst of it.
    pub async fn tries(&self, command: &str, args: Value) -> Option<Value> {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then(ok => done({ok}), error => done({error}));";
        let with = vec![json!(command), json!({ "args": args })];
        let answer = self.driver.execute_async(script, with).await.ok()?;
        let refused = answer.json().get("error");
        assert_eq!(refused, None, "{command}");
        Some(answer.json()["ok"].clone())
    }

    /// The same with all that goes with a call.
    pub async fn call(&self, command: &str, payload: Value) -> Result<Value, Value> {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then(ok => done({ok}), error => done({error}));";
        let answer = self
            .driver
            .execute_async(script, vec![json!(command), payload])
            .await
            .unwrap();
        match answer.json().get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer.json()["ok"].clone()),
        }
    }

    /// Makes the window so large.
    pub async fn resize(&self, width: u32, height: u32) {
        self.driver
            .set_window_rect(0, 0, width, height)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
