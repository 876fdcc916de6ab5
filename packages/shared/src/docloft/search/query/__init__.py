"""From what a person typed to a tree of words, phrases and filters. Pure: no engine, no storage."""
