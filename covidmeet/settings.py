"""Settings of the crawler; each can be set for one run with ``-s NAME=VALUE``.

Those that a user may need stand in ``crawl/settings_table.py`` with their defaults, and can also come from
the environment.  Importing this neither prints nor exits: the commands check what was set.
"""

import os
import sys

from covidmeet.crawl import settings_table
from covidmeet.crawl.early_stop import stop_early_in_crawls
from covidmeet.crawl.standard_streams import never_fail_to_print, open_closed_streams
from covidmeet.stages import item_pipelines

# The first code of the project that Scrapy runs.
open_closed_streams()
never_fail_to_print()
stop_early_in_crawls(sys.argv)

BOT_NAME = "covidmeet"
SPIDER_MODULES = ["covidmeet.spiders"]
SPIDER_LOADER_CLASS = "covidmeet.crawl.spider_loader.ByFileName"
COMMANDS_MODULE = "covidmeet.commands"

# Each stage with the reason for its place; one of your own goes between two of them by its number.
ITEM_PIPELINES = item_pipelines()
EXTENSIONS = {
    # First of all: its rows are stored before the verdict closes the archive.
    "covidmeet.extensions.keep_pages.KeepPages": 50,
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
    "covidmeet.crawl.settings_table.SettingsCheck": 0,
    "covidmeet.crawl.identity.Identity": 100,
}
LOG_FORMATTER = "covidmeet.crawl.log_formatter.BriefFormatter"

# --- What a page passes through on its way, outside first -----------------------------------------------
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
    "covidmeet.middlewares.retry.RetryAfter": 550,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "covidmeet.middlewares.redirects.MetaRefreshes": 580,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # After decompression, before anything that reads text.
    "covidmeet.middlewares.charset.Charset": 585,
    "covidmeet.middlewares.compression.Compression": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # Before an archive's own page is read as one of the site's; its redirects are followed before.
    "covidmeet.middlewares.mementos.Mementos": 595,
    "covidmeet.middlewares.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    # Last before the download, when it is known whether a proxy (750) resolves the name.
    "covidmeet.middlewares.private_addresses.PrivateAddresses": 760,
}
SPIDER_MIDDLEWARES = {
    # Nothing here looks at the depth of a page, or hands on a page's whole meta; each layer costs all pages.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    # Next to the engine: what the others let through gets an errback.
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

# --- User agent and headers -----------------------------------------------------------------------------
# The name that robots.txt may address.
ROBOTSTXT_USER_AGENT = "covidmeet"
# The pages are Chinese; a site with a translation should not send that.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# --- Rate limits ----------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
# Of DOWNLOAD_DELAY: randomised by up to a half.
DOWNLOAD_DELAY_JITTER = 0.5
# The delay grows with a host's latency, and is never below DOWNLOAD_DELAY.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0  # begin with DOWNLOAD_DELAY

# The stages never wait: Scrapy would create more workers a page for nothing (1.5 to 2 ms a page).
CONCURRENT_ITEMS = 1

# --- Size limits ----------------------------------------------------------------------------------------
DOWNLOAD_WARNSIZE = 0  # what is too large is rejected and says so; nothing between is worth a warning
# Half a page is no article.
DOWNLOAD_FAIL_ON_DATALOSS = True
# What is given up on is a reject, which says so with its reason.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# Sites redirect once or twice, archives once more.
REDIRECT_MAX_TIMES = 8
# A page that shows itself and moves on later is a page; one that moves on at once is a redirect.
METAREFRESH_MAXDELAY = 5

# --- Certificates and consoles --------------------------------------------------------------------------
# Scrapy's default takes any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"

# --- What a user may need: the table, and what the environment says instead of its defaults -------------
globals().update(settings_table.in_force(os.environ))
