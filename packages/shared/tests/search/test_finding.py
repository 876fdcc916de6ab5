import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.search import api as search
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY, OTHER_LIBRARY
from tests.narrowing import present

PAPERS = {
    "faq-fr": (("Le cycle de l'opération.", "Les suppressions et l'esprit libre, libfoo"), "fr"),
    "letter-en": (("Thanks for the filtered water.", "An alfresco dinner, a drawn rectangle, practicality"), "en"),
    "kun": (("staré židovské město",), None),
    "guide": (("新メンテナー\nガイド アップデート", "libfoo 処刑記録 第3章"), "ja"),
    "ru": (("Поезд идёт медленно",), "ru"),
    "bill": (("Die Rechnungen für den Stromver-\nbrauch 4711-0815-XY an der Straße",), "de"),
    "umlaut": (("Sehr geehrter Herr Müller-Knötzsch, Größenwahn", "Tafelöl"), "de"),
    "digraph": (("Sehr geehrter Herr Goeller-Koenig, Muehlensteuer",), "de"),
    "uk": (("комп'ютернийзбір",), "uk"),
    "ar": (("فاتورةالمدينة سنة ٢٠٣٧",), "ar"),
    "fa": (("صورت‌حسابهای کارخانهیی",), "fa"),
    "signs": (("1.234,50 € und $99.95",), None),
    "dated": (("vom 05.03.2031", "am 7.4.2031"), None),
    "plain": (("incremental esprit favoured println in_snake_case user@example.org",), None),
}


@pytest.fixture
def papers(index):
    documents = [
        search.document_of(entry(document_id, title=f"Titel {document_id}"), Text(pages, language))
        for document_id, (pages, language) in PAPERS.items()
    ]
    mail = entry("mail", title="Rechnung der Bibliothek", media_type="text/plain", pages=None)
    index.add_all([*documents, search.document_of(mail, Text(("simple words",)))])
    return index


def ids(typed, library_id=LIBRARY, limit=20):
    return search.find(library_id, search.parse(typed), offset=0, limit=limit).document_ids


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # word
        ("処刑記録", ["guide"]),
        ("アップデート", ["guide"]),
        ("メンテナーガイド", ["guide"]),
        ("медленно", ["ru"]),
        ("идет", ["ru"]),
        ("favoured", ["plain"]),
        ("opération", ["faq-fr"]),
        ("operation", ["faq-fr"]),
        ("STRASSE", ["bill"]),
        ("snake", ["plain"]),
        ("user@example.org", ["plain"]),
        ("4711-0815-XY", ["bill"]),
        ("stromverbrauch", ["bill"]),
        ("第3章", ["guide"]),
        # the other spelling of umlauts
        ("mueller-knoetzsch", ["umlaut"]),
        ('"herr mueller"', ["umlaut"]),
        ("groessenwahn", ["umlaut"]),
        ("muell", ["umlaut"]),
        ("tafeloel", ["umlaut"]),
        ("göller-könig", ["digraph"]),
        ("go\u0308ller", ["digraph"]),
        ('"herr göller"', ["digraph"]),
        ("mühlensteuer", ["digraph"]),
        ("mühlenstür", []),
        # scripts in which one word can be written in several ways
        ("компʼютернийзбір", ["uk"]),
        ("комп’ютернийзбір", ["uk"]),  # noqa: RUF001
        ("فاتوره", ["ar"]),
        ("2037", ["ar"]),
        ("۲۰۳۷", ["ar"]),
        ("كارخانهيي", ["fa"]),
        ("صورتحسابهای", ["fa"]),
        # dates with and without leading zeros
        ("5.3.2031", ["dated"]),
        ("05/03/2031", ["dated"]),
        ("07.04.2031", ["dated"]),
        ("5.4.2031", []),
        # an amount whose currency is a sign
        ("1.234,50 EUR", ["signs"]),
        ("EUR 1234,50", ["signs"]),
        ("USD 99.95", ["signs"]),
        ("1.234,5 CHF", []),
        # phrase
        ('"filtered water"', ["letter-en"]),
        ('"water filtered"', []),
        ('"water an"', []),  # one page ends, the next begins
        ('"l\'esprit libre"', ["faq-fr"]),
        # prefix of the last word, and with a star
        ("zidovs", ["kun"]),
        ("increm", ["plain"]),
        ("user@exam", ["plain"]),
        ("bibli*", ["mail"]),
        ("bibli* simple", ["mail"]),
        ("bibli simple", []),
        # other forms
        ("suppress", ["faq-fr"]),
        ("thank", ["letter-en"]),
        ("practically", ["letter-en"]),
        ("increment", ["plain"]),
        # filters
        ("libfoo type:pdf", ["guide", "faq-fr"]),
        ("type:text", ["mail"]),
        ("simple type:pdf", []),
        ("titel -libfoo -esprit type:pdf title:kun", ["kun"]),
        ("added:2024", []),
        # combined
        ("rechnung", ["mail", "bill"]),
        ("rechnung -strasse", ["mail"]),
        ("(dinner OR město) -water", ["kun"]),
        ("title:rechnung", ["mail"]),
    ],
)
@pytest.mark.usefixtures("papers")
def test_query_finds_exactly_the_expected_documents(typed, expected):
    assert sorted(ids(typed)) == sorted(expected)


