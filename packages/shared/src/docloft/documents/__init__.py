"""The life of a document: `states` and `names` are pure; `changes` decides on a snapshot and writes it."""
