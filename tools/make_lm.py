"""Make the two tables of the language model, covidmeet/repair/language_model/lm-*.bin.

    apt-get install sunpinyin-data sunpinyin-utils libime-data-language-model
    make setup && .venv/bin/pip install 'pip>=25.1' && .venv/bin/pip install --group tables
    PYTHONPATH=. .venv/bin/python tools/make_lm.py

Sources: the open-gram word trigrams of Debian's sunpinyin-data 0.1.22+20170109-2 (71,759 words and marks,
2.5 million bigrams, one million trigrams; dumped with tslminfo of sunpinyin-utils 3.0.0~rc2), the word
trigrams of libime-data-language-model 1.0.16-1 (164,886 words, 2.0 million bigrams, 0.6 million trigrams),
the dictionary of jieba 0.42.1, the one-to-one character pairs of OpenCC 1.4.2, and tools/lm_phrases.txt.
No running text goes in.  The first two have different licences, so each has a table of its own, and the
program interpolates them at run time (covidmeet/repair/language_model/LM-NOTICE.txt).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import zlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import opencc
from lm_kenlm import read_kenlm
from lm_ngrams import KEY_BITS, BackOff, Counts, Floats, Ints, WordModel, count_model, count_words, merge

from covidmeet.repair.language_model.classes import BREAK, DIGIT, KANA, LATIN, OTHER, SPACE, classify
from covidmeet.repair.language_model.table import BACKOFF_ZERO, STEP

ROOT = Path(__file__).resolve().parent.parent
OPEN_GRAM = Path("/usr/lib/x86_64-linux-gnu/sunpinyin/data")
WORDS_OFFSET = 8
"""Where the header of pydict_sc.bin says at which byte its words begin."""

LIBIME = Path("/usr/lib/x86_64-linux-gnu/libime/zh_CN.lm")

JIEBA_SHARE = 0.6
"""Share of jieba's dictionary in the counts; it knows names and places, but no order of words."""
PHRASE_SHARE = 0.1
"""Share of the phrases written for this project: the vocabulary of epidemic-prevention meetings."""
LEAST_GAIN = {
    "lm-open-gram.bin": {2: 6e-9, 3: 5.4e-8, 4: 8.4e-8},
    "lm-libime.bin": {2: 7e-9, 3: 7.7e-8, 4: 1.54e-7},
}
"""Expected change of the log-likelihood, per character of text, that makes an n-gram worth its bytes."""
LEAST_LEFT = {2: 0.05, 3: 0.1, 4: 0.15}

CLASS_SHARE = {DIGIT: 0.02, LATIN: 0.006, SPACE: 0.004, BREAK: 0.012, KANA: 1e-5, OTHER: 2e-4}
"""Probability of the classes, which the sources do not count."""
MARK_SHARE = {"（": 3e-3, "）": 3e-3, "《": 1.5e-3, "》": 1.5e-3, "—": 1e-3, "·": 5e-4, "‘": 2e-4, "’": 2e-4}
MARK_SHARE |= {"【": 2e-4, "】": 2e-4, "〈": 2e-5, "〉": 2e-5, "〔": 2e-5, "〕": 2e-5, "「": 5e-5, "」": 5e-5}
MARK_SHARE |= {"『": 2e-5, "』": 2e-5, "～": 1e-4, "%": 5e-4, ".": 1e-3, "-": 5e-4, "/": 2e-4}

UNLIKELY = ("，、；：“‘（《【〔", "，。、；：？！”’）》】〕", 1e-6)
"""A mark of the first kind is hardly ever followed by one of the second; the sources have too few marks."""


class Numbers:
    """Characters -> numbers in the order of their first appearance."""

    def __init__(self, fold: dict[str, str]) -> None:
        self.fold = fold
        self.of: dict[str, int] = {}

    def __call__(self, text: str) -> list[int]:
        tokens = (self.fold.get(char) or classify(char)[0] for char in text)
        return [self.of.setdefault(token, len(self.of)) for token in tokens]


def folding() -> dict[str, str]:
    """Traditional -> Simplified, for the characters that OpenCC converts one to one."""
    convert = opencc.OpenCC("t2s").convert
    pairs = ((chr(code), convert(chr(code))) for code in range(0x3400, 0xA000))
    return {one: other for one, other in pairs if one != other and len(other) == 1}


