//! What the classifier would have done: trained on the earlier decisions, measured on the later ones.

use super::weights::Model;

/// How many decisions there must be, and of each kind, before it says anything.
const DECISIONS: u32 = 200;
const OF_EACH: u32 = 40;
/// The precision that it must have had, in hundredths.
const PRECISION: u32 = 70;
/// Which likelihoods are tried, in hundredths.
const THRESHOLDS: [u32; 10] = [30, 40, 50, 60, 70, 75, 80, 85, 90, 95];

/// What it did with decisions that it was not trained on.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Measured {
    /// All decisions.
    pub seen: u32,
    /// Those that published.
    pub published: u32,
    /// Those that refused: rejected or spam.
    pub refused: u32,
    /// The earlier ones, that it learnt from.
    pub trained_on: u32,
    /// The later ones, that it was measured on.
    pub held_out: u32,
    /// From which likelihood on it held, in hundredths.
    pub hold_from: u32,
    /// What that gave.
    pub held: Threshold,
    /// What others would have given.
    pub thresholds: Vec<Threshold>,
}

/// What a likelihood to hold from gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Threshold {
    /// From which on, in hundredths.
    pub from: u32,
    /// Held, and refused by people.
    pub true_positive: u32,
    /// Held, and published by people.
    pub false_positive: u32,
    /// Let be, and published by people.
    pub true_negative: u32,
    /// Let be, and refused by people.
    pub false_negative: u32,
}

impl Threshold {
    /// How many hundredths of what it held were refused; none where it held nothing.
    #[must_use]
    pub fn precision(&self) -> Option<u32> {
        share(self.true_positive, self.false_positive)
    }

    /// How many hundredths of what was refused it held; none where nothing was refused.
    #[must_use]
    pub fn recall(&self) -> Option<u32> {
        share(self.true_positive, self.false_negative)
    }

    fn count(&mut self, likelihood: f64, refused: bool) {
        let held = likelihood * 100.0 >= f64::from(self.from);
        let count = match (held, refused) {
            (true, true) => &mut self.true_positive,
            (true, false) => &mut self.false_positive,
            (false, false) => &mut self.true_negative,
            (false, true) => &mut self.false_negative,
        };
        *count += 1;
    }
}

fn share(of: u32, and: u32) -> Option<u32> {
    u64::from(of)
        .checked_mul(100)?
        .checked_div(u64::from(of) + u64::from(and))
        .and_then(|share| u32::try_from(share).ok())
}

/// Learns from the earlier four fifths of decisions, oldest first, and looks what it would have done with the others, were it
/// to hold from `hold_from` hundredths on.
pub fn measure<S: AsRef<str>>(decisions: &[(S, bool)], hold_from: u32) -> Measured {
    let earlier = decisions.len() - decisions.len() / 5;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut model = Model::new();
    for (text, refused) in &decisions[..earlier] {
        model.learn(text.as_ref(), *refused);
    }
    let new = |from| Threshold {
        from,
        ..Threshold::default()
    };
    let mut held = new(hold_from);
    let mut thresholds: Vec<Threshold> = THRESHOLDS.into_iter().map(new).collect();
    for (text, refused) in &decisions[earlier..] {
        let likelihood = model.likelihood(text.as_ref());
        for one in thresholds.iter_mut().chain([&mut held]) {
            one.count(likelihood, *refused);
        }
    }
    let refused = decisions.iter().filter(|(_, refused)| *refused).count();
    Measured {
        seen: number(decisions.len()),
        published: number(decisions.len() - refused),
        refused: number(refused),
        trained_on: number(earlier),
        held_out: number(decisions.len() - earlier),
        hold_from,
        held,
        thresholds,
    }
}

/// Whether what was measured is enough that it may hold comments.
#[must_use]
pub fn ready(measured: &Measured) -> bool {
    silent(measured).is_none()
}

/// Why it stays silent; none where it may speak.
#[must_use]
pub fn silent(measured: &Measured) -> Option<String> {
    let precision = measured.held.precision();
    if measured.seen < DECISIONS {
        return Some(format!(
            "It has seen {} decisions; it speaks from {DECISIONS} on.",
            measured.seen
        ));
    }
    if measured.refused < OF_EACH || measured.published < OF_EACH {
        return Some(format!(
            "It has seen {} comments refused and {} published; it speaks from {OF_EACH} of each on.",
            measured.refused, measured.published
        ));
    }
    match precision {
        None => Some(format!(
            "Of {} decisions that it was not trained on it would have held none, so that nothing shows how good it is.",
            measured.held_out
        )),
        Some(precision) if precision < PRECISION => Some(format!(
            "Of what it would have held, people refused {precision} in 100; it speaks from {PRECISION} on."
        )),
        Some(_) => None,
    }
}
