"""Which tier a test belongs to, by its place; the summary of a run counts them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared/corpus/open"

TIERS = {
    "packages": "unit and component",
    "services": "unit and component",
    "operate": "unit and component",
    "tools": "unit and component",
    "tests/contract": "contract",
    "tests/local": "local stage",
    "tests/e2e": "end to end",
    "tests/corpus": "corpus",
    "tests/browser": "browser",
}


def tier_of(nodeid: str) -> str:
    """'other' for a place that has no tier, so that it is noticed."""
    return next((tier for place, tier in TIERS.items() if nodeid.startswith(place + "/")), "other")


def summary(outcomes: dict[str, list[str]]) -> list[str]:
    """One line a tier: how many ran, and how they ended. `outcomes`: passed, failed, ... to node ids."""
    lines = []
    for tier in [*dict.fromkeys(TIERS.values()), "other"]:
        counts = {name: sum(tier_of(nodeid) == tier for nodeid in nodeids) for name, nodeids in outcomes.items()}
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        if tier == "corpus" and not CORPUS.is_dir():
            told = "not run: there is no ../shared/corpus/open beside this checkout"
        if told or tier != "other":
            lines.append(f"{tier:20} {told or 'none ran'}")
    return lines