def read_open_gram(folder: Path, numbers: Numbers) -> WordModel:
    """The word model, with joint probabilities; word 0 (unknown words) is left out."""
    dictionary = (folder / "pydict_sc.bin").read_bytes()
    start = int.from_bytes(dictionary[WORDS_OFFSET : WORDS_OFFSET + 4], "little")
    words = [numbers(word) for word in dictionary[start:].decode("utf-32-le").split("\0")]
    command = ["tslminfo", "-v", "-p", str(folder / "lm_sc.t3g")]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows: dict[int, list[str]] = {0: [], 1: [], 2: [], 3: []}
    level = 0
    for line in dump.splitlines():
        if line.startswith("\\"):
            level = int(line[1])
        else:
            rows[level].append(line)
    table = {n: np.array([row.split()[: n + 1] for row in rows[n]], np.float64) for n in (1, 2, 3)}
    unigrams = np.zeros(len(words))
    unigrams[table[1][:, 0].astype(int)] = table[1][:, 1]
    unigrams[0] = 0
    first, second = table[2][:, 0].astype(np.int64), table[2][:, 1].astype(np.int64)
    joint = unigrams[first] * table[2][:, 2] * (second > 0)
    one, two, three = (table[3][:, at].astype(np.int64) for at in range(3))
    keys = first << 20 | second
    order = np.argsort(keys)
    pair = joint[order][np.searchsorted(keys[order], one << 20 | two)]
    return WordModel(
        words, unigrams, (first, second, joint), (one, two, three, pair * table[3][:, 3] * (three > 0))
    )


