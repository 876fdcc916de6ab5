"""How well search ranks: `python -m bench.ranking` prints nDCG@10 and MRR over a judged set of queries, by their kind;
`python -m bench.ranking QUERY` prints its hits and how the engine explains the score of the first.

The set is made here and is the same in every run: papers of a household in three languages, and queries whose relevant
documents are known because of how the papers are made. Grades: 3 what a person looks for, 1 mentions it.
Change a weight of `docloft.search.engine.plan` only if this becomes better; tests/contract/test_bench_ranking.py keeps
the level.
"""

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2

import tantivy

from docloft.search import api as search
from docloft.texts import Text

DEPTH = 10
_YEARS = range(2019, 2025)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the set. `kind`, `sender` and `topic` are as in its text."""

    name: str
    title: str
    text: str
    language: str
    kind: str
    sender: str
    topic: str
    year: int
    number: str
    amount: str
    mentions: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grades of the documents that are relevant to it."""

    kind: str
    typed: str
    grades: Mapping[str, int]


_SENDERS = {
    "en": {"Northgate Energy": "electricity", "Harbour Insurance": "insurance", "Elm Street Dental": "dentist",
           "City Library": "library", "Maple Telecom": "telephone", "Rivers Garage": "car repair"},
    "de": {"Stadtwerke Südheim": "Stromverbrauch", "Müller-Lüdenscheid Versicherung": "Haftpflichtversicherung",
           "Zahnarztpraxis Grünwald": "Zahnbehandlung", "Hausverwaltung Böhm": "Nebenkostenabrechnung",
           "Funknetz Köln": "Mobilfunkvertrag", "Autohaus Schäfer": "Reparatur"},
    "fr": {"Énergie du Rhône": "électricité", "Assurances Lémieux": "assurance", "Clinique Sainte-Anne": "consultation",
           "Mairie de Vélizy": "impôts", "Télécom Provence": "abonnement", "Garage Lefèvre": "réparation"},
}  # fmt: skip
_KINDS = {
    "en": {"Invoice": "invoices", "Contract": "contracts", "Reminder": "reminders", "Letter": "letters"},
    "de": {"Rechnung": "Rechnungen", "Vertrag": "Verträge", "Mahnung": "Mahnungen", "Bescheid": "Bescheide"},
    "fr": {"Facture": "factures", "Contrat": "contrats", "Relance": "relances", "Lettre": "lettres"},
}
_FILLER = {
    "en": "please find below the details of the period named above and keep this page with your papers for later use "
    "we thank you for your trust and remain at your disposal for any question",
    "de": "nachfolgend finden Sie die Angaben zum oben genannten Zeitraum bitte bewahren Sie diese Seite bei Ihren "
    "Unterlagen auf wir danken für Ihr Vertrauen und stehen für Fragen gern zur Verfügung",
    "fr": "vous trouverez ci-dessous les détails de la période indiquée veuillez conserver cette page avec vos papiers "
    "nous vous remercions de votre confiance et restons à votre disposition pour toute question",
}


