"""宁夏's governments: ids for title, time and text. Unproved: stated after public descriptions."""

from covidmeet.site import Layout

NX_GOV = Layout("nx_gov_web", title=("#info_title",), published=("#info_released_dtime",), body=("#ofdneed",))
