"""New documents made from pages of others: merged, split, sorted, turned. The file is long because one job decides what
the new documents contain and what happens to their sources.
"""

import time
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from docloft import objects, reasons, tables
from docloft.commands import Command, registry
from docloft.ids import new_id
from docloft.lifecycle import assembly, changes, files, trash
from docloft.lifecycle.assembly import Assembly, NewDocument, PageRange
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft_worker import assembling
from docloft_worker.actions import assemble
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import make_job, received, reload
from tests.fixtures import LIBRARY, make_document, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


def pdf(*words, rotate=0, **save):
    """One page for each word, which is written on it."""
    document, target = pikepdf.new(), BytesIO()
    for word in words:
        page = document.add_blank_page(page_size=(300, 400))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        name = page.add_resource(font, pikepdf.Name.Font)
        page.contents_add(f"BT {name} 20 Tf 40 200 Td ({word}) Tj ET".encode())
        page.rotate(rotate, relative=False)
    document.save(target, **save)
    return target.getvalue()


def source(*words, **values):
    return received(pdf(*words), "application/pdf", state=State.READY, pages=len(words), **values)


def new(*ranges, title="New"):
    return NewDocument(
        new_id(), title, [PageRange(one.document_id, first, last, turn) for one, first, last, turn in ranges]
    )


def start(*documents, trash=False, contents=None, version_of=None):
    job = make_job("assemble")
    job.outline = assembly.to_json(Assembly(documents, trash, contents or {}, version_of))
    job.actor = "person"
    tables.jobs.save(job)
    return job


def run(job, seconds=60):
    return assemble.handle(Command(registry.ASSEMBLE, LIBRARY, job_id=job.job_id), time.monotonic() + seconds)


def made(document):
    """The words of its pages, and how each page is turned."""
    body, _ = objects.read(objects.inbox_key(LIBRARY, document.document_id))
    pages = list(pypdfium2.PdfDocument(body))
    return [(page.get_textpage().get_text_range().strip(), page.get_rotation()) for page in pages]


def job_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, found.reason_code


def become_version(wanted, target):
    """What receiving the new file does."""

    def decide(document):
        upload = tables.documents.find(LIBRARY, wanted.document_id)
        return files.replaced(document, upload, {"pages": 1}, actor="test")

    changes.amend(LIBRARY, target.document_id, decide, actor="test")


def test_new_version_of_a_document_is_made_of_its_pages_and_everything_else_stays():
    scan = source("one", "two", title="Lease", sender="s1", tags=["t1"])
    turned = new((scan, 2, 2, 90), title="Another title")
    job = start(turned, version_of=scan.document_id)

    with pytest.raises(NoTimeLeftError):
        run(job, seconds=0.5)

    upload = tables.documents.find(LIBRARY, turned.document_id)
    assert (upload.replaces, list(upload.tags)) == (scan.document_id, [])
    assert not upload.inbox
    assert not upload.rules_due
    assert made(turned) == [("two", 90)]
    become_version(turned, scan)
    assert run(job) == assembling.MADE
    assert run(job) == assembling.OVER
    assert job_of(job) == ("done", None)
    document = reload(scan)
    assert (document.title, document.sender, list(document.tags)) == ("Lease", "s1", ["t1"])
    assert (document.file_number, document.file_count, document.trashed_at) == (2, 2, None)


def test_new_version_that_is_refused_leaves_the_document_and_says_why():
    scan = source("one", "two")
    turned = new((scan, 2, 2, 90))
    job = start(turned, version_of=scan.document_id)
    with pytest.raises(NoTimeLeftError):
        run(job, seconds=0.5)
    changes.amend(LIBRARY, turned.document_id, lambda _: Change("rejected", {"state": State.REJECTED}), actor="test")

    assert run(job) == assembling.REFUSED
    assert job_of(job) == ("failed", reasons.REJECTED_ASSEMBLY.code)
    assert reload(scan).file_count == 1


def arrive(document):
    changes.amend(LIBRARY, document.document_id, lambda _: Change("received", {"state": State.RECEIVED}), actor="test")


def test_pages_of_several_documents_become_one_in_the_given_order():
    letter, bill = source("one", "two"), source("three", "four", "five")
    merged = new((bill, 2, 3, 0), (letter, 1, 1, 90), (bill, 1, 1, 180))

    job = start(merged)

    assert run(job) == assembling.MADE
    assert made(merged) == [("four", 0), ("five", 0), ("one", 90), ("three", 180)]
    document = tables.documents.find(LIBRARY, merged.document_id)
    assert (document.title, document.file_name, document.created_by) == ("New", "New.pdf", "person")
    assert job_of(job) == ("done", None)
    assert [reload(one).trashed_at for one in (letter, bill)] == [None, None]


