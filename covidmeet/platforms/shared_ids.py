"""Elements that many systems of publishing name alike, by which a text is found on a page of any host.

Each line says of which system the element is known.  The first that holds running text counts: where one of
them stands in another, as in systems that wrap an editor's element, the outer one comes first.
"""

from __future__ import annotations

from covidmeet.site import Layout

SHARED_IDS = Layout(
    "shared_ids",
    head_by_order=True,
    body=(
        "#js_content",  # WeChat
        "#zoomcon",  # UCAP: Guangzhou, Jiangxi
        "#UCAP-CONTENT",  # UCAP: gov.cn
        "ucapcontent",
        "#vsb_content",  # VSB WebBuilder
        ".v_news_content",  # the same, inside #vsb_content_N
        ".wp_articlecontent",  # WebPlus
        "founder-content",  # Founder e-papers, inside #ozoom
        "#ozoom",
        "#ivs_content",  # Shanghai's offices
        ".trs_editor_view",  # TRS WCM, newer
        ".TRS_UEDITOR",
        ".TRS_Editor",  # TRS WCM, older
        "#zoom",  # jCMS, EasySite, JPaaS
        ".zoom",
        "#p-detail",  # xinhuanet to 2020
        "#detailContent",  # xinhuanet from 2021
        ".rm_txt_con",  # people.com.cn from 2021
        "#rwb_zw",  # people.com.cn before
    ),
)
