//! Someone who walks through the window: by mouse alone, or by keyboard alone.

use crate::stage::{Newsroom, Window};
use thirtyfour::Key;

/// A person at the window.
pub struct Walker<'a> {
    /// The window.
    pub window: &'a Window,
    /// The newsroom behind it.
    pub newsroom: &'a Newsroom,
    /// Whether they never touch the mouse.
    pub keyboard: bool,
}

impl Walker<'_> {
    /// Goes to a screen: by the rail, or by its key.
    pub async fn screen(&self, name: &str, key: char) {
        if self.keyboard {
            self.window.chord(&[Key::Alt], key).await;
        } else {
            self.window.click(&format!("go-{name}")).await;
        }
        let current = format!(
            "document.querySelector('[data-test=go-{name}]').getAttribute('aria-current') === 'page'"
        );
        self.window.until(&current).await;
    }

    /// Presses a button: with the pointer, or by Tab and Enter.
    pub async fn press(&self, name: &str) {
        if self.keyboard {
            self.window.tab_to(name).await;
            self.window.key(Key::Enter).await;
        } else {
            self.window.click(name).await;
        }
    }

    /// The main thing of the screen: its filled button, or its key.
    pub async fn main(&self, name: &str) {
        self.window.find(name).await;
        if self.keyboard {
            self.window
                .chord(&[Key::Control], char::from(Key::Enter))
                .await;
        } else {
            self.window.click(name).await;
        }
    }

    /// A verdict, a reason, or taking one back: its key, or its button.
    pub async fn verdict(&self, key: char, name: &str) {
        self.window.find(name).await;
        if self.keyboard {
            self.window.types(&key.to_string()).await;
        } else {
            self.window.click(name).await;
        }
    }

    /// Works as someone else: by the menu below, or by the box that finds anything.
    pub async fn work_as(&self, name: &str) {
        if self.keyboard {
            self.window.chord(&[Key::Control], 'k').await;
            self.window.find("palette-query").await;
            self.window.types(&format!("work as {name}")).await;
            self.window.says("palette-found", name).await;
            self.window.key(Key::Enter).await;
        } else {
            let people = self.newsroom.terminal(name, &["person", "list"]);
            let all = people["items"].as_array().or(people.as_array()).unwrap();
            let person = all.iter().find(|person| person["name"] == name).unwrap();
            let id = person["id"].as_str().unwrap();
            self.window.click("person").await;
            self.window.click(&format!("person-{id}")).await;
        }
        self.window.says("person", name).await;
    }

    /// Writes at the end of the article's text.
    pub async fn write(&self, text: &str) {
        if self.keyboard {
            self.window.tab_to("body").await;
        } else {
            self.window.click("body").await;
        }
        self.window
            .chord(&[Key::Control], char::from(Key::End))
            .await;
        self.window.types(text).await;
    }
}
