"""The elements of XML in files, which anyone may have sent."""

from collections.abc import Callable
from xml.parsers.expat import ParserCreate, XMLParserType

from docloft import reasons
from docloft.errors import Refused


def parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
    *,
    by_namespace: bool = True,
) -> XMLParserType:
    """A parser that calls these functions for each element and text. Names are `namespace local-name`, or as the file
    has them without `by_namespace`. Parsing raises Refused for entities declared in a DTD, which could expand without
    limit, and ExpatError.
    """
    made = ParserCreate(namespace_separator=" " if by_namespace else None)
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = characters
    made.EntityDeclHandler = _refuse_entity
    return made


def _refuse_entity(*_declaration: object) -> None:
    raise Refused(reasons.ENTITIES)
