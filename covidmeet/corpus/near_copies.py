"""Near copies in a corpus, by the MinHash stages of datatrove with the archive's signature.

The stages find pairs of texts of which one band of the signature is alike; with short bands, which miss
hardly any copy, these are candidates, so the similarity of each pair is looked at before clusters are made.
"""

from __future__ import annotations

import os
import struct
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from datatrove.pipeline.base import PipelineStep

from covidmeet.archive.copies.texts import PERMUTATIONS, NearText, similarity
from covidmeet.corpus.executors import quiet
from covidmeet.corpus.manifest import Corpus
from covidmeet.corpus.notes import ARTICLES
from covidmeet.corpus.shards import ShardWriter, rows_of

LEAST = 0.6
"""The least similarity (Jaccard, of 5-character grams) of near copies; that of texts with 5 % of their
characters changed is about 0.63."""
COLUMNS = ("url_hash", "url", "cited", "similarity")
_BANDS, _ROWS = 32, 4
_PAIR = struct.Struct("<4I")
_RECORD = struct.Struct(f"<{_ROWS + 1}I")
_SLOTS = struct.Struct(f"<{PERMUTATIONS}I")
_READ = ["url_hash", "url", "body", "published_at"]


class Signatures(PipelineStep):  # type: ignore[misc]
    """First stage: the signatures of the articles of one file, in order and by band."""

    type = "DEDUP"
    name = "covidmeet signatures"

    def __init__(self, files: list[Path], folder: Path) -> None:
        super().__init__()
        self.files, self.folder = files, folder

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        for number in range(rank, len(self.files), world_size):
            self._file(number)
        yield from ()

    def _file(self, number: int) -> None:
        bands: list[list[tuple[int, ...]]] = [[] for _ in range(_BANDS)]
        with (self.folder / f"{number:05d}.signatures").open("wb") as whole:
            for document, row in enumerate(rows_of(self.files[number], _READ)):
                signature = NearText(row["body"] or "").signature
                whole.write(signature)
                slots = _SLOTS.unpack(signature)
                for band, records in enumerate(bands):
                    records.append((*slots[band * _ROWS : (band + 1) * _ROWS], document))
        for band, records in enumerate(bands):
            folder = self.folder / "bands" / f"bucket_{band:03d}"
            folder.mkdir(parents=True, exist_ok=True)
            content = b"".join(_RECORD.pack(*record) for record in sorted(records))
            (folder / f"{number:05d}.minhash.sig").write_bytes(content)


@dataclass(frozen=True, slots=True)
class _Text:
    """An article: the number of its file and its own in it."""

    file: int
    document: int


def find_near_copies(corpus: Corpus, work: Path, workers: int = 1) -> int:
    """Write ``near-copies`` into the folder of a corpus: a row for each article that is no copy to cite.

    ``cited`` is the ``url_hash`` of the one to cite: of a cluster that published first, else with the
    smallest hash.  Needs ``work``, an empty folder, on the way: 1.2 kB an article.  Returns the number of
    rows.  Raises ``ImportError`` without the extra, ``BrokenProcessPool`` where a worker ends.
    """
    os.environ.setdefault("TQDM_DISABLE", "1")
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster
    from datatrove.utils.hashing import HashConfig

    files = [corpus.folder / name for name in corpus.shards[ARTICLES]]
    # The hash function is asked for, and never called: the signature is ours.
    hashing = HashConfig(precision=32, hash_fc="sha1")
    config = MinhashConfig(num_buckets=_BANDS, hashes_per_bucket=_ROWS, hash_config=hashing)
    pairs, near, clusters = (work / name for name in ("pairs", "near", "clusters"))
    for folder in (pairs, near, clusters):
        folder.mkdir(parents=True)
    _run(Signatures(files, work), len(files), workers)
    by_band = MinhashDedupBuckets(str(work / "bands"), str(pairs), config=config, only_dedup_in_index=False)
    _run(by_band, _BANDS, workers)
    _keep_near(pairs, near, work)
    _run(MinhashDedupCluster(str(near), str(clusters), config=config, save_cluster_id=True), 1, 1)
    return _write(corpus, files, clusters, work)


def _run(step: Any, tasks: int, workers: int) -> None:
    """Do the tasks of a step; in a pool that, unlike the engine's, tells of a worker that is gone."""
    one = partial(_task, step, tasks)
    if workers == 1:
        for rank in range(tasks):
            one(rank)
        return
    with ProcessPoolExecutor(min(workers, tasks), get_context("spawn")) as pool:
        deque(pool.map(one, range(tasks)), maxlen=0)


def _task(step: Any, tasks: int, rank: int) -> None:
    quiet()
    deque(step.run(None, rank, tasks) or (), maxlen=0)


def _keep_near(pairs: Path, near: Path, work: Path) -> None:
    """Of the candidates those that are near copies."""
    for source in sorted(pairs.glob("*.dups")):
        with (near / source.name).open("wb") as target:
            for pair in _PAIR.iter_unpack(source.read_bytes()):
                one, other = _Text(*pair[:2]), _Text(*pair[2:])
                if similarity(_signature(work, one), _signature(work, other)) >= LEAST:
                    target.write(_PAIR.pack(*pair))


def _signature(work: Path, text: _Text) -> bytes:
    with (work / f"{text.file:05d}.signatures").open("rb") as file:
        file.seek(text.document * _SLOTS.size)
        return file.read(_SLOTS.size)


def _clusters(folder: Path) -> dict[_Text, int]:
    found = {}
    for source in folder.glob("*.clusters"):
        for document, cluster in struct.iter_unpack("<2I", source.read_bytes()):
            found[_Text(int(source.stem), document)] = cluster
    return found


def _write(corpus: Corpus, files: list[Path], folder: Path, work: Path) -> int:
    clusters = _clusters(folder)
    members: dict[int, list[tuple[str, str, str, _Text]]] = defaultdict(list)
    for number, file in enumerate(files):
        for document, row in enumerate(rows_of(file, _READ)):
            text = _Text(number, document)
            if text in clusters:
                told = (row["published_at"] or "~", row["url_hash"], row["url"], text)
                members[clusters[text]].append(told)
    written = 0
    with ShardWriter(corpus.folder / f"near-copies.{corpus.form}", COLUMNS) as writer:
        for cluster in sorted(members):
            (_, cited, _, first), *others = sorted(members[cluster], key=lambda one: one[:2])
            for _, url_hash, url, text in others:
                alike = similarity(_signature(work, first), _signature(work, text))
                row = {"url_hash": url_hash, "url": url, "cited": cited, "similarity": f"{alike:.2f}"}
                writer.add(row)
                written += 1
    return written
