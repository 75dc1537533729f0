"""The reading aid of Shanghai's offices (``ivs``): ids for title, day, text and source.

The title's element holds the day as well, and on some pages the text.
"""

from covidmeet.platforms import norm
from covidmeet.site import Layout

IVS = Layout(
    "ivs",
    title=("//*[@id='ivs_title']/text()[normalize-space()]", "#ivs_title"),
    info=("#ivs_date", "#ivs_source"),
    source=(norm.SOURCE,),
    body=("#ivs_content",),
)
