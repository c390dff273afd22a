//! The headline has a number that the text does not have. A guess: the text may say it in other words.

use super::{
    Alarm, Gate, Kind, Look,
    numbers::{Number, numbers},
    words::words,
};
use model::{Result, settings::Weight};
use std::collections::BTreeSet;

pub(super) const CHECK: Kind = Kind {
    code: "headline-number",
    name: "A number in the headline that the text does not have",
    certain: false,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

/// Numbers as words, from 2 to 12, then 13 to 19 and the tens where they are words of their own. A word may be spelled
/// in several ways, or be the second, a pair, a dozen.
const SPELT: [(&str, &str); 9] = [
    (
        "en",
        "2 two second twice both pair couple half|3 three third thrice triple trio|\
         4 four fourth quarter|5 five fifth|6 six sixth|7 seven seventh|8 eight eighth|9 nine ninth|10 ten tenth decade|\
         11 eleven eleventh|12 twelve twelfth dozen|13 thirteen thirteenth|14 fourteen fourteenth fortnight|15 fifteen|\
         16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twenty twentieth|30 thirty|40 forty|50 fifty half|60 sixty|\
         70 seventy|80 eighty|90 ninety|100 hundred century|1000 thousand|1000000 million",
    ),
    (
        "de",
        "2 zwei zweit beide paar doppel|3 drei dritt|4 vier|5 fünf|6 sechs|7 sieben siebt|8 acht|9 neun|\
         10 zehn|11 elf|12 zwölf dutzend|13 dreizehn|14 vierzehn|15 fünfzehn|16 sechzehn|17 siebzehn|18 achtzehn|\
         19 neunzehn|20 zwanzig|30 dreißig dreissig|40 vierzig|50 fünfzig|60 sechzig|70 siebzig|80 achtzig|90 neunzig|\
         100 hundert|1000 tausend|1000000 million",
    ),
    (
        "fr",
        "2 deux second seconde|3 trois|4 quatre|5 cinq|6 six|7 sept|8 huit|9 neuf|10 dix|\
         11 onze|12 douze|13 treize|14 quatorze|15 quinze|16 seize|20 vingt|30 trente|40 quarante|50 cinquante|\
         60 soixante|70 soixante|80 quatre|90 quatre|100 cent|1000 mille|1000000 million",
    ),
    (
        "es",
        "2 dos segundo ambos|3 tres tercer|4 cuatro cuarto|5 cinco|6 seis|7 siete|8 ocho|9 nueve|\
         10 diez|11 once|12 doce docena|13 trece|14 catorce|15 quince|16 dieciséis|17 diecisiete|18 dieciocho|\
         19 diecinueve|20 veint|30 treinta|40 cuarenta|50 cincuenta|60 sesenta|70 setenta|80 ochenta|90 noventa|\
         100 cien|1000 mil|1000000 millón",
    ),
    (
        "it",
        "2 due second|3 tre terz|4 quattro quart|5 cinque quint|6 sei|7 sette|8 otto|9 nove|10 dieci|\
         11 undici|12 dodici|13 tredici|14 quattordici|15 quindici|16 sedici|17 diciassette|18 diciotto|19 diciannove|\
         20 vent|30 trent|40 quarant|50 cinquant|60 sessant|70 settant|80 ottant|90 novant|100 cent|1000 mille|\
         1000000 milion",
    ),
    (
        "nl",
        "2 twee beide|3 drie derde|4 vier|5 vijf|6 zes|7 zeven|8 acht|9 negen|10 tien|11 elf|12 twaalf|\
         13 dertien|14 veertien|15 vijftien|16 zestien|17 zeventien|18 achttien|19 negentien|20 twintig|30 dertig|\
         40 veertig|50 vijftig|60 zestig|70 zeventig|80 tachtig|90 negentig|100 honderd|1000 duizend|1000000 miljoen",
    ),
    (
        "sv",
        "2 två andra båda|3 tre tredje|4 fyra fjärde|5 fem|6 sex sjätte|7 sju|8 åtta|9 nio|10 tio|\
         11 elva|12 tolv|13 tretton|14 fjorton|15 femton|16 sexton|17 sjutton|18 arton|19 nitton|20 tjugo|30 trettio|\
         40 fyrtio|50 femtio|60 sextio|70 sjuttio|80 åttio|90 nittio|100 hundra|1000 tusen|1000000 miljon",
    ),
    (
        "da",
        "2 to anden begge|3 tre|4 fire|5 fem|6 seks|7 syv|8 otte|9 ni|10 ti|11 elleve|12 tolv|13 tretten|\
         14 fjorten|15 femten|16 seksten|17 sytten|18 atten|19 nitten|20 tyve|30 tredive|40 fyrre|50 halvtreds|\
         60 tres|70 halvfjerds|80 firs|90 halvfems|100 hundred|1000 tusind|1000000 million",
    ),
    (
        "pt",
        "2 dois duas segund|3 três terceir|4 quatro|5 cinco|6 seis|7 sete|8 oito|9 nove|10 dez|\
         11 onze|12 doze dúzia|13 treze|14 catorze quatorze|15 quinze|16 dezasseis dezesseis|17 dezassete dezessete|\
         18 dezoito|19 dezanove dezenove|20 vinte|30 trinta|40 quarenta|50 cinquenta|60 sessenta|70 setenta|80 oitenta|\
         90 noventa|100 cem cent|1000 mil|1000000 milh",
    ),
];

/// Up to here a text in a language whose words are not known may say a number by a word.
const MAY_BE_SPELT: f64 = 100.0;

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let title = &of.content.title;
    let mut wanted = numbers(title);
    // One is told by an article, or told of parts: part 1.
    wanted.retain(|one| !one.named && !is_name(&one.unit) && one.value != "1");
    if wanted.is_empty() || of.reading.blocks.is_empty() {
        return Ok(vec![]);
    }
    let text = Text::of(of);
    let missing = wanted.into_iter().filter(|one| !text.has(one));
    let alarms = missing.map(|one| {
        let written = &title[one.range.clone()];
        let message = format!("The headline’s {written} is not in the text.");
        Alarm::at("title", one.range, message)
    });
    Ok(alarms.collect())
}

