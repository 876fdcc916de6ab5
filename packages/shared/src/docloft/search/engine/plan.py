"""Turns a query's tree into a query of a search engine.

The score of a word is a sum: its own weight, a lower one for its stem, a higher one for either in the title, and a low
one for words that begin with it, where prefixes match. So a document with the word as typed ranks before one with
another form of it. Filters and negated parts do not score.

The file is long because it has the rule for each kind of node of a query.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from docloft.search.engine.building import Builder, EngineQuery, Expand, escaped
from docloft.search.engine.schema import FIELDS_OF, VERSION
from docloft.search.engine.stems import query_stems
from docloft.search.engine.tantivy_queries import TANTIVY
from docloft.search.query import nodes
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import NAME, NOTE, TITLE, And, Everything, Node, Not, Or, Phrase, Query, Together, Word
from docloft.search.text import joins, writings
from docloft.search.text.folding import OPTIONAL_E, composed_run, fold, fold_run, spellings
from docloft.search.text.pieces import Piece, pairs_in, pieces

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


class Similar(NamedTuple):
    """Words at most this many edits from a folded one."""

    word: str
    edits: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a query is planned for. `instead`: what is looked for in place of a word. `version`: that of the index's
    schema. `build`: the engine.
    """

    expand: Expand
    instead: Mapping[Word, Similar] = field(default_factory=dict)
    version: int = VERSION
    build: Builder = TANTIVY

    def has(self, field_name: str) -> bool:
        return field_name in FIELDS_OF[self.version]


def plan(query: Query, given: Given) -> EngineQuery:
    """The engine query, restricted to the archive or the trash. Never raises."""
    build = given.build
    root = query.root if query.root is not None else Not(Everything())
    in_trash = build.constant(build.term("flags", Flag.TRASHED), 0.0)
    planned = _plan(root, given)
    return build.all_of([planned, in_trash]) if query.trash else build.all_of([planned], must_not=[in_trash])


def scores(query: Query) -> bool:
    """Whether hits are ranked: a query without words shows them newest first."""
    return query.root is not None and bool(nodes.wanted(query.root))


def _plan(node: Node, given: Given) -> EngineQuery:  # noqa: PLR0911
    build = given.build
    deeper = partial(_plan, given=given)
    match node:
        case Word(only=only) | Phrase(only=only) if only and not given.has(only):
            return build.nothing()
        case Word():
            return _similar(given.instead[node], build, node.only) if node in given.instead else _word(node, given)
        case Phrase(text, only):
            return _sequence(text, given, only=only, growing=False)
        case Together(words, text):
            apart = [_conjunction(list(words[:count]), deeper, build) for count in range(len(words) + 1)]
            growing = words[-1].last or words[-1].prefix
            found = [apart[-1], *_joined_rows(words, text, apart, given), *_amounts(text, given, growing=growing)]
            cut = [piece.text for piece in pieces(text) if not piece.loose]
            found += (_row(list(row), build, only="", growing=growing) for row in writings.rows_of(cut))
            return build.any_of(found)
        case And(parts):
            return _conjunction(list(parts), deeper, build)
        case Or(parts):
            return build.any_of([deeper(part) for part in parts])
        case Not():
            return _conjunction([node], deeper, build)
        case Everything():
            return build.constant(build.everything(), 0.0)
        case _:
            return build.constant(_filter(node, given), 0.0)


def _amounts(text: str, given: Given, *, growing: bool) -> list[EngineQuery]:
    """Queries for an amount of money or a measure in its other writings; none for anything else."""
    found = [_joined(other, given, growing=growing) for other in writings.with_currencies(text)]
    if number := writings.without_currency(text):
        is_last = growing and text.endswith(number)
        found.append(_word(Word(number, 0, len(number), last=is_last), given))
    rows = writings.grouped_measures(text)
    found += (_row(list(row), given.build, only="", growing=growing) for row in rows)
    return [given.build.boosted(one, _OTHER_SPELLING) for one in found if one is not None]


def _similar(meant: Similar, build: Builder, only: str) -> EngineQuery:
    if only:
        return build.similar(only, meant.word, meant.edits)
    in_title = build.boosted(build.similar("title", meant.word, meant.edits), _TITLE)
    return build.any_of([build.similar("words", meant.word, meant.edits), in_title])


def _conjunction(members: list[Node], deeper: Callable[[Node], EngineQuery], build: Builder) -> EngineQuery:
    must = [deeper(node) for node in members if not isinstance(node, Not)]
    if not must:
        # Engines find nothing for negated parts alone: subtract them from everything.
        must = [build.constant(build.everything(), 0.0)]
    must_not = [deeper(nodes.exactly(node.node)) for node in members if isinstance(node, Not)]
    return build.all_of(must, _near(members, build), must_not)


