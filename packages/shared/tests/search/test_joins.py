"""Numbers and words that may be written together. The file is long because it begins with a table of texts and
queries.
"""

from functools import cache

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from docloft.search import api as search
from docloft.search.engine.plan import Given, plan
from docloft.search.engine.schema import schema
from docloft.search.text import joins
from docloft.search.text.pieces import pieces
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.spent import ROUNDS, spent

UKRAINIAN = "комп'ютернийзбір".replace("'", "")

# A text, what finds it, with the part that is then marked, and what does not find it.
CASES = [
    (
        "Summe 48.913,27 EUR",
        {
            "48913,27": "48.913,27",
            "48.913,27": "48.913,27",
            "48,913.27": "48.913,27",
            "48 913,27": "48.913,27",
            '"48 913,27"': "48.913,27",
            "48'913.27": "48.913,27",
            "48913": "48.913",
        },
        ["4891327", "48913,2", "48,91", "8913,27", "489.13,27"],
    ),
    ("Summe 48913,27 EUR", {"48.913,27": "48913,27", "48 913,27": "48913,27", "48,913.27": "48913,27"}, ["48.913,28"]),
    ("Saldo 1 048 913,27 zum Monatsende", {"1.048.913,27": "1 048 913,27", "1048913.27": "1 048 913,27"}, []),
    (
        "und CHF 7'350.20 sowie",
        {"7350.20": "7'350.20", "7350,20": "7'350.20", "CHF 7350,20": "CHF 7'350.20"},
        ["735020"],
    ),
    ("sowie 9 412,80", {"9412,80": "9 412,80", "9.412,80": "9 412,80"}, ["94128,0", "9412,8"]),
    ("etwa 1250 000 Teile", {"1250000": "1250 000", "1.250.000": "1250 000"}, ["12,50", "125000,0", "250.00"]),
    ("Preis 1.250,00", {"1250": "1.250", "1250,00": "1.250,00"}, ["12,50", "125", "12500"]),
    ("Preis 1.012,50EUR", {"1012,50": "1.012,50", "1.012,50 EUR": "1.012,50EUR", "1012.50€": "1.012,50"}, ["1012,5"]),
    ("Preis EUR12.50", {"12,50": "12.50", "EUR 12,50": "EUR12.50"}, ["1250"]),
    ("Preis 12,50", {"12.50": "12,50"}, ["1250", "1.250"]),
    ("am 12.03.2025 um", {"12032025": "12.03.2025", "12/03/2025": "12.03.2025"}, ["12,30"]),
    (
        "Konto DE02 1203 0000 0000 2020 51 bitte",
        {
            "DE02120300000000202051": "DE02 1203 0000 0000 2020 51",
            "de02-1203-0000-0000-2020-51": "DE02 1203 0000 0000 2020 51",
            "DE02 12030000 0000202051": "DE02 1203 0000 0000 2020 51",
            "Konto DE02120300000000202051": "DE02 1203 0000 0000 2020 51",
            '"DE02120300000000202051"': "DE02 1203 0000 0000 2020 51",
            "0000202051": "0000 2020 51",
        },
        ["DE02120300000000202052", "E02120300000000202051"],
    ),
    (
        "Konto DE02120300000000202051",
        {
            "DE02 1203 0000 0000 2020 51": "DE02120300000000202051",
            '"DE02 1203 0000 0000 2020 51"': "DE0212030000000020205",
            "DE02 1203 0000*": "DE02120300000000202051",
        },
        ["DE02 1203 0000 0000 2020 52"],
    ),
    (
        "RE-2031/00977",
        {"re203100977": "RE-2031/00977", "RE 2031 00977": "RE-2031/00977", "203100977": "2031/00977"},
        ["re20310097", "e203100977"],
    ),
    ("Rechnung re203100977", {"RE-2031/00977": "re203100977", "re 2031 00977": "re203100977"}, ["RE-2031/00978"]),
    ("KD-Nr. 47.11-08/15", {"47110815": "47.11-08/15", "4711 0815": "47.11-08/15"}, ["4711081"]),
    ("Aktenzeichen 12 O 345/31", {"12O34531": "12 O 345/31", "12-o-345-31": "12 O 345/31"}, ["2O34531"]),
    (
        "Tel +49 (0)351 99887",
        {
            "035199887": "0)351 99887",
            "0351/99887": "0)351 99887",
            "+4935199887": "49 (0)351 99887",
            "+49 351 99887": "49 (0)351 99887",
            "tel 0351-99887": "0)351 99887",
        },
        ["351998", "0035199887"],
    ),
    (
        "Fax 0049 351 99887",
        {"0351 99887": "351 99887", "+49 351 99887": "0049 351 99887", "+4935199887": "0049 351 99887"},
        [],
    ),
    ("Tel. +49 351 99887-0", {"0351998870": "351 99887-0", "004935199887": ""}, []),
    (
        "Tel. 0351/99 88 7",
        {
            "+49 351 99887": "0351/99 88 7",
            "+4935199887": "0351/99 88 7",
            "004935199887": "0351/99 88 7",
            '"+49 351 99887"': "0351/99 88 7",
        },
        ["4935199887"],
    ),
    ("call 035199887", {"+49 (351) 99887": "035199887"}, []),
    ("call +49 (0)351 99886", {"0049 351 99886": "351 99886", "004935199886": "351 99886"}, []),
    ("call (555) 123-4567", {"+1 555 123 4567": "555) 123-4567", "0015551234567": "555) 123-4567"}, ["+7551234567"]),
    ("code 0049351998", {"0049351998": "0049351998"}, []),
    (
        "۴۸٬۹۱۳٫۲۹ ریال",  # noqa: RUF001
        {"48913,29": "۴۸٬۹۱۳٫۲۹", "48.913,29": "۹۱۳"},  # noqa: RUF001
        ["4891329"],
    ),
    ("４７，９１３．２９", {"47913,29": "４７，９１３．２９"}, []),  # noqa: RUF001
    ("Tel. 035199887", {"0351 99887": "035199887", "0351/998-87": "035199887"}, []),
    (
        "hypcase Co-Working-Flaeche Null-Acht-Fuffzehn E-Mailverteiler",
        {
            "Coworking-Flaeche": "Co-Working-Flaeche",
            "Coworking-Fläche": "Co-Working-Flaeche",
            "coworkingflaeche": "Co-Working-Flaeche",
            "coworkingfläche": "Co-Working-Flaeche",
            "Co-Workingfläche": "Co-Working-Flaeche",
            "workingfläche": "Working-Flaeche",
            "nullachtfuffzehn": "Null-Acht-Fuffzehn",
            "emailverteiler": "E-Mailverteiler",
        },
        ["workingfloche", "orkingflaeche", '"coworkingflaeche"'],
    ),
    (
        "Coworkingfläche",
        {"Co-Working-Flaeche": "Coworkingfläche", "co-working-fläche": "Coworkingfläche"},
        ["co-fläche"],
    ),
    ("Co-Working-\nFläche", {"coworkingflaeche": "Co-Working-\nFläche"}, []),
    (
        "Null\u200bbreite Co-\u200bWorking",
        {
            "null": "Null",
            "breite": "breite",
            "nullbreite": "Null\u200bbreite",
            "null-breite": "Null\u200bbreite",
            '"null breite"': "Null\u200bbreite",
            "coworking": "Co-\u200bWorking",
        },
        ["ullbreite"],
    ),
    ("Nullbreite Platz", {"Null\u200bbreite": "Nullbreite", '"Null\u200bbreite Platz"': "Nullbreite Platz"}, []),
    (
        "die Dampf\u200bschiff\u200bfahrt begann",
        {
            '"die dampfschifffahrt begann"': "die Dampf\u200bschiff\u200bfahrt begann",
            '"Dampf\u200bschiff\u200bfahrt begann"': "Dampf\u200bschiff\u200bfahrt begann",
            '"die dampf schiff fahrt begann"': "die Dampf\u200bschiff\u200bfahrt begann",
        },
        ['"die dampfschiff fahrt"', '"dampfschifffahrt fahrt"', '"fahrt dampfschifffahrt"'],
    ),
    ("Abend\u200bzeit", {'"abendzeit"': "Abend\u200bzeit", "abendzeit": "Abend\u200bzeit"}, []),
    (
        "Coarbeitsfläche Nord Summe 47.913,27",
        {'"co-arbeitsflaeche nord"': "Coarbeitsfläche Nord", '"Summe 47.913,27"': "Summe 47.913,27"},
        ['"coarbeits-nord"'],
    ),
    ("ភាសា\u200bខ្មែរ", {"សាខ្មែ": "សា\u200bខ្មែ"}, []),
    (
        "Müller-Knoetzsch",
        {"muellerknötzsch": "Müller-Knoetzsch", "Mueller-Knötzsch": "Müller-Knoetzsch"},
        ["mullknotzsch"],
    ),
    ("комп'ютернийзбір", {"комп\u02bcютернийзбір": "комп'ютернийзбір", UKRAINIAN: "комп'ютернийзбір"}, []),  # noqa: RUF001
    ("Mr O\u2019Brien", {"OBrien": "O\u2019Brien", "o'brien": "O\u2019Brien"}, []),
    ("Mr O\u201bHara", {"OHara": "O\u201bHara", "o`hara": "O\u201bHara"}, []),
    ("צה\u05f4ל ג\u05f3ורג\u05f3", {"צהל": "צה\u05f4ל", "גורג": "ג\u05f3ורג"}, []),  # noqa: RUF001
    ("in den U.S.A. z.B.", {"USA": "U.S.A"}, ["sab"]),
    (
        "an max.mustermann@mail.example.org oder https://www.example.org/de/preise?jahr=2031",
        {
            "max.mustermann@mail.example.org": "max.mustermann@mail.example.org",
            "mustermann": "mustermann",
            "mustermann@mail": "mustermann@mail",
            "example.org": "example.org",
            "https://www.example.org/de/preise?jahr=2031": "example.org/de/preise?jahr=2031",
            "http://example.org/de": "example.org/de",
            "mailto:max.mustermann@mail.example.org": "max.mustermann@mail.example.org",
            "www.example.org/de": "www.example.org/de",
        },
        ["max@example.org"],
    ),
    (
        "netto 3,5 kg Kaffee",
        {"3,5kg": "3,5 kg", "3.5kg": "3,5 kg", '"3,5kg"': "3,5 kg", "kaffee 3,5 kg": "3,5"},
        ["35kg", "3,6kg", "3,5kgs"],
    ),
    ("netto 3,5kg Tee", {"3,5 kg": "3,5kg", "3.5 kg": "3,5kg", '"3,5 kg"': "3,5kg"}, ["35kg", "35 kg", "3,6 kg"]),
    ("Rohr 10 mm", {"10mm": "10 mm", '"10mm"': "10 mm"}, ["10m", "1 0mm"]),
    ("Rohr 10mm", {"10 mm": "10mm", '"10 mm"': "10mm"}, ["10 m"]),
    ("Zimmer 25 m²", {"25m²": "25 m²", "25m2": "25 m²"}, []),
    (
        "Strom 4.500 kWh",
        {"4500kWh": "4.500 kWh", "4500kw*": "4.500 kWh", "4500kwh strom": "4.500 kWh", "4.500kwh": "4.500 kWh"},
        ["450kWh", "4500strom"],
    ),
    ("Feld 14.500,5 m²", {"14500,5m2": "14.500,5 m²", "14500.5m2": "14.500,5 m²"}, ["14500m2", "14500,5m3"]),
    ("Haus a, 4.711 Seiten, Band 4711", {}, ["4711a", "4711Haus"]),
    ("Limit 120 km/h", {"120km/h": "120 km/h"}, []),
    ("12 Stücke", {"12Stücke": "12 Stücke", "12Stuecke": "12 Stücke"}, []),
    *(
        (f"pay {number} now", dict.fromkeys((*same, *(f"{one} now" for one in same)), "21"), ["22 EUR", "€22"])
        for number in ("21 EUR", "21EUR", "EUR21", "€21", "21 €", "21 Euro")
        for same in [("21 EUR", "21EUR", "€21", "21€", "21 €", "€ 21", "EUR 21", "eur21")]
    ),
    ("cost $1,223.50", {"1223.50USD": "1,223.50", "USD 1223,50": "1,223.50"}, []),
    ("cost 1.223,50USD", {"$1,223.50": "1.223,50USD", "1223,50 $": "1.223,50USD"}, []),
    ("Rabatt 47 % und § 3", {"47%": "47", "47 %": "47", "§3": "3", "§ 3 rabatt": "3"}, []),
    ("Kd.-Nr. 123 456 789", {"kdnr": "Kd.-Nr", "kd-nr": "Kd.-Nr"}, []),
    ("ＡＢＣ－９２３ （０３）９２３４", {"abc923": "ＡＢＣ－９２３", "039234": "０３）９２３４"}, []),  # noqa: RUF001
    ('מע"מ ש"ח', {"מעמ": 'מע"מ', 'מע"מ': 'מע"מ', "מע״מ": 'מע"מ', 'מע"מ ש"ח': 'ש"ח'}, []),
    ("vom 12.03.2029", {"12. 3. 2029": "12.03.2029", "12. 03. 2029": "12.03.2029"}, ["12. 4. 2029"]),
    (
        "コンピュータ お茶の水",
        {"こんぴゅーた": "コンピュータ", "ｺﾝﾋﾟｭｰﾀ": "コンピュータ", "お茶ノ水": "お茶の水"},
        ["コンピーュタ"],
    ),
    ("हिन्दी क़ानून", {"हिंदी": "हिन्दी", "कानून": "क़ानून"}, []),
    ("Seite 3\nvon 12\n\n50 Stück", {"12 50": "12"}, ["1250", "312"]),
]


