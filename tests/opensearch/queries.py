"""Which documents a query finds, with a score that is made like BM25's. Refuses what OpenSearch refuses.

The file is long because it has every kind of query that Docloft makes.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.opensearch.documents import Index, Stored
from tests.opensearch.errors import require

MOST_CLAUSES = 1024
"""indices.query.bool.max_clause_count"""
_LONGEST_PATTERN = 1000
"""index.max_regex_length"""
_SATURATION = 1.2
_WORDY = ("text", "keyword")

Score = float | None
Kind = Callable[["Queries", Any, Stored], Score]


class Queries:
    """Evaluates queries over the documents of an index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._frequencies: dict[str, Counter[str]] = {}

    def check(self, query: Any) -> None:
        """Raises for a query that OpenSearch refuses."""
        self.score(query, Stored("", 0, {}))
        require(leaves(query) <= MOST_CLAUSES, "maxClauseCount is set to 1024", "too_many_nested_clauses")

    def score(self, query: Any, document: Stored) -> Score:
        """None if the query does not find the document."""
        require(isinstance(query, Mapping) and len(query) == 1, "A query has one name.")
        [(name, options)] = query.items()
        require(name in _KINDS, f"unknown query [{name}]")
        return _KINDS[name](self, options, document)

    def words(self, name: str, document: Stored) -> list[str]:
        kind = self.index.kind(name)
        require(kind in _WORDY, f"[{name}] is a {kind}")
        if kind == "text":
            return [word for _, word in document.words(name)]
        return [str(value) for value in document.fields.get(name, [])]

    def weight(self, name: str, word: str, document: Stored) -> float:
        """The score of a word that the document has."""
        if name not in self._frequencies:
            having = (set(self.words(name, one)) for one in self.index.documents.values())
            self._frequencies[name] = Counter(word for words in having for word in words)
        count, rarity = self.words(name, document).count(word), self._frequencies[name][word]
        total = len(self.index.documents)
        return math.log(1 + (total - rarity + 0.5) / (rarity + 0.5)) * count / (count + _SATURATION)


def leaves(query: Any) -> int:
    """The clauses that OpenSearch counts."""
    [(name, options)] = query.items()
    if name == "bool":
        return sum(leaves(part) for parts in options.values() if isinstance(parts, list) for part in parts)
    if name == "dis_max":
        return sum(map(leaves, options["queries"]))
    if name in ("constant_score", "function_score"):
        return leaves(options["filter" if name == "constant_score" else "query"])
    if name == "more_like_this":
        return int(options["max_query_terms"])
    rewrites = [one.get("rewrite", "") for one in options.values() if isinstance(one, Mapping)]
    return next((int(one.removeprefix("top_terms_")) for one in rewrites if one.startswith("top_terms_")), 1)


def _only(options: Any, allowed: Mapping[str, type | tuple[type, ...]], *needed: str) -> None:
    require(isinstance(options, Mapping), "options are an object")
    require(not set(options) - set(allowed), f"unknown options in {sorted(options)}")
    require(set(needed) <= set(options), f"[{needed}] are needed")
    for name, value in options.items():
        require(isinstance(value, allowed[name]) and not isinstance(value, bool), f"[{name}] has a wrong type")


def _field(options: Any) -> tuple[str, Any]:
    require(isinstance(options, Mapping) and len(options) == 1, "one field is needed")
    [(name, value)] = options.items()
    return name, value


def _bool(queries: Queries, options: Any, document: Stored) -> Score:
    kinds = {"must": list, "filter": list, "should": list, "must_not": list}
    _only(options, {**kinds, "boost": (int, float), "minimum_should_match": int})
    scores = {kind: [queries.score(one, document) for one in options.get(kind, [])] for kind in kinds}
    matched = [score for score in scores["should"] if score is not None]
    least = options.get("minimum_should_match", 0 if options.get("must") or options.get("filter") else 1)
    wanted = [*scores["must"], *scores["filter"]]
    if None in wanted or any(score is not None for score in scores["must_not"]):
        return None
    if scores["should"] and len(matched) < least:
        return None
    return float(options.get("boost", 1.0)) * (sum(score or 0 for score in scores["must"]) + sum(matched))


def _term(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"value": str}, "value")
    has = found["value"] in queries.words(name, document)
    return queries.weight(name, found["value"], document) if has else None


def _terms(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    require(isinstance(found, list) and 0 < len(found) <= 65_536, "a list of terms is needed")
    return 1.0 if set(found) & set(queries.words(name, document)) else None


def _phrase(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"query": str, "slop": int}, "query")
    return _in_a_row(queries, name, found["query"].split(), document, found.get("slop", 0), str.__eq__)


def _phrase_prefix(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"query": str, "max_expansions": int}, "query")
    return _in_a_row(queries, name, found["query"].split(), document, 0, str.startswith)


