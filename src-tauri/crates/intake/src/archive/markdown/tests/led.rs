//! What leads to a text besides its own address, and to words at its end.

use super::read;

#[test]
fn footnotes_amid_a_note_stand_at_its_end() {
    for (nth, (text, body)) in [
        (
            "The quay.^[See [[Tides]] and `]`.] It is old.^[Or so.]",
            "The quay.[^1] It is old.[^2]\n\n[^1]: See [Tides](Tides.md) and `]`.\n\n[^2]: Or so.",
        ),
        // A name that one has already, and no note: without words, in code, guarded, over two paragraphs, a superscript of nothing.
        (
            "One[^1] two^[three] ^[] `^[x]` \\^[y] ^[z\n\n] a^b\n\n[^1]: Four.",
            "One[^1] two[^2] ^[] `^[x]` \\^[y] ^[z\n\n] a^b\n\n[^1]: Four.\n\n[^2]: three",
        ),
        ("> Said^[by\n> Ana].", "> Said[^1].\n\n[^1]: by Ana"),
        ("A^[b^[c] d] ^[e", "A[^1] ^[e\n\n[^1]: b^[c] d"),
    ]
    .into_iter()
    .enumerate()
    {
        let files = [("Quay.md", text), ("Tides.md", "Low.")];
        let read = read(&format!("footnotes-{nth}"), &files);
        assert_eq!(read.at("Quay.md").body, body, "{text}");
    }
    let many = "^[a ".repeat(20_000) + &"b^[c] ".repeat(20_000);
    assert!(
        read("footnotes", &[("a.md", &many)])
            .at("a.md")
            .body
            .ends_with("[^20000]: c")
    );
}
