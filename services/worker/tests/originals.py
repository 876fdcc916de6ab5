"""Small documents for tests."""

import io
import zipfile

import docx
import pikepdf
from fpdf import FPDF
from pikepdf import Dictionary, Name

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*pages, **encryption):
    document = FPDF()
    document.set_font("helvetica", size=12)
    for page in pages:
        document.add_page()
        if page:
            document.multi_cell(0, text=page)
    if encryption:
        document.set_encryption(**encryption)
    return bytes(document.output())


def pinned_pdf():
    """Two pages, an embedded file, and a file of the second annotation of the second page."""
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("First.", "Second."))) as document:
        document.attachments["embedded.txt"] = b"one"
        attached = pikepdf.AttachedFileSpec(document, b"two", filename="pinned.txt")
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])
        pin = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[9, 9, 20, 20], FS=attached.obj)
        document.pages[1].Annots = pikepdf.Array([note, document.make_indirect(pin)])
        document.save(body)
    return body.getvalue()


def word(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document):
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def package(body, *, main="word/document.xml", **parts):
    """A Word package written by hand: `body` is the XML of the main part, `parts` are XML by name ("footnotes")."""
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts)
    )
    folder, name = main.rsplit("/", 1)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONSHIPS}">'
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="/{main}"/></Relationships>',
        )
        archive.writestr(
            f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>'
        )
        archive.writestr(main, body)
        for part, xml in parts.items():
            archive.writestr(f"{folder}/{part}.xml", xml)
    return content.getvalue()


def wordprocessing(inner, root="document"):
    return f'<w:{root} xmlns:w="{WORD}">{inner}</w:{root}>'


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zipped(**parts):
    """A ZIP file with these parts; their names are keys of a dictionary."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


def opc(main, body, *, types="", more=None, **parts):
    """A package of Office Open XML: `parts` are (name, content) by the kind of their relationship to the main part."""
    folder, name = main.rsplit("/", 1)
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{part}"/>' for kind, (part, _) in parts.items()
    )
    return zipped(
        **{
            "[Content_Types].xml": types,
            "_rels/.rels": (
                f'<Relationships xmlns="{RELATIONSHIPS}">'
                f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="/{main}"/></Relationships>'
            ),
            f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>',
            main: body,
            **{f"{folder}/{part}": content for part, content in parts.values()},
            **(more or {}),
        }
    )
