"""Publishing systems that many sites share: layouts for pages of any host, tried after a site's own.

The order is that in which they are tried: those with fields of their own before the ids that several share.
A site on one of them states its layout under a name of its own (``Layout.named``), so that health can tell
its pages from those of any host.
"""

from collections.abc import Mapping

from covidmeet.platforms import founder, jcms, jpaas, trs, vsb, webplus
from covidmeet.platforms.cctv import CCTV
from covidmeet.platforms.chinanews import CHINANEWS
from covidmeet.platforms.founder import FOUNDER, FOUNDER_OLD
from covidmeet.platforms.ivs import IVS
from covidmeet.platforms.jcms import JCMS
from covidmeet.platforms.marked_fields import MARKED_FIELDS
from covidmeet.platforms.nhc import NHC
from covidmeet.platforms.nx_gov import NX_GOV
from covidmeet.platforms.people import PEOPLE, PEOPLE_2015
from covidmeet.platforms.provincial_papers import ZJRB
from covidmeet.platforms.shared_ids import SHARED_IDS
from covidmeet.platforms.ucap import UCAP
from covidmeet.platforms.webplus import WEBPLUS
from covidmeet.platforms.wechat import WECHAT
from covidmeet.platforms.xinhuanet import XINHUANET, XINHUANET_2017
from covidmeet.site import GENERIC, Layout

LAYOUTS: tuple[Layout, ...] = (
    WECHAT,
    WEBPLUS,
    UCAP,
    FOUNDER,
    FOUNDER_OLD,
    JCMS,
    IVS,
    PEOPLE,
    PEOPLE_2015,
    XINHUANET,
    XINHUANET_2017,
    CCTV,
    CHINANEWS,
    NHC,
    NX_GOV,
    ZJRB,
    MARKED_FIELDS,
    SHARED_IDS,
)
_FACTS = frozenset(layout.named("") for layout in (*LAYOUTS, trs.NORM))
FALLBACKS = frozenset((GENERIC.name, *(layout.name for layout in LAYOUTS)))
"""The layouts of pages that none of their site's own layouts matched."""

ADDRESSES: Mapping[str, str] = {
    "trs": trs.ARTICLE,
    "jcms": jcms.ARTICLE,
    "jpaas": jpaas.ARTICLE,
    "webplus": webplus.ARTICLE,
    "vsb": vsb.ARTICLE,
    "founder": founder.ARTICLE,
}
"""The form of an article's path by the module here whose system gives it; each is its ``ARTICLE``."""


def is_shared(layout: Layout) -> bool:
    """Whether a layout is that of a shared system, under whatever name a site states it."""
    return layout.named("") in _FACTS
