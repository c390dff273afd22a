//! Pages in single files, whole and damaged.

use crate::{Format, recognise, saved_page};
use model::page::SavedPage;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nQUAY";
const PNG64: &str = "iVBORw0KGgpRVUFZ";

const TEXT: &str = "The ferry leaves at ten from the caf\u{e9} on the quay, as it did before the war, and it is back by noon on every \
    day but Sunday, when nobody crosses the water.";

/// A page in a file as browsers write it: its HTML as `carried`, under these words of its head, with a picture beside it.
fn file(sort: &str, how: &str, carried: &[u8], place: &str) -> Vec<u8> {
    let head = format!(
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://town.example/quay/ferry\r\nSubject: Ferry\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Part=_x1\"\r\n\r\n\r\n\
         ------Part=_x1\r\nContent-Type: {sort}\r\nContent-ID: <page@mhtml>\r\nContent-Transfer-Encoding: {how}\r\n\
         Content-Location: https://town.example/quay/ferry\r\n\r\n"
    );
    let tail = format!(
        "\r\n------Part=_x1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <pic@mhtml>\r\n\
         Content-Location: {place}\r\n\r\n{}\r\n{}\r\n------Part=_x1--\r\n",
        &PNG64[..8],
        &PNG64[8..]
    );
    [head.as_bytes(), carried, tail.as_bytes()].concat()
}

fn html(picture: &str) -> String {
    let text = format!("<p>{TEXT}</p>").repeat(3);
    format!(
        "<html><head><title>The ferry is back</title></head><body><article><h1>The ferry is back</h1>\
         <figure><img src=\"{picture}\" data-src=\"https://town.example/large.png\" alt=\"The quay\" width=\"600\"></figure>\
         {text}<p>See <a href=\"/tides\">the tides</a>.</p></article></body></html>"
    )
}

/// As quoted-printable, in lines of at most 76 signs.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut line) = (vec![], 0);
    for byte in bytes {
        let one = match byte {
            b'=' | 0x80.. => format!("={byte:02X}"),
            byte => char::from(*byte).to_string(),
        };
        if line + one.len() > 75 {
            out.extend(b"=\r\n");
            line = 0;
        }
        line += one.len();
        out.extend(one.as_bytes());
    }
    out
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines = text.as_bytes().chunks(76).map(<[u8]>::to_vec);
    lines.collect::<Vec<_>>().join(&b"\r\n"[..])
}

fn page(bytes: &[u8]) -> SavedPage {
    let format = recognise("ferry.mhtml", bytes);
    assert_eq!(format, Format::SavedPage);
    saved_page::read_as(format, "ferry.mhtml", bytes).unwrap()
}

#[test]
fn a_page_in_a_single_file_is_read_however_it_is_carried() {
    let place = "https://town.example/pic.png?a=1&b=2";
    let written = html("https://town.example/pic.png?a=1&amp;b=2");
    let latin: Vec<u8> = written.chars().map(|c| c as u8).collect();
    for (sort, how, carried) in [
        ("text/html", "quoted-printable", quoted(written.as_bytes())),
        (
            "text/html; charset=\"utf-8\"",
            "base64",
            base64(written.as_bytes()),
        ),
        ("text/html", "8bit", written.clone().into_bytes()),
        (
            "text/html; charset=windows-1252",
            "Quoted-Printable",
            quoted(&latin),
        ),
        ("text/html; charset=iso-8859-1", "binary", latin),
    ] {
        let page = page(&file(sort, how, &carried, place));
        assert_eq!(page.title, "The ferry is back", "{sort} {how}");
        assert_eq!(page.body.matches(TEXT).count(), 3, "{}", page.body);
        assert_eq!(
            page.address.as_deref(),
            Some("https://town.example/quay/ferry")
        );
        assert!(
            page.body
                .contains("[the tides](https://town.example/tides)")
        );
        let picture = &page.pictures[0];
        assert_eq!(picture.reference, format!("data:image/png;base64,{PNG64}"));
        assert_eq!(picture.in_body.as_deref(), Some(place));
        assert!(page.body.contains(place) && !page.body.contains("saved_files"));
    }
    assert_eq!(
        crate::archive::picture_within(&format!("data:image/png;base64,{PNG64}")).unwrap(),
        PNG
    );
}

#[test]
fn a_page_names_no_picture_by_what_is_made_of_it_here() {
    let written = html("saved_files/0/a1.png");
    let how = "quoted-printable";
    let bytes = file("text/html", how, &quoted(written.as_bytes()), "");
    let page = page(&bytes);
    let held = page
        .pictures
        .iter()
        .filter(|one| one.reference.contains("base64"));
    assert_eq!(held.count(), 0);
}

#[test]
fn a_picture_may_be_named_by_its_part() {
    let written = html("cid:pic@mhtml");
    let bytes = file(
        "text/html",
        "quoted-printable",
        &quoted(written.as_bytes()),
        "",
    );
    let page = page(&bytes);
    assert!(page.pictures[0].reference.ends_with(PNG64));
    assert!(page.body.contains("](#picture-1"), "{}", page.body);
}

#[test]
fn what_is_damaged_is_read_as_far_as_it_goes_or_refused() {
    let written = html("https://town.example/pic.png");
    let whole = file(
        "text/html",
        "quoted-printable",
        &quoted(written.as_bytes()),
        "https://town.example/pic.png",
    );
    let mut read = 0;
    for end in (0..whole.len()).step_by(7) {
        read += usize::from(saved_page::read("ferry.mhtml", &whole[..end]).is_ok());
    }
    assert!(read > 20);
    for bytes in [
        &b"Content-Type: multipart/related\r\n\r\n"[..],
        b"Content-Type: multipart/related; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/related; boundary=\"x\r\n\r\n--x\r\n\r\n--x--",
        b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\
          Content-Transfer-Encoding: base64\r\n\r\n=*=\r\n--x--",
        b"Content-Type: multipart/related; boundary=x; boundary\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHi\r\n--x--",
    ] {
        assert_eq!(saved_page::read("x.mhtml", bytes).unwrap_err().code, "no-article");
    }
    // Within each other without end, and a great many.
    let deep = "Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n".repeat(20_000);
    assert!(saved_page::read("x.mhtml", deep.as_bytes()).is_err());
    let many = format!(
        "Content-Type: multipart/related; boundary=x\r\n\r\n{}",
        "--x\r\nContent-Type: image/png\r\n\r\n".repeat(200_000)
    );
    assert!(saved_page::read("x.mhtml", many.as_bytes()).is_err());
}
