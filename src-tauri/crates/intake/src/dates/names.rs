//! The words of which dates are made, in the languages that pages are written in.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The months of languages whose short forms are the first three letters, by month.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier januari enero gennaio janeiro",
    "february februar feber février fevrier februari febrero febbraio fevereiro",
    "march märz maerz mars marzo maart março marco marts",
    "april avril abril aprile",
    "may mai maj mayo maggio mei maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout augusti agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro desember",
];

/// The months of other languages and short forms of their own, by month.
const OTHER_MONTHS: [&str; 12] = [
    "janv styczeń stycznia sty января январь янв січня ledna leden tammikuuta tammikuu ocak január ianuarie gener януари \
     ιανουαρίου ינואר בינואר जनवरी يناير ینایر ژانویه كانون",
    "févr luty lutego lut февраля февраль фев февр лютого února únor helmikuuta helmikuu şubat február februarie \
     febrer φεβρουαρίου פברואר בפברואר फ़रवरी فبراير شباط فوریه",
    "mrt marzec marca марта март березня března březen maaliskuuta maaliskuu mart március martie març maret μαρτίου מרץ \
     במרץ मार्च مارس آذار",
    "kwiecień kwietnia kwi апреля апрель апр квітня dubna duben huhtikuuta huhtikuu nisan április aprilie απριλίου אפריל \
     באפריל अप्रैल أبريل ابريل إبريل نيسان آوریل",
    "maja мая май травня května květen toukokuuta toukokuu mayıs május maig μαΐου מאי במאי मई مايو أيار مه",
    "czerwiec czerwca cze июня июнь июн червня června červen kesäkuuta kesäkuu haziran június iunie juny ιουνίου יוני \
     ביוני जून يونيو يونيه حزيران ژوئن",
    "juil lipiec lipca lip июля июль июл липня července červenec heinäkuuta heinäkuu temmuz július iulie juliol ιουλίου \
     יולי ביולי जुलाई يوليو يوليه تموز ژوئیه جولای",
    "sierpień sierpnia sie августа август авг серпня srpna srpen elokuuta elokuu ağustos augusztus agost agustus \
     αυγούστου אוגוסט באוגוסט अगस्त أغسطس آب اوت",
    "sept sett wrzesień września wrz сентября сентябрь сен сент вересня září syyskuuta syyskuu eylül szeptember \
     septembrie setembre σεπτεμβρίου ספטמבר בספטמבר सितंबर سبتمبر أيلول سپتامبر",
    "październik października paź октября октябрь окт жовтня října říjen lokakuuta lokakuu ekim október octombrie \
     οκτωβρίου אוקטובר באוקטובר अक्टूबर أكتوبر اكتوبر اکتبر",
    "listopad listopada lis ноября ноябрь ноя листопада listopadu marraskuuta marraskuu kasım noiembrie νοεμβρίου נובמבר \
     בנובמבר नवंबर نوفمبر نوامبر",
    "grudzień grudnia gru декабря декабрь дек грудня prosince prosinec joulukuuta joulukuu aralık decembrie desembre \
     δεκεμβρίου דצמבר בדצמבר दिसंबर ديسمبر دسامبر",
];

/// Months of the Persian calendar.
const PERSIAN: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// What else stands in a date: days of the week, parts of the day, zones, and the small words between.
const BESIDE: &str = "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday \
     mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lun mar mer jeu ven sam dim \
     lundi mardi mercredi jeudi vendredi samedi dimanche mån tis ons tors fre lör sön måndag tisdag onsdag torsdag fredag \
     lördag söndag lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì martedì mercoledì giovedì \
     venerdì sabato domenica gio maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo \
     segunda terça quarta quinta sexta feira seg ter qua qui sex mandag tirsdag lørdag søndag poniedziałek wtorek środa \
     czwartek piątek sobota niedziela pon wt śr czw pt sob niedz понедельник вторник среда четверг пятница суббота \
     воскресенье пн вт ср чт пт сб вс maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai pazartesi salı \
     çarşamba perşembe cuma cumartesi pazar pondělí úterý středa čtvrtek pátek neděle \
     at on the of um uhr am pm le à de del kl a las los el alle om uur ore ora h hs hrs heures heure às as dnia godz r \
     g в г года год den dne di il lo y and from ab vom den der klo sat \
     gmt utc bst cet cest mez mesz est edt cst cdt mst mdt pst pdt et ct pt msk ist jst aest z \
     ساعت در شنبه یکشنبه یک‌شنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه الساعة في الأحد الاثنين الإثنين الثلاثاء \
     الأربعاء الخميس الجمعة السبت م ص مساءً مساء صباحا صباحًا صباحاً بتوقيت غرينتش هـ \
     月 火 水 木 金 土 日 午前 午後 星期一 星期二 星期三 星期四 星期五 星期六 星期日";

