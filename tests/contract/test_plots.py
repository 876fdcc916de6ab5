"""The pictures that the measurements draw."""

from xml.etree import ElementTree as ET

from bench.plots import Series, bars

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture):
    return ET.fromstring(picture)  # noqa: S314 - our own


SERIES = (Series("p50", 3), Series("p95", 6))


def test_bars_are_as_long_as_their_values_and_stay_inside_the_picture():
    picture = parsed(bars("A & B", "times", SERIES, [("one <word>", (2.0, 4.0)), ("phrase", (8.0, 0.0))]))

    width = float(picture.attrib["viewBox"].split()[2])
    drawn = [one for one in picture.iter(f"{SVG}rect") if one.get("rx") == "2"]
    lengths = [float(one.attrib["width"]) for one in drawn]
    assert lengths[1] == 2 * lengths[0]
    assert lengths[2] == 4 * lengths[0]
    assert all(float(one.attrib["x"]) + float(one.attrib["width"]) < width for one in drawn)
    assert "one <word>" in [text.text for text in picture.iter(f"{SVG}text")]


def test_goals_are_lines_at_their_values():
    picture = parsed(bars("x", "times", SERIES, [("one", (3.0, 6.0))]))

    ends = [
        float(one.attrib["x"]) + float(one.attrib["width"])
        for one in picture.iter(f"{SVG}rect")
        if one.get("rx") == "2"
    ]
    lines = [float(one.attrib["x1"]) for one in picture.iter(f"{SVG}line")]
    assert [round(end) for end in ends] == [round(line) for line in lines]
