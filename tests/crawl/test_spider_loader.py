"""One spider is found by its file's name, all of them for what needs all."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from covidmeet.crawl.site_registry import all_sites
from covidmeet.spiders.cbg import CbgSpider


def test_every_spider_is_found_and_listed() -> None:
    loader = get_spider_loader(get_project_settings())
    assert loader.load("cbg") is CbgSpider
    assert set(loader.list()) == {site.name for site in all_sites()} | {"documents", "pages"}
    assert [loader.load(name).name for name in loader.list()] == loader.list()


@pytest.mark.parametrize("name", ["nowhere", "__init__", "cbg.CbgSpider", "../cbg", ""])
def test_a_name_that_is_none_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        get_spider_loader(get_project_settings()).load(name)


def test_spiders_in_a_module_that_is_no_package_are_found() -> None:
    settings = get_project_settings()
    settings.set("SPIDER_MODULES", ["tests.hostile.spiders"])
    loader = get_spider_loader(settings)
    assert loader.load("plain").name == "plain"


@pytest.mark.slow
def test_a_crawl_of_one_site_imports_no_other() -> None:
    program = """
import sys
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings
get_spider_loader(get_project_settings()).load("gz_gov")
print(*sorted(name for name in sys.modules if name.startswith("covidmeet.spiders.")))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["covidmeet.spiders.gz_gov"]
