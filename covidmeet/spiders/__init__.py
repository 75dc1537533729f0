"""One file a site, facts only; and ``documents`` for local text files."""
