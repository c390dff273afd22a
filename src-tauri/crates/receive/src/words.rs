//! The fixed words of the answers, by language; those of the printed pages. English where a language has none.

use axum::http::{HeaderMap, header};
use model::{Error, Result};

/// The fixed words of an answer. What stands in braces is put in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub language: &'static str,
    pub direction: &'static str,
    pub thanks: &'static str,
    pub arrived: &'static str,
    pub back: &'static str,
    /// The headline over every refusal of a comment.
    pub not_sent: &'static str,
    /// That nothing typed is lost.
    pub kept: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub comment: &'static str,
    pub missing: &'static str,
    pub long: &'static str,
    pub odd: &'static str,
    pub mail: &'static str,
    pub large: &'static str,
    pub damaged: &'static str,
    pub elsewhere: &'static str,
    pub many: &'static str,
    pub later: &'static str,
    pub slow: &'static str,
    pub nothing: &'static str,
    pub here: &'static str,
}

const EN: Words = Words {
    language: "en",
    direction: "ltr",
    thanks: "Thank you",
    arrived: "Your comment has arrived. Somebody reads it before it appears on the page.",
    back: "Back to the page",
    not_sent: "Your comment was not sent",
    kept: "What you typed is not lost: go back in your browser, and it still stands in the form.",
    name: "Name",
    email: "E-mail",
    comment: "Comment",
    missing: "Please fill in: {field}.",
    long: "{field} may have {most} characters, and has {has}. Please shorten it.",
    odd: "{field} holds characters that can’t be taken. Please type it again.",
    mail: "That is not an e-mail address. Please correct it, or leave it empty.",
    large: "It is too long. Please shorten it.",
    damaged: "The form did not arrive as it should. Please load the page again, and send it from there.",
    elsewhere: "Comments are taken from the newsroom’s own pages only. Please send it from there.",
    many: "Those were many comments in a short time. Please wait {seconds} seconds, then send it again.",
    later: "No comments can be taken just now. Please send it again later.",
    slow: "It took too long to arrive. Please send it again.",
    nothing: "There is nothing to read here",
    here: "This address takes the comments of a newsroom’s readers.",
};

const DE: Words = Words {
    language: "de",
    direction: "ltr",
    thanks: "Vielen Dank",
    arrived: "Ihr Kommentar ist angekommen. Er wird gelesen, bevor er auf der Seite erscheint.",
    back: "Zurück zur Seite",
    not_sent: "Ihr Kommentar wurde nicht gesendet",
    kept: "Was Sie geschrieben haben, ist nicht verloren: Gehen Sie im Browser zurück, dort steht es noch im Formular.",
    name: "Name",
    email: "E-Mail",
    comment: "Kommentar",
    missing: "Bitte ausfüllen: {field}.",
    long: "{field}: höchstens {most} Zeichen, es sind {has}. Bitte kürzen.",
    odd: "{field}: Darin stehen Zeichen, die nicht angenommen werden. Bitte neu eingeben.",
    mail: "Das ist keine E-Mail-Adresse. Bitte berichtigen oder leer lassen.",
    large: "Er ist zu lang. Bitte kürzen.",
    damaged: "Das Formular ist nicht richtig angekommen. Bitte laden Sie die Seite neu und senden Sie es von dort.",
    elsewhere: "Kommentare werden nur von den eigenen Seiten der Redaktion angenommen. Bitte senden Sie ihn von dort.",
    many: "Das waren viele Kommentare in kurzer Zeit. Bitte warten Sie {seconds} Sekunden und senden Sie ihn dann noch einmal.",
    later: "Gerade können keine Kommentare angenommen werden. Bitte senden Sie ihn später noch einmal.",
    slow: "Das Senden hat zu lange gedauert. Bitte noch einmal senden.",
    nothing: "Hier gibt es nichts zu lesen",
    here: "Diese Adresse nimmt Kommentare der Leserinnen und Leser einer Redaktion an.",
};

const FR: Words = Words {
    language: "fr",
    direction: "ltr",
    thanks: "Merci",
    arrived: "Votre commentaire est arrivé. Il est lu avant de paraître sur la page.",
    back: "Retour à la page",
    not_sent: "Votre commentaire n’a pas été envoyé",
    kept: "Rien de ce que vous avez écrit n’est perdu : revenez en arrière dans le navigateur, le formulaire le contient encore.",
    name: "Nom",
    email: "Courriel",
    comment: "Commentaire",
    missing: "Veuillez remplir : {field}.",
    long: "{field} : {most} caractères au plus, il y en a {has}. Veuillez raccourcir.",
    odd: "{field} : certains caractères ne peuvent pas être acceptés. Veuillez le saisir à nouveau.",
    mail: "Ce n’est pas une adresse de courriel. Veuillez la corriger ou la laisser vide.",
    large: "Il est trop long. Veuillez le raccourcir.",
    damaged: "Le formulaire n’est pas bien arrivé. Veuillez recharger la page et l’envoyer de là.",
    elsewhere: "Les commentaires ne sont acceptés que depuis les pages de la rédaction. Veuillez l’envoyer de là.",
    many: "Cela fait beaucoup de commentaires en peu de temps. Veuillez attendre {seconds} secondes, puis le renvoyer.",
    later: "Aucun commentaire ne peut être accepté pour l’instant. Veuillez le renvoyer plus tard.",
    slow: "L’envoi a pris trop de temps. Veuillez recommencer.",
    nothing: "Il n’y a rien à lire ici",
    here: "Cette adresse reçoit les commentaires des lecteurs d’une rédaction.",
};