def test_document_is_split_into_several():
    stack = source("one", "two", "three")
    first, second = new((stack, 1, 1, 0), title="First"), new((stack, 2, 3, 0), title="Second")

    run(start(first, second))

    assert [made(first), made(second)] == [[("one", 0)], [("two", 0), ("three", 0)]]


def test_turn_is_added_to_that_of_the_page():
    turned = received(pdf("one", rotate=270), "application/pdf", state=State.READY, pages=1)
    document = new((turned, 1, 1, 180))

    run(start(document))

    assert made(document) == [("one", 90)]


def test_new_pdf_contains_nothing_of_pages_that_were_left_out():
    original = pikepdf.open(BytesIO(pdf("shown", "secret")))
    original.pages[1].obj.Contents = original.make_stream(b"% very secret")
    with original.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("secret chapter", 1))
    link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 9, 9]}
    original.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(link | {"/Dest": [original.pages[1].obj, pikepdf.Name.Fit]})]
    )
    target = BytesIO()
    original.save(target)
    document = new((received(target.getvalue(), "application/pdf", state=State.READY, pages=2), 1, 1, 0))

    run(start(document))

    body, _ = objects.read(objects.inbox_key(LIBRARY, document.document_id))
    with pikepdf.open(BytesIO(body)) as opened:
        written = b"".join(one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream))
        assert "/Outlines" not in opened.Root
        assert len(opened.pages) == 1
        pages = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Page"]
        assert len(pages) == 1
    assert b"secret" not in written


def test_photo_becomes_a_page_with_the_same_bytes():
    photo = BytesIO()
    Image.effect_noise((300, 200), 40).save(photo, "JPEG", dpi=(100, 100))
    document = new(
        (received(photo.getvalue(), "image/jpeg", state=State.READY, pages=1), 1, 1, 0), (source("one"), 1, 1, 0)
    )

    run(start(document))

    body, _ = objects.read(objects.inbox_key(LIBRARY, document.document_id))
    with pikepdf.open(BytesIO(body)) as opened:
        [image] = opened.pages[0].get_images().values()
        assert image.read_raw_bytes() == photo.getvalue()
        assert [float(edge) for edge in opened.pages[0].mediabox] == [0, 0, 216, 144]


def test_filled_form_is_drawn_into_its_page():
    original = pikepdf.open(BytesIO(pdf("form")))
    field = original.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="Ada",
            F=4,
            Rect=[40, 100, 200, 120],
            DA="/Helv 12 Tf 0 g",
        )
    )
    original.pages[0].obj.Annots = pikepdf.Array([field])
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    original.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)), NeedAppearances=True
    )
    target = BytesIO()
    original.save(target)
    document = new((received(target.getvalue(), "application/pdf", state=State.READY, pages=1), 1, 1, 0))

    run(start(document))

    [(words, _)] = made(document)
    assert words.split() == ["form", "Ada"]


def test_new_document_has_what_was_recorded_about_all_of_its_sources():
    values = {"sender": "s", "kind": "k", "document_date": "2026-01-01"}
    one = source("one", **values, tags=["a", "b"])
    other = source("two", **values | {"kind": "other"}, tags=["b", "c"])
    document = new((one, 1, 1, 0), (other, 1, 1, 0))

    run(start(document))

    found = tables.documents.find(LIBRARY, document.document_id)
    assert (found.sender, found.document_date, list(found.tags)) == ("s", "2026-01-01", ["b"])
    assert found.kind is None


def test_repeated_command_makes_no_second_document():
    document = new((source("one"), 1, 1, 0))
    job = start(document)
    assert [run(job), run(job)] == [assembling.MADE, assembling.OVER]
    job.state = "running"
    tables.jobs.save(job)
    objects.remove(objects.inbox_key(LIBRARY, document.document_id))
    arrive(document)

    assert run(job) == assembling.MADE

    assert objects.head(objects.inbox_key(LIBRARY, document.document_id)) is None
    assert int(tables.documents.find(LIBRARY, document.document_id).version) == 2


def test_sources_go_to_the_trash_after_the_new_documents_have_arrived(monkeypatch):
    stack = source("one", "two", children=1)
    document = new((stack, 1, 1, 0))
    job = start(document, trash=True)
    monkeypatch.setattr(assembling, "_WAIT_SECONDS", 0)
    with pytest.raises(NoTimeLeftError):
        run(job)
    assert reload(stack).trashed_at is None

    arrive(document)

    assert run(job) == assembling.MADE
    assert reload(stack).trashed_at
    assert reload(stack).trashed_by == "person"
    assert [one.action.name for one in sent_commands()] == ["align_parts"]
    assert job_of(job) == ("done", None)


