"""people: 人民网 (people.com.cn) and its regional channels.

Two layouts share the addresses: the one of 2021 has the text in .rm_txt_con; before it was #rwb_zw or one of
several boxes.  A list names its further pages index2.html, index3.html.
"""

from dataclasses import replace

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms.people import PEOPLE, PEOPLE_2015
from covidmeet.site import Articles, Listing, Paging, Sign, Site

SITE = Site(
    name="people",
    signs=(
        Sign(r"by www\.people\.com\.cn\.\s*all rights reserved"),
        Sign(r"^人\s*民\s*网\s*(?:股份有限公司\s*)?版\s*权\s*所\s*有"),
    ),
    articles=(
        Articles(
            ("politics.people.com.cn", "*.people.com.cn"),
            r"/(?:n[12]?/\d{4}/\d{4}/c\d+-\d+|GB/\d+/\d+/\d+)\.html",
        ),
    ),
    lists=(
        Listing(
            start=(
                "http://politics.people.com.cn/GB/1024/index.html",
                "http://politics.people.com.cn/GB/1027/index.html",
                "http://bj.people.com.cn/GB/82837/index.html",
            ),
            item=".ej_list_box li, .p2j_list li, .headingNews li, .ej_bor li",
            time="em, i, .gray",
            paging=Paging(
                address=r"(https?://\w+\.people\.com\.cn/GB/\d+/)(?:index(?P<n>\d*)\.html)?",
                further=r"\1index{n}.html",
            ),
        ),
    ),
    layouts=(
        PEOPLE.named("people"),
        replace(
            PEOPLE_2015.named("people_2015"),
            body=(*PEOPLE_2015.body, ".box_con", ".show_text", ".text_con_left", "#p_content"),
        ),
    ),
)


class PeopleSpider(NewsSpider):
    name = SITE.name
    site = SITE
