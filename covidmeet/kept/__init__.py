"""Pages that are kept beside an archive, and the archive's rows about them."""
