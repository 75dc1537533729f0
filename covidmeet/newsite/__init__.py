"""The files of a new site, proposed from the pages at hand: an article, and a list if there is one."""