@pytest.mark.usefixtures("papers")
def test_negated_word_alone_finds_all_other_documents():
    assert sorted(ids("-libfoo")) == sorted({*PAPERS, "mail"} - {"faq-fr", "guide"})
    assert len(ids("*")) == len(PAPERS) + 1


def test_filters_alone_show_the_newest_first(index):
    index.add("old", "x", created_at="2021-01-01T00:00:00.000Z")
    index.add("new", "x", created_at="2025-06-30T23:59:59.999Z")
    index.add("mid", "x", created_at="2023-01-01T00:00:00.000Z", document_date="2022-05-01")

    assert ids("type:pdf") == ["new", "mid", "old"]
    assert ids("added:2021..2023") == ["mid", "old"]
    assert ids("added:2025-06-30") == ["new"]
    assert ids("date:2022-05") == ["mid"]
    assert ids("-date:2022") == ["new", "old"]


def test_trash_is_searched_separately(index):
    index.add("kept", "letter")
    index.add("thrown", "letter", trashed_at="2025-03-14T09:26:53.000Z")

    assert ids("letter") == ["kept"]
    assert ids("letter is:trash") == ["thrown"]
    assert ids("is:trash") == ["thrown"]


def test_states_and_text_filter(index):
    index.add("good", "letter")
    index.add("bad", "letter", state="failed", has_text=False)

    assert ids("is:failed") == ["bad"]
    assert ids("letter has:text") == ["good"]


def test_partial_filter_finds_documents_with_missing_text(index):
    index.add("whole", "letter")
    index.add("cut", "letter", partial=("text_cut",))

    assert ids("letter is:partial") == ["cut"]
    assert ids("letter -is:partial") == ["whole"]


def test_libraries_are_searched_separately(make_index):
    make_index(LIBRARY).add("mine", "secret water")
    make_index(OTHER_LIBRARY).add("theirs", "secret wine")

    assert ids("secret") == ["mine"]
    assert ids("secret", OTHER_LIBRARY) == ["theirs"]
    assert search.near(LIBRARY, search.parse("wime")) is None


@pytest.mark.usefixtures("bucket")
def test_library_without_an_index_has_no_hits():
    assert search.find(LIBRARY, search.parse("x"), offset=0, limit=5) == search.Found([], 0)
    assert search.near(LIBRARY, search.parse("something")) is None


def test_search_finds_what_was_just_published(index):
    index.add("one", "water")
    assert ids("water") == ["one"]

    index.add("two", "water")
    index.remove("one")

    assert ids("water") == ["two"]


@pytest.mark.usefixtures("papers")
def test_typo_suggests_a_word_and_documents_that_contain_it():
    near = present(search.near(LIBRARY, search.parse("fitlered watre")))

    assert [word.text for word in near.words] == ["fitlered", "watre"]
    assert near.document_ids == ["letter-en"]


@pytest.mark.usefixtures("papers")
def test_known_words_and_numbers_are_not_typos():
    assert search.near(LIBRARY, search.parse("libfoo thanks")) is None
    assert search.near(LIBRARY, search.parse("4712")) is None


@pytest.mark.usefixtures("papers")
def test_pages_of_hits_are_consecutive():
    everything = ids("titel OR simple", limit=50)
    paged = [
        name
        for offset in range(0, 15, 3)
        for name in search.find(LIBRARY, search.parse("titel OR simple"), offset=offset, limit=3).document_ids
    ]

    assert paged == everything
    assert search.find(LIBRARY, search.parse("titel"), offset=search.DEEPEST, limit=5).document_ids == []


def test_any_query_runs_on_an_index(papers):
    @given(st.text(max_size=60) | st.text(st.sampled_from('ab*("-)|: 処é0.\\[]{}^$?+#&~'), max_size=30))
    @settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
    def run(typed):
        query = search.parse(typed)
        found = search.find(LIBRARY, query, offset=0, limit=3)
        assert found.total >= len(found.document_ids)
        search.near(LIBRARY, query)

    run()


def test_title_author_and_keywords_in_the_file_are_found(index):
    index.add("said", "letter", embedded={"title": "Quarterly", "author": "Lovelace", "keywords": "rent; heat"})

    assert [ids(word) for word in ("quarterly", "lovelace", "heat")] == [["said"]] * 3