@cache
def searcher():
    """Every text of CASES as a document, its number as id."""
    index = tantivy.Index(schema())
    writer = index.writer(15_000_000, 1)
    for number, (text, _, _) in enumerate(CASES):
        writer.add_document(search.document_of(entry(str(number), file_name="x"), Text((text,))))
    writer.commit()
    index.reload()
    return index.searcher()


def finished(typed):
    """The last word of a query also matches as a beginning; here that is another word."""
    return f"({typed}) OR nothingofit"


def found(typed):
    query = search.parse(finished(typed))
    hits = searcher().search(plan(query, Given(lambda *_: [])), len(CASES)).hits
    return {int(searcher().doc(address)["id"][0]) for _, address in hits}


FINDING = [
    (number, typed, shown) for number, (_, finds, _) in enumerate(CASES) for typed, shown in finds.items() if shown
]
NOT_FINDING = [(number, typed) for number, (_, _, others) in enumerate(CASES) for typed in others]


@pytest.mark.parametrize(("number", "typed", "shown"), FINDING)
def test_number_or_word_is_found_and_marked_however_it_is_written(number, typed, shown):
    assert number in found(typed)
    text = CASES[number][0]
    marked = [text[start:end] for start, end in search.mark_page(text, finished(typed), None).places]
    assert any(shown in one for one in marked), marked


