"""Tests with real documents, if the corpus is next to this checkout. Otherwise the test summary reports it missing."""

from tests.tiers import CORPUS

collect_ignore = [] if CORPUS.is_dir() else ["test_open.py"]
