"""Finding the copies of articles that are new or changed, in batches, whoever is killed in between.

A transaction takes articles from ``copies_backlog``, brings the texts, their keys and the pairs of texts up
to date, and then the rows that follow from them (``citing``).  What it leaves is a function of the articles
in the archive: a sentence that becomes a slogan, or ceases to be one, has all its texts compared anew.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from covidmeet.archive.copies import common as common_keys
from covidmeet.archive.copies.chunks import chunks
from covidmeet.archive.copies.citing import PLACE, cite
from covidmeet.archive.copies.first_texts import FirstTexts
from covidmeet.archive.copies.labels import relation
from covidmeet.archive.copies.texts import NearText, is_sentence, packed, scheme, similarity, unpacked
from covidmeet.archive.transactions import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_TOGETHER = 200  # rows of the backlog in one transaction: a fifth of a second in which others wait
_OFTEN = 10  # a text with more than such a part of a batch comes often
_REMEMBERED = 300_000  # letters of texts that are kept with their grams, some 45 MB
_SENTENCES = 2  # in common, for a comparison: one is a quotation
_OF_MANY = 2  # keys in common; one is a band of what is on many pages
_SIMILAR = 0.45  # estimated; 5 % changed characters leave 0.63, unrelated reports have less than 0.3

_OF_TEXTS = ("copy_texts", "copy_keys", "copy_common", "copy_pairs")

Step = Callable[[int, int], object]
"""Told after each batch how many entries of the backlog are done, and how many remain."""


def settle(db: Database, step: Step | None = None, most: int | None = None, seconds: float = math.inf) -> int:
    """Find the copies of what waits; the number of entries done, at most about ``most``.

    No transaction is begun after ``seconds``: what is left waits for the next run.
    In transactions of its own.  Raises SQLite's errors; what was committed before stays.
    """
    done = 0
    texts = _Texts(db)
    began = time.monotonic()
    while (most is None or done < most) and time.monotonic() - began < seconds:
        if not db.execute("select 1 from copies_backlog limit 1").fetchone() and not _is_outdated(db):
            break
        with transaction(db):
            done += _Batch(db, texts).run()
        if step:
            step(done, waiting(db))
    return done


def waiting(db: Database) -> int:
    """The entries of the backlog."""
    (count,) = db.execute("select count(*) from copies_backlog").fetchone()
    return int(count)


def _is_outdated(db: Database) -> bool:
    row = db.execute("select scheme from copy_state").fetchone()
    return row is not None and row[0] != scheme()


class _Texts:
    """Bodies by the id of their text, the last used ones kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept: OrderedDict[str, NearText] = OrderedDict()
        self._letters = 0

    def of_hash(self, content_hash: str, *, anew: bool = False) -> NearText | None:
        """None where no article has the text."""
        if anew:
            if old := self._kept.pop(content_hash, None):
                self._letters -= len(old.letters)
        elif text := self._kept.get(content_hash):
            self._kept.move_to_end(content_hash)
            return text
        # Articles with one hash may differ in marks, at which sentences end: it is always the same one's.
        found = "select body from articles where content_hash = ? order by url_hash limit 1"
        row = self._db.execute(found, [content_hash]).fetchone()
        if row is None:
            return None
        text = self._kept[content_hash] = NearText(row[0])
        self._letters += len(text.letters)
        while self._letters > _REMEMBERED and len(self._kept) > 1:
            self._letters -= len(self._kept.popitem(last=False)[1].letters)
        return text

    def of_id(self, text_id: int) -> NearText:
        """Of a text that is in ``copy_texts``."""
        (content_hash,) = self._db.execute(
            "select content_hash from copy_texts where id = ?", [text_id]
        ).fetchone()
        text = self.of_hash(content_hash)
        return NearText("") if text is None else text


