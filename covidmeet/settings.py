"""Settings of the crawler; each can be set for one run with ``-s NAME=VALUE``.

Those that a user may need can also come from the environment: see ``environment.SETTINGS``.
"""

import os
import sys
from pathlib import Path

from covidmeet import environment
from covidmeet.stages import item_pipelines

BOT_NAME = "covidmeet"
SPIDER_MODULES = ["covidmeet.spiders"]
COMMANDS_MODULE = "covidmeet.commands"

_DATA = Path(__file__).resolve().parent.parent / "data"

# The archive: one SQLite file.
DATABASE = str(_DATA / "covidmeet.db")
# Seconds that a write waits while another process writes to the archive.
DATABASE_BUSY_SECONDS = 30.0
# A document with more bytes is rejected unread; the longest real one has a few hundred kilobytes.
DOCUMENT_MAX_BYTES = 20_000_000

# Each stage with the reason for its place; one of your own goes between two of them by its number.
ITEM_PIPELINES = item_pipelines()
EXTENSIONS = {
    "covidmeet.extensions.rejects.Rejects": 100,
    # Before the verdict, which tells what became of the archive.
    "covidmeet.extensions.guard.Guard": 150,
    "covidmeet.extensions.health.Health": 200,
    "covidmeet.extensions.progress.Progress": 250,
    "covidmeet.extensions.prompt_stop.PromptStop": 260,
    "scrapy.extensions.logstats.LogStats": None,
    # Ours never goes below a Crawl-delay.
    "scrapy.extensions.throttle.AutoThrottle": None,
    "covidmeet.extensions.throttle.Throttle": 300,
    "covidmeet.extensions.gc_tuning.GcTuning": 900,
}
ADDONS = {
    "covidmeet.crawl.identity.Identity": 100,
}
LOG_FORMATTER = "covidmeet.crawl.log_formatter.BriefFormatter"
LOG_FILE: str | None = None  # standard error
LOG_LEVEL = "INFO"  # a line a page is noise; what is rejected is a warning

# --- What a page passes through on its way, outside first -------------------------------------------------
# Where a name of Scrapy's own is set to None, the line before it does the same and more.
DOWNLOADER_MIDDLEWARES = {
    # No site of these asks for a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # Before anything is asked: is the address one that may be asked?
    "covidmeet.middlewares.boundaries.Boundaries": 50,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Before robots.txt, which is the gateway's where there is one.
    "covidmeet.middlewares.via.Via": 60,
    "covidmeet.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # Responses come from the bottom up: only what the retries gave up on is a block.
    "covidmeet.middlewares.blocks.Blocks": 545,
    "covidmeet.middlewares.retry.PatientRetry": 550,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "covidmeet.middlewares.redirects.MetaRefreshes": 580,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # After decompression (590), before anything that reads text.
    "covidmeet.middlewares.charset.Charset": 585,
    "covidmeet.middlewares.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    # Last before the download, when it is known whether a proxy (750) resolves the name.
    "covidmeet.middlewares.private_addresses.PrivateAddresses": 760,
}
SPIDER_MIDDLEWARES = {
    # Nothing here looks at the depth of a page, or hands on a page's whole meta; each layer costs all pages.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    # Next to the engine: what the others let through gets somebody to hear of its failure.
    "covidmeet.middlewares.failures.Failures": 10,
    # After the known ones are out, which cost nothing.
    "covidmeet.middlewares.limits.Limits": 850,
    "covidmeet.middlewares.known.Known": 950,
}
# Sends a page's request to the gateway, while all of the above sees the page's own address.
DOWNLOAD_HANDLERS = {
    "http": "covidmeet.crawl.wire_handler.WireHandler",
    "https": "covidmeet.crawl.wire_handler.WireHandler",
    # Pages come from the web; nothing may ask for a file of this machine.
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}

# --- Who is asking --------------------------------------------------------------------------------------
# An address or a page under which a site can reach whoever runs this crawler; goes into USER_AGENT.
CONTACT = ""
# The name that robots.txt may address.
ROBOTSTXT_USER_AGENT = "covidmeet"
# The pages are Chinese; a site with a translation should not send that.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# --- How often ------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
# Seconds between two requests to one host, give or take a half, so that no rhythm shows: one a second.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.5
# A host that answers slowly is asked more slowly; one that answers fast no faster than DOWNLOAD_DELAY.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0  # begin with DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 30.0
# A Crawl-delay is obeyed up to this many seconds; some files ask for a day, which would be no crawl.
CRAWL_DELAY_MAX = 60.0
# A Retry-After is obeyed up to this many seconds; a host that wants more rest fails and is counted.
RETRY_AFTER_MAX = 120.0
# Refused pages more than archived ones, after which nothing more is asked of a host in this run.
BLOCK_LIMIT = 10

# The stages never wait for anything: more workers a page than one would only be made and thrown away.
CONCURRENT_ITEMS = 1

# --- How much -------------------------------------------------------------------------------------------
# Bytes, packed and unpacked. The longest pages have some hundred kilobytes, a list as JSON a megabyte.
DOWNLOAD_MAXSIZE = 10_000_000
DOWNLOAD_WARNSIZE = 0  # what is too large is rejected and says so; nothing between is worth a warning
# Seconds for a whole response, so that a body in drips ends too.
DOWNLOAD_TIMEOUT = 30
# Half a page is no article.
DOWNLOAD_FAIL_ON_DATALOSS = True
# Sites redirect once or twice, archives once more.
REDIRECT_MAX_TIMES = 8
# A page that shows itself and moves on later is a page; one that moves on at once is a redirect.
METAREFRESH_MAXDELAY = 5
# Links followed from one page, and list pages read in one run: far beyond any real list.
LINKS_PER_PAGE = 10_000
LISTS_PER_RUN = 2_000
# Seconds after which a run is stopped whatever it does.
CLOSESPIDER_TIMEOUT = 24 * 3600

# --- Where to -------------------------------------------------------------------------------------------
# Scrapy's default takes any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Hosts (or host:port) on this machine or its network that pages may lead to. What a crawl is told to start
# with, and its gateway, need not be named here; a page that leads to other private addresses is refused.
PRIVATE_HOSTS: list[str] = []

# An archived article is fetched again while it was published fewer days ago than this: a fresh one may yet
# be corrected. 0: never.
KNOWN_REFETCH_DAYS = 1

# --- Unattended -----------------------------------------------------------------------------------------
# Live on a terminal, one line a minute elsewhere.
PROGRESS = True
# Sites that crawlall crawls at a time; each host has its own delay, so more is no burden to any.
CRAWLS_AT_ONCE = 2
# What is told when a site's verdict turned worse, and how many seconds it may take.
HOOK_COMMAND = ""
WEBHOOK_URL = ""
HOOK_SECONDS = 60.0
# Hours without a run after which status calls a site overdue: a day, and time for one to be late.
OVERDUE_HOURS = 36.0

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"

# Last, so that the environment has the last word.
try:
    globals().update(environment.read(os.environ))
except environment.BadSetting as error:
    sys.exit(f"covidmeet: {error}")
for suspect in environment.suspects(os.environ):
    print(f"covidmeet: {suspect}", file=sys.stderr)
