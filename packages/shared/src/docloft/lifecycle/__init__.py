"""The life of a document: `states` and `names` do no I/O; `changes` decides on a snapshot and writes the change."""
