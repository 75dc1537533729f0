"""What a page is made of besides its text, told by the address."""

from __future__ import annotations

from urllib.parse import urlsplit

# A web archive's file holds some fifty of them a page.
ENDINGS = (
    *(
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".xml",
        ".txt",
        ".ico",
        ".svg",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
    ),
    *(".woff", ".woff2", ".ttf", ".eot", ".mp3", ".mp4", ".m3u8", ".ts", ".swf", ".zip", ".rar", ".pdf"),
    *(".doc", ".docx", ".xls", ".xlsx"),
)
"""How the paths of style sheets, scripts, pictures and documents end, in lower case."""


def is_subresource(url: str) -> bool:
    """Whether the address is that of a part of a page, by how its path ends.

    >>> is_subresource("http://www.qinghe.example/a.CSS?v=1"), is_subresource("http://www.qinghe.example/a.html")
    (True, False)
    """
    try:
        return urlsplit(url).path.lower().endswith(ENDINGS)
    except ValueError:
        return url.lower().endswith(ENDINGS)
