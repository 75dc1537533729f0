"""Systems that mark each field of an article with comments: <!-- 文章正文 begin -->, as 中山's towns do."""

from covidmeet.site import Layout

_FIELD = "//comment()[contains(., '%s begin')]/.."

MARKED_FIELDS = Layout(
    "marked_fields",
    title=(_FIELD % "文章标题",),
    published=(_FIELD % "发布日期",),
    source=(_FIELD % "文章来源",),
    body=(_FIELD % "文章正文",),
)
