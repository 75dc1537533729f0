"""Two encodings in one page, byte 80 and the characters that GB 18030 moved."""

from __future__ import annotations

import random
import time

import pytest

from covidmeet.text.charset import decode
from covidmeet.text.gb18030 import decode_two_bytes

LEAD = "11月10日，青禾县召开疫情防控工作会议，研究部署秋冬季防控措施。"
ORDER = "会议强调，各乡镇要守好入口、管住路口，把每一项措施落到实处，确保群众生活不受影响。"
TRADITIONAL = "11月10日，青禾縣召開疫情防控工作會議，研究部署秋冬季防控措施。會議強調，各鄉鎮要守好入口。"
PAIRS = [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("big5", "utf-8"), ("utf-8", "big5")]


def page(template: str, text: str, paragraphs: int) -> tuple[bytes, str]:
    """A page with its template in one encoding and its text in another; and how it reads."""
    hant = "big5" in (template, text)
    title = "青禾縣召開疫情防控工作會議" if hant else "青禾县召开疫情防控工作会议"
    head = (
        f"<html><head><title>{title} - 青禾政府</title>\n<meta name='ArticleTitle' content='{title}'></head>"
        "<body><div><a href='/'>首</a> &gt; <a>新</a> &gt; <a>要</a></div>"
        f"<h1>{title}</h1><div class='text'>"
    )
    body = f"<p>{TRADITIONAL if hant else LEAD + ORDER}</p>" * paragraphs
    foot = "</div><b>年</b><div class='foot'>主管：青禾政府 | 承：青禾</div></body></html>"
    raw = head.encode(template) + body.encode(text) + foot.encode(template)
    return raw, head + body + foot


@pytest.mark.parametrize("paragraphs", [1, 3, 30, 300])
@pytest.mark.parametrize(("template", "text"), PAIRS)
def test_a_template_around_a_text(template: str, text: str, paragraphs: int) -> None:
    raw, shown = page(template, text, paragraphs)
    found = decode(raw)
    assert (found.text, found.damaged) == (shown, 0)
    assert found.repairs["mixed_encodings"] > 0
    if paragraphs >= 3:
        assert found.encoding == text.replace("big5", "big5hkscs")


@pytest.mark.parametrize(("one", "other"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
def test_mixtures_of_other_shapes(one: str, other: str) -> None:
    for parts in (
        [(f"<title>{LEAD}_", one), ("青禾政府网", other), (f"</title><p>{ORDER}</p>", one)],
        [(f"<p>{LEAD} ", one), (f"{ORDER}</p>", other)],
        [(f"<p>{ORDER}", one), (ORDER, other), (f"{ORDER}</p>", one)],
        [(f"{LEAD}\n" * 20, one), (f"{ORDER}\n", other)],
        [(f"{LEAD}\r\n", one), (f"{ORDER}\r\n", other), (f"{LEAD}\r\n", one)],
        [("<meta content='青禾日报'>", one), (f"<p>{ORDER}</p>" * 4, other)],
        [(f"<p>{ORDER}</p>" * 9, one), ("<p>版权所有：青禾县</p>", other)],
    ):
        raw = b"".join(text.encode(codec) for text, codec in parts)
        found = decode(raw)
        assert (found.text, found.damaged) == ("".join(text for text, _ in parts), 0)
        assert found.repairs["mixed_encodings"] >= 1


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_stray_and_lost_bytes_are_no_second_encoding(codec: str) -> None:
    seeded = random.Random(7)
    whole = (f"<p>{LEAD}</p><p>{ORDER}</p>\n" * 3).encode(codec)
    high = [at for at, byte in enumerate(whole) if byte >= 0x80]
    for _ in range(600):
        raw = bytearray(whole)
        at = seeded.choice(high)
        raw[at : at + seeded.choice((0, 1, 1))] = bytes(seeded.choice((b"", b"\xa8", b"\xff", b"\xc4")))
        assert "mixed_encodings" not in decode(bytes(raw)).repairs


def test_one_encoding_is_no_mixture() -> None:
    for codec in ("utf-8", "gb18030"):
        found = decode(f"<p>{LEAD}</p><p>王喆懿、赵彧翀 © 2022</p>".encode(codec))
        assert (found.encoding, found.repairs) == (codec, {})


def test_a_long_mixture_takes_time_by_its_length() -> None:
    def seconds(paragraphs: int) -> float:
        raw, _ = page("gb18030", "utf-8", paragraphs)
        start = time.process_time()
        decode(raw)
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 30 * max(seconds(1_000), 0.005)


@pytest.mark.parametrize("text", ["补贴€500万元", "€", "€€"])
def test_byte_80_is_the_euro_sign(text: str) -> None:
    raw = (LEAD + text + ORDER).encode("gb18030").replace("€".encode("gb18030"), b"\x80")
    found = decode(raw)
    assert (found.text, found.encoding, found.damaged) == (LEAD + text + ORDER, "gb18030", 0)


def test_byte_80_inside_a_character_is_none() -> None:
    assert decode_two_bytes("丂".encode("gbk")[:1] + b"\x80", "gb18030") == b"\x81\x80".decode("gbk")
    assert decode_two_bytes(b"\x80", "big5hkscs") == "\ufffd"


# Two bytes of GB 18030, and the character that the edition of 2022 gives them.
MOVED = {
    "a6d9": "︐", "a6da": "︒", "a6db": "︑", "a6dc": "︓", "a6dd": "︔", "a6de": "︕", "a6df": "︖",
    "a6ec": "︗", "a6ed": "︘", "a6f3": "︙", "a8bc": "ḿ", "fe59": "龴", "fe61": "龵", "fe66": "龶",
    "fe67": "龷", "fe6d": "龸", "fe7e": "龹", "fe90": "龺", "fea0": "龻",
    "fe51": "\U00020087", "fe52": "\U00020089", "fe53": "\U000200cc", "fe6c": "\U000215d7",
    "fe76": "\U0002298f", "fe91": "\U000241fe",
}  # fmt: skip


def test_the_characters_that_gb18030_moved() -> None:
    raw = LEAD.encode("gb18030") + bytes.fromhex("".join(MOVED))
    found = decode(raw)
    assert (found.text, found.damaged) == (LEAD + "".join(MOVED.values()), 0)
    # In UTF-8 these codes are what a page's own font draws.
    assert decode((LEAD + "\ue81e").encode()).text == LEAD + "\ue81e"
