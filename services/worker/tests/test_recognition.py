"""Each test recognises pictures of text with Tesseract itself."""

import pytest
from PIL import Image, ImageChops

from docloft import ocr_languages
from docloft.errors import Cause, Refused
from docloft_worker.ocr_engines import tesseract_engine
from docloft_worker.recognition import Recognised, models, rendering, righting, tesseract
from docloft_worker.recognition.pages import recognise
from services.worker.tests.scans import ENGLISH, GERMAN, letter, saved, scanned_pdf

# Of the first word: 82 pixels from the left, 69 from the top, 72 wide and 32 high.
THE = [660, 1720, 580, 800]


def first(path, *languages):
    [page] = recognise(path, [0], list(languages or ["eng", "deu"]))["pages"]
    return page


def words(page):
    return [word[-1] for word in page["words"]]


def lines(page):
    return [line for line in page["text"].splitlines() if line]


def box_of(page, text):
    return next(word[:4] for word in page["words"] if word[-1] == text)


def is_near(box, expected, most=90):
    return all(abs(one - other) <= most for one, other in zip(box, expected, strict=True))


def test_models_of_the_listed_languages_are_shipped():
    assert models.installed() == ocr_languages.SHIPPED


def test_words_are_found_with_their_places(path_of):
    page = first(path_of(saved(letter(*ENGLISH))))

    assert lines(page) == list(ENGLISH)
    assert (page["width"], page["height"], page["angle"], page["language"]) == (1240, 400, 0, "eng")
    assert page["confidence"] > 80
    assert is_near(box_of(page, "The"), THE)
    # A quarter further down, and no wider than the text.
    assert box_of(page, "Please")[1] > 6000


@pytest.mark.parametrize(
    ("degrees", "the"),
    # The first word is in another corner of the page, and its box is turned too.
    [(90, [7480, 660, 800, 580]), (180, [8760, 7480, 580, 800]), (270, [1720, 8760, 800, 580])],
)
def test_turned_text_is_read_and_its_boxes_are_those_of_the_displayed_page(path_of, degrees, the):
    turned = letter(*ENGLISH).rotate(-degrees, expand=True)

    page = first(path_of(saved(turned)))

    assert lines(page) == list(ENGLISH)
    assert (page["width"], page["height"]) == turned.size
    assert page["angle"] == degrees
    assert is_near(box_of(page, "The"), the)


def test_photo_is_turned_as_its_exif_data_says(path_of):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = letter(*ENGLISH).rotate(90, expand=True)

    page = first(path_of(saved(photo, "JPEG", exif=exif)))

    assert (page["width"], page["height"], page["angle"]) == (1240, 400, 0)
    assert is_near(box_of(page, "The"), THE)


@pytest.mark.parametrize("degrees", [-3, 9, 18])
def test_slanted_text_is_levelled(path_of, degrees):
    slanted = letter(*ENGLISH, size=(1240, 800)).rotate(
        degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )

    page = first(path_of(saved(slanted)))

    assert page["text"].split() == " ".join(ENGLISH).split()
    assert page["angle"] == 0
    lowest = max(words[1] for words in page["words"])
    assert box_of(page, "The")[1] < lowest


def test_rest_of_a_great_slant_is_found_and_taken_away_without_blurring_again():
    level = letter(*ENGLISH * 4, size=(1240, 1000))
    slanted = level.rotate(-10, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    begun = righting.levelled(righting.Righted(slanted.size, slanted), 8.5)

    rest = righting.remaining_slant(begun.image)
    whole = righting.levelled(begun, 1.5)

    assert abs(rest - 1.5) <= 0.25
    assert abs(righting.remaining_slant(level)) <= 0.25
    assert whole.slant == 10
    assert whole.image == righting.levelled(righting.Righted(slanted.size, slanted), 10).image
    assert righting.enlarged(whole, 2).image.width == 2 * whole.image.width


def test_text_in_a_shadow_is_read(path_of):
    page = letter(*ENGLISH)
    light = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: 70 + value * 185 // 255)

    found = words(first(path_of(saved(ImageChops.multiply(page, light)))))

    assert len(set(" ".join(ENGLISH).split()) - set(found)) <= 2


def test_small_text_is_enlarged(path_of):
    page = first(path_of(saved(letter(*ENGLISH, size=(400, 160), height=12))))

    assert "received your payment" in page["text"]
    assert (page["width"], page["height"]) == (400, 160)


def test_page_is_read_in_its_own_language(path_of):
    path = path_of(saved(letter(*ENGLISH), "TIFF", save_all=True, append_images=[letter(*GERMAN)]))

    english, german = recognise(path, [0, 1], ["eng", "deu"])["pages"]

    assert (english["language"], german["language"]) == ("eng", "deu")
    assert lines(german) == list(GERMAN)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ces", ("Vážený pane, vaši výpověď nájmu jsme dostali", "a děkujeme za dlouholetou spolupráci s námi.")),
        ("dan", ("Vi har modtaget din opsigelse af lejemålet og", "takker for det gode samarbejde gennem årene.")),
        ("pol", ("Szanowny Panie, otrzymaliśmy wypowiedzenie", "umowy najmu i dziękujemy za współpracę z nami.")),
        ("swe", ("Vi har tagit emot din uppsägning av lägenheten", "och tackar för det goda samarbetet genom åren.")),
    ],
)
def test_language_is_guessed_among_all_that_are_shipped(path_of, language, sentence):
    page = first(path_of(saved(letter(*sentence))), "eng", *(code for code in ocr_languages.SHIPPED if code != "eng"))

    assert (page["language"], lines(page)) == (language, list(sentence))