const SV: Words = Words {
    language: "sv",
    direction: "ltr",
    thanks: "Tack",
    arrived: "Din kommentar har kommit fram. Någon läser den innan den visas på sidan.",
    back: "Tillbaka till sidan",
    not_sent: "Din kommentar skickades inte",
    kept: "Det du skrev är inte borta: gå tillbaka i webbläsaren, så står det kvar i formuläret.",
    name: "Namn",
    email: "E-post",
    comment: "Kommentar",
    missing: "Fyll i: {field}.",
    long: "{field}: högst {most} tecken, det är {has}. Korta ner det.",
    odd: "{field}: där finns tecken som inte kan tas emot. Skriv det på nytt.",
    mail: "Det är ingen e-postadress. Rätta den, eller lämna fältet tomt.",
    large: "Den är för lång. Korta ner den.",
    damaged: "Formuläret kom inte fram som det skulle. Ladda om sidan och skicka det därifrån.",
    elsewhere: "Kommentarer tas bara emot från redaktionens egna sidor. Skicka den därifrån.",
    many: "Det var många kommentarer på kort tid. Vänta {seconds} sekunder och skicka den igen.",
    later: "Just nu kan inga kommentarer tas emot. Skicka den igen senare.",
    slow: "Det tog för lång tid. Skicka den igen.",
    nothing: "Här finns inget att läsa",
    here: "Den här adressen tar emot kommentarer från en redaktions läsare.",
};

const ES: Words = Words {
    language: "es",
    direction: "ltr",
    thanks: "Gracias",
    arrived: "Su comentario ha llegado. Alguien lo lee antes de que aparezca en la página.",
    back: "Volver a la página",
    not_sent: "Su comentario no se ha enviado",
    kept: "Lo que ha escrito no se ha perdido: vuelva atrás en el navegador y seguirá en el formulario.",
    name: "Nombre",
    email: "Correo",
    comment: "Comentario",
    missing: "Falta por rellenar: {field}.",
    long: "{field}: como máximo {most} caracteres, y hay {has}. Acórtelo, por favor.",
    odd: "{field}: hay caracteres que no se pueden aceptar. Escríbalo de nuevo, por favor.",
    mail: "Eso no es una dirección de correo. Corríjala o déjela vacía.",
    large: "Es demasiado largo. Acórtelo, por favor.",
    damaged: "El formulario no ha llegado bien. Vuelva a cargar la página y envíelo desde allí.",
    elsewhere: "Solo se aceptan comentarios desde las páginas de la redacción. Envíelo desde allí.",
    many: "Son muchos comentarios en poco tiempo. Espere {seconds} segundos y vuelva a enviarlo.",
    later: "Ahora mismo no se pueden aceptar comentarios. Vuelva a enviarlo más tarde.",
    slow: "Ha tardado demasiado en llegar. Vuelva a enviarlo.",
    nothing: "Aquí no hay nada que leer",
    here: "Esta dirección recibe los comentarios de los lectores de una redacción.",
};

const FA: Words = Words {
    language: "fa",
    direction: "rtl",
    thanks: "سپاس",
    arrived: "دیدگاه شما رسید. پیش از نمایش در صفحه خوانده می‌شود.",
    back: "بازگشت به صفحه",
    not_sent: "دیدگاه شما فرستاده نشد",
    kept: "آنچه نوشته‌اید از دست نرفته است: در مرورگر به عقب برگردید، هنوز در فرم هست.",
    name: "نام",
    email: "ایمیل",
    comment: "دیدگاه",
    missing: "لطفاً پر کنید: {field}.",
    long: "{field}: حداکثر {most} نویسه، اکنون {has} است. لطفاً کوتاهش کنید.",
    odd: "{field}: نویسه‌هایی دارد که پذیرفته نمی‌شود. لطفاً دوباره بنویسید.",
    mail: "این نشانی ایمیل نیست. لطفاً درستش کنید یا خالی بگذارید.",
    large: "بیش از اندازه بلند است. لطفاً کوتاهش کنید.",
    damaged: "فرم درست نرسید. لطفاً صفحه را دوباره باز کنید و از همان‌جا بفرستید.",
    elsewhere: "دیدگاه‌ها تنها از صفحه‌های خود تحریریه پذیرفته می‌شوند. لطفاً از همان‌جا بفرستید.",
    many: "در زمانی کوتاه دیدگاه‌های زیادی رسید. لطفاً {seconds} ثانیه صبر کنید و دوباره بفرستید.",
    later: "اکنون دیدگاهی پذیرفته نمی‌شود. لطفاً دیرتر دوباره بفرستید.",
    slow: "رسیدنش بیش از اندازه طول کشید. لطفاً دوباره بفرستید.",
    nothing: "اینجا چیزی برای خواندن نیست",
    here: "این نشانی دیدگاه‌های خوانندگان یک تحریریه را می‌گیرد.",
};

