"""Draws measured figures as SVG for docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

PLOTS = Path(__file__).parents[1] / "docs/plots"

_LABELS, _WIDTH, _ROW, _BAR = 150, 720, 46, 15
_HEAD, _FOOT, _VALUES = 64, 34, 60
_COLOURS = ("#0c6b5f", "#8fcfc4")
_HALO = 'paint-order="stroke" stroke="#fff" stroke-width="4"'
_STYLE = "font: 13px system-ui, sans-serif; fill: #1d2423"


@dataclass(frozen=True, slots=True)
class Series:
    """One bar in every row. `goal`: a line at this value, dashed in the series' colour."""

    name: str
    goal: float


def bars(title: str, unit: str, series: Sequence[Series], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Horizontal bars, grouped by row: each row has a label and one value per series, at most two. The picture has its
    own background, because a page may be light or dark.
    """
    highest = max([*(value for _, values in rows for value in values), *(one.goal for one in series)])
    scale = (_WIDTH - _LABELS - _VALUES) / highest
    height = _HEAD + _ROW * len(rows) + _FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" style="{_STYLE}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff" rx="8" />',
        f'<text x="16" y="26" font-weight="600">{escape(title)}</text>',
    ]
    for index, one in enumerate(series):
        left = _LABELS + index * 190
        parts.append(f'<rect x="{left}" y="38" width="12" height="12" fill="{_COLOURS[index]}" />')
        parts.append(f'<text x="{left + 18}" y="49">{escape(f"{one.name} (goal {one.goal:g})")}</text>')
    for index, one in enumerate(series):
        goal = _LABELS + one.goal * scale
        parts.append(
            f'<line x1="{goal:.1f}" x2="{goal:.1f}" y1="{_HEAD}" y2="{height - _FOOT}" stroke="{_COLOURS[index]}" '
            'stroke-width="2" stroke-dasharray="4 3" />'
        )
    for number, (label, values) in enumerate(rows):
        top = _HEAD + _ROW * number
        parts.append(f'<text x="{_LABELS - 12}" y="{top + 24}" text-anchor="end">{escape(label)}</text>')
        for index, value in enumerate(values):
            at = top + 4 + index * (_BAR + 3)
            width = max(1.0, value * scale)
            parts.append(
                f'<rect x="{_LABELS}" y="{at}" width="{width:.1f}" height="{_BAR}" fill="{_COLOURS[index]}" rx="2" />'
            )
            parts.append(f'<text x="{_LABELS + width + 6:.1f}" y="{at + 12}" {_HALO}>{value:.1f}</text>')
    parts.append(f'<text x="{_LABELS}" y="{height - 12}">{escape(unit)}</text></svg>')
    return "\n".join(parts) + "\n"


def write(name: str, picture: str) -> Path:
    """Writes docs/plots/<name>.svg and returns its path."""
    PLOTS.mkdir(exist_ok=True)
    path = PLOTS / f"{name}.svg"
    path.write_text(picture)
    return path
