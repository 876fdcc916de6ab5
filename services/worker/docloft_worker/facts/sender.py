"""Who sent a document: a line of the letterhead that further signs support, such as a company's suffix, an address
below it, the signature, the domain of an address, or the author in the file's properties.
"""

from collections.abc import Iterator
from itertools import zip_longest

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import correspondence, dates, kinds, money
from docloft_worker.facts.lines import Line, Source, fold, groups

_SUFFIX = re2.compile(
    r"(?:^|[ ,.&])(?:gmbh(?: & co\.? ?(?:kg|ohg))?|ag|kg|ohg|ug|e\.? ?v\.?|eg|ltd|limited|llp|llc|plc|inc|corp"
    r"|corporation|co|group|& sons"
    r"|s\.?a\.?r\.?l|s\.?a\.?s?|sasu|s\.?l\.?u?|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|lda|gbr|se)\.?(?:$|[ ,])"
)
_TRADE = re2.compile(
    r"bank|sparkasse|versicherung|insurance|assurance|stadtwerke|finanzamt|apotheke|pharma|praxis|practice"
    r"|cabinet|dental|clinic|klinik|hospital|spital|university|universitat|"
    r"telecom|telekom|water|electric|energie|energy|reiseburo|travel|voyages|store|shop|markt|market|garage"
    r"|autohaus|hotel|verlag|council|city of|stadt |gemeinde|amt\b|mairie|ayuntamiento|comune di|gemeente|school"
    r"|schule|ecole"
    r"|seguros|assicurazion|verzekering|banco|banca|quincaillerie|farmacia|werkstatt"
)
_LABEL = re2.compile(
    r"^(?:from|sender|absender|von|expediteur|de la part de|remitente|mittente|afzender|remetente|seller"
    r"|verkaufer|vendeur)\b ?: ?(.{3,100})$"
)
_ADDRESS = re2.compile(
    r"\b\d{4,5}\b|\b\d{1,4}[a-z]?\b|\bstra(?:sse|ße|.e)|\bstreet|\broad\b|\brue\b|\bavenue|\bvia\b|\bcalle|@|www\."
)
_DOMAIN = re2.compile(
    r"(?:@|www\.|https?://)(?:[a-z0-9\-]+\.)*?([a-z0-9\-]{3,40})\.(?:com|org|net|de|at|ch|fr|es|it|nl|be|pt|eu"
    r"|co\.uk|uk|io|info)\b"
)
_RECIPIENT = re2.compile(
    r"^(?:to|bill to|ship to|sold to|an|a l.attention|rechnung an|lieferung an|destinataire|client|customer|kunde"
    r"|cliente|destinatario|recipient|empfanger)\b ?:?$"
)
_SEPARATORS = re2.compile(" ?[·•|*∙] ?| [\u2013\u2014-] |, ")
_NOT_A_NAME = re2.compile(
    r"[:;?!=<>{}\[\]@]|www\.|^(?:page|seite|tel|fax|telefon|phone|p\. ?o|postfach)\b|\b(?:the|this|and the|with"
    r"|der|die|das|und die|les|pour)\b .* (?:of|for|in|von|de)\b"
)
_HEAD = 10
_SIGNATURE = 5
ENOUGH = 0.7


def find(source: Source) -> Iterator[Suggestion]:
    best: Suggestion | None = None
    for candidate in _candidates(source):
        if best is None or candidate.confidence > best.confidence:
            best = candidate
    if best is not None and best.confidence >= ENOUGH:
        yield best


def _candidates(source: Source) -> Iterator[Suggestion]:
    head = [line for line in source.head if line.number < _HEAD]
    signs = _Signs(source)
    for line in source.head:
        label = _LABEL.search(line.folded)
        if label and not money_or_date(line, source):
            name = line.text[label.start(1) :].partition("<")[0].strip(' "')
            if name and "@" not in name and "=?" not in name:
                start = line.text.index(name, label.start(1))
                yield line.suggest(Fact.SENDER, name, 0.9, start, start + len(name))
    for line, below in zip_longest(head, head[1:]):
        if _RECIPIENT.search(line.folded):
            return
        name = _name_of(line)
        if not name or money_or_date(line, source) or kinds.of_heading(line):
            continue
        score = signs.score(name, line, below)
        if score:
            start = line.text.index(name)
            yield line.suggest(Fact.SENDER, name, min(0.97, score), start, start + len(name))


class _Signs:
    """The evidence in one document that a name is the sender's."""

    def __init__(self, source: Source) -> None:
        self._author = fold(source.properties.get("author", "")).strip()
        greeted = correspondence.salutation(source)
        self._greeted = greeted.folded if greeted else ""
        closing = correspondence.closing(source)
        after = source.lines[closing + 1 : closing + 1 + _SIGNATURE] if closing is not None else []
        self._signature = [line.folded for line in after]
        self._is_known = any(kinds.of_heading(line) for line in source.head) or bool(greeted)
        text = "\n".join(line.folded for line in source.lines)
        self._domains = {groups(match)[0].replace("-", "") for match in _DOMAIN.finditer(text)}

    def score(self, name: str, line: Line, below: Line | None) -> float:
        """0 for a name that cannot be the sender's, such as the one in the salutation."""
        folded = fold(name)
        if folded in self._greeted:
            return 0
        joined = "".join(character for character in folded if character.isalnum())
        has_suffix = _SUFFIX.search(folded) is not None
        is_above_address = below is not None and len(below.folded) < 90 and _ADDRESS.search(below.folded) is not None
        signs = (
            (15, line.number < 3),
            (10, line.number == 0),
            (35, has_suffix),
            (20, _TRADE.search(folded) is not None),
            (20, line.text != name or is_above_address),
            (35, any(folded in signed for signed in self._signature)),
            (30, any(joined.startswith(domain) or domain.startswith(joined) for domain in self._domains)),
            (50, self._author == folded),
            (10, self._is_known),
        )
        return sum(percent for percent, given in signs if given) / 100


def _name_of(line: Line) -> str:
    """The part of a line that may be a name: all of it, or what precedes an address on the same line."""
    parts = [part for part in _SEPARATORS.split(line.text) if part] if len(line.text) <= 160 else []
    name = line.text
    if any(character.isdigit() for part in parts[1:] for character in part):
        name = parts[0].strip()
    words = name.split()
    digits = sum(character.isdigit() for character in name)
    if not 1 <= len(words) <= 8 or not 3 <= len(name) <= 70 or digits > 2 or not name[0].isalnum():
        return ""
    has_capitals = sum(word[0].isupper() for word in words) * 2 >= len(words)
    return name if has_capitals and not _NOT_A_NAME.search(fold(name)) else ""


def money_or_date(line: Line, source: Source) -> bool:
    return bool(dates.find(line, source)) or any(True for _ in money.find(line.folded))
