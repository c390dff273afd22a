//! An expression of licences, as SPDX writes it: `(MIT OR Apache-2.0) AND BSD-3-Clause`.

/// Whether it can be met by licences that are `good`. What can't be read is met by none.
pub fn allows(words: &str, good: &dyn Fn(&str) -> bool) -> bool {
    // The older way of Cargo to write OR.
    let words = words.replace('/', " OR ");
    let words = words.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut at = 0;
    let met = either(&words, &mut at, good);
    met == Some(true) && at == words.len()
}

fn either(words: &[&str], at: &mut usize, good: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut met = both(words, at, good)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, good)?;
    }
    Some(met)
}

fn both(words: &[&str], at: &mut usize, good: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut met = one(words, at, good)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, good)?;
    }
    Some(met)
}

fn one(words: &[&str], at: &mut usize, good: &dyn Fn(&str) -> bool) -> Option<bool> {
    let word = words.get(*at)?;
    *at += 1;
    if *word == "(" {
        let met = either(words, at, good)?;
        *at += 1;
        return (words.get(*at - 1) == Some(&")")).then_some(met);
    }
    if ["OR", "AND", "WITH", ")"].contains(word) {
        return None;
    }
    if words.get(*at) == Some(&"WITH") {
        let whole = format!("{word} WITH {}", words.get(*at + 1)?);
        *at += 2;
        return Some(good(&whole));
    }
    Some(good(word))
}

#[test]
fn expressions_are_met_as_they_are_meant() {
    let good = |one: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&one);
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "(GPL-3.0 OR MIT) AND ISC",
        "Apache-2.0 WITH LLVM-exception",
        "GPL-2.0 OR MIT AND ISC",
    ] {
        assert!(allows(met, &good), "{met}");
    }
    for unmet in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT",
        "MIT ISC",
        "MIT OR",
        "Apache-2.0",
        "MIT OR ISC AND",
        "(GPL-2.0 OR MIT) AND GPL-3.0",
    ] {
        assert!(!allows(unmet, &good), "{unmet}");
    }
}
