"""A title: the subject of a letter or mail, the heading that names the kind, or the title in the file's properties."""

from collections.abc import Iterator

import re2

from docloft.suggestions import EVIDENCE_LIMIT, VALUE_LIMIT, Fact, Suggestion
from docloft_worker.facts import correspondence, dates, kinds
from docloft_worker.facts.lines import Line, Source, fold

_SUBJECT = re2.compile(r"^(?:subject|re|betreff|betr\.?|objet|asunto|oggetto|onderwerp|betreft|assunto) ?: ?(.{3,})$")
_HEADING = re2.compile(r"^# {1,3}([^#].{2,})$")
_DATE_LABEL = re2.compile("[ ,|\u2013-]+(?:date|datum|fecha|data|vom|le|du)? ?:? ?$")
_UNTITLED = re2.compile(
    r"^(?:untitled|unbenannt|sans titre|sin titulo|senza titolo|document\d*|dokument\d*|microsoft \w+ -.*|scan.*"
    r"|.*\.[a-z]{3,4}|\W*)$"
)


def find(source: Source) -> Iterator[Suggestion]:
    """The best one. A title in the properties counts only if the text has it, too: many come from a template."""
    found = next(_candidates(source), None)
    if found is not None:
        yield found


def _candidates(source: Source) -> Iterator[Suggestion]:
    for line in source.head:
        match = _SUBJECT.search(line.folded)
        if match:
            yield _of(line, match.start(1), 0.95, source)
    title = " ".join(source.properties.get("title", "").split())
    if 4 <= len(title) <= VALUE_LIMIT and not _UNTITLED.search(fold(title)):
        text = " ".join(" ".join(line.folded for line in source.head).split())
        if fold(title) in text:
            yield Suggestion(Fact.TITLE, title, 0.95, title[:EVIDENCE_LIMIT])
    for line in source.head:
        if kinds.of_heading(line) and len(line.text) >= 8:
            yield _of(line, 0, 0.85, source)
        match = _HEADING.search(line.folded)
        if match and line.number < 3:
            yield _of(line, match.start(1), 0.85, source)
    yield from _before_salutation(source)


def _before_salutation(source: Source) -> Iterator[Suggestion]:
    greeted = correspondence.salutation(source)
    if greeted is None or correspondence.closing(source) is None:
        return
    above = [line for line in source.head if greeted.number - 3 <= line.number < greeted.number]
    for line in reversed(above):
        words = line.text.split()
        is_reference = ":" in line.text or sum(character.isdigit() for character in line.text) > 6
        if 3 <= len(words) <= 15 and len(line.text) <= 120 and not is_reference and not dates.find(line, source):
            yield _of(line, 0, 0.75, source)


def _of(line: Line, start: int, confidence: float, source: Source) -> Suggestion:
    """Without a date and its label at the end of the line, which belong to another column."""
    end = len(line.text)
    places = dates.find(line, source)
    if places and places[-1].end == end and places[-1].start > start:
        label = _DATE_LABEL.search(line.folded[: places[-1].start])
        if label:
            end = label.start()
    value = line.text[start:end].strip(" #*")
    return line.suggest(Fact.TITLE, " ".join(value.split()), confidence, start, end)