def test_sources_stay_when_a_new_document_is_rejected():
    stack = source("one", "two")
    document = new((stack, 1, 1, 0))
    job = start(document, trash=True)
    assembling._make(job, document, Assembly([]))
    changes.amend(LIBRARY, document.document_id, lambda _: Change("rejected", {"state": State.REJECTED}), actor="test")

    assert run(job) == assembling.REFUSED
    assert reload(stack).trashed_at is None
    found = tables.jobs.find(LIBRARY, job.job_id)
    assert (found.state, found.reason_code, found.reason_values) == ("failed", "rejected_assembly", {"title": "New"})


def test_document_that_was_rejected_before_a_repeated_delivery_fails_the_job():
    document = new((source("one"), 1, 1, 0))
    job = start(document)
    assembling._make(job, document, Assembly([]))
    changes.amend(LIBRARY, document.document_id, lambda _: Change("rejected", {"state": State.REJECTED}), actor="test")

    assert run(job) == assembling.REFUSED
    assert job_of(job) == ("failed", "rejected_assembly")


def test_new_document_that_was_deleted_before_a_repeated_delivery_is_not_made_again():
    document = new((source("one"), 1, 1, 0))
    job = start(document)
    assembling._make(job, document, Assembly([]))
    changes.erase(tables.documents.find(LIBRARY, document.document_id), actor="person")

    assert run(job) == assembling.REFUSED
    assert tables.documents.find_many(LIBRARY, [document.document_id]) == []


def test_source_that_was_taken_out_of_the_trash_is_not_put_there_by_a_late_delivery():
    stack, other = source("one", "two"), source("three")
    document = new((stack, 1, 1, 0), (other, 1, 1, 0))
    job = start(document, trash=True)
    assembling._make(job, document, Assembly([]))
    arrive(document)
    assembling._trash(job, stack.document_id, None)
    changes.amend(LIBRARY, stack.document_id, trash.take_out, actor="user:1")

    assert run(job) == assembling.MADE

    assert reload(stack).trashed_at is None
    assert reload(other).trashed_at


def test_pages_come_from_the_file_that_was_read_at_the_request_and_a_newer_one_stays():
    # Given a document that gets another file before the worker begins
    stack, other = source("one", "two"), source("three")
    document = new((stack, 2, 2, 0), (other, 1, 1, 0))
    job = start(document, trash=True, contents={one.document_id: one.content_id for one in (stack, other)})
    upload = make_document(replaces=stack.document_id, checksum_sha256="other")
    objects.write(objects.original_key(LIBRARY, upload.content_id), pdf("four", "five"), "application/pdf")
    found = {"media_type": "application/pdf", "size": 1, "pages": 2}
    changes.amend(
        LIBRARY,
        stack.document_id,
        lambda current: files.replaced(current, upload, found, actor="receive"),
        actor="receive",
    )
    with pytest.raises(NoTimeLeftError):
        run(job, seconds=0.5)
    assert made(document) == [("two", 0), ("three", 0)]
    arrive(document)

    assert run(job) == assembling.MADE

    assert reload(stack).trashed_at is None
    assert reload(other).trashed_at


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 not a PDF",
        pdf("locked", encryption=pikepdf.Encryption(owner="owner", user="user")),
        pdf("one"),
        b"GIF89a broken",
    ],
    ids=["damaged", "locked", "fewer pages", "damaged picture"],
)
def test_document_whose_pages_cannot_be_used_is_named(body):
    bad = received(body, "application/pdf", state=State.READY, title="Bad scan", pages=2)
    document = new((source("one"), 1, 1, 0), (bad, 1, 2, 0))
    job = start(document, trash=True)

    assert run(job) == assembling.REFUSED

    found = tables.jobs.find(LIBRARY, job.job_id)
    assert (found.state, found.reason_code, found.reason_values) == ("failed", "unusable_pages", {"title": "Bad scan"})
    assert tables.documents.find_many(LIBRARY, [document.document_id]) == []
    assert reload(bad).trashed_at is None


def test_sources_and_result_that_are_too_large_are_refused(monkeypatch):
    document = new((source("one"), 1, 1, 0))
    monkeypatch.setattr(assembling, "MOST_BYTES", 10)
    job = start(document)

    assert run(job) == assembling.REFUSED
    assert job_of(job) == ("failed", reasons.LARGE_ASSEMBLY.code)


def test_large_pdf_is_returned_in_pieces(monkeypatch):
    monkeypatch.setattr(assembling, "_PIECE_BYTES", 300)
    document = new((source("one", "two"), 1, 2, 0))

    run(start(document))

    assert made(document) == [("one", 0), ("two", 0)]


def test_deleted_source_ends_the_job():
    gone = source("one")
    document = new((gone, 1, 1, 0))
    job = start(document)
    changes.erase(reload(gone), actor="test")

    assert run(job) == assembling.REFUSED
    assert job_of(job) == ("failed", reasons.DELETED.code)


def test_job_that_was_deleted_is_over():
    assert assembling.run(LIBRARY, new_id(), time.monotonic() + 60) == assembling.OVER
