"""Tests with real documents, if the corpus is next to this checkout. Otherwise the summary of the run says so."""

from tests.tiers import CORPUS

collect_ignore = [] if CORPUS.is_dir() else ["test_open.py"]