/// Words that say that what follows is when something was published.
const PUBLISHED: &str = "first published posted publication created date dated issued veröffentlicht erstellt erschienen \
     publié publie publiée paru mis ligne publicerad publicerat skapad publicado publicada creado pubblicato pubblicata \
     gepubliceerd geplaatst publikacja opublikowano data dodano опубликовано дата публикации تاریخ انتشار نُشر نشر النشر \
     تاريخ 公開日 公開 投稿日 掲載 publisert udgivet julkaistu yayınlanma tarihi";

/// Words that say that what follows is when something was changed.
const CHANGED: &str = "updated update modified edited revised changed aktualisiert aktualisierung geändert bearbeitet \
     stand zuletzt jour modifié modifiée actualisé uppdaterad uppdaterat ändrad actualizado actualizada actualización \
     modificado aggiornato aggiornata aggiornamento modificato bijgewerkt gewijzigd aangepast atualizado atualizada \
     atualização modificada zaktualizowano aktualizacja aktualizováno обновлено изменено آخرین به‌روزرسانی بروزرسانی ویرایش \
     تحديث التحديث 更新日 更新 最終更新 oppdatert opdateret päivitetty güncelleme güncellendi";

/// Words that come with those.
const LAST: &str = "last latest dernière mise mis última ultima ultimo ostatnia laatst laatste senast آخر آخرین am on le la el \
     il op den i om at was by";

/// The lists as sets, made once.
struct Sets {
    months: HashMap<&'static str, (usize, bool)>,
    beside: HashSet<&'static str>,
    published: HashSet<&'static str>,
    changed: HashSet<&'static str>,
    last: HashSet<&'static str>,
}

fn sets() -> &'static Sets {
    static SETS: LazyLock<Sets> = LazyLock::new(|| {
        let mut months = HashMap::new();
        for (at, names) in MONTHS.iter().enumerate() {
            for name in names.split_whitespace() {
                months.entry(name).or_insert((at, false));
                let brief = name
                    .char_indices()
                    .nth(3)
                    .map_or(name, |(end, _)| &name[..end]);
                months.entry(brief).or_insert((at, false));
            }
        }
        for (at, names) in OTHER_MONTHS.iter().enumerate() {
            for name in names.split_whitespace() {
                months.entry(name).or_insert((at, false));
            }
        }
        months.extend(
            PERSIAN
                .iter()
                .enumerate()
                .map(|(at, name)| (*name, (at, true))),
        );
        let set = |list: &'static str| list.split_whitespace().collect();
        Sets {
            months,
            beside: set(BESIDE),
            published: set(PUBLISHED),
            changed: set(CHANGED),
            last: set(LAST),
        }
    });
    &SETS
}

/// The month that a word names, from 0, and whether it is one of the Persian calendar. Words that only begin like a
/// month's name are longer than any ("market", "decision").
pub(super) fn month(word: &str) -> Option<(usize, bool)> {
    sets().months.get(word).copied()
}

pub(super) fn is_beside(word: &str) -> bool {
    sets().beside.contains(word)
}

pub(super) fn says_published(word: &str) -> bool {
    sets().published.contains(word)
}

pub(super) fn says_changed(word: &str) -> bool {
    sets().changed.contains(word)
}

pub(super) fn is_last(word: &str) -> bool {
    sets().last.contains(word)
}
