"""Parts of a letter: salutation and closing."""

import re2

from docloft_worker.facts.lines import Line, Source

_SALUTATION = re2.compile(
    r"^(?:dear|hello|guten tag|hallo|sehr geehrte[rs]?|liebe[rs]?|bonjour|cher|chere|chers|madame|monsieur"
    r"|estimad[oa]s?|querid[oa]"
    r"|gentile|egregi[oa]|spett\.?|spettabile|geachte|beste|prezad[oa]|exm[oa]s?\.?|car[oa])\b[^.]{0,60},?$"
)
_CLOSING = re2.compile(
    r"^(?:yours|sincerely|kind regards|best regards|regards|mit freundlichen|mit freundlichem|freundliche grusse"
    r"|viele grusse|beste grusse|hochachtungsvoll|cordialement|bien a vous"
    r"|veuillez agreer|je vous prie|salutations|atentamente|un saludo|saludos|cordiali saluti|distinti saluti"
    r"|cordialmente|met vriendelijke|hoogachtend|com os melhores|atenciosamente|cumprimentos)\b"
)


def salutation(source: Source) -> Line | None:
    return next((line for line in source.lines if line.page == 0 and _SALUTATION.search(line.folded)), None)


def closing(source: Source) -> int | None:
    """The index of the line in `source.lines` that begins the closing."""
    return next((index for index, line in enumerate(source.lines) if _CLOSING.search(line.folded)), None)
