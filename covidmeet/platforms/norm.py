"""The norm for government sites (政府网站发展指引, 2017): metas for title, time and source.

The time that a page shows beside 发布时间 outranks ``PubDate``, which some systems renew when a page is made
again: they disagree on 3 of 11 real pages.
"""

TITLE = "meta:ArticleTitle"
SOURCE = "meta:ContentSource"
PUBLISHED = (
    r"script:(?:发布|發布|發佈)(?:时间|日期|時間)\s{0,9}(?:<[^<>]{0,80}>\s{0,9}){0,2}[:：]?\s{0,9}"
    r"(?:<[^<>]{0,80}>\s{0,9}){0,3}"
    r"(\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s{1,3}\d{1,2}:\d\d(?::\d\d)?)?)",
    "meta:PubDate",
)
