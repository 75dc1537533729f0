"""Crawls of servers that misbehave."""
