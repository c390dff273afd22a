//! The fixed words of a page, by language. English where a language has none.

use serde::Serialize;

/// The fixed words of a page.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Words {
    pub home: &'static str,
    pub skip: &'static str,
    pub sections: &'static str,
    pub by: &'static str,
    pub about: &'static str,
    pub publications: &'static str,
    pub related: &'static str,
    pub comments: &'static str,
    pub leave: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub comment: &'static str,
    pub send: &'static str,
    pub correction: &'static str,
    pub clarification: &'static str,
    pub proof: &'static str,
    pub empty: &'static str,
}

const EN: Words = Words {
    home: "Home",
    skip: "Skip to the text",
    sections: "Sections",
    by: "By",
    about: "About",
    publications: "Publications",
    related: "You may also like",
    comments: "Comments",
    leave: "Leave a comment",
    name: "Name",
    email: "E-mail, not shown",
    comment: "Comment",
    send: "Send comment",
    correction: "Correction",
    clarification: "Clarification",
    proof: "Proof: not for publication",
    empty: "Nothing has been published yet.",
};

const DE: Words = Words {
    home: "Start",
    skip: "Zum Text",
    sections: "Ressorts",
    by: "Von",
    about: "Über",
    publications: "Veröffentlichungen",
    related: "Das könnte Sie auch interessieren",
    comments: "Kommentare",
    leave: "Kommentar schreiben",
    name: "Name",
    email: "E-Mail, wird nicht gezeigt",
    comment: "Kommentar",
    send: "Kommentar senden",
    correction: "Berichtigung",
    clarification: "Klarstellung",
    proof: "Probedruck: nicht zur Veröffentlichung",
    empty: "Noch ist nichts veröffentlicht.",
};

const FR: Words = Words {
    home: "Accueil",
    skip: "Aller au texte",
    sections: "Rubriques",
    by: "Par",
    about: "À propos de",
    publications: "Publications",
    related: "À lire aussi",
    comments: "Commentaires",
    leave: "Laisser un commentaire",
    name: "Nom",
    email: "Courriel, non affiché",
    comment: "Commentaire",
    send: "Envoyer",
    correction: "Rectification",
    clarification: "Précision",
    proof: "Épreuve : ne pas publier",
    empty: "Rien n’est encore publié.",
};

const SV: Words = Words {
    home: "Hem",
    skip: "Till texten",
    sections: "Avdelningar",
    by: "Av",
    about: "Om",
    publications: "Publikationer",
    related: "Läs också",
    comments: "Kommentarer",
    leave: "Skriv en kommentar",
    name: "Namn",
    email: "E-post, visas inte",
    comment: "Kommentar",
    send: "Skicka kommentar",
    correction: "Rättelse",
    clarification: "Förtydligande",
    proof: "Korrektur: inte för publicering",
    empty: "Inget är publicerat ännu.",
};

const ES: Words = Words {
    home: "Inicio",
    skip: "Ir al texto",
    sections: "Secciones",
    by: "Por",
    about: "Sobre",
    publications: "Publicaciones",
    related: "También le puede interesar",
    comments: "Comentarios",
    leave: "Deje un comentario",
    name: "Nombre",
    email: "Correo, no se muestra",
    comment: "Comentario",
    send: "Enviar comentario",
    correction: "Corrección",
    clarification: "Aclaración",
    proof: "Prueba: no publicar",
    empty: "Aún no se ha publicado nada.",
};

const FA: Words = Words {
    home: "خانه",
    skip: "رفتن به متن",
    sections: "بخش‌ها",
    by: "نوشتهٔ",
    about: "دربارهٔ",
    publications: "آثار",
    related: "شاید بپسندید",
    comments: "دیدگاه‌ها",
    leave: "دیدگاهی بنویسید",
    name: "نام",
    email: "ایمیل (نمایش داده نمی‌شود)",
    comment: "دیدگاه",
    send: "فرستادن دیدگاه",
    correction: "اصلاحیه",
    clarification: "توضیح",
    proof: "نمونه: برای انتشار نیست",
    empty: "هنوز چیزی منتشر نشده است.",
};

const AR: Words = Words {
    home: "الرئيسية",
    skip: "إلى النص",
    sections: "الأقسام",
    by: "بقلم",
    about: "عن",
    publications: "مؤلفات",
    related: "قد يعجبك أيضًا",
    comments: "التعليقات",
    leave: "اكتب تعليقًا",
    name: "الاسم",
    email: "البريد الإلكتروني (لا يُعرض)",
    comment: "التعليق",
    send: "إرسال التعليق",
    correction: "تصحيح",
    clarification: "توضيح",
    proof: "نسخة تجريبية: ليست للنشر",
    empty: "لم يُنشر شيء بعد.",
};

/// The fixed words for a BCP 47 language tag.
pub(crate) fn words(language: &str) -> &'static Words {
    match language.split('-').next().unwrap_or_default() {
        "de" => &DE,
        "fr" => &FR,
        "sv" => &SV,
        "es" => &ES,
        "fa" => &FA,
        "ar" => &AR,
        _ => &EN,
    }
}