def _near(members: list[Node], build: Builder) -> list[EngineQuery]:
    """Words that are next to each other in the query score more where they are near each other in the text."""
    words = [(_single(one), _single(other)) for one, other in pairwise(members)]
    return [
        build.boosted(build.phrase("words", [one, other], _SLOP), _NEAR)
        for one, other in words[:_MOST_NEAR]
        if one and other
    ]


def _single(node: Node) -> str:
    """The folded word, if the node is one word of any field."""
    if not isinstance(node, Word) or node.only or node.prefix:
        return ""
    found = [piece for piece in pieces(node.text) if not piece.loose]
    return fold(found[0].text) if len(found) == 1 and not found[0].dense else ""


def _filter(node: Node, given: Given) -> EngineQuery:
    """A filter on a field that an older index does not have finds nothing in it."""
    build = given.build
    match node:
        case nodes.Keywords(name, any_of=keywords) if given.has(name):
            return build.any_keyword(name, keywords)
        case nodes.Range(name, low, high) if given.has(name):
            return build.numbers(name, low, high)
        case nodes.Between(name, prefix, low, high) if given.has(name):
            return build.keywords_between(name, prefix, low, high)
        case nodes.HasValue(name, any_of=values) if given.has(name):
            return build.has_value(name) if values is None else build.any_keyword(name, list(values))
        case _:
            return build.nothing()


def _joined_rows(words: tuple[Word, ...], text: str, apart: list[EngineQuery], given: Given) -> list[EngineQuery]:
    """Queries for the words written together. Words before the first number may also stand apart, like `Tel` in
    `Tel 0351 99887`.
    """
    found: list[EngineQuery] = []
    start = words[0].start
    for index, word in enumerate(words[:-1]):
        joined = _joined(text[max(0, word.start - start) :], given, growing=words[-1].last or words[-1].prefix)
        if joined is not None:
            found.append(given.build.all_of([apart[index], joined]) if index else joined)
        if any(character.isdigit() for character in word.text):
            break
    return found


def _joined(text: str, given: Given, *, growing: bool, several: bool = True) -> EngineQuery | None:
    """Documents where this text is written together, or grouped differently; None if it cannot be. `several`: it has
    more than one word.
    """
    build = given.build
    found: list[EngineQuery] = []
    for index, run in enumerate(writings.runs_of(text) if given.has("joined") else ()):
        is_growing = growing and len(run) >= joins.SHORTEST_GROWING
        ending = ".*" if is_growing else f"([{joins.BOUNDARY}{joins.DECIMAL}].*)?"
        found.append(build.pattern("joined", _run_pattern(run, f"[{joins.BOUNDARY}]?") + ending))
        # Words of a text contain no decimal mark, and a single word is looked up in that field anyway.
        if joins.DECIMAL not in run and (several or index):
            found.append(build.pattern("words", _run_pattern(run, "") + (".*" if is_growing else "")))
    return build.constant(build.any_of(found), _JOINED) if found else None


def _run_pattern(run: str, boundary: str) -> str:
    """A pattern for a run of `joins.whole`. `boundary`: the pattern of what may be between two characters."""
    pattern = ""
    for index, character in enumerate(run):
        between = boundary if index and joins.DECIMAL not in {character, run[index - 1]} else ""
        one = f"({between}e)?" if character == OPTIONAL_E else between + escaped(character)
        pattern += one
    return pattern


def _word(word: Word, given: Given) -> EngineQuery:
    build = given.build
    found = [piece for piece in pieces(word.text) if not piece.loose]
    growing = word.prefix or word.last
    amounts = [] if word.only else _amounts(word.text, given, growing=growing)
    if len(found) != 1 or found[0].dense or word.only == NAME:
        return build.any_of([_sequence(word.text, given, only=word.only, growing=growing), *amounts])
    forms = [_form(writing, word, given) for writing in _writings(found[0].text)]
    if not forms:
        return build.nothing()
    forms = [forms[0], *(build.boosted(form, _OTHER_SPELLING) for form in forms[1:])]
    if not word.only and (joined := _joined(word.text, given, growing=growing, several=False)) is not None:
        forms.append(joined)
    rows = writings.rows_of([found[0].text])
    forms += (_row(list(row), build, only=word.only, growing=growing) for row in rows)
    return build.any_of([*forms, *amounts])


def _writings(word: str) -> list[tuple[str, str]]:
    """Each spelling of a word folded, with the writing that the stemmers expect."""
    return [(form, word if index == 0 else form) for index, (form,) in enumerate(spellings([word]))]


