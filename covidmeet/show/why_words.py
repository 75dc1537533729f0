"""The words of ``covidmeet why`` in Chinese; those that are stored, as names of rules, stay as they are."""

from __future__ import annotations

from covidmeet.show.words import Words

_CHINESE = {
    "Captures": "历次采集",
    "Lines of the page": "网页各行",
    "Read today": "按今日规则读取",
    "answer": "响应",
    "archived": "归档",
    "article": "文章网址",
    "asked for": "所问",
    "by its address": "按网址",
    "copy": "其文章的镜像",
    "decision": "判定",
    "document": "文档",
    "encoding": "编码",
    "file": "文件",
    "first seen": "首次归档",
    "found": "依据",
    "gateway": "网关",
    "inside it": "内含网址",
    "last seen": "最近见到",
    "layout": "版式",
    "list": "列表页",
    "live": "直接抓取",
    "page": "网页位置",
    "rejected": "未收",
    "repaired": "修复",
    "stripped": "去除",
    "to fetch it:": "抓取命令：",
    "topic": "主题",
    "unread": "未能读取",
    "visited": "访问",
    "an article": "文章，予以归档",
    "a report of a meeting on prevention": "防疫会议报道",
    "declared as": "页面声明",
    "led to": "转向",
    "matches": "匹配",
    "no": "否",
    "no; the archive knows nothing of this address": "否；存档中没有此网址的任何记录",
    "not asked for: topic=all": "未要求主题：topic=all",
    "not kept": "未保存",
    "of no site that is known": "不属于已知站点",
    "on another matter": "其他主题",
    "on another matter, times": "其他主题，次数",
    "only a host of it": "仅主机名相符",
    "places not decoded": "无法解码处",
    "read below": "以下所读",
    "… {} more lines; --lines {} shows all": "……另有 {} 行；--lines {} 显示全部",
    # How an encoding was decided (text/charset.py).
    "byte order mark": "字节顺序标记",
    "NUL pattern": "NUL 字节分布",
    "escape sequences": "转义序列",
    "strict UTF-8": "严格符合 UTF-8",
    "tolerant UTF-8": "UTF-8，少量坏字节",
    "scored": "按中文可读程度判定",
    "by stretches": "分段判定",
    "guessed": "统计猜测",
    # Why a layout does not match (page_reading.py).
    "no text where it expects it": "预期位置没有正文",
    "the most probable text, certainty": "最可能的正文，可信度",
    "what it needs is not on the page": "页面上没有其标志",
    "of pages in JSON": "用于 JSON 页面",
    "of pages in HTML": "用于 HTML 页面",
    # Why a page is on the topic or not (text/topic.py).
    "the headlines name an epidemic of animals or plants": "标题所说是动植物疫病",
    "neither headlines nor first paragraphs name an epidemic": "标题和开头各段均未提及疫情",
    "the headlines name a gathering of another kind": "标题所说是其他活动",
    "an epidemic is named, but no meeting that was held": "提到疫情，但没有召开会议",
    "the headline names the epidemic": "标题点明疫情",
    "the headline names another matter": "标题点明其他事项",
    "a further headline names the epidemic": "副标题点明疫情",
    "the first sentence says that the meeting was about it": "首句说明会议议题为疫情",
    "the first paragraphs name the epidemic several times": "开头各段多次提到疫情",
    "the epidemic is only mentioned": "仅顺带提到疫情",
}


def why_words(language: str | None) -> Words:
    """The words of that language, English where none is named."""
    return Words(_CHINESE, language)