def papers() -> list[Paper]:
    """The documents, which are the same in every run."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    found: list[Paper] = []
    for language, senders in _SENDERS.items():
        topics = list(senders.values())
        for sender, topic in senders.items():
            for kind in _KINDS[language]:
                for year in chance.sample(list(_YEARS), 3):
                    found.append(_paper(chance, len(found), language, sender, topic, kind, year, topics))
    return found


def _paper(
    chance: random.Random, index: int, language: str, sender: str, topic: str, kind: str, year: int, topics: list[str]
) -> Paper:
    number = f"{chance.randint(10, 99)}-{chance.randint(1000, 9999)}/{chance.randint(100, 999)}"
    amount = f"{chance.randint(1, 9)}.{chance.randint(100, 999)},{chance.randint(10, 99)}"
    mentions = chance.choice([other for other in topics if other != topic]) if chance.random() < 0.4 else ""
    filler = _FILLER[language].split()
    chance.shuffle(filler)
    body = " ".join(filler * chance.randint(1, 6))
    aside = f" {' '.join(filler[:5])} {mentions} {' '.join(filler[5:9])}." if mentions else ""
    text = (
        f"{sender}\n{kind} {number}\n{topic} {year}\n\n{body}.{aside}\n{topic}: {amount} EUR\n"
        f"{' '.join(filler[3:20])}\n{sender}"
    )
    # A scan's title is often just its file name, which does not say what it is.
    title = f"{kind} {sender} {year}" if index % 3 else f"scan_{index:04}"
    return Paper(f"p{index:03}", title, text, language, kind, sender, topic, year, number, amount, mentions)


def judged(library: list[Paper]) -> Iterator[Judged]:
    """The queries."""
    for language, senders in _SENDERS.items():
        of_language = [one for one in library if one.language == language]
        for sender, topic in senders.items():
            name = sender.split()[-1] if language != "de" else sender.split()[0]
            yield Judged("sender", sender, {one.name: 3 for one in of_language if one.sender == sender})
            yield Judged("topic", topic.lower(), _about(of_language, topic))
            for kind, plural in list(_KINDS[language].items())[:2]:
                wanted = [one for one in of_language if one.sender == sender and one.kind == kind]
                yield Judged("kind and sender", f"{plural} {name}", {one.name: 3 for one in wanted})
                newest = wanted[-1]
                yield Judged("kind, sender and year", f"{kind} {name} {newest.year}", {
                    one.name: 3 for one in wanted if one.year == newest.year})  # fmt: skip
                yield Judged("number", newest.number.replace("-", "").replace("/", ""), {newest.name: 3})
                yield Judged("amount", newest.amount.replace(".", ""), {newest.name: 3})
            phrase = f'"{topic} {wanted[0].year}"'
            yield Judged("phrase", phrase, {
                one.name: 3 for one in of_language if one.topic == topic and one.year == wanted[0].year})  # fmt: skip
            yield Judged("topic and year", f"{topic} {wanted[0].year}", {
                **{one.name: 1 for one in of_language if one.mentions == topic and one.year == wanted[0].year},
                **{one.name: 3 for one in of_language if one.topic == topic and one.year == wanted[0].year},
            })  # fmt: skip
            yield Judged("beginning", topic[:-2], _about(of_language, topic))


def _about(library: list[Paper], topic: str) -> dict[str, int]:
    """Documents about a topic; those that only mention it are worth less."""
    return {one.name: 3 if one.topic == topic else 1 for one in library if topic in {one.topic, one.mentions}}


def searcher_of(library: list[Paper]) -> tantivy.Searcher:
    """An index of the set in memory."""
    index = tantivy.Index(search.schema())
    writer = index.writer(15_000_000, 1)
    for one in library:
        entry = search.Entry(
            one.name, 1, one.title, f"{one.title}.pdf", "application/pdf", "ready", 1000, 1,
            f"{one.year}-06-01T12:00:00.000Z", f"{one.year}-05-01", None, has_text=True,
        )  # fmt: skip
        writer.add_document(search.document_of(entry, Text((one.text,), one.language)))
    writer.commit()
    index.reload()
    return index.searcher()


def measure() -> dict[str, tuple[int, float, float]]:
    """Number of queries, nDCG@10 and MRR by kind of query, and of all."""
    library = papers()
    searcher = searcher_of(library)
    scores: dict[str, list[tuple[float, float]]] = {}
    for one in judged(library):
        score = _score(ranked(searcher, one.typed), one.grades)
        scores.setdefault(one.kind, []).append(score)
        scores.setdefault("all", []).append(score)
    return {
        kind: (len(some), sum(gain for gain, _ in some) / len(some), sum(rank for _, rank in some) / len(some))
        for kind, some in scores.items()
    }


def explain(typed: str) -> None:
    """Prints the hits of a query in the set, and the explanation of the first one's score."""
    library = {one.name: one for one in papers()}
    searcher = searcher_of(list(library.values()))
    for name in ranked(searcher, typed):
        print(name, library[name].title, library[name].topic, library[name].year, sep="  ")
    query = search.plan(search.parse(typed), search.Given(lambda *_: []))
    for _, address in searcher.search(query, 1).hits:
        print(query.explain(searcher, address).to_json())


def ranked(searcher: tantivy.Searcher, typed: str) -> list[str]:
    """The names of the first DEPTH documents."""

    def expand(field: str, beginning: str) -> list[str]:
        return [word for word, _ in searcher.terms_with_prefix(field, beginning, limit=search.EXPANSIONS)]

    found = searcher.search(search.plan(search.parse(typed), search.Given(expand)), DEPTH, weight_by_field="recency")
    return [str(searcher.doc(address)["id"][0]) for _, address in found.hits]


def _score(names: list[str], grades: Mapping[str, int]) -> tuple[float, float]:
    """nDCG@10 with gains of 2^grade - 1 (Burges et al. 2005), and the reciprocal rank of the first document of the
    highest grade.
    """
    gains = [2 ** grades.get(name, 0) - 1 for name in names]
    best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:DEPTH]
    ideal = _discounted(best)
    top = max(grades.values(), default=0)
    first = next((rank for rank, name in enumerate(names, 1) if grades.get(name) == top), 0)
    return (_discounted(gains) / ideal if ideal else 0.0), (1 / first if first else 0.0)


def _discounted(gains: list[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def main() -> int:
    if typed := " ".join(sys.argv[1:]):
        explain(typed)
        return 0
    print(f"{'queries':<24}{'number':>8}{'nDCG@10':>10}{'MRR':>8}")
    for kind, (number, gain, rank) in sorted(measure().items(), key=lambda one: one[0] == "all"):
        print(f"{kind:<24}{number:>8}{gain:>10.3f}{rank:>8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
