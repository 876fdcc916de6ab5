"""Words of a PDF that are not in the content of its pages, and words that are drawn in parts."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import accents, pdf_reader
from services.worker.tests import originals
from services.worker.tests.signatures import signed


def made(build, *pages):
    """A PDF that `build` changes."""
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(originals.pdf(*(pages or ("Page.",))))) as document:
        build(document)
        document.save(body, fix_metadata_version=False)
    return body.getvalue()


@pytest.fixture
def text_of(path_of):
    return lambda body: "\n".join(pdf_reader.read(path_of(body), 0, MAX_CHARACTERS)["pages"])


def add_field(document, field, **widget):
    """A form with one field, whose widget is on the first page."""
    parent = document.make_indirect(Dictionary(T=String("field"), **field))
    kid = document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[50, 50, 200, 70], Parent=parent, **widget)
    )
    parent.Kids = Array([kid])
    document.Root.AcroForm = Dictionary(Fields=Array([parent]))
    document.pages[0].Annots = Array([kid])


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"FT": Name.Tx, "V": String("Typed")}, "Typed"),
        (
            {"FT": Name.Ch, "V": Array([String("One"), String("Two")]), "Opt": Array([String("One"), String("Two")])},
            "Two",
        ),
        (
            {"FT": Name.Ch, "Ff": 1 << 17, "V": String("c1"), "Opt": Array([Array([String("c1"), String("Label")])])},
            "Label",
        ),
    ],
)
def test_value_on_the_parent_of_a_widget_is_read(text_of, field, word):
    assert word in text_of(made(lambda document: add_field(document, field))).split()


def test_value_in_a_stream_is_read(text_of):
    def build(document):
        add_field(document, {"FT": Name.Tx, "V": Stream(document, b"Long text")})

    assert "Long text" in text_of(made(build))


def test_state_of_a_check_box_is_not_text(text_of):
    assert "Off" not in text_of(made(lambda document: add_field(document, {"FT": Name.Btn, "V": Name.Off})))


def test_words_that_only_a_stamp_shows_are_read_once(text_of):
    def build(document):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        shown = Stream(document, b"BT /F 12 Tf 0 0 Td (Paid) Tj ET")
        shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 20])
        shown.Resources = Dictionary(Font=Dictionary(F=font))
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 50, 150, 70], F=4, Contents=String("Paid"))
        stamp.AP = Dictionary(N=document.make_indirect(shown))
        document.pages[0].Annots = Array([document.make_indirect(stamp)])

    assert text_of(made(build)).count("Paid") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (signed(b"The bytes of the file.", detached=True) + bytes(3_000), ["Signed by: Maria Rossi, Rossi S.p.A."]),
        (b"0\x82 damaged", []),
        (b"", []),
    ],
    ids=["with room for more", "damaged", "empty"],
)
def test_signer_of_a_pdf_is_found_by_the_name(text_of, content, words):
    def build(document):
        add_field(document, {"FT": Name.Sig, "V": Dictionary(Type=Name.Sig, Contents=String(content))})

    assert text_of(made(build)).splitlines() == ["Page.", *([""] if words else []), *words]


def test_properties_and_outline_are_read(text_of):
    def build(document):
        document.docinfo["/Title"] = "A title"
        document.docinfo["/Author"] = "Ada"
        document.docinfo["/Keywords"] = "roof, rent"
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("A chapter", 1))

    text = text_of(made(build, "One.", "Two."))

    assert text.split("\n") == ["One.", "", "A title", "Ada", "roof, rent", "Two.", "", "A chapter"]


@pytest.mark.parametrize("is_array", [True, False])
def test_text_of_an_xfa_form_is_read(text_of, is_array):
    data = b"<x:datasets xmlns:x='d'><data><name>Ada</name><script>run()</script></data></x:datasets>"

    def build(document):
        whole = Stream(document, data if is_array else b"<xdp><config>Other</config>" + data + b"</xdp>")
        packets = Array([String("datasets"), whole]) if is_array else whole
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=packets)

    text = text_of(made(build))

    assert "Ada" in text.split()
    assert "run()" not in text
    assert "Other" not in text


def test_entities_of_an_xfa_form_are_not_expanded(text_of):
    def build(document):
        data = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><datasets><v>&a;</v></datasets>"
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(document, data))

    assert "aaaa" not in text_of(made(build))


def test_word_broken_at_the_end_of_a_page_is_whole_there(text_of):
    assert "Grunderwerbsteuer" in text_of(originals.pdf("Die Grunderwerb-", "steuer folgt")).split()


@pytest.mark.parametrize("pages", [("An E-", "Mail"), ("2024-", "05"), ("a dash -", "then")])
def test_hyphen_at_the_end_of_a_page_is_kept(text_of, pages):
    assert text_of(originals.pdf(*pages)).startswith(pages[0])


@pytest.mark.parametrize(
    ("drawn", "places", "text"),
    [
        ("K\u00a8undigung", {1: (7, 10), 2: (6, 11)}, "Kündigung"),
        ("Ku\u00a8ndigung", {1: (6, 11), 2: (7, 10)}, "Kündigung"),
        ("\u00b4\u0131t", {0: (1, 3), 1: (0, 4)}, "ít"),
        ("fa\u00b8cade", {2: (12, 14), 3: (11, 15)}, "façade"),
        ("it\u00b4s", {2: (8, 10), 3: (11, 15), 1: (4, 8)}, "it\u00b4s"),
        ("a ~b", {}, "a ~b"),
    ],
)
def test_accent_that_is_drawn_over_a_letter_is_composed(drawn, places, text):
    def box_of(index):
        left, right = places.get(index, (index * 100, index * 100 + 50))
        return left, 0, right, 10

    assert accents.compose(drawn, box_of) == text


PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"><rdf:Description xmp:CreateDate="2025-03-04T05:06:07Z">
 <dc:title><rdf:Alt><rdf:li xml:lang="de">Mietvertrag für Köln</rdf:li><rdf:li>Lease</rdf:li></rdf:Alt></dc:title>
 <dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>
 <dc:subject><rdf:Bag><rdf:li>home</rdf:li><rdf:li>rent</rdf:li></rdf:Bag></dc:subject>
 </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def with_packet(packet, **information):
    def build(document):
        document.Root.Metadata = Stream(document, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
        document.trailer.Info = document.make_indirect(Dictionary(**information))

    return made(build)


def test_what_a_pdf_says_in_xmp_is_read(path_of, text_of):
    body = with_packet(PACKET)

    assert pdf_reader.read(path_of(body), 0, MAX_CHARACTERS)["properties"] == {
        "title": "Mietvertrag für Köln",
        "author": "Ada",
        "created": "2025-03-04",
        "keywords": "home; rent",
    }
    assert "Mietvertrag für Köln" in text_of(body)


def test_document_information_comes_before_xmp(path_of):
    body = with_packet(PACKET, Title=String("Lease"), Subject=String("flat"), Keywords=String("rent"))

    found = pdf_reader.read(path_of(body), 0, MAX_CHARACTERS)["properties"]

    assert (found["title"], found["author"], found["keywords"]) == ("Lease", "Ada", "flat; rent; home")


@pytest.mark.parametrize(
    "packet",
    [
        PACKET[:400],
        PACKET.replace("<?xpacket end", "<"),
        PACKET.replace("<x:xmpmeta", '<!DOCTYPE x [<!ENTITY y "z">]><x:xmpmeta'),
        "<?xpacket begin?><?xpacket end?>",
    ],
)
def test_xmp_that_is_not_xml_costs_nothing_else(path_of, packet):
    assert pdf_reader.read(path_of(with_packet(packet)), 0, MAX_CHARACTERS)["pages"] == ["Page."]


def test_formatted_text_of_a_comment_without_a_plain_one_is_read(text_of):
    def build(document):
        rich = String("<?xml version='1.0'?><body><p>Formatted <b>words</b></p></body>")
        document.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=[0, 0, 9, 9], RC=rich)]
        )

    assert "Formatted" in text_of(made(build)).split()
    assert "<" not in text_of(made(build))
