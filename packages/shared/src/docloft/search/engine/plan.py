"""Turns a query's tree into an engine query, using only the engine's constructors: the engine's own parser turns `ke*`
into the word `ke`, and its phrase_prefix_query silently stops at the first 50 words with the prefix (measured).

The score of a word is a sum: its own weight, a lower one for its stem, a higher one for either in the title, and a low
one for words that begin with it, where prefixes match. So a document with the word as typed ranks before one with
another form of it. Filters and negated parts do not score.

The file is long because it has the rule for each kind of node of a query.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise

import tantivy
from tantivy import Occur

from docloft.search.engine.digit_ranges import pattern_of
from docloft.search.engine.schema import FIELDS_OF, VERSION, schema
from docloft.search.engine.stems import query_stems
from docloft.search.query import nodes
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import NAME, TITLE, And, Everything, Node, Not, Or, Phrase, Query, Together, Word
from docloft.search.text import joins
from docloft.search.text.folding import OPTIONAL_E, fold, fold_run, spellings
from docloft.search.text.pieces import pairs, pieces

Expand = Callable[[str, str], list[str]]
"""(field, prefix) -> the most frequent words of the index with that prefix."""

EXPANSIONS = 24
"""How many words with a given prefix score by their rarity; all others with the prefix are found, too, but rank lower.
"""

_STEM = 0.6
_TITLE = 2.0
_TITLE_STEM = 1.2
_OTHER_SPELLING = 0.6
_BEGINNING = 0.3
_ANY_BEGINNING = 0.05
_ANY_TITLE_BEGINNING = 0.5
_NEAR = 1.0
_SLOP = 3
"""The most words that may be between two words that count as near each other."""
_MOST_NEAR = 4
"""The most pairs of words: each pair reads positions, which are the largest part of an index."""
_JOINED = 3.0
"""A match written differently, as much as a rare word: the engine gives all terms of a pattern the same score."""
_SHORTEST_GROWING = 2
"""A last word of one letter does not match as a prefix: it would match everything."""

_term = partial(tantivy.Query.term_query, schema())
_phrase = partial(tantivy.Query.phrase_query, schema())
_regex = lru_cache(maxsize=256)(partial(tantivy.Query.regex_query, schema()))
"""Compiling a pattern takes longer than searching with it, and one search plans its query several times."""

_ranged = lru_cache(maxsize=32)(partial(tantivy.Query.regex_query, schema()))
"""As _regex. A pattern for a range of numbers needs 0.9 MB (measured), so fewer are kept."""

_regex_phrase = partial(tantivy.Query.regex_phrase_query, schema())
_all_of = tantivy.Query.boolean_query
_boosted = tantivy.Query.boost_query
_constant = tantivy.Query.const_score_query
_best_of = tantivy.Query.disjunction_max_query


@dataclass(frozen=True, slots=True)
class Given:
    """What a query is planned for. `instead`: queries that replace words. `version`: that of the index's schema."""

    expand: Expand
    instead: Mapping[Word, tantivy.Query] = field(default_factory=dict)
    version: int = VERSION

    def has(self, field_name: str) -> bool:
        return field_name in FIELDS_OF[self.version]


def plan(query: Query, given: Given) -> tantivy.Query:
    """The engine query, restricted to the archive or the trash. Never raises."""
    root = query.root if query.root is not None else Not(Everything())
    in_trash = _constant(_term("flags", Flag.TRASHED), 0.0)
    parts = [(Occur.Must, _plan(root, given))]
    return _all_of([*parts, (Occur.Must if query.trash else Occur.MustNot, in_trash)])


def scores(query: Query) -> bool:
    """Whether hits are ranked: a query without words shows them newest first."""
    return query.root is not None and bool(nodes.wanted(query.root))


def fuzzy(word: str, distance: int) -> tantivy.Query:
    """Documents with a word at most `distance` edits from this folded one (a swap of neighbours is one edit)."""
    near = partial(tantivy.Query.fuzzy_term_query, schema(), text=word, distance=distance, transposition_cost_one=True)
    return _any_of([near(field_name="words"), _boosted(near(field_name="title"), _TITLE)])


def _plan(node: Node, given: Given) -> tantivy.Query:  # noqa: PLR0911
    deeper = partial(_plan, given=given)
    match node:
        case Word():
            return given.instead[node] if node in given.instead else _word(node, given)
        case Phrase(text, only):
            return _sequence(text, given, only=only, growing=False)
        case Together(words, text):
            apart = [_conjunction(list(words[:count]), deeper) for count in range(len(words) + 1)]
            return _any_of([apart[-1], *_joined_rows(words, text, apart, given)])
        case And(parts):
            return _conjunction(list(parts), deeper)
        case Or(parts):
            return _any_of([deeper(part) for part in parts])
        case Not():
            return _conjunction([node], deeper)
        case Everything():
            return _constant(tantivy.Query.all_query(), 0.0)
        case _:
            return _constant(_filter(node, given), 0.0)