const AR: Words = Words {
    language: "ar",
    direction: "rtl",
    thanks: "شكرًا لك",
    arrived: "وصل تعليقك. يُقرأ قبل أن يظهر في الصفحة.",
    back: "العودة إلى الصفحة",
    not_sent: "لم يُرسل تعليقك",
    kept: "لم يضِع ما كتبته: ارجع إلى الخلف في المتصفح، وستجده في النموذج.",
    name: "الاسم",
    email: "البريد الإلكتروني",
    comment: "التعليق",
    missing: "يُرجى ملء: {field}.",
    long: "{field}: الحد الأقصى {most} حرف، وفيه {has}. يُرجى اختصاره.",
    odd: "{field}: فيه محارف لا يمكن قبولها. يُرجى كتابته من جديد.",
    mail: "هذا ليس عنوان بريد إلكتروني. يُرجى تصحيحه أو تركه فارغًا.",
    large: "إنه أطول من اللازم. يُرجى اختصاره.",
    damaged: "لم يصل النموذج كما ينبغي. يُرجى إعادة تحميل الصفحة وإرساله منها.",
    elsewhere: "تُقبل التعليقات من صفحات التحرير نفسها فقط. يُرجى إرساله منها.",
    many: "وصلت تعليقات كثيرة في وقت قصير. يُرجى الانتظار {seconds} ثانية ثم إرساله مجددًا.",
    later: "لا يمكن قبول التعليقات الآن. يُرجى إرساله لاحقًا.",
    slow: "استغرق وصوله وقتًا أطول من اللازم. يُرجى إرساله مجددًا.",
    nothing: "لا شيء يُقرأ هنا",
    here: "هذا العنوان يستقبل تعليقات قرّاء إحدى غرف التحرير.",
};

const ALL: [Words; 7] = [EN, DE, FR, SV, ES, FA, AR];
/// Most preferences of a browser that are looked at.
const PREFERENCES: usize = 32;

/// The words in the language that a browser likes best of those there are.
pub(crate) fn chosen(headers: &HeaderMap) -> &'static Words {
    let line = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|line| line.to_str().ok());
    let mut best: Option<(f32, &'static Words)> = None;
    for entry in line.unwrap_or_default().split(',').take(PREFERENCES) {
        let mut parts = entry.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q="));
        let weight: f32 = weight.map_or(Some(1.0), |q| q.parse().ok()).unwrap_or(0.0);
        let language = tag.split('-').next().unwrap_or_default();
        let found = ALL
            .iter()
            .find(|words| words.language.eq_ignore_ascii_case(language));
        if let Some(words) = found
            && weight > best.map_or(0.0, |(most, _)| most)
        {
            best = Some((weight, words));
        }
    }
    best.map_or(&ALL[0], |(_, words)| words)
}

/// What the newsroom says itself on the page after a comment has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thanks(String);

impl Thanks {
    /// Most characters.
    const MOST: usize = 500;

    /// The newsroom's own sentence.
    ///
    /// # Errors
    /// `bad-thanks` where it is empty, too long, or more than one line.
    pub fn new(text: &str) -> Result<Self> {
        let text = text.trim();
        let fits = !text.is_empty()
            && text.chars().count() <= Self::MOST
            && !text.chars().any(char::is_control);
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::usage(
                "bad-thanks",
                format!("Thanks are one line of at most {} characters.", Self::MOST),
            ))
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Thanks, chosen};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn the_language_is_the_best_liked_of_those_there_are() {
        let language = |line: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_str(line).unwrap(),
            );
            chosen(&headers).language
        };
        for (line, found) in [
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("nb, sv;q=0.5, en;q=0.4", "sv"),
            ("en;q=0.1, AR-eg;q=0.9", "ar"),
            ("en, fa", "en"),
            ("fr;q=0", "en"),
            ("fr;q=NaN, es;q=x", "en"),
            ("zh", "en"),
            ("", "en"),
            (";;;,,,q=1", "en"),
        ] {
            assert_eq!(language(line), found, "{line}");
        }
        assert_eq!(chosen(&HeaderMap::new()).language, "en");
    }

    #[test]
    fn every_language_puts_in_what_is_to_be_put_in() {
        for words in ALL {
            let both = words.long.contains("{most}") && words.long.contains("{has}");
            assert!(
                both && words.many.contains("{seconds}"),
                "{}",
                words.language
            );
            for sentence in [words.missing, words.long, words.odd] {
                assert!(
                    sentence.contains("{field}"),
                    "{}: {sentence}",
                    words.language
                );
            }
        }
    }

    #[test]
    fn thanks_are_one_line() {
        assert_eq!(Thanks::new(" Tack! ").unwrap().text(), "Tack!");
        for bad in ["", "  ", "a\nb", &"a".repeat(501)] {
            assert!(Thanks::new(bad).is_err(), "{bad}");
        }
    }
}
