"""Text of a PowerPoint presentation (ECMA-376), slide by slide, hidden ones too: tables, SmartArt, charts, notes and
comments. What a slide inherits from its layout is not repeated.
"""

from docloft_worker.readers import Portion, ooxml, packages
from docloft_worker.readers.packages import EnoughError, Package
from docloft_worker.readers.wordprocessing import PartText

_BESIDE = ("diagramData", "chart", "chartEx", "notesSlide", "comments")
_MAX_SLIDES = 20_000


def read(path: str) -> Portion:
    """Raises Refused."""
    with packages.opened(path) as package:
        main = ooxml.main_part(package, "ppt/presentation.xml")
        targets = {relation.id: relation.target for relation in ooxml.relations(package, main)}
        order = _Slides()
        package.parse(main, order)
        slides = [targets[identifier] for identifier in order.found if identifier in targets]
        found = package.portion([_slide(package, slide) for slide in slides])
        return {**found, "properties": ooxml.properties(package)}


class _Slides:
    """The relationships of the slides, in the order in which they are shown."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element.endswith(" sldId"):
            # The other attribute, without a namespace, is a number.
            self.found += [value for name, value in attributes.items() if name.endswith(" id")]
            if len(self.found) >= _MAX_SLIDES:
                raise EnoughError

    def end(self, _element: str) -> None: ...
    def characters(self, _text: str) -> None: ...


def _slide(package: Package, part: str) -> str:
    texts = [_text(package, one) for one in (part, *ooxml.related(package, part, _BESIDE))]
    return "\n\n".join(dict.fromkeys(text for text in texts if text.strip()))


def _text(package: Package, part: str) -> str:
    found = PartText()
    package.parse(part, found)
    return found.text()
