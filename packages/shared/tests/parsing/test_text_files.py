import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.parsing.text_files import decode, read_beginning, text_of

FRENCH = "La qualité de cette opération a été jugée élevée à l'été, où les élèves étaient déjà là.\n" * 3
GERMAN = "Die Gebühr für Übernachtungen beträgt fünfzehn Euro; größere Räume kosten natürlich mehr.\n" * 3
RUSSIAN = "Однажды, в студёную зимнюю пору, я из лесу вышел; был сильный мороз.\n" * 3
JAPANESE = "新しいメンテナーのためのガイドです。パッケージを作る方法を説明します。\n" * 3
CHINESE = "这是一个关于软件包的简短说明，我们在这里介绍如何制作它们。\n" * 3  # noqa: RUF001
KOREAN = "이 문서는 새로운 관리자를 위한 안내서입니다. 꾸러미를 만드는 방법을 설명합니다.\n" * 3
POLISH = "Zażółć gęślą jaźń, powiedziała źrebakowi święta łania, gdy świtało nad łąką.\n" * 3
GREEK = "Η ποιότητα του εγγράφου είναι πολύ καλή και το κείμενο διαβάζεται εύκολα.\n" * 3  # noqa: RUF001
UKRAINIAN = "Шановна пані, надсилаємо вам рахунок за оренду приміщення за березень. Просимо сплатити вчасно.\n"
HEBREW = "שלום רב, מצורפת החשבונית עבור שכר הדירה לחודש מרץ. נא לשלם עד החמישה עשר בחודש.\n"
ARABIC = "السيدة المحترمة، نرسل إليكم فاتورة إيجار شهر مارس. يرجى الدفع قبل الخامس عشر من الشهر.\n"
THAI = "เรียนคุณแอนนา เราขอส่งใบแจ้งหนี้ค่าเช่าประจำเดือนมีนาคม กรุณาชำระเงินภายในวันที่สิบห้า\n"
TURKISH = "Sayın Ayşe Hanım, mart ayı kira faturasını gönderiyoruz. Lütfen ayın on beşine kadar ödeyiniz.\n"  # noqa: RUF001
CZECH = "Vážená paní, zasíláme vám účet za nájem za březen. Prosíme o zaplacení do patnáctého.\n"
HUNGARIAN = "Kérjük, fizesse be tizenötödikéig. Őszinte üdvözlettel, a könyvelőség, tűzoltó utca.\n"
LITHUANIAN = "Gerbiama ponia, siunčiame jums kovo mėnesio nuomos sąskaitą. Prašome apmokėti laiku.\n"
TAIWANESE = "尊敬的王女士：現將三月份的房租帳單寄給您，請於十五日之前付款。如有疑問請與我們聯繫。\n"  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "iso8859-1"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "utf-8-sig"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (JAPANESE, "shift-jis"),
        (JAPANESE, "euc-jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
        (POLISH, "cp1250"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859-7"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "mac-cyrillic"),
        (UKRAINIAN, "koi8-u"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (THAI, "cp874"),
        (TURKISH, "cp1254"),
        (CZECH, "iso8859-2"),
        (CZECH, "cp852"),
        (HUNGARIAN, "cp1250"),
        (LITHUANIAN, "cp1257"),
        (TAIWANESE, "big5"),
        (JAPANESE[: len(JAPANESE) // 3], "euc-jp"),
        (JAPANESE, "iso2022-jp"),
        (KOREAN, "iso2022-kr"),
        (CHINESE, "hz"),
        *(
            (text, encoding)
            for text in (FRENCH, RUSSIAN, JAPANESE)
            for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8")
        ),
    ],
)
def test_encoding_is_detected(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (text, "cp1252")
            for text in (
                "Müller\nKöln\nStraße\n" * 20,
                "Name;Straße;Ort\nMüller;Hauptstraße 5;Köln\nJäger;Weg 3;Fürth\n" * 4,
                "Betrag: 12,50 €\nGebühr: 3 €\n" * 8,
                "Er sagte „Grüß Gott“ \u2013 und ging… 5 € für Äpfel \u201aschön\u2018. " * 3,
                "Rue\nde\nl'Évêché,\nBesançon;\nété;\nnaïve;\noù\n" * 8,
                "« Été » à l\u2019hôtel : 12 € — c\u2019était l\u2019œuvre n° 3. " * 3,
                "Egregio Signore, la città è più bella; perché però così. " * 4,
                "Temp 20°C ±5% §5 Abs. 2 \u2013 ©2024 µm für ½ Maß " * 5,
            )
        ),
        ("Łódź\nKraków\nGdańsk\nWrocław\nPoznań\nŻywiec\n" * 6, "cp1250"),
        ("Brno\nPlzeň\nDěčín\nÚstí\nTřebíč\nKroměříž\n" * 6, "cp1250"),
        ("İstanbul\nMuğla\nŞanlıurfa\nEskişehir\nDiyarbakır\n" * 6, "cp1254"),  # noqa: RUF001
        ("Invoice for Иванов from Acme Ltd, order confirmed and shipped, please pay. " * 4, "cp1251"),
        ("Москва\nКазань\nТверь\nОмск\n" * 6, "cp1251"),  # noqa: RUF001
        ("Egregio Signore, la città è più bella; perché però così. " * 4, "cp850"),
        ("Größe\x00Müßig\x00Räder\x00Büros\x00" * 20, "cp1252"),
    ],
)
def test_lists_of_names_and_short_texts_are_decoded(text, encoding):
    assert decode(text.encode(encoding)) == text


# Without NUL: a UTF-16 mark followed by NUL is the UTF-32 mark.
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\x00"), max_size=200))
def test_text_with_a_byte_order_mark_is_decoded(text):
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"]), max_size=200))
def test_utf8_is_decoded(text):
    assert decode(text.encode()) == text


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded(body):
    assert isinstance(decode(body), str)


@pytest.mark.parametrize(
    "text",
    ["Straße", "Müller GmbH, Köln", "Reçu n° 12", "café crème", "déjà vu à Noël", "Año nuevo", "Rød grød", "100 €"],
)
def test_few_latin_words_are_decoded_as_windows_1252(text):
    assert decode(text.encode("cp1252")) == text


def test_text_in_two_encodings_keeps_the_words_of_both():
    mixed = "größer\n".encode() * 20 + "café\n".encode("cp1252")

    assert decode(mixed).splitlines()[-2:] == ["größer", "café"]


def test_utf8_truncated_inside_its_last_character_is_utf8():
    assert decode("déjà vu é".encode()[:-1]) == "déjà vu "


def test_characters_that_look_like_a_shift_sequence_are_kept():
    text = "Costs ~{5} and \x1b(B \x1b$ 10; see ~{a,b}."

    assert decode(text.encode()) == text


def test_text_with_a_single_nul_is_not_utf16():
    assert decode(b"plain words\x00 and more of them") == "plain words\x00 and more of them"


LINES = "Grünspecht über Größe\nzwölf Bäume und ein Eichhörnchen\n"


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_lines_in_two_encodings_are_decoded_line_by_line(order, line_end):
    halves = [(LINES * 4).encode(), (LINES * 4).encode("cp1252")][::order]

    found = decode(b"".join(halves).replace(b"\n", line_end.encode()))

    assert found == (LINES * 8).replace("\n", line_end)


def test_lines_in_utf8_and_an_old_cyrillic_encoding_are_decoded_line_by_line():
    assert decode(RUSSIAN.encode() + RUSSIAN.encode("cp1251")) == RUSSIAN * 2


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf32_without_a_mark_is_decoded(encoding):
    assert decode(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", ""])
@pytest.mark.parametrize(
    "text", [JAPANESE, CHINESE, TAIWANESE, "納税通知書 最初に、一万円の納付をお願いします。ご確認ください。\n"]
)
def test_ideographs_in_utf16_without_a_mark_are_text(text, line_end, encoding):
    body = text.replace("\n", line_end).encode(encoding)

    assert decode(body) == text_of(body) == text.replace("\n", line_end)


@pytest.mark.parametrize("encoding", ["shift-jis", "euc-jp", "gb18030", "big5", "cp949", "cp1251", "koi8-r"])
def test_text_in_an_old_encoding_with_a_zero_byte_is_not_utf16(encoding):
    text = {"gb18030": CHINESE, "big5": TAIWANESE, "cp949": KOREAN, "cp1251": RUSSIAN, "koi8-r": RUSSIAN}.get(
        encoding, JAPANESE
    )

    assert decode(text.encode(encoding) + b"\x00\n" + text.encode(encoding)) == f"{text}\x00\n{text}"


def test_short_text_with_controls_and_a_zero_byte_is_not_utf16():
    text = "Seiteeins\x0cSeitezwei\x0b Dritte\x1aVierte\x00Fünfte"

    assert decode(text.encode()) == text_of(text.encode()) == text


def test_characters_written_as_two_surrogates_in_utf8_are_decoded():
    body = b"".join(chr(unit).encode("utf-8", "surrogatepass") for unit in (0xD83D, 0xDE00))

    assert decode("Größe ".encode() + body * 3 + " süß".encode()) == "Größe 😀😀😀 süß"
    assert decode("Größe ".encode() + body[:3] + " und süß, für Möbel".encode()).startswith("Größe ")


@pytest.mark.parametrize("at", [20, 21])
@pytest.mark.parametrize("count", [1, 7])
def test_text_with_a_few_zero_bytes_is_text(at, count):
    body = bytearray(GERMAN * 9, "cp1252")
    for number in range(count):
        body.insert(at + number * 100, 0)

    assert (text_of(bytes(body)) or "").replace("\0", "") == GERMAN * 9


@pytest.mark.parametrize("padded", [GERMAN.encode() + bytes(5000), b"Name\0\0\0\0Ort\0\0\0\0\0\0Bern\0\0\0\0\0" * 9])
def test_text_padded_with_zero_bytes_is_text(padded):
    assert "Gebühr" in (text_of(padded) or "") or "Bern" in (text_of(padded) or "")


@pytest.mark.parametrize(
    "body",
    [
        b"P6\n90 90\n255\n" + b"\xff" * 24_300,
        bytes(900),
        b"MZ" + b"\x90\0" * 400,
        bytes(range(256)) * 20,
        b"\x7fELF\2\1\1" + bytes(90),
    ],
)
def test_other_bytes_are_not_text(body):
    assert text_of(body) is None


def test_text_with_lines_of_a_dos_program_is_text():
    table = (b"\xc4" * 60 + b"\r\nSumme Jahr 12,50\r\n") * 5

    assert "Summe" in (text_of(table) or "")


def test_zero_bytes_at_the_beginning_of_a_file_are_left_out(tmp_path):
    path = tmp_path / "rotated.log"
    path.write_bytes(bytes(3_000_000) + b"first words")

    assert read_beginning(path, 100) == (b"first words", False)
    assert read_beginning(path, 5) == (b"first", True)


def test_beginning_of_a_longer_file_is_cut(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"0123456789")

    assert read_beginning(path, 4) == (b"0123", True)
    assert read_beginning(path, 10) == (b"0123456789", False)
