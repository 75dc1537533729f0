"""Write the tables of ``covidmeet.repair.mirror`` from their sources: ``python tools/make_readings.py``.

- ``readings.tsv``: the characters that the commonest kit annotates, with the step of its ranking at which
  they join the set, and the reading it prints.  Which characters, and in which order, was read off damaged
  pages; the readings are pypinyin's.
- ``pinyin.tsv``: every reading of every ideograph of GBK (pypinyin), for kits that annotate other characters.
- ``forms.txt``: ideographs that a page of such a kit does not contain, because the kit's one-to-one table
  turns them into another one, or never makes them (OpenCC's ``s2t`` on single characters, but for the kit's
  own choices).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

TARGET = Path(__file__).parent.parent / "covidmeet" / "repair" / "mirror"

STEPS = (
    "網業發聯經優環統現創態區節續監戰養穩醫衛鄉",
    "產術導數",
    "關設務質轉當內權認譽團達學應習構訓結據規側",
    "進標護濟運預風責礎獻鎮",
    "機隊準堅調強細揚紀",
    "動會場項驗實臺個價時點計費領負爭擴競擔儲補執獨",
    "號對長簡級勢識請錯",
    "頁測國過見報險評復嚴藍驅農災協",
    "開專問來門盤詢無類說沒倉庫夢遠",
    "線滿廠話銷觀贏戶車購愛營萬絡聽獎語",
    "樂畫詩寫賣稱錢訪鳥幾績",  # seen, but too rarely for a place in the ranking
)
# Where the kit prints another reading than the first in pypinyin's list.
CHOSEN = {"長": "zhǎng"}

STAYS = "后干里面系只余云于制松了采并占周克家么范游布托筑征"
TURNS = {"台": "臺", "准": "準", "复": "復", "冲": "沖", "着": "著", "几": "幾"}


def readings_of(char: str) -> list[str]:
    """Pinyin with tone marks, the commonest reading first."""
    return pinyin(char, style=Style.TONE, heteronym=True)[0]


def ideographs() -> Iterator[str]:
    """The ideographs of GBK, in the order of their codes."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            char = bytes((lead, trail)).decode("gbk", "ignore")
            if len(char) == 1 and "\u4e00" <= char <= "\u9fff":
                yield char


def kit_readings() -> Iterator[str]:
    for step, chars in enumerate(STEPS):
        for char in chars:
            known = readings_of(char)
            reading = CHOSEN.get(char, known[0])
            if reading not in known:
                raise ValueError(f"{char} is not read {reading}")
            yield f"{step}\t{char}\t{reading}\n"


def pinyin_rows() -> Iterator[str]:
    chars: defaultdict[str, str] = defaultdict(str)
    for char in ideographs():
        for reading in readings_of(char):
            if reading != char and reading.islower():
                chars[reading] += char
    return (f"{reading}\t{chars[reading]}\n" for reading in sorted(chars))


def foreign_forms() -> str:
    """The ideographs that are not the kit's form of themselves or of their Simplified character."""
    to_traditional = [opencc.OpenCC(config) for config in ("s2t", "s2tw")]
    to_simplified = opencc.OpenCC("t2s")

    def forms(char: str) -> set[str]:
        if char in STAYS or char in TURNS:
            return {TURNS.get(char, char)}
        others = {str(converter.convert(char)) for converter in to_traditional}
        return {other for other in others if len(other) == 1 and other.encode("gbk", "ignore")} or {char}

    return "".join(c for c in ideographs() if c not in forms(str(to_simplified.convert(c))[:1]))


def main() -> None:
    (TARGET / "readings.tsv").write_text("".join(kit_readings()), encoding="utf-8")
    (TARGET / "pinyin.tsv").write_text("".join(pinyin_rows()), encoding="utf-8")
    (TARGET / "forms.txt").write_text(foreign_forms() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