def read_jieba(numbers: Numbers) -> Counts:
    spec = find_spec("jieba")
    assert spec is not None and spec.origin is not None
    lines = Path(spec.origin).with_name("dict.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" ")[:2] for line in lines]
    weights = np.array([float(weight) for _, weight in pairs])
    words = [numbers(word) for word, _ in pairs]
    return count_words(words, weights / (weights * [len(word) for word in words]).sum())


def read_phrases(path: Path, numbers: Numbers) -> Counts:
    """Lines of a weight and the phrases that get it; every digit stands for any digit."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pairs = [(float(weight), phrase) for weight, *phrases in map(str.split, lines) for phrase in phrases]
    weights = np.array([weight for weight, _ in pairs])
    words = [numbers(phrase) for _, phrase in pairs]
    return count_words(words, weights / (weights * [len(word) for word in words]).sum())


def unigrams(counts: Counts, numbers: Numbers) -> tuple[Ints, Floats]:
    """Probabilities of all tokens, classes and marks at the shares stated above."""
    keys, values = counts[1]
    chance = np.full(len(numbers.of), 1e-9)
    chance[keys] += values / values.sum()
    for token, share in (CLASS_SHARE | MARK_SHARE).items():
        number = numbers(token)[0]
        chance[number] = max(chance[number], share)
    return np.arange(len(chance), dtype=np.int64), chance / chance.sum()


def add_unlikely(model: BackOff, counts: Counts, rank: Ints, numbers: Numbers) -> None:
    """List the pairs of ``UNLIKELY`` that were not counted at all."""
    firsts, seconds, chance = UNLIKELY
    pairs = {rank[numbers(one)[0]] << KEY_BITS | rank[numbers(two)[0]] for one in firsts for two in seconds}
    new = np.setdiff1d(np.array(sorted(pairs), np.int64), counts[2][0])
    keys = np.concatenate([model.listed[2][0], new])
    chances = np.concatenate([model.listed[2][1], np.full(len(new), chance)])
    order = np.argsort(keys)
    model.listed[2] = keys[order], chances[order]
    contexts = np.setdiff1d(new >> KEY_BITS, model.backoffs[1][0])
    known = np.concatenate([model.backoffs[1][0], contexts])
    weights = np.concatenate([model.backoffs[1][1], np.ones(len(contexts))])
    order = np.argsort(known)
    model.backoffs[1] = known[order], weights[order]


def renumber(counts: Counts, rank: Ints) -> Counts:
    """The same counts with frequent characters first, which makes keys small."""
    out: Counts = {}
    for n, (keys, values) in counts.items():
        new = np.zeros(len(keys), np.int64)
        for at in reversed(range(n)):
            new = new << KEY_BITS | rank[(keys >> (KEY_BITS * at)) & ((1 << KEY_BITS) - 1)]
        order = np.argsort(new)
        out[n] = new[order], values[order]
    return out


def planes(values: Ints, count: int) -> bytes:
    return b"".join(((values >> (8 * at)) & 0xFF).astype(np.uint8).tobytes() for at in range(count))


def quantised_logprobs(chances: Floats) -> bytes:
    return np.clip(np.rint(-np.log(chances) * STEP), 0, 255).astype(np.uint8).tobytes()


def pack(model: BackOff, chars: str, fold: dict[str, str]) -> bytes:
    """The file of ``covidmeet.repair.language_model.table``."""
    traditional = "".join(one for one in fold)
    simplified = "".join(fold.values())
    body = [chars.encode(), quantised_logprobs(model.listed[1][1]), traditional.encode(), simplified.encode()]
    sizes = []
    for n in (2, 3, 4):
        keys, chances = model.listed[n]
        contexts, weights = model.backoffs[n - 1]
        lengths = np.diff(np.searchsorted(keys >> KEY_BITS, np.append(contexts, 1 << 62)))
        backoffs = np.clip(np.rint(np.log(weights) * STEP + BACKOFF_ZERO), 0, 255).astype(np.uint8)
        body += [planes(np.diff(contexts, prepend=0), 2 * (n - 1)), backoffs.tobytes(), planes(lengths, 2)]
        body += [planes(keys & ((1 << KEY_BITS) - 1), 2), quantised_logprobs(chances)]
        sizes.append([len(contexts), len(keys)])
    head = {"chars": len(body[0]), "traditional": len(body[2]), "simplified": len(body[3]), "levels": sizes}
    return zlib.compress(json.dumps(head).encode() + b"\n" + b"".join(body), 9)


def read_libime(path: Path, numbers: Numbers) -> WordModel:
    words, model = read_kenlm(path)
    spelled = [[] if word.startswith("<") else numbers(word) for word in words]
    return WordModel(spelled, model.unigrams, model.bigrams, model.trigrams)


def make(counts: Counts, numbers: Numbers, least_gain: dict[int, float]) -> bytes:
    """Prune, smooth and pack."""
    _, chance = unigrams(counts, numbers)
    order = np.argsort(-chance, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    counts = renumber(counts, rank)
    model = BackOff((np.arange(len(order), dtype=np.int64), chance[order]))
    for n in (2, 3, 4):
        model.add_order(n, counts, least_gain[n], LEAST_LEFT[n])
        if n == 2:
            add_unlikely(model, counts, rank, numbers)
        print(n, len(counts[n][0]), "counted,", len(model.listed[n][0]), "listed")
    names = {number: char for char, number in numbers.of.items()}
    return pack(model, "".join(names[number] for number in order.tolist()), numbers.fold)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--open-gram", type=Path, default=OPEN_GRAM, help="folder with lm_sc.t3g")
    parser.add_argument("--libime", type=Path, default=LIBIME, help="zh_CN.lm")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "covidmeet/repair/language_model", help="folder of the tables"
    )
    options = parser.parse_args()
    numbers = Numbers(folding())
    numbers("".join(CLASS_SHARE | MARK_SHARE))
    models = {
        "lm-open-gram.bin": read_open_gram(options.open_gram, numbers),
        "lm-libime.bin": read_libime(options.libime, numbers),
    }
    jieba = read_jieba(numbers)
    phrases = read_phrases(ROOT / "tools/lm_phrases.txt", numbers)
    for name, model in models.items():
        counts = merge((count_model(model), 1.0), (jieba, JIEBA_SHARE), (phrases, PHRASE_SHARE))
        packed = make(counts, numbers, LEAST_GAIN[name])
        (options.out / name).write_bytes(packed)
        print(options.out / name, len(packed), "bytes")


if __name__ == "__main__":
    main()
