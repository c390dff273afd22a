//! The accessibility judge: axe-core, run in the page itself. It must know a fault when it sees one, or its silence
//! proves nothing.

use crate::stage::Window;
use serde_json::Value;
use std::{path::Path, process::Command, sync::LazyLock};
use thirtyfour::WebDriver;

/// The judge's source, from the packages of `tests/validators`.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    let validators = Path::new(env!("CARGO_MANIFEST_DIR")).join("validators");
    let file = validators.join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        let args = [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ];
        let done = Command::new("npm")
            .args(args)
            .current_dir(&validators)
            .status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "axe-core is not installed in {}",
            validators.display()
        );
    }
    std::fs::read_to_string(file).unwrap()
});

impl Window {
    /// What the judge finds wrong with the page as it stands, one line a fault.
    pub async fn faults(&self) -> Vec<String> {
        faults(&self.driver).await
    }
}

/// What the judge finds wrong with the page that is driven, one line a fault.
pub async fn faults(driver: &WebDriver) -> Vec<String> {
    let loaded = driver
        .execute("return typeof window.axe", Vec::new())
        .await
        .unwrap();
    if loaded.json() == "undefined" {
        driver
            .execute(format!("{}\nwindow.axe = axe;", *SOURCE), Vec::new())
            .await
            .unwrap();
    }
    let run = "const done = arguments[0];
            axe.run(document, {resultTypes: ['violations'], iframes: false}).then(
                r => done(r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html + ' ' + n.failureSummary))),
                e => done(['axe failed: ' + e]));";
    let found = driver.execute_async(run, Vec::new()).await.unwrap();
    let found = found.json().as_array().expect("axe gives a list").clone();
    found
        .iter()
        .map(|fault| {
            fault
                .as_str()
                .map_or_else(|| Value::to_string(fault), str::to_owned)
        })
        .collect()
}
