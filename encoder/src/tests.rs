//! The encoder against reference vectors, and its laws.

use fearless_simd::Level;

use super::*;

/// The references are normalised already.
fn encoder() -> Encoder {
    Encoder::new(str::to_owned)
}

const SENTENCES: &str = include_str!("../../tests/meaning/reference.tsv");
const VECTORS: &[u8] = include_bytes!("../../tests/meaning/reference.bin");

/// Every so manieth reference sentence has a vector.
const EVERY: usize = 5;

/// Every reference sentence and its pieces.
fn sentences() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| line.split_once('\t').unwrap());
    pairs
        .map(|(text, pieces)| (text, pieces.split(' ').collect()))
        .collect()
}

/// The sentences that have a reference vector, and it.
fn references() -> Vec<(&'static str, SentenceVector)> {
    let sentences = sentences().into_iter().step_by(EVERY);
    let vectors = VECTORS.chunks(PackedVector::BYTES);
    let vectors = vectors.map(|vector| PackedVector::read(vector).unwrap().unpack());
    sentences.map(|sentence| sentence.0).zip(vectors).collect()
}

fn pieces(encoder: &Encoder, text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    encoder
        .pieces
        .cut(text, &mut PieceBuffer::default(), &mut found);
    found
}

fn names(encoder: &Encoder, text: &str) -> Vec<String> {
    let name = |piece: &u32| match *piece {
        pieces::UNKNOWN => "<unk>".to_owned(),
        pieces::START => "<s>".to_owned(),
        pieces::END => "</s>".to_owned(),
        other => encoder.pieces.text(other).to_owned(),
    };
    pieces(encoder, text).iter().map(name).collect()
}

#[test]
fn the_fingerprint_is_that_of_the_asset() {
    use sha2::{Digest, Sha256};
    assert_eq!(Sha256::digest(asset::BYTES)[..8], FINGERPRINT);
}

#[test]
fn pieces_are_those_of_the_references() {
    let encoder = &encoder();
    assert_eq!(sentences().len(), 200);
    for (text, wanted) in sentences() {
        assert_eq!(names(encoder, text), wanted, "{text}");
    }
}

#[test]
fn vectors_are_those_of_the_references() {
    let encoder = &encoder();
    let references = references();
    assert_eq!(references.len(), 40);
    let texts = references.iter().map(|reference| reference.0);
    let vectors = encoder.encode_many(texts, &Warm::default());
    for ((text, wanted), vector) in references.iter().zip(vectors) {
        let cosine = vector.cosine(wanted);
        assert!(cosine > 0.999, "{text}: {cosine}");
    }
}

#[test]
fn a_sentence_has_one_vector() {
    let encoder = &encoder();
    let texts = [
        "how do i get a refund",
        "怎么退款",
        "怎么 pay",
        "refund",
        "",
    ];
    let warm = encoder.warm(texts, 6);
    let plain = Encoder::on(Level::baseline(), str::to_owned);
    let many = encoder.encode_many(texts, &Warm::default());
    assert_eq!(encoder.encode_many(texts, &warm), many);
    assert_eq!(
        plain.encode_many(texts, &Warm::default()),
        many,
        "another processor"
    );
    for (text, one) in texts.iter().zip(&many) {
        assert_eq!(encoder.encode_warm(text, &warm), *one, "alone: {text}");
    }
}

#[test]
fn any_text_has_a_vector() {
    let encoder = &encoder();
    let long = "how 怎么 ".repeat(20);
    for text in ["", " ", "\u{0}", "🙂🙂", "谜炖撩", "ﷺ", &long] {
        let vector = encoder.encode(text);
        let length = vector.cosine(&vector);
        assert!((length - 1.0).abs() < 1e-4, "{text:?}: {length}");
    }
    assert_eq!(names(encoder, ""), ["<s>", "<unk>", "</s>"]);
    assert_eq!(names(encoder, "谜"), ["<s>", "▁", "<unk>", "</s>"]);
    assert!(encoder.encode_many([], &Warm::default()).is_empty());
}

#[test]
fn the_same_question_lies_near_in_both_languages() {
    let encoder = &encoder();
    for (one, same, other) in [
        ("how do i get a refund", "怎么退款", "怎么修改密码"),
        ("change my password", "怎么修改密码", "怎么退款"),
        (
            "can i pay with wechat",
            "可以用微信支付吗",
            "今天天气怎么样",
        ),
    ] {
        let [one_v, same_v, other_v] = [one, same, other].map(|text| encoder.encode(text));
        let (near, far) = (one_v.cosine(&same_v), one_v.cosine(&other_v));
        assert!(near > far + 0.2, "{one}: {near} {far}");
    }
}

#[test]
fn a_table_finds_what_cosines_find() {
    let vectors: Vec<SentenceVector> = references().into_iter().map(|pair| pair.1).collect();
    let mut table = VectorTable::default();
    for vector in &vectors[..31] {
        table.push(&vector.pack());
    }
    let mut found = Vec::new();
    for range in [0..31, 3..4, 5..5, 30..31, 1..9] {
        table.dots(&vectors[7], range.clone(), &mut found);
        assert_eq!(found.len(), range.len());
        for (dot, vector) in found.iter().zip(&vectors[range]) {
            assert!((dot - vectors[7].cosine(vector)).abs() < 0.005);
        }
    }
}

#[test]
fn a_table_takes_over_what_another_has() {
    let mut table = VectorTable::default();
    for (_, vector) in references().iter().take(5) {
        table.push(&vector.pack());
    }
    let mut taken = VectorTable::with_capacity(3);
    assert!(taken.extend(&table, 1..3) && taken.extend(&table, 4..5));
    assert!(!taken.extend(&table, 4..6), "there are five");
    let found: Vec<_> = (0..3).map(|at| taken.get(at)).collect();
    assert_eq!(found, [1, 2, 4].map(|at| table.get(at)));
    assert_eq!(taken.len(), 3);
}
