"""After a hundred documents were filed, nine out of ten learned senders and kinds are right."""

import json
import random
import sys
from typing import NamedTuple

import pytest

from bench import learning

SENDERS, OF_A_SENDER = 60, 8
STEMS = [
    first + last
    for first in ("Al", "Ber", "Cor", "Dan", "El", "Fal", "Hol", "Jor")
    for last in ("bach", "dis", "mar", "ros", "ten", "vik")
]
FAMILY = ("Ada Becker", "Bruno Becker")
LETTERS = {
    "en": (
        ["Ltd", "plc", "Energy", "Insurance", "Dental", "Motors"],
        ["Bristol", "Leeds", "Dublin", "Boston"],
        ["Mill Lane", "High Street", "Park Avenue"],
        {"invoice": "Invoice", "reminder": "Payment Reminder", "statement": "Account Statement", "receipt": "Receipt"},
        "Yours sincerely",
    ),
    "de": (
        ["GmbH", "AG", "Stadtwerke", "Versicherung", "Praxis", "Autohaus"],
        ["Köln", "Hamburg", "Graz", "Zürich"],
        ["Hauptstraße", "Gartenweg", "Lindenallee"],
        {"invoice": "Rechnung", "reminder": "Zahlungserinnerung", "statement": "Kontoauszug", "receipt": "Quittung"},
        "Mit freundlichen Grüßen",
    ),
}
CLERKS = [
    f"{first} {last}"
    for first in ("Clara", "Dario", "Emil", "Finn", "Greta", "Hugo")
    for last in ("Almeida", "Costa", "Evans", "Hansen")
]


class Senders(NamedTuple):
    """How many words there are for names, addresses and clerks of all senders: with few, only their order differs."""

    stems: int
    cities: int
    streets: int
    clerks: int


MANY_WORDS, FEW_WORDS = Senders(48, 4, 3, 24), Senders(5, 1, 1, 2)


def letter(sender, number, senders):
    """The text of a letter, and its sender and kind. Names of senders share words, as do their addresses."""
    own, other = random.Random(sender), random.Random(f"{sender} {number}")  # noqa: S311 - test data
    suffixes, cities, streets, kinds, closing = LETTERS[own.choice(list(LETTERS))]
    cities, streets, stems = cities[: senders.cities], streets[: senders.streets], STEMS[: senders.stems]
    name = f"{own.choice(stems)} {own.choice(stems)} {own.choice(suffixes)}"
    kind = other.choice(list(kinds))
    lines = [
        *(name, f"{own.choice(streets)} {own.randrange(1, 200)}, {own.choice(cities)}", other.choice(FAMILY)),
        *("Lindenallee 7", "Köln"),
        *(f"{kinds[kind]} {other.randrange(1_000, 9_000)}", f"{other.randrange(10, 28)}.11.2024"),
        *(
            f"{number}. {other.choice(STEMS)} {other.randrange(9, 99)},00 EUR"
            for number in range(other.randrange(1, 9))
        ),
        *(closing, own.choice(CLERKS[: senders.clerks]), name),
    ]
    return "\n".join(lines), name, kind


@pytest.mark.parametrize("senders", [MANY_WORDS, FEW_WORDS], ids=["many words", "few words"])
def test_senders_and_kinds_learned_from_a_hundred_documents_are_right(senders, tmp_path, monkeypatch, capsys):
    truths = []
    for sender in range(SENDERS):
        for number in range(OF_A_SENDER):
            text, name, kind = letter(sender, number, senders)
            (tmp_path / f"{sender}-{number}.txt").write_text(text, encoding="utf-8")
            truths.append({"file": f"{sender}-{number}.txt", "sender": name, "kind": kind})
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(one) + "\n" for one in truths))
    monkeypatch.setattr(sys, "argv", ["bench.learning", str(tmp_path)])

    learning.main()

    printed = capsys.readouterr().out
    rows = {row[0]: row[1:] for row in map(str.split, printed.splitlines())}
    for fact in ("sender", "kind"):
        precision, recall, suggested = rows[fact]
        # Half of the documents are of senders of which nothing was filed: nothing may be suggested for those.
        assert float(precision.rstrip("%")) >= 90, printed
        assert float(recall.rstrip("%")) >= 50, printed
        assert int(suggested) >= 50, printed
