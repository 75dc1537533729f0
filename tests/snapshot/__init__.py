"""Hashes of all rows, rejects and counts of the sample pages and documents, kept equal by refactorings."""