def _conjunction(members: list[Node], deeper: Callable[[Node], tantivy.Query]) -> tantivy.Query:
    parts = [(Occur.Must, deeper(node)) for node in members if not isinstance(node, Not)]
    if not parts:
        # The engine finds nothing for negated parts alone: subtract them from everything.
        parts = [(Occur.Must, _constant(tantivy.Query.all_query(), 0.0))]
    parts += [(Occur.Should, near) for near in _near(members)]
    parts += [(Occur.MustNot, deeper(nodes.exactly(node.node))) for node in members if isinstance(node, Not)]
    return _all_of(parts)


def _near(members: list[Node]) -> list[tantivy.Query]:
    """Words that are next to each other in the query score more where they are near each other in the text."""
    words = [(_single(one), _single(other)) for one, other in pairwise(members)]
    return [
        _boosted(_phrase("words", [one, other], _SLOP), _NEAR) for one, other in words[:_MOST_NEAR] if one and other
    ]


def _single(node: Node) -> str:
    """The folded word, if the node is one word of any field."""
    if not isinstance(node, Word) or node.only or node.prefix:
        return ""
    found = [piece for piece in pieces(node.text) if not piece.loose]
    return fold(found[0].text) if len(found) == 1 and not found[0].dense else ""


def _filter(node: Node, given: Given) -> tantivy.Query:
    """A filter on a field that an older index does not have finds nothing in it."""
    match node:
        case nodes.Keywords(name, any_of=keywords) if given.has(name):
            return _any_of([_term(name, keyword) for keyword in keywords])
        case nodes.Range(name, low, high) if given.has(name):
            return tantivy.Query.range_query(schema(), name, tantivy.FieldType.Integer, low, high)
        case nodes.Between(name, prefix, low, high) if given.has(name):
            return _ranged(name, _escaped(prefix) + pattern_of(low, high))
        case nodes.HasValue(name, any_of=values) if given.has(name):
            if values is None:
                return tantivy.Query.exists_query(name)
            return tantivy.Query.term_set_query(schema(), name, list(values))
        case _:
            return tantivy.Query.empty_query()


def _joined_rows(words: tuple[Word, ...], text: str, apart: list[tantivy.Query], given: Given) -> list[tantivy.Query]:
    """Queries for the words written together. Words before the first number may also stand apart, like `Tel` in
    `Tel 0351 99887`.
    """
    found: list[tantivy.Query] = []
    start = words[0].start
    for index, word in enumerate(words[:-1]):
        joined = _joined(text[max(0, word.start - start) :], given, growing=words[-1].last or words[-1].prefix)
        if joined is not None:
            found.append(_all_of([(Occur.Must, apart[index]), (Occur.Must, joined)]) if index else joined)
        if any(character.isdigit() for character in word.text):
            break
    return found


def _joined(text: str, given: Given, *, growing: bool, several: bool = True) -> tantivy.Query | None:
    """Documents where this text is written together, or grouped differently; None if it cannot be. `several`: it has
    more than one word.
    """
    run = joins.whole(text) if given.has("joined") else None
    if run is None:
        return None
    growing = growing and len(run) >= joins.SHORTEST_GROWING
    ending = ".*" if growing else f"([{joins.BOUNDARY}{joins.DECIMAL}].*)?"
    apart = _regex("joined", _run_pattern(run, f"[{joins.BOUNDARY}]?") + ending)
    if joins.DECIMAL in run or not several:
        # The words of a text have no decimal mark, and a single word is looked up among them anyway.
        return _constant(apart, _JOINED)
    together = _regex("words", _run_pattern(run, "") + (".*" if growing else ""))
    return _constant(_any_of([apart, together]), _JOINED)


def _run_pattern(run: str, boundary: str) -> str:
    """A pattern for a run of `joins.whole`. `boundary`: the pattern of what may be between two characters."""
    pattern = ""
    for index, character in enumerate(run):
        between = boundary if index and joins.DECIMAL not in {character, run[index - 1]} else ""
        one = f"({between}e)?" if character == OPTIONAL_E else between + _escaped(character)
        pattern += one
    return pattern


def _word(word: Word, given: Given) -> tantivy.Query:
    found = [piece for piece in pieces(word.text) if not piece.loose]
    growing = word.prefix or word.last
    if len(found) != 1 or found[0].dense or word.only == NAME:
        return _sequence(word.text, given, only=word.only, growing=growing)
    forms = [_form(writing, word, given.expand) for writing in _writings(found[0].text)]
    if not forms:
        return tantivy.Query.empty_query()
    forms = [forms[0], *(_boosted(form, _OTHER_SPELLING) for form in forms[1:])]
    if not word.only and (joined := _joined(word.text, given, growing=growing, several=False)) is not None:
        forms.append(joined)
    return _any_of(forms)