def _form(spelling: tuple[str, str], word: Word, given: Given) -> EngineQuery:
    build = given.build
    folded, writing = spelling
    in_title = word.only != NOTE
    parts = [build.boosted(build.term("title", folded), _TITLE)] if in_title else [build.term(NOTE, folded)]
    if not word.only:
        parts.append(build.term("words", folded))
    if not word.prefix:
        parts += _stem_parts(query_stems(writing), build, only=word.only)
    if word.prefix or (word.last and len(folded) >= _SHORTEST_GROWING):
        parts += _beginning(folded, given, only=word.only)
    return build.any_of(parts)


def _stem_parts(stems: Sequence[str], build: Builder, *, only: str) -> list[EngineQuery]:
    if not stems:
        return []
    if only == NOTE:
        return [build.boosted(build.best_term("note_stems", stems), _STEM)]
    parts = [build.boosted(build.best_term("title_stems", stems), _TITLE_STEM)]
    if not only:
        parts.append(build.boosted(build.best_term("stems", stems), _STEM))
    return parts


def _beginning(folded: str, given: Given, *, only: str) -> list[EngineQuery]:
    build = given.build
    if only == NOTE:
        return [build.constant(build.beginning(NOTE, folded), _ANY_BEGINNING)]
    parts = [build.constant(build.beginning("title", folded), _ANY_TITLE_BEGINNING)]
    if only:
        return parts
    parts.append(build.constant(build.beginning("words", folded), _ANY_BEGINNING))
    longer = build.longer("words", folded, given.expand)
    if longer is not None:
        parts.append(build.boosted(longer, _BEGINNING))
    return parts


def _sequence(text: str, given: Given, *, only: str, growing: bool) -> EngineQuery:
    """Words that must be adjacent, in the text or in the title, or may be written together. Runs without spaces are
    looked up by their character pairs. If a phrase mixes words and runs, all must be present, in any order.
    """
    build = given.build
    words: list[Piece] = []
    parts: list[EngineQuery] = []
    cut = [piece for piece in pieces(text) if not piece.loose]
    for piece in cut:
        if piece.dense:
            parts += _words(text, words, build, only=only, growing=False)
            words = []
            parts.append(build.any_of([_run(run, build, only=only) for run in _folded_runs(piece.text, given)]))
        else:
            words.append(piece)
    parts += _words(text, words, build, only=only, growing=growing)
    if not parts:
        return build.nothing()
    row = parts[0] if len(parts) == 1 else build.all_of(parts)
    # A word in quotation marks has no hyphens if it is written without; the grouping of a number means nothing.
    as_written = only or (len(cut) == 1 and not any(character.isdigit() for character in cut[0].text))
    joined = None if as_written else _joined(text, given, growing=growing, several=len(cut) > 1)
    return row if joined is None else build.any_of([row, joined])


def _words(text: str, words: list[Piece], build: Builder, *, only: str, growing: bool) -> list[EngineQuery]:
    """A query for words of a text that must be adjacent, in any of their spellings, and those of a group also written
    together; none if no word remains.
    """
    spelled = spellings([piece.text for piece in words])
    if len(together := writings.words_together(text, words)) < len(words):
        spelled += spellings(together)
    spelled += writings.rows_of([piece.text for piece in words])
    return [build.any_of([_row(list(row), build, only=only, growing=growing) for row in spelled])] if spelled else []


def _row(words: list[str], build: Builder, *, only: str, growing: bool) -> EngineQuery:
    fields = [(only, _TITLE if only == TITLE else 1.0)] if only else [("words", 1.0), ("title", _TITLE)]
    growing = growing and len(words[-1]) >= _SHORTEST_GROWING
    found: list[EngineQuery] = []
    for name, boost in fields:
        exact = build.term(name, words[0]) if len(words) == 1 else build.phrase(name, words)
        found.append(build.boosted(exact, boost))
        if growing and len(words) == 1:
            found.append(build.constant(build.beginning(name, words[0]), _ANY_BEGINNING))
        elif growing:
            found.append(build.boosted(build.row(name, words), _BEGINNING))
    return build.any_of(found)


def _folded_runs(run: str, given: Given) -> list[str]:
    """A run as the index has it. Before version 7, katakana were not folded."""
    folded = [fold_run(run)] if given.version == VERSION else [fold_run(run), composed_run(run)]
    return list(dict.fromkeys(folded))


def _run(run: str, build: Builder, *, only: str) -> EngineQuery:
    fields = [("title_dense", _TITLE)] if only else [("dense", 1.0), ("title_dense", _TITLE)]
    if only == NOTE:
        fields = [("note_dense", 1.0)]
    found = []
    wanted_pairs = pairs_in(run)[:-1]
    for name, boost in fields:
        if not wanted_pairs:
            found.append(build.constant(build.pattern(name, escaped(run) + ".?"), boost))
        elif len(wanted_pairs) == 1:
            found.append(build.boosted(build.term(name, wanted_pairs[0]), boost))
        else:
            found.append(build.boosted(build.phrase(name, wanted_pairs), boost))
    return build.any_of(found)
