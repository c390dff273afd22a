//! How a series of times is told.

/// The middle, the slow end, and how many there were.
pub fn told(what: &str, value: &serde_json::Value) {
    let mut times: Vec<f64> = value
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    times.sort_by(f64::total_cmp);
    if times.is_empty() {
        println!("{what:<58} none");
        return;
    }
    let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    println!(
        "{what:<58} p50 {:>6.1} ms   p99 {:>6.1} ms   most {:>6.1} ms   ({} times)",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// The same as a series of the table of speeds: which work, of which size, whose, in which unit, and every single value.
#[allow(dead_code, reason = "not every measurement is a line of the table")]
pub fn series(key: &str, size: u64, whose: &str, unit: &str, values: &serde_json::Value) {
    let values: Vec<String> = values
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .map(|value| format!("{value:.3}"))
        .collect();
    println!("=\t{key}\t{size}\t{whose}\t{unit}\t{}", values.join(" "));
}
