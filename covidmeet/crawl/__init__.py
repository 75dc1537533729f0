"""What knows Scrapy and is no spider, middleware, pipeline, extension or command."""