@pytest.mark.parametrize(("number", "typed"), NOT_FINDING)
def test_another_number_or_word_is_not_found(number, typed):
    assert number not in found(typed)


_LONG = st.integers(joins.MAX_CHARACTERS - 1, 80).map(lambda length: ("a1" * length)[:length])
"""Such as a hash. A text of random characters has none."""


@given(
    st.lists(st.text(alphabet="a0. ,-/'()+\n\u00a0\u4e00ü") | st.sampled_from(" -.") | _LONG, max_size=9).map("".join)
    | st.text()
)
def test_runs_are_bounded_and_at_their_places(text):
    for group in joins.groups(text, pieces(text)):
        assert len(group) > 1
        for run in joins.runs(text, group):
            assert 1 <= len(run.chunks) <= joins.MAX_CHUNKS
            assert sum(len(chunk.folded) for chunk in run.chunks) + len(run.first) <= joins.MAX_CHARACTERS
            assert " " not in run.written
            assert all(0 <= chunk.start < chunk.end <= len(text) for chunk in run.chunks)


def test_time_is_linear_in_one_long_row_of_numbers():
    def seconds(count):
        text = "1 " * count
        cut = list(pieces(text))
        return spent(lambda: [list(joins.runs(text, group)) for group in joins.groups(text, cut)])

    seconds(1000)
    assert any(seconds(40_000) < 8 * max(seconds(10_000), 0.01) for _ in ROUNDS)
