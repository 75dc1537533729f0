"""people.com.cn, its channels, and the pages that others took over with their markup."""

from covidmeet.site import Layout

PEOPLE = Layout(
    "people_web",
    title=(".rm_txt h1", "h1"),
    info=(".channel .col-1-1", ".rm_txt .edit"),
    body=(".rm_txt_con",),
    drop=(".rm_txt_con .bza", ".rm_txt_con .edit", ".rm_txt_con .page_n", "#rwb_tjyd", ".paper_num"),
)
PEOPLE_2015 = Layout(
    "people_web_2015",
    title=("h1",),
    info=(".box01 .fl", ".artOri", ".edit"),
    body=("#rwb_zw",),
    drop=("#rwb_tjyd", ".edit", ".page_n", ".zdfy", ".paper_num"),
)
