"""One article as a person reads it: found by what a person types, laid out for a terminal or a pipe."""
