"""What web archives and sitemaps know of a site: index dialects, manners, and the choice of captures."""
