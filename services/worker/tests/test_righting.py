"""Rotating a picture so that its lines are level, and mapping boxes back to the original picture."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from docloft_worker.recognition import righting
from docloft_worker.recognition.rendering import MAX_PIXELS
from docloft_worker.recognition.righting import Righted


def picture(width=400, height=200, shade=255):
    return Image.new("L", (width, height), shade)


def righted(width=400, height=200):
    return Righted((width, height), picture(width, height))


def lined(slant=0.0, shade=0):
    """A page with lines at this angle."""
    page = picture(400, 400)
    draw = ImageDraw.Draw(page)
    for top in range(60, 340, 20):
        draw.rectangle((60, top, 340, top + 6), fill=shade)
    return page.rotate(slant, Image.Resampling.BICUBIC, fillcolor=255)


def test_box_is_placed_in_ten_thousandths_of_the_displayed_picture():
    assert righted().place((40, 20, 80, 40)) == [1000, 1000, 1000, 1000]
    assert righted().place((0, 0, 400, 200)) == [0, 0, 10_000, 10_000]


def test_box_beyond_the_edges_is_cut():
    assert righted().place((-40, -20, 440, 300)) == [0, 0, 10_000, 10_000]


@pytest.mark.parametrize(
    ("quarters", "box", "place"),
    [
        # The top left corner of the turned picture was at the top right, bottom right and bottom left.
        (90, (0, 0, 20, 40), [9000, 0, 1000, 1000]),
        (180, (0, 0, 40, 20), [9000, 9000, 1000, 1000]),
        (270, (0, 0, 20, 40), [0, 9000, 1000, 1000]),
    ],
)
def test_box_of_a_turned_picture_is_placed_on_the_displayed_one(quarters, box, place):
    turned = righted().turned(quarters)

    assert turned.quarters == quarters
    assert turned.image.size == ((200, 400) if quarters % 180 else (400, 200))
    assert turned.place(box) == place


def test_picture_can_be_turned_again():
    twice = righted().turned(270).turned(180)

    assert (twice.quarters, twice.displayed, twice.image.size) == (90, (400, 200), (200, 400))
    assert twice.straight is None


def test_pixels_are_turned_to_the_left():
    page = picture(2, 1)
    page.putpixel((1, 0), 0)

    assert [Righted((2, 1), page).turned(90).image.getpixel((0, y)) for y in (0, 1)] == [0, 255]


def test_levelled_picture_grows_and_its_corners_are_white():
    level = righting.levelled(Righted((400, 200), picture(shade=0)), 10.0)

    assert (level.slant, level.quarters, level.scale, level.displayed) == (10.0, 0, 1.0, (400, 200))
    assert level.image.width > 400
    assert level.image.getpixel((0, 0)) == 255
    assert level.image.getpixel((level.image.width // 2, level.image.height // 2)) == 0
    assert level.straight is not None
    assert level.straight.size == (400, 200)


def test_lines_of_a_levelled_picture_are_level_and_smooth():
    page = Righted((400, 400), lined(-10.0))

    level = righting.levelled(page, 10.0).image
    assert righting.remaining_slant(level) == pytest.approx(0, abs=0.25)
    straight = picture(400, 400)
    straight.paste(0, (0, 0, 200, 400))
    assert len(set(righting.levelled(Righted((400, 400), straight), 10.0).image.get_flattened_data())) > 2


def test_picture_is_levelled_again_from_the_straight_one():
    once = righting.levelled(righted(), 10.0)
    twice = righting.levelled(once, -4.0)

    assert (twice.slant, twice.straight) == (6.0, once.straight)
    assert twice.image.size == righting.levelled(righted(), 6.0).image.size


def test_further_turns_and_scales_keep_the_slant_and_the_straight_picture():
    level = righting.levelled(righted(), 10.0)
    turned, large = level.turned(90), righting.enlarged(level, 2.0)

    assert (turned.slant, turned.scale, large.slant, large.quarters, large.scale) == (10.0, 1.0, 10.0, 0, 2.0)
    assert turned.straight is not None
    assert large.straight is not None
    assert (turned.straight.size, large.straight.size) == ((200, 400), (800, 400))
    assert righting.enlarged(turned, 1.5).turned(90).scale == 1.5
    assert righting.enlarged(large, 1.5).scale == 3.0
    assert righting.levelled(righting.enlarged(turned, 2.0), 1.0).scale == 2.0
    assert righting.levelled(turned, 1.0).quarters == 90


def test_enlarged_picture_is_of_the_displayed_one():
    large = righting.enlarged(righted(), 2.0)

    assert (large.image.size, large.scale, large.displayed, large.straight) == ((800, 400), 2.0, (400, 200), None)
    assert large.place((80, 40, 160, 80)) == [1000, 1000, 1000, 1000]


@given(
    st.floats(-20, 20), st.sampled_from([0, 90, 180, 270]), st.floats(1, 2), st.floats(0.3, 0.7), st.floats(0.3, 0.7)
)
def test_point_is_found_again_however_the_picture_was_turned(slant, quarters, factor, x, y):
    """The place of a point on the displayed picture, when it is turned as the picture was."""
    one = righted(300, 200)
    one = righting.enlarged(righting.levelled(one.turned(quarters) if quarters else one, slant), factor)
    angle = math.radians(quarters + slant)
    dx, dy = (x - 0.5) * 300 * factor, (y - 0.5) * 200 * factor
    px = one.image.width / 2 + dx * math.cos(angle) + dy * math.sin(angle)
    py = one.image.height / 2 - dx * math.sin(angle) + dy * math.cos(angle)

    assert one.place((px, py, px, py)) == pytest.approx([x * 10_000, y * 10_000, 0, 0], abs=1)


def test_picture_is_enlarged_up_to_the_most_pixels_and_never_reduced():
    half = math.isqrt(MAX_PIXELS // 4)

    assert righting.most_enlarged(righted(half, half)) == pytest.approx(2.0, rel=0.01)
    assert righting.most_enlarged(righted(half // 2, 2 * half)) == pytest.approx(2.0, rel=0.01)
    assert righting.most_enlarged(righted(6000, 3000)) == 1.0


def with_ink(share, paper=200, ink=180):
    """A picture of 100 by 100 with this share of ink."""
    page = picture(100, 100, paper)
    for number in range(round(share * 10_000)):
        page.putpixel((number % 100, number // 100), ink)
    return page


def test_faint_ink_becomes_dark_and_paper_white():
    strong = righting.strengthened(with_ink(0.1))

    assert strong is not None
    assert set(strong.get_flattened_data()) == {(180 - 152) * 255 // 48, 255}


def test_lightness_is_stretched_between_black_and_the_paper():
    strong = righting.strengthened(with_ink(0.1, paper=200, ink=100))

    assert strong is not None
    assert set(strong.get_flattened_data()) == {0, 255}


@pytest.mark.parametrize(
    ("page", "is_text"),
    [
        (with_ink(0), False),
        (with_ink(0.0004), False),
        (with_ink(0.0005), True),
        (with_ink(0.3), True),
        (with_ink(0.3001), False),
        (with_ink(0.1, ink=184), False),
        (with_ink(0.1, ink=183), True),
        (with_ink(0.1, paper=10, ink=0), False),
        (with_ink(0.5, paper=200, ink=100), False),
    ],
)
def test_empty_page_and_photo_have_no_faint_ink(page, is_text):
    assert (righting.strengthened(page) is not None) is is_text


def test_paper_has_the_brightness_of_most_of_a_page():
    page = with_ink(0.1)
    for number in range(1000, 4500):
        page.putpixel((number % 100, number // 100), 190)

    assert righting.strengthened(page) is not None


@pytest.mark.parametrize("slant", [-28, -12.5, 0, 9.25, 28])
def test_slant_of_lines_is_found(slant):
    assert righting.searched_slant(lined(-slant)) == pytest.approx(slant, abs=0.5)


@pytest.mark.parametrize("slant", [-2.75, 0, 1.5, 2.75])
def test_remaining_slant_of_lines_is_found(slant):
    assert righting.remaining_slant(lined(-slant)) == pytest.approx(slant, abs=0.25)


@pytest.mark.parametrize("slant", [-9.25, 12.5])
def test_slant_of_faint_lines_is_found(slant):
    assert righting.searched_slant(lined(-slant, shade=245)) == pytest.approx(slant, abs=0.5)


def test_slant_of_narrow_lines_is_found():
    page = picture(400, 400)
    for top in range(0, 400, 2):
        page.paste(0, (0, top, 400, top + 1))

    assert righting.searched_slant(page) == 0


@pytest.mark.parametrize(("slant", "found"), [(3.5, 3.0), (-3.5, -3.0)])
def test_remaining_slant_is_at_most_three_degrees(slant, found):
    assert righting.remaining_slant(lined(-slant)) == found
