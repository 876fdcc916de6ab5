"""Parses the text of a query into a tree of words, phrases and filters. No I/O and no engine."""
