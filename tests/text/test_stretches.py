"""Two encodings in one page, byte 80 and the characters that GB 18030 moved."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from covidmeet.text.charset import decode
from covidmeet.text.gb18030 import decode_two_bytes
from tests.growth import assert_linear

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


WORDS = ["林秋", "知秋", "青禾", "王乾坤", "江晚舟", "城东区", "疾控中心", "新闻中心"]
SHORT = [
    ("<b>{}</b>", WORDS),
    ("<p>编辑 <span>{}</span></p>", WORDS),
    ("<p>editor: {} (2022)</p>", WORDS),
    ("<td>{}</td><td>12</td>", WORDS),
    ("<title>{}</title>", WORDS),
    ("<p>编辑：{}</p>", ["江晚舟", "城东区", "林知秋"]),
    ("<p>来源：{}</p>", ["江晚舟", "城东区", "林知秋"]),
]


@pytest.mark.parametrize(("main", "other"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
@pytest.mark.parametrize(("around", "words"), SHORT)
def test_a_word_in_another_encoding(main: str, other: str, around: str, words: list[str]) -> None:
    for word in words:
        before, after = around.split("{}")
        head, tail = f"<html><body><p>{LEAD}</p>{before}", f"{after}<p>{ORDER}</p></body></html>"
        found = decode(head.encode(main) + word.encode(other) + tail.encode(main))
        assert found.text == head + word + tail
        assert found.encoding == main
        assert (found.damaged, dict(found.repairs)) == (0, {"mixed_encodings": 1})


def test_a_word_in_big5_on_a_traditional_page() -> None:
    head, tail = f"<p>{TRADITIONAL}</p><b>", f"</b><p>{TRADITIONAL}</p>"
    found = decode((head + "{}" + tail).encode().replace(b"{}", "青禾縣".encode("big5")))
    assert (found.text, found.damaged) == (f"{head}青禾縣{tail}", 0)


# In GBK their bytes are Chinese in UTF-8, or no more than rare: the page is in one encoding all the same.
RARE = ["固椟", "妊徼", "铨甲孝", "筋稣簌", "鑫磊", "镕基", "喆堃", "龑", "骁骕", "锟斤拷"]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_rare_words_alone_are_no_second_encoding(codec: str) -> None:
    names = "".join(f"<li>{word}</li>" for word in RARE)
    text = f"<p>{LEAD}</p><ul>{names}</ul><p>{ORDER}</p>"
    found = decode(text.encode(codec))
    assert (found.text, found.encoding, dict(found.repairs)) == (text, codec, {})


@pytest.mark.parametrize(
    "lost", [b"\xe5\x86", b"\x86\xb2", b"\xe5\xe6", b"\xb2\xa3", b"\xe5\x86\xe6\xb3", b"\xb2\xe5\x86\xb2"]
)
def test_what_is_left_of_utf8_is_no_gbk(lost: bytes) -> None:
    for around in ("<b>{}</b>", "<p>编辑：{}</p>", "<p>{}会议</p>"):
        page = f"<p>{LEAD}</p>{around}<p>{ORDER}</p>".encode().replace(b"{}", lost)
        found = decode(page)
        assert (found.text, found.encoding) == (page.decode("utf-8", "replace"), "utf-8")
        assert not found.repairs


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
    def prepare(paragraphs: int) -> Callable[[], object]:
        raw, _ = page("gb18030", "utf-8", paragraphs)
        return lambda: decode(raw)

    assert_linear("mixture", prepare, (2_000, 4_000, 8_000, 16_000))


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
