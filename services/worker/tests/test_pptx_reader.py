from docloft_worker.readers import pptx_reader
from services.worker.tests.originals import OFFICE, opc

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def slide(*paragraphs):
    inner = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}">{inner}</p:sld>'


def test_slides_are_pages_in_their_order_with_notes_and_comments(path_of):
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{part}"/>'
        for kind, part in (("comments", "comments.xml"), ("notesSlide", "notes.xml"))
    )
    body = opc(
        "ppt/presentation.xml",
        f'<p:p xmlns:p="{SLIDES}" xmlns:r="{OFFICE}"><p:sldId id="257" r:id="later"/><p:sldId r:id="slide"/></p:p>',
        slide=("one.xml", slide("Second", "line")),
        later=("two.xml", slide("First")),
        more={
            "ppt/_rels/two.xml.rels": f'<Relationships xmlns="r">{relations}</Relationships>',
            "ppt/notes.xml": slide("Say this"),
            "ppt/comments.xml": f'<p:c xmlns:p="{SLIDES}"><p:cm><p:text>Check it</p:text></p:cm></p:c>',
        },
    )

    found = pptx_reader.read(path_of(body))

    assert found["pages"] == ["First\n\n\nSay this\n\n\nCheck it", "Second\nline"]
    assert found["total"] == 2


def test_table_of_a_slide_is_read_cell_by_cell(path_of):
    cells = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in ("a", "b"))
    table = f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}"><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:sld>'
    body = opc(
        "ppt/presentation.xml",
        f'<p:p xmlns:p="{SLIDES}" xmlns:r="{OFFICE}"><p:sldId r:id="slide"/></p:p>',
        slide=("one.xml", table),
    )

    assert pptx_reader.read(path_of(body))["pages"] == ["a\tb"]