def test_word_broken_at_the_end_of_a_line_is_one_word_in_the_text(path_of):
    page = first(path_of(saved(letter("We have received your pay-", "ment for last month with thanks."))))

    assert "payment" in page["text"]
    assert {"pay-", "ment"} <= set(words(page))


def test_picture_without_text_has_no_words(path_of):
    noise = Image.effect_noise((300, 300), 120).resize((1200, 1200))

    page = first(path_of(saved(noise)))

    assert (page["words"], page["text"], page["angle"]) == ([], "", page["angle"])


def test_transparent_picture_is_read_as_on_paper(path_of):
    paper = letter(*ENGLISH)
    drawn = Image.merge("LA", (Image.new("L", paper.size), paper.point(lambda value: 255 - value)))

    assert lines(first(path_of(saved(drawn)))) == list(ENGLISH)


def test_scanned_pdf_is_read_as_a_viewer_turns_it(path_of):
    page = first(path_of(scanned_pdf(letter(*ENGLISH).rotate(90, expand=True), rotate=90)))

    assert page["angle"] == 0
    assert lines(page) == list(ENGLISH)
    assert is_near(box_of(page, "The"), THE)


def test_pages_end_with_the_processor_time(path_of, monkeypatch):
    monkeypatch.setattr("docloft_worker.recognition.pages.CPU_SECONDS", 0.0)
    path = path_of(saved(letter("One"), "TIFF", save_all=True, append_images=[letter("Two")]))

    assert [page["number"] for page in recognise(path, [1, 0], ["eng"])["pages"]] == [1]


def test_page_that_cannot_be_drawn_ends_the_call_before_it(path_of, monkeypatch):
    monkeypatch.setattr(rendering, "MAX_DECODED_BYTES", 600_000)
    pages = [letter("One"), letter("Two", size=(1240, 900)), letter("Three")]
    path = path_of(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))

    assert [page["number"] for page in recognise(path, [0, 1, 2], ["eng"])["pages"]] == [0]


def test_page_is_drawn_with_a_bounded_number_of_pixels(path_of):
    path = path_of(saved(Image.new("1", (9000, 4000), 1), "TIFF", compression="group4"))

    with rendering.opened(path) as draw:
        width, height = draw(0).size

    assert 0.9 * rendering.MAX_PIXELS < width * height < 1.01 * rendering.MAX_PIXELS
    assert width / height == pytest.approx(2.25, abs=0.01)


@pytest.mark.parametrize("kind", ["picture", "pdf"])
def test_picture_that_needs_too_much_memory_is_refused(path_of, monkeypatch, kind):
    monkeypatch.setattr(rendering, "MAX_DECODED_BYTES", 100_000)
    body = saved(letter(*ENGLISH)) if kind == "picture" else scanned_pdf(letter(*ENGLISH))

    with pytest.raises(Refused, match="too many pixels") as raised, rendering.opened(path_of(body)) as draw:
        draw(0)

    assert raised.value.cause == Cause.TOO_HEAVY


def test_page_is_recognised_in_the_sandbox_within_its_memory(path_of):
    path = path_of(scanned_pdf(letter(*ENGLISH, size=(2480, 3508))))

    arguments = {"path": path, "pages": [0], "languages": ["eng", "deu"]}

    [page] = tesseract_engine.sandbox.call(tesseract_engine.TARGET, arguments, Recognised)["pages"]

    assert lines(page) == list(ENGLISH)


def test_page_about_which_tesseract_prints_a_message_is_read_in_the_sandbox(path_of, capfd):
    path = path_of(
        saved(letter(*["Öl für äußere Übungen, Äpfel, naïve Öfen"] * 6).rotate(-6, expand=True, fillcolor="white"))
    )

    called = tesseract_engine.sandbox.call(
        tesseract_engine.TARGET, {"path": path, "pages": [0], "languages": ["deu"]}, Recognised
    )

    assert [page["number"] for page in called["pages"]] == [0]
    recognise(path, [0], ["deu"])
    assert capfd.readouterr().err, "Tesseract prints nothing about this page"


def test_japanese_words_are_joined_and_others_are_not():
    written = ["開発", "に", "必要", "な", "automake", "と", "ガイド"]
    words = [tesseract.Word((0, 0, 1, 1), text, 90.0, line=False, paragraph=False) for text in written]

    assert tesseract.text(words) == "開発に必要な automake とガイド"