def _in_a_row(
    queries: Queries, name: str, words: list[str], document: Stored, slop: int, ends: Callable[[str, str], bool]
) -> Score:
    options = queries.index.mapping[name]
    require(options["type"] == "text", "a phrase needs a text")
    require(options.get("index_options", "positions") == "positions", "field was indexed without position data")
    require(words, "a phrase needs words")
    positions: dict[int, str] = dict(document.words(name))

    def follows(position: int, left: list[str], spare: int) -> bool:
        if not left:
            return True
        matches = ends if len(left) == 1 else str.__eq__
        return any(
            matches(positions.get(position + gap, ""), left[0]) and follows(position + gap + 1, left[1:], spare - gap)
            for gap in range(spare + 1)
        )

    found = any(follows(position, words, 0 if slop == 0 else slop) for position in positions)
    return sum(queries.weight(name, word, document) for word in words) if found else None


def _prefix(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"value": str, "rewrite": str}, "value")
    matching = sorted({word for word in queries.words(name, document) if word.startswith(found["value"])})
    if not matching:
        return None
    if "rewrite" not in found:
        return 1.0
    require(re.fullmatch(r"top_terms_\d+", found["rewrite"]), "unknown rewrite")
    return sum(queries.weight(name, word, document) for word in matching[: int(found["rewrite"][10:])])


def _regexp(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"value": str, "flags": str}, "value", "flags")
    require(found["flags"] == "NONE" and '"' not in found["value"], "operators of Lucene")
    require(len(found["value"]) <= _LONGEST_PATTERN, "The length of regex is too long")
    pattern = re.compile(found["value"], re.DOTALL)
    return 1.0 if any(pattern.fullmatch(word) for word in queries.words(name, document)) else None


def _fuzzy(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    _only(found, {"value": str, "fuzziness": int, "rewrite": str}, "value")
    require(found["fuzziness"] in (1, 2) and found["rewrite"] == "constant_score", "unknown options")
    near = any(_edits(found["value"], word) <= found["fuzziness"] for word in queries.words(name, document))
    return 1.0 if near else None


def _edits(one: str, other: str) -> int:
    """With a swap of neighbours as one edit."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _range(queries: Queries, options: Any, document: Stored) -> Score:
    name, found = _field(options)
    is_number = queries.index.kind(name) == "long"
    _only(found, dict.fromkeys(("gte", "lte"), int if is_number else str))
    require(found, "a range needs a limit")
    if is_number:
        require(all(-(2**63) <= limit < 2**63 for limit in found.values()), "out of range for a long")
    values = document.fields.get(name, [])
    low, high = found.get("gte"), found.get("lte")
    fits = any((low is None or low <= one) and (high is None or one <= high) for one in values)
    return 1.0 if fits else None


def _exists(queries: Queries, options: Any, document: Stored) -> Score:
    _only(options, {"field": str}, "field")
    queries.index.kind(options["field"])
    return 1.0 if document.fields.get(options["field"]) else None


def _constant(queries: Queries, options: Any, document: Stored) -> Score:
    _only(options, {"filter": dict, "boost": (int, float)}, "filter")
    found = queries.score(options["filter"], document)
    return None if found is None else float(options.get("boost", 1.0))


def _dis_max(queries: Queries, options: Any, document: Stored) -> Score:
    _only(options, {"queries": list}, "queries")
    require(options["queries"], "dis_max needs queries")
    found = [score for one in options["queries"] if (score := queries.score(one, document)) is not None]
    return max(found, default=None)


def _function_score(queries: Queries, options: Any, document: Stored) -> Score:
    _only(options, {"query": dict, "field_value_factor": dict, "boost_mode": str}, "query", "field_value_factor")
    factor = options["field_value_factor"]
    _only(factor, {"field": str, "modifier": str, "missing": (int, float)}, "field")
    require(factor["modifier"] == "log2p" and options["boost_mode"] == "multiply", "unknown options")
    require(queries.index.kind(factor["field"]) == "float", "a number is needed")
    found = queries.score(options["query"], document)
    [value, *_] = document.fields.get(factor["field"]) or [factor["missing"]]
    return None if found is None else found * math.log10(2 + value)


def _more_like_this(queries: Queries, options: Any, document: Stored) -> Score:
    numbers = dict.fromkeys(("min_term_freq", "min_doc_freq", "max_query_terms"), int)
    _only(options, {"fields": list, "like": list, "minimum_should_match": str, **numbers}, "fields", "like")
    [name] = options["fields"]
    wanted = set(" ".join(options["like"]).split())
    weights = [queries.weight(name, word, document) for word in wanted & set(queries.words(name, document))]
    return sum(sorted(weights)[-options["max_query_terms"] :]) if weights else None


_KINDS: Mapping[str, Kind] = {
    "bool": _bool,
    "term": _term,
    "terms": _terms,
    "match_phrase": _phrase,
    "match_phrase_prefix": _phrase_prefix,
    "prefix": _prefix,
    "regexp": _regexp,
    "fuzzy": _fuzzy,
    "range": _range,
    "exists": _exists,
    "constant_score": _constant,
    "dis_max": _dis_max,
    "function_score": _function_score,
    "more_like_this": _more_like_this,
    "match_all": lambda _queries, options, _document: 1.0 if options == {} else None,
    "match_none": lambda _queries, _options, _document: None,
}
