"""Tests of what else knows Scrapy."""