def _writings(word: str) -> list[tuple[str, str]]:
    """Each spelling of a word folded, with the writing that the stemmers expect."""
    return [(form, word if index == 0 else form) for index, (form,) in enumerate(spellings([word]))]


def _form(spelling: tuple[str, str], word: Word, expand: Expand) -> tantivy.Query:
    folded, writing = spelling
    parts = [_boosted(_term("title", folded), _TITLE)]
    if not word.only:
        parts.append(_term("words", folded))
    if not word.prefix:
        parts += _stem_parts(query_stems(writing), only=word.only)
    if word.prefix or (word.last and len(folded) >= _SHORTEST_GROWING):
        parts += _beginning(folded, expand, only=word.only)
    return _any_of(parts)


def _stem_parts(stems: list[str], *, only: str) -> list[tantivy.Query]:
    if not stems:
        return []
    parts = [_boosted(_best_of([_term("title_stems", stem) for stem in stems]), _TITLE_STEM)]
    if not only:
        parts.append(_boosted(_best_of([_term("stems", stem) for stem in stems]), _STEM))
    return parts


def _beginning(folded: str, expand: Expand, *, only: str) -> list[tantivy.Query]:
    pattern = _escaped(folded) + ".*"
    parts = [_constant(_regex("title", pattern), _ANY_TITLE_BEGINNING)]
    if only:
        return parts
    parts.append(_constant(_regex("words", pattern), _ANY_BEGINNING))
    longer = [_term("words", word) for word in expand("words", folded) if word != folded]
    if longer:
        parts.append(_boosted(_best_of(longer), _BEGINNING))
    return parts


def _sequence(text: str, given: Given, *, only: str, growing: bool) -> tantivy.Query:
    """Words that must be adjacent, in the text or in the title, or may be written together. Runs without spaces are
    looked up by their character pairs. If a phrase mixes words and runs, all must be present, in any order.
    """
    words: list[str] = []
    parts: list[tantivy.Query] = []
    cut = [piece for piece in pieces(text) if not piece.loose]
    for piece in cut:
        if piece.dense:
            parts += _words(words, only=only, growing=False)
            words = []
            parts.append(_run(piece.text, only=only))
        else:
            words.append(piece.text)
    parts += _words(words, only=only, growing=growing)
    if not parts:
        return tantivy.Query.empty_query()
    row = parts[0] if len(parts) == 1 else _all_of([(Occur.Must, part) for part in parts])
    joined = None if only or len(cut) == 1 else _joined(text, given, growing=growing)
    return row if joined is None else _any_of([row, joined])


def _words(words: list[str], *, only: str, growing: bool) -> list[tantivy.Query]:
    """A query for words as written that must be adjacent, in any of their spellings; none if no word remains."""
    spelled = spellings(words)
    return [_any_of([_row(list(row), only=only, growing=growing) for row in spelled])] if spelled else []


def _row(words: list[str], *, only: str, growing: bool) -> tantivy.Query:
    fields = {"": [("words", 1.0), ("title", _TITLE)], TITLE: [("title", _TITLE)], NAME: [("name", 1.0)]}[only]
    growing = growing and len(words[-1]) >= _SHORTEST_GROWING
    found: list[tantivy.Query] = []
    for name, boost in fields:
        exact = _term(name, words[0]) if len(words) == 1 else _phrase(name, list(words))
        found.append(_boosted(exact, boost))
        if growing and len(words) == 1:
            found.append(_constant(_regex(name, _escaped(words[0]) + ".*"), _ANY_BEGINNING))
        elif growing:
            patterns = [_escaped(word) for word in words[:-1]] + [_escaped(words[-1]) + ".*"]
            found.append(_boosted(_regex_phrase(name, list(patterns)), _BEGINNING))
    return _any_of(found)


def _run(run: str, *, only: str) -> tantivy.Query:
    fields = [("title_dense", _TITLE)] if only else [("dense", 1.0), ("title_dense", _TITLE)]
    found = []
    wanted_pairs = pairs(run)[:-1]
    for name, boost in fields:
        if not wanted_pairs:
            found.append(_constant(_regex(name, _escaped(fold_run(run)) + ".?"), boost))
        elif len(wanted_pairs) == 1:
            found.append(_boosted(_term(name, wanted_pairs[0]), boost))
        else:
            found.append(_boosted(_phrase(name, list(wanted_pairs)), boost))
    return _any_of(found)


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else _all_of([(Occur.Should, query) for query in queries])


def _escaped(word: str) -> str:
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~\-])", r"\\\1", word)
