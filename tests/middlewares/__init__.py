"""How pages are fetched."""
