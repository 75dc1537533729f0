"""Settings of the crawler; each can be set for one run with ``-s NAME=VALUE``."""

from pathlib import Path

BOT_NAME = "covidmeet"
SPIDER_MODULES = ["covidmeet.spiders"]
COMMANDS_MODULE = "covidmeet.commands"

_DATA = Path(__file__).resolve().parent.parent / "data"

# The archive: one SQLite file.
DATABASE = str(_DATA / "covidmeet.db")
# A document with more bytes is rejected unread; the longest real one has a few hundred kilobytes.
DOCUMENT_MAX_BYTES = 20_000_000

# Repair before script conversion, which destroys the byte identity that repairs need; chrome before script,
# so that only the article is converted; validate once all that can go is gone; dedup on the final text.
ITEM_PIPELINES = {
    "covidmeet.pipelines.encoding.EncodingPipeline": 100,
    "covidmeet.pipelines.chrome.ChromePipeline": 200,
    "covidmeet.pipelines.script.ScriptPipeline": 300,
    "covidmeet.pipelines.validate.ValidatePipeline": 400,
    "covidmeet.pipelines.dedup.DedupPipeline": 500,
    "covidmeet.pipelines.store.StorePipeline": 600,
}
EXTENSIONS = {
    "covidmeet.extensions.rejects.Rejects": 100,
    "covidmeet.extensions.health.Health": 200,
}
LOG_FORMATTER = "covidmeet.logformat.BriefFormatter"

ROBOTSTXT_OBEY = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
