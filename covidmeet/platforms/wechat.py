"""WeChat accounts (mp.weixin.qq.com), also as saved by a browser.

The element of the text is hidden until a script shows it (since about 2020); the time of publication stands
in a script, in seconds since 1970 (pages since 2018), as text before.  The account is the source.
"""

from covidmeet.site import Articles, Layout

POSTS = Articles(("mp.weixin.qq.com",), r"/s(?:/[\w-]{22}|\?(?:.*&)?__biz=.+)")
"""The addresses of posts, short and long."""

WECHAT = Layout(
    "wechat",
    title=("#activity-name", "meta:og:title"),
    info=("#post-date",),
    published=(
        r'script:\bvar\s+ct\s*=\s*"(\d{10})"',
        r"script:\bcreateTime\s*=\s*'(\d{4}-\d\d-\d\d \d\d:\d\d)'",
        r'script:\bpublish_time\s*=\s*"(\d{4}-\d\d-\d\d)"',
        "#publish_time",
    ),
    source=("#js_name", "#post-user", r'script:\bvar\s+nickname\s*=\s*(?:htmlDecode\()?"([^"<>]{1,60})"'),
    body=("#js_content",),
)