/// Whether a capital behind a number makes it a name: 5G, 4K.
fn is_name(unit: &str) -> bool {
    unit.chars().count() == 1 && unit.starts_with(char::is_uppercase)
}

/// What the text has of numbers, in digits and in words.
struct Text<'a> {
    texts: Vec<&'a str>,
    digits: BTreeSet<String>,
    amounts: Vec<f64>,
    language: String,
    /// How long its lists are, and how many headings there are: ten ways are told in ten items.
    counts: Vec<usize>,
}

impl<'a> Text<'a> {
    fn of(of: &'a Look) -> Self {
        let above = [of.content.standfirst.as_str(), of.content.kicker.as_str()];
        let blocks = of.reading.blocks.iter().map(|block| block.text.as_str());
        let texts: Vec<&str> = above.into_iter().chain(blocks).collect();
        let (mut digits, mut amounts) = (BTreeSet::new(), vec![]);
        for number in texts.iter().flat_map(|text| numbers(text)) {
            amounts.extend(number.amount());
            digits.extend(number.groups);
            digits.insert(number.value);
        }
        let mut counts = of.reading.lists.clone();
        counts.push(of.reading.headings.len());
        Self {
            texts,
            digits,
            amounts,
            language: of.language(),
            counts,
        }
    }

    fn has(&self, number: &Number) -> bool {
        if self.digits.contains(&number.value)
            || number
                .groups
                .iter()
                .all(|group| self.digits.contains(group))
        {
            return true;
        }
        // What nobody can count is nobody's guess.
        let Some(amount) = number.amount() else {
            return true;
        };
        let whole = number.value.parse::<usize>().ok();
        whole.is_some_and(|n| self.counts.contains(&n))
            || self.amounts.iter().any(|there| about(*there, amount))
            || self.spells(amount)
    }

    /// Whether the number is there as a word, or may be.
    fn spells(&self, amount: f64) -> bool {
        let Some((_, list)) = SPELT.iter().find(|(tag, _)| *tag == self.language) else {
            return amount <= MAY_BE_SPELT;
        };
        let tens = (amount / 10.0).trunc() * 10.0;
        let wanted = if amount > 20.0 && amount < 100.0 {
            tens
        } else {
            amount
        };
        let mut lines = list.split('|').map(|line| line.trim().split(' '));
        let Some(spelt) = lines.find_map(|mut line| {
            let value: f64 = line.next()?.parse().ok()?;
            // A whole number of a word's worth is often told as so many of it: two million.
            let is = (value - wanted).abs() < f64::EPSILON;
            is.then(|| line.collect::<Vec<_>>())
        }) else {
            return amount <= 20.0;
        };
        // English parts its words; elsewhere they are joined to others, and inflected.
        let joined = self.language != "en";
        let is = |word: &str| {
            spelt.iter().any(|one| {
                word == *one
                    || joined && word.starts_with(one)
                    || joined && one.len() > 4 && word.contains(one)
            })
        };
        let mut all = self.texts.iter().flat_map(|text| words(text));
        all.any(|word| is(&word.text.to_lowercase()))
    }
}

/// Whether a number of the text is the headline's, told rounder or in other units: 312 as 300, 2,500,000 as 2.5 million.
fn about(there: f64, told: f64) -> bool {
    if told <= 0.0 || there <= 0.0 {
        return false;
    }
    let scales = [1.0, 1e3, 1e6, 1e9, 1e12];
    scales.iter().any(|scale| {
        let (up, down) = (told * scale, told / scale);
        let near = |told: f64| (there - told).abs() < round(told).max(told * 1e-9);
        near(up) || down >= 1.0 && near(down)
    })
}

/// How round a number is: 300 is told for what is less than a hundred away.
fn round(told: f64) -> f64 {
    let mut step = 1.0;
    while told / (step * 10.0) >= 1.0 && (told / (step * 10.0)).fract() == 0.0 {
        step *= 10.0;
    }
    if step > 1.0 { step } else { 0.0 }
}
