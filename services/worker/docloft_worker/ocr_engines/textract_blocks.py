"""Makes a recognised page from Textract's blocks: PAGE, its LINE children, their WORD children, each with its geometry
in shares of the picture (AWS: https://docs.aws.amazon.com/textract/latest/dg/API_Block.html).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docloft.recognised_pages import RecognisedPage, Word
from docloft_worker.readers.cleaning import clean, join_broken
from docloft_worker.recognition.choice import is_unreadable

_MAX_WORDS = 20_000
_MAX_WORD = 500
_WHOLE = 10_000

Block = Mapping[str, Any]


def page_of(blocks: Sequence[Block], width: int, height: int) -> RecognisedPage:
    """The picture had `width` and `height` pixels. In the order of the lines, which is Textract's reading order."""
    by_id = {block["Id"]: block for block in blocks}
    lines = [block for block in blocks if block["BlockType"] == "LINE"]
    found = [word for line in lines for word in _children(line, by_id) if word.get("Text")]
    confidence = _confidence(found)
    words = [placed for word in found[:_MAX_WORDS] if (placed := _placed(word)) is not None]
    return RecognisedPage(
        join_broken(clean("\n".join(str(line.get("Text", "")) for line in lines))).strip(),
        words,
        width,
        height,
        _angle(found, width, height),
        confidence,
        is_unreadable=is_unreadable(len(lines), confidence),
    )


def _children(line: Block, by_id: Mapping[str, Block]) -> Iterator[Block]:
    for relation in line.get("Relationships", ()):
        if relation["Type"] == "CHILD":
            yield from (by_id[one] for one in relation["Ids"] if by_id.get(one, {}).get("BlockType") == "WORD")


def _confidence(words: Sequence[Block]) -> int:
    """The mean, weighted by letters; 0 without words."""
    letters = sum(len(word["Text"]) for word in words)
    return round(sum(word.get("Confidence", 0.0) * len(word["Text"]) for word in words) / letters) if letters else 0


def _placed(word: Block) -> Word | None:
    """None for a word that is too long, or not on the page."""
    box, text = word.get("Geometry", {}).get("BoundingBox", {}), word["Text"]
    left, top = box.get("Left", 0.0), box.get("Top", 0.0)
    x0, x1 = _share(left), _share(left + box.get("Width", 0.0))
    y0, y1 = _share(top), _share(top + box.get("Height", 0.0))
    if len(text) > _MAX_WORD or x0 == x1 or y0 == y1:
        return None
    return x0, y0, x1 - x0, y1 - y0, text


def _share(value: float) -> int:
    return min(max(round(value * _WHOLE), 0), _WHOLE)


def _angle(words: Sequence[Block], width: int, height: int) -> int:
    """By how many degrees clockwise most of the text is turned: 0, 90, 180 or 270."""
    letters: Counter[int] = Counter()
    for word in words:
        letters[_quarters(word, width, height)] += len(word["Text"])
    return letters.most_common(1)[0][0] if letters else 0


def _quarters(word: Block, width: int, height: int) -> int:
    """A word's polygon begins at the upper left corner of the word itself, and continues in its reading direction."""
    corners = word.get("Geometry", {}).get("Polygon", ())
    if len(corners) < 2:
        return 0
    (x0, y0), (x1, y1) = ((corner["X"] * width, corner["Y"] * height) for corner in corners[:2])
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 90) % 4 * 90
