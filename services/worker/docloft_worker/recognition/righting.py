"""Rotates a picture so that its lines are level and upright, and maps boxes back to the original picture."""

import itertools
import math
from dataclasses import dataclass

from PIL import Image

from docloft_worker.recognition.rendering import MAX_PIXELS
from docloft_worker.recognition.tesseract import Box

_WHITE = 255
_TRANSPOSED = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}

# How to search for a slant that the layout analysis cannot find: degrees to each side, and the two step sizes.
_FURTHEST, _COARSE, _FINE = 30.0, 2.0, 0.25
_REMAINING = 3.0

# Differences in brightness from the paper; shares of the page: a line of a few words, and a dense page with a photo.
_FAINTEST, _STRETCHED = 16, 48
_LEAST_INK, _MOST_INK = 0.0005, 0.3
_SEARCHED_PIXELS = 400


@dataclass(frozen=True, slots=True)
class Righted:
    """`image` is the displayed picture, rotated anticlockwise by `quarters` (0, 90, 180 or 270 degrees), then by
    `slant` degrees, then enlarged by `scale`. `displayed`: its width and height. `straight`: the picture before the
    rotation by `slant`, so that a further one does not blur it again; None when it is `image`.
    """

    displayed: tuple[int, int]
    image: Image.Image
    quarters: int = 0
    slant: float = 0.0
    scale: float = 1.0
    straight: Image.Image | None = None

    def turned(self, quarters: int) -> "Righted":
        """Rotated anticlockwise by a further 90, 180 or 270 degrees."""
        return Righted(
            self.displayed,
            self.image.transpose(_TRANSPOSED[quarters]),
            (self.quarters + quarters) % 360,
            self.slant,
            self.scale,
            self.straight.transpose(_TRANSPOSED[quarters]) if self.straight else None,
        )

    def place(self, box: Box) -> list[int]:
        """[x, y, width, height] of a box of `image` on the displayed picture, in ten-thousandths."""
        left, top, right, bottom = box
        corners = [self._point(x, y) for x in (left, right) for y in (top, bottom)]
        (x0, x1), (y0, y1) = ((min(line), max(line)) for line in zip(*corners, strict=True))
        width, height = self.displayed
        edges = [_share(x0, width), _share(y0, height), _share(x1, width), _share(y1, height)]
        return [edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.displayed
        angle = math.radians(self.quarters + self.slant)
        dx, dy = (x - self.image.width / 2) / self.scale, (y - self.image.height / 2) / self.scale
        # The vertical axis points down, so this undoes a rotation to the left.
        return (
            width / 2 + dx * math.cos(angle) - dy * math.sin(angle),
            height / 2 + dx * math.sin(angle) + dy * math.cos(angle),
        )


def _share(value: float, whole: int) -> int:
    return min(10_000, max(0, round(value / whole * 10_000)))


def levelled(righted: Righted, slant: float) -> Righted:
    """Rotated anticlockwise by a few further degrees; the picture grows, and its new corners are white."""
    straight, whole = righted.straight or righted.image, righted.slant + slant
    image = straight.rotate(whole, Image.Resampling.BICUBIC, expand=True, fillcolor=_WHITE)
    return Righted(righted.displayed, image, righted.quarters, whole, righted.scale, straight)


def enlarged(righted: Righted, factor: float) -> Righted:
    straight = righted.straight and _resized(righted.straight, factor)
    image, scale = _resized(righted.image, factor), righted.scale * factor
    return Righted(righted.displayed, image, righted.quarters, righted.slant, scale, straight)


def _resized(image: Image.Image, factor: float) -> Image.Image:
    return image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.BICUBIC)


def most_enlarged(righted: Righted) -> float:
    """How often the picture can be enlarged without exceeding MAX_PIXELS, at least once."""
    return max(1.0, math.sqrt(MAX_PIXELS / (righted.image.width * righted.image.height)))


def strengthened(image: Image.Image) -> Image.Image | None:
    """The picture with faint ink made dark, for a page on which the analysis of the layout finds no lines: it finds
    them from a contrast of about 80 on (measured). None for an empty page and for most photos.
    """
    counts = image.histogram()
    total = sum(counts)
    paper = next(level for level in range(len(counts)) if 2 * sum(counts[: level + 1]) >= total)
    ink = sum(counts[: max(0, paper - _FAINTEST)])
    if not _LEAST_INK <= ink / total <= _MOST_INK:
        return None
    black = paper - _STRETCHED
    return image.point([min(_WHITE, max(0, (level - black) * _WHITE // _STRETCHED)) for level in range(len(counts))])


def searched_slant(image: Image.Image) -> float:
    """The rotation in degrees, up to 30 to either side, that makes lines level, found by trying: between level lines
    there are bright rows, so neighbouring rows differ most. Takes 0.1 s. For slants above 8 degrees, at which the
    analysis of the layout finds no lines.
    """
    small = _small(image)
    best = _best(small, 0.0, _FURTHEST, _COARSE)
    return _best(small, best, _COARSE, _FINE)


def remaining_slant(image: Image.Image) -> float:
    """The same for a picture that is nearly level, up to 3 degrees to either side."""
    return _best(_small(image), 0.0, _REMAINING, _FINE)


def _small(image: Image.Image) -> Image.Image:
    small = image.copy()
    small.thumbnail((_SEARCHED_PIXELS, _SEARCHED_PIXELS))
    return small


def _best(small: Image.Image, middle: float, furthest: float, step: float) -> float:
    count = round(furthest / step)
    return max(
        (middle + step * number for number in range(-count, count + 1)), key=lambda angle: _contrast(small, angle)
    )


def _contrast(small: Image.Image, angle: float) -> float:
    rotated = small.rotate(angle, Image.Resampling.BILINEAR, fillcolor=_WHITE)
    rows = rotated.resize((1, rotated.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in itertools.pairwise(rows))
