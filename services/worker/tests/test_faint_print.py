"""Faint print, stains and empty pages, recognised with Tesseract itself."""

import pytest
from PIL import Image

from docloft_worker.recognition.pages import recognise
from services.worker.tests.scans import ENGLISH, letter, saved


def recognised(path):
    [page] = recognise(path, [0], ["eng"])["pages"]
    return page


@pytest.mark.parametrize("ink", [190, 225])
@pytest.mark.parametrize("has_logo", [False, True])
def test_faint_text_is_read(path_of, ink, has_logo):
    faint = letter(*ENGLISH).point(lambda level: ink + level * (245 - ink) // 255)
    if has_logo:
        faint.paste(0, (1100, 10, 1220, 60))

    page = recognised(path_of(saved(faint)))

    assert [line for line in page["text"].splitlines() if line] == list(ENGLISH)
    assert page["words"][0][-1] == "The"
    # Places are those of the picture as it is displayed.
    assert abs(page["words"][0][0] - 660) < 90


def test_stains_and_empty_pages_have_no_words(path_of):
    stained = Image.effect_noise((1240, 400), 12).point(lambda level: min(255, level + 110))

    for image in (stained, Image.new("L", (1240, 400), 240)):
        page = recognised(path_of(saved(image)))
        assert (page["text"], page["unreadable"]) == ("", False)