class _Batch:
    """One transaction's work."""

    def __init__(self, db: Database, texts: _Texts) -> None:
        self._db = db
        self._texts = texts
        self._firsts = FirstTexts(db)
        self._to_compare: set[int] = set()  # texts
        self._concerned: set[int] = set()  # texts whose articles may be linked otherwise

    def run(self) -> int:
        """The number of entries taken from the backlog."""
        before = self._begin()
        self._common = {key for (key,) in self._db.execute("select key from copy_common")}
        rows = self._db.execute(
            "select rowid, content_hash from copies_backlog order by rowid limit ?", [_TOGETHER]
        ).fetchall()
        for content_hash in sorted({row[1] for row in rows if row[1] is not None}):
            self._take(content_hash)
        self._turn(before)
        self._compare()
        cite(self._db, self._concerned)
        return self._done(rows)

    def _done(self, rows: list[tuple[int, str | None]]) -> int:
        """Take ``rows`` off the backlog; the number of entries that are done.

        The pages of a text are all renewed at once.  Where it comes often its other entries go as well, or
        each batch would go through all its pages.  They are looked for in the whole backlog, so not for less.
        """
        if not rows:
            return 0
        done = self._db.execute("delete from copies_backlog where rowid <= ?", [rows[-1][0]]).rowcount
        counts = Counter(content_hash for _, content_hash in rows if content_hash is not None)
        often = [content_hash for content_hash, count in counts.items() if count > max(1, len(rows) / _OFTEN)]
        if often:
            marks = ", ".join("?" * len(often))
            gone = f"delete from copies_backlog where content_hash in ({marks})"
            done += self._db.execute(gone, often).rowcount
        return done

    def _begin(self) -> int:
        """The limit in force; where signatures are of another scheme, all texts are to be done anew."""
        row = self._db.execute("select scheme, most from copy_state").fetchone()
        if row and row[0] == scheme():
            return int(row[1])
        if row:
            for table in (*_OF_TEXTS, "copies_backlog", "copy_state"):
                self._db.execute(f"delete from {table}")
            self._db.execute(
                "insert into copies_backlog select distinct content_hash from articles"
                " where content_hash is not null"
            )
        most = common_keys.limit(0)
        self._db.execute("insert into copy_state values (?, ?)", [scheme(), most])
        return most

    def _take(self, content_hash: str) -> None:
        """Bring the text with this hash, its keys included, to what the articles have now."""
        text = self._texts.of_hash(content_hash, anew=True)
        old = self._db.execute(
            "select id, keys, lead, place from copy_texts where content_hash = ?", [content_hash]
        ).fetchone()
        if text is None:
            if old:
                self._remove(old[0], unpacked(old[1]), old[3])
            return
        keys = text.keys
        (place,) = self._db.execute(
            f"select min({PLACE}) from articles where content_hash = ?", [content_hash]
        ).fetchone()
        if old and (old[1], old[2]) == (packed(keys), text.lead):
            self._concerned.add(old[0])  # another page with it, or another day
            if place != old[3]:
                self._db.execute("update copy_texts set place = ? where id = ?", [place, old[0]])
                self._firsts.note(keys, old[0], old[3], gone=True)
                self._firsts.note(keys, old[0], place)
            return
        if old:
            self._remove(old[0], unpacked(old[1]), old[3])
        text_id = self._db.execute(
            "insert into copy_texts (content_hash, lead, signature, keys, place) values (?, ?, ?, ?, ?)",
            [content_hash, text.lead, text.signature, packed(keys), place],
        ).lastrowid
        assert text_id is not None
        self._db.conn.executemany("insert into copy_keys values (?, ?)", [(key, text_id) for key in keys])
        self._firsts.note(keys, text_id, place)
        self._to_compare.add(text_id)

    def _remove(self, text_id: int, keys: list[int], place: str) -> None:
        self._forget_pairs(text_id)
        self._concerned.discard(text_id)
        self._db.execute("delete from copy_texts where id = ?", [text_id])
        self._db.conn.executemany(
            "delete from copy_keys where key = ? and text = ?", [(key, text_id) for key in keys]
        )
        self._firsts.note(keys, text_id, place, gone=True)

    def _turn(self, before: int) -> None:
        """Let keys change sides, and with them their texts be compared."""
        (count,) = self._db.execute("select count(*) from copy_texts").fetchone()
        most = common_keys.limit(count)
        # What is common already and only became more so is not counted again.
        at_stake = (self._firsts.with_more - self._common) | self._firsts.with_fewer
        if most != before:
            self._db.execute("update copy_state set most = ?", [most])
            at_stake.update(common_keys.at_stake(self._db, self._common, before, most))
        for key in common_keys.turned(self._db, at_stake, self._common, most):
            found = self._db.execute("select text from copy_keys where key = ?", [key])
            self._to_compare.update(text_id for (text_id,) in found)
        self._to_compare |= self._firsts.changed(self._common)

    def _compare(self) -> None:
        done: set[tuple[int, int]] = set()
        for text_id in sorted(self._to_compare):
            self._concerned.add(text_id)
            self._forget_pairs(text_id)
        for text_id in sorted(self._to_compare):
            for other in self._candidates(text_id):
                pair = (min(text_id, other), max(text_id, other))
                if pair not in done:
                    done.add(pair)
                    self._relate(*pair)

    def _forget_pairs(self, text_id: int) -> None:
        found = "select b from copy_pairs where a = :own union select a from copy_pairs where b = :own"
        self._concerned.update(other for (other,) in self._db.execute(found, {"own": text_id}))
        self._db.execute("delete from copy_pairs where a = ?", [text_id])
        self._db.execute("delete from copy_pairs where b = ?", [text_id])

    def _candidates(self, text_id: int) -> list[int]:
        """Texts that share enough keys to be worth a comparison, one of the two being among their first."""
        signature, keys = self._db.execute(
            "select signature, keys from copy_texts where id = ?", [text_id]
        ).fetchone()
        own = set(unpacked(keys)) - self._common
        of_many = self._firsts.large(own)
        sentences: Counter[int] = Counter()
        bands: dict[int, bool] = {}  # whether one of the two is among the first of many
        for key, other in self._firsts.opposite(text_id, own):
            if is_sentence(key):
                sentences[other] += 1
            else:
                bands[other] = bands.get(other, False) or key in of_many
        chosen = {other for other, count in sentences.items() if count >= _SENTENCES}
        for some in chunks(sorted(bands.keys() - chosen - {text_id})):
            marks = ", ".join("?" * len(some))
            rows = self._db.execute(
                f"select id, signature, keys from copy_texts where id in ({marks})", list(some)
            )
            chosen.update(
                other
                for other, its, its_keys in rows
                # Others that share keys of many are of one family, and compared with its first ones.
                if (bands[other] or len(of_many.intersection(unpacked(its_keys))) < _OF_MANY)
                and similarity(signature, its) >= _SIMILAR
            )
        return sorted(chosen - {text_id})

    def _relate(self, one: int, other: int) -> None:
        found = relation(self._texts.of_id(one), self._texts.of_id(other), self._common)
        if found:
            self._concerned |= {one, other}
            self._db.execute("insert into copy_pairs values (?, ?, ?, ?, ?)", [one, other, *found])
