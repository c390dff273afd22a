//! Days and months in words, in the language of what is printed, by tables of our own: the system's locale has no say.

/// How a language writes a day.
struct Calendar {
    /// The months within a day, January first.
    months: [&'static str; 12],
    /// A day, with `D`, `M` and `Y` for its parts.
    day: &'static str,
    /// A month alone, with `M` and `Y`.
    month: &'static str,
    /// The months alone, where that is another form.
    alone: Option<[&'static str; 12]>,
    /// The digits, where they are others than 0 to 9.
    digits: Option<[char; 10]>,
}

const EN: Calendar = Calendar {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    day: "D M Y",
    month: "M Y",
    alone: None,
    digits: None,
};
const EN_US: Calendar = Calendar {
    day: "M D, Y",
    ..EN
};
const DE: Calendar = Calendar {
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    day: "D. M Y",
    ..EN
};
const FR: Calendar = Calendar {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    ..EN
};
const ES: Calendar = Calendar {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    day: "D de M de Y",
    month: "M de Y",
    ..EN
};
const IT: Calendar = Calendar {
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    ..EN
};
const PT: Calendar = Calendar {
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    day: "D de M de Y",
    month: "M de Y",
    ..EN
};
const NL: Calendar = Calendar {
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    ..EN
};
const SV: Calendar = Calendar {
    months: [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    ..EN
};
const PL: Calendar = Calendar {
    months: [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
    alone: Some([
        "styczeń",
        "luty",
        "marzec",
        "kwiecień",
        "maj",
        "czerwiec",
        "lipiec",
        "sierpień",
        "wrzesień",
        "październik",
        "listopad",
        "grudzień",
    ]),
    ..EN
};
const TR: Calendar = Calendar {
    months: [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim",
        "Kasım", "Aralık",
    ],
    ..EN
};
const RU: Calendar = Calendar {
    months: [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    alone: Some([
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ]),
    ..EN
};
const AR: Calendar = Calendar {
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    ..EN
};
const FA: Calendar = Calendar {
    months: [
        "ژانویهٔ",
        "فوریهٔ",
        "مارس",
        "آوریل",
        "مهٔ",
        "ژوئن",
        "ژوئیهٔ",
        "اوت",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ],
    digits: Some(['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹']),
    ..EN
};
const HE: Calendar = Calendar {
    months: [
        "ינואר",
        "פברואר",
        "מרץ",
        "אפריל",
        "מאי",
        "יוני",
        "יולי",
        "אוגוסט",
        "ספטמבר",
        "אוקטובר",
        "נובמבר",
        "דצמבר",
    ],
    day: "D בM Y",
    ..EN
};

fn calendar(language: &str) -> Option<&'static Calendar> {
    let language = language.to_ascii_lowercase();
    Some(match language.split('-').next().unwrap_or_default() {
        "en" if language == "en-us" => &EN_US,
        "en" => &EN,
        "de" => &DE,
        "fr" => &FR,
        "es" => &ES,
        "it" => &IT,
        "pt" => &PT,
        "nl" => &NL,
        "sv" => &SV,
        "pl" => &PL,
        "tr" => &TR,
        "ru" => &RU,
        "ar" => &AR,
        "fa" => &FA,
        "he" => &HE,
        _ => return None,
    })
}

/// A day as a sentence of this language has it: `23 November 2026`; `2026-11-23` in one that has no table.
pub(super) fn day(language: &str, (year, month, day): (i16, i8, i8)) -> String {
    let Some(calendar) = calendar(language) else {
        return format!("{year:04}-{month:02}-{day:02}");
    };
    let first = day == 1 && std::ptr::eq(calendar, &FR);
    let day = if first {
        "1er".to_owned()
    } else {
        day.to_string()
    };
    written(calendar, calendar.day, &calendar.months, year, month, &day)
}

/// A month as a heading of this language has it: `November 2026`; `2026-11` in one that has no table.
pub(super) fn month(language: &str, year: i16, month: i8) -> String {
    let Some(calendar) = calendar(language) else {
        return format!("{year:04}-{month:02}");
    };
    let months = calendar.alone.as_ref().unwrap_or(&calendar.months);
    written(calendar, calendar.month, months, year, month, "")
}

/// A year as this language writes it.
pub(super) fn year(language: &str, year: i16) -> String {
    let digits = calendar(language).and_then(|calendar| calendar.digits);
    own_digits(digits, &year.to_string())
}

fn written(
    calendar: &Calendar,
    pattern: &str,
    months: &[&str; 12],
    year: i16,
    month: i8,
    day: &str,
) -> String {
    let at = usize::try_from(month).unwrap_or_default().wrapping_sub(1);
    let name = months.get(at).copied().unwrap_or_default();
    let mut out = String::new();
    for letter in pattern.chars() {
        match letter {
            'D' => out.push_str(&own_digits(calendar.digits, day)),
            'M' => out.push_str(name),
            'Y' => out.push_str(&own_digits(calendar.digits, &year.to_string())),
            other => out.push(other),
        }
    }
    out
}

fn own_digits(digits: Option<[char; 10]>, number: &str) -> String {
    let Some(digits) = digits else {
        return number.to_owned();
    };
    let own = |letter: char| {
        letter
            .to_digit(10)
            .and_then(|at| digits.get(at as usize).copied())
    };
    number
        .chars()
        .map(|letter| own(letter).unwrap_or(letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{day, month};

    #[test]
    fn a_day_is_written_as_its_language_does() {
        for (language, written) in [
            ("en", "23 November 2026"),
            ("en-GB", "23 November 2026"),
            ("en-US", "November 23, 2026"),
            ("de", "23. November 2026"),
            ("fr-CA", "23 novembre 2026"),
            ("es", "23 de noviembre de 2026"),
            ("it", "23 novembre 2026"),
            ("pt-BR", "23 de novembro de 2026"),
            ("nl", "23 november 2026"),
            ("sv", "23 november 2026"),
            ("pl", "23 listopada 2026"),
            ("tr", "23 Kasım 2026"),
            ("ru", "23 ноября 2026"),
            ("ar", "23 نوفمبر 2026"),
            ("fa", "۲۳ نوامبر ۲۰۲۶"),
            ("he", "23 בנובמבר 2026"),
            ("eo", "2026-11-23"),
        ] {
            assert_eq!(day(language, (2026, 11, 23)), written, "{language}");
        }
        assert_eq!(day("fr", (2026, 5, 1)), "1er mai 2026");
        assert_eq!(month("ru", 2026, 5), "май 2026");
        assert_eq!(month("pl", 2026, 11), "listopad 2026");
        assert_eq!(month("es", 2026, 11), "noviembre de 2026");
        assert_eq!(month("", 2026, 1), "2026-01");
    }
}
