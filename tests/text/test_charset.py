"""The encoding is decided on the bytes, whatever was declared and however the bytes were damaged."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.charset import decode
from covidmeet.text.charset_labels import codec_name, declared_in_header, declared_in_html

# Invented news, in the shape of the pages that come in each encoding.
HANS = (
    "青禾市召开疫情防控工作会议",
    "11月14日上午，青禾市疫情防控工作会议在市民中心举行。会议听取了各县区近期工作情况的汇报，研究部署下一阶段任务。",
    "会议指出，要把人民群众生命安全放在首位，进一步完善值班制度，确保各项措施落到实处。各部门负责人参加会议。",
)
HANT = (
    "青禾市召開疫情防控工作會議",
    "11月14日上午，青禾市疫情防控工作會議在市民中心舉行。會議聽取了各縣區近期工作情況的匯報，研究部署下一階段任務。",
    "會議指出，要把人民群眾生命安全放在首位，進一步完善值班制度，確保各項措施落到實處。各部門負責人參加會議。",
)


def page(lines: tuple[str, ...], charset: str) -> str:
    paragraphs = "".join(f"<p>\u3000\u3000{line}</p>\n" for line in lines[1:])
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">\n<title>{lines[0]}</title></head>\n'
        f"<body><h1>{lines[0]}</h1>\n{paragraphs}</body></html>\n"
    )


DECLARATIONS = ["", "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "euc-kr", "nonsense"]


@pytest.mark.parametrize("declared", DECLARATIONS)
@pytest.mark.parametrize(
    ("lines", "codec", "encoding"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANT, "utf-8", "utf-8"),
        (HANS, "gbk", "gb18030"),
        (HANT, "gbk", "gb18030"),
        (HANS, "gb2312", "gb18030"),
        (HANT, "big5", "big5hkscs"),
        (HANS, "utf-16-le", "utf-16-le"),
        (HANT, "utf-16-be", "utf-16-be"),
    ],
)
def test_bytes_outvote_whatever_is_declared(
    lines: tuple[str, ...], codec: str, encoding: str, declared: str
) -> None:
    html = page(lines, declared)
    found = decode(html.encode(codec), declared=[declared])
    assert (found.text, found.encoding, found.damaged) == (html, encoding, 0)


@pytest.mark.parametrize("lines", [HANS, HANT])
def test_gbk_served_as_utf8(lines: tuple[str, ...]) -> None:
    html = page(lines, "utf-8")
    found = decode(html.encode("gbk"), declared=["utf-8", "utf-8"])
    assert (found.text, found.encoding, found.how) == (html, "gb18030", "scored")


def test_utf8_declared_gb2312() -> None:
    html = page(HANS, "gb2312")
    found = decode(html.encode(), declared=["gb2312"])
    assert (found.text, found.encoding, found.how) == (html, "utf-8", "strict UTF-8")


def test_four_byte_characters_under_a_gb2312_meta() -> None:
    lines = (
        *HANS,
        "参加会议的还有青禾镇的㑇先生和𠮷女士，以及各村代表。",
        "会议于当天下午结束，与会人员返回。",
    )
    html = page(lines, "gb2312")
    found = decode(html.encode("gb18030"), declared=["gb2312"])
    assert (found.text, found.encoding, found.damaged) == (html, "gb18030", 0)


def test_hong_kong_characters_in_big5() -> None:
    html = page((*HANT, "有街坊話，嗰日開會嘅時候，佢哋都喺度，冇人離開。"), "big5")
    found = decode(html.encode("big5hkscs"), declared=["big5"])
    assert (found.text, found.encoding, found.damaged) == (html, "big5hkscs", 0)


@pytest.mark.parametrize(
    ("lines", "codec", "encoding"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "gbk", "gb18030"),
        (HANT, "gbk", "gb18030"),
        (HANT, "big5", "big5hkscs"),
    ],
)
class TestDamagedPages:
    def test_two_stray_bytes_between_tags(self, lines: tuple[str, ...], codec: str, encoding: str) -> None:
        html = page(lines, "utf-8")
        raw = html.encode(codec).replace(b"<h1>", b"\xff\n<h1>").replace(b"</body>", b"\xfe\n</body>")
        found = decode(raw, declared=["utf-8"])
        assert (found.encoding, found.damaged) == (encoding, 2)
        assert found.text.replace("\ufffd\n", "") == html

    def test_last_character_cut(self, lines: tuple[str, ...], codec: str, encoding: str) -> None:
        raw = lines[1].encode(codec) * 5
        found = decode(raw[:-1], declared=["iso-8859-1"])
        assert (found.encoding, found.damaged) == (encoding, 1)
        assert found.text == lines[1] * 4 + lines[1][:-1] + "\ufffd"

    def test_summary_cut_inside_a_character(self, lines: tuple[str, ...], codec: str, encoding: str) -> None:
        """A content system that counts bytes cuts a character in two before the closing quote."""
        cut = lines[2].encode(codec)[:-1]
        html = page(lines, "utf-8")
        raw = html.encode(codec).replace(b"<title>", b'<meta content="' + cut + b'">\n<title>')
        found = decode(raw)
        assert (found.encoding, found.damaged) == (encoding, 1)
        assert found.text.replace(f'<meta content="{lines[2][:-1]}\ufffd">\n', "") == html


def test_a_gbk_footer_under_utf8_is_read() -> None:
    raw = (page(HANS, "utf-8") * 3).encode() + "版权所有".encode("gbk")
    found = decode(raw)
    assert (found.encoding, found.how) == ("utf-8", "by stretches")
    assert (found.damaged, found.repairs) == (0, {"mixed_encodings": 1})
    assert found.text.endswith("版权所有")
    assert found.text.startswith(page(HANS, "utf-8") * 3)


def test_short_utf8_with_more_than_five_percent_bad_bytes() -> None:
    raw = "青禾市召开会议".encode() + b"\xff\xfe"
    assert decode(raw) == decode(raw, declared=["gb2312"])
    assert (decode(raw).encoding, decode(raw).damaged) == ("utf-8", 2)


def test_a_replacement_character_in_the_source_is_not_damage() -> None:
    text = "会议记录\ufffd由办公室整理"
    assert decode(text.encode()).damaged == 0
    assert decode((text * 9).encode() + b"\xff").damaged == 1
    assert decode((text * 9).encode("gb18030") + b"\xff").damaged == 1


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_byte_order_mark_is_obeyed_and_removed(mark: bytes, codec: str) -> None:
    found = decode(mark + HANS[1].encode(codec), declared=["big5"])
    assert (found.text, found.encoding, found.how) == (HANS[1], codec, "byte order mark")


def test_a_utf8_bom_before_gbk_is_ignored() -> None:
    found = decode(codecs.BOM_UTF8 + page(HANS, "gbk").encode("gbk"))
    assert found.encoding == "gb18030"
    assert HANS[2] in found.text


def test_utf16_without_mark_and_without_ascii() -> None:
    for codec in ("utf-16-le", "utf-16-be"):
        found = decode(HANS[2].replace("，", "").encode(codec))
        assert (found.text, found.encoding) == (HANS[2].replace("，", ""), codec)


@pytest.mark.parametrize("codec", ["hz", "iso2022_jp_2"])
def test_seven_bit_chinese(codec: str) -> None:
    found = decode(HANS[1].encode(codec))
    assert (found.text, found.encoding) == (HANS[1], codec)


def test_a_tilde_and_brace_in_a_script_is_not_hz() -> None:
    raw = b"<script>var mask = '~{ab~}';</script>"
    assert decode(raw).text == raw.decode()


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        ("Réunion du comité à l'hôtel de ville : les élèves ont été reçus. ", "cp1252", "cp1252"),
        ("Заседание городского штаба прошло во вторник, обсудили график дежурств. ", "cp1251", "cp1251"),
        ("Заседание городского штаба прошло во вторник, обсудили график дежурств. ", "koi8-r", "koi8-r"),
        ("市の対策会議は火曜日の午後に開かれ、新しい取り組みについて話し合いました。", "cp932", "cp932"),
        ("市の対策会議は火曜日の午後に開かれ、新しい取り組みについて話し合いました。", "euc_jp", "euc_jp"),
        ("시청에서 열린 방역 회의에서 학교와 병원의 새로운 대책을 논의하였다. ", "euc_kr", "cp949"),
        ("การประชุมของเทศบาลจัดขึ้นในวันอังคาร ผู้เข้าร่วมได้หารือเกี่ยวกับมาตรการใหม่ ", "tis-620", "tis-620"),
    ],
)
def test_other_languages_are_not_read_as_chinese(text: str, codec: str, encoding: str) -> None:
    raw = (text * 4).encode(codec)
    assert decode(raw, declared=[codec]).text == text * 4
    assert decode(raw, declared=[codec]).encoding == encoding
    assert decode(raw).text == text * 4


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        (" x-gbk ", "gb18030"),
        ("gb_2312-80", "gb18030"),
        ("Big5-HKSCS", "big5hkscs"),
        ("UTF8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("base64", None),
        ("unicode_escape", None),
        ("utf-7", None),
        ("no such thing", None),
        ("\0", None),
        ("", None),
    ],
)
def test_labels(label: str, codec: str | None) -> None:
    assert codec_name(label) == codec


@pytest.mark.parametrize(
    ("html", "labels"),
    [
        (b'<meta charset="gb2312">', ["gb2312"]),
        (b"<META http-equiv=Content-Type content='text/html; charset=GBK'>", ["GBK"]),
        (b'<?xml version="1.0" encoding="utf-8"?><meta charset=big5>', ["utf-8", "big5"]),
        (b"<p>charset=gbk</p>", []),
        (b" " * 9000 + b'<meta charset="gb2312">', []),
        (b"", []),
    ],
)
def test_declared_in_html(html: bytes, labels: list[str]) -> None:
    assert declared_in_html(html) == labels


def test_declared_in_header() -> None:
    assert declared_in_header('text/html; Charset="GB2312"') == ["GB2312"]
    assert declared_in_header("text/html") == []


def test_empty_and_ascii() -> None:
    assert (decode(b"").text, decode(b"").encoding) == ("", "utf-8")
    assert decode(b"plain", declared=["gbk"]).encoding == "utf-8"


@given(st.binary(max_size=400), st.lists(st.text(max_size=12), max_size=3))
def test_any_bytes_and_any_label_decode(data: bytes, declared: list[str]) -> None:
    found = decode(data, declared=declared)
    assert found.text.count("\ufffd") >= found.damaged >= 0
    assert found == decode(data, declared=declared)
    found.text.encode()  # no lone surrogates: the text can be stored


@given(st.text(max_size=300))
def test_utf8_always_comes_back(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    text = "".join(c for c in text if c not in "\0\x1b~\ufeff")
    assert decode(text.encode(), declared=["gbk"]).text == text


def test_the_choice_does_not_grow_with_the_input() -> None:
    """Eight megabytes of GBK take little more than the decoding itself."""
    raw = (page(HANS, "gbk") * 14_000).encode("gbk")
    start = time.perf_counter()
    assert decode(raw).encoding == "gb18030"
    assert time.perf_counter() - start < 2.0


@given(st.sampled_from([b"\x81", b"<meta ", b"~{", b"\x1b$", b"\0a", b"\xe4\xb8"]), st.integers(0, 4000))
def test_repeated_fragments_stay_linear(unit: bytes, times: int) -> None:
    raw = unit * times
    start = time.perf_counter()
    decode(raw, declared=declared_in_html(raw))
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_page_full_of_characters_that_end_in_a_nul(codec: str) -> None:
    html = page(
        (HANS[0], *(f"第{n}项：统一部署、统一指挥、统一行动，一把手负总责。" for n in range(300))), "utf-8"
    )
    found = decode(html.encode(codec), declared=["utf-8"])
    assert (found.text, found.encoding) == (html, codec)
