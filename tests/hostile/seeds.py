"""Small valid files, one at least of each format that has a reader, which tests.hostile.fuzzing damages."""

import gzip
from base64 import b64decode

from services.worker.tests import originals
from tests.hostile import archives, mails, office, pdfs, pictures
from tests.ole_files import ole_file

_TABLE = b"<!DOCTYPE html><head><meta charset=utf-8><title>T</title></head><table><tr><td>one<td>two</table><pre> a\n b"
_TEXT = "Größe: 12,50 €\n\n- one\n- two\n"
_ODF = "application/vnd.oasis.opendocument."
_DRAWING = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><draw:page draw:name="One">'
    "<text:p>zebrawood</text:p></draw:page></office:body></office:document-content>"
)
_FLAT = _DRAWING.replace("document-content", "document")
_SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>zebrawood</a:t></a:r></a:p></p:sld>'
)
_BOOK = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Walden</dc:title></metadata><manifest>'
    '<item id="a" href="one.html" media-type="text/html"/></manifest><spine><itemref idref="a"/></spine></package>'
)
# Signed by a key that was made for it: signing again would make other bytes each time.
_SIGNED = b64decode(
    "MIIEYQYJKoZIhvcNAQcCoIIEUjCCBE4CAQExDzANBglghkgBZQMEAgEFADAuBgkqhkiG9w0BBwGgIQQfQSBzaWduZWQgbm90ZSBh"
    "Ym91dCB6ZWJyYXdvb2QuCqCCAqwwggFJMIHwoAMCAQICFCjCj//Yl6fvk6p4GuxZG5KAy+E8MAoGCCqGSM49BAMCMCUxDjAMBgNV"
    "BAoMBVRydXN0MRMwEQYDVQQDDApUcnVzdCBSb290MB4XDTI2MTEzMDAxMjg1MVoXDTI2MTIwMTAxMjg1MVowJTEOMAwGA1UECgwF"
    "VHJ1c3QxEzARBgNVBAMMClRydXN0IFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASnFwLp+oISyyom7JFHzBxQQeI3rJop"
    "BvtfsMEq7iDzXwLm8/MxcSQ8nKL4jxRufXOMulVQ4fq4wkhZsWLHjZfpMAoGCCqGSM49BAMCA0gAMEUCIEQ7HKzh4/nMMUeP8usC"
    "I+j/X7FtDd8fV9K7XMW8KLiSAiEAmTROWcl9/XDj+kMnhsaXFhUZhp7YxciQV8tk/jgr22owggFbMIIBAKADAgECAhQ/twFWm2Ea"
    "FeN+8qgg6+7dpp0fcjAKBggqhkjOPQQDAjAtMRUwEwYDVQQKDAxSb3NzaSBTLnAuQS4xFDASBgNVBAMMC01hcmlhIFJvc3NpMB4X"
    "DTI2MTEzMDAxMjg1MVoXDTI2MTIwMTAxMjg1MVowLTEVMBMGA1UECgwMUm9zc2kgUy5wLkEuMRQwEgYDVQQDDAtNYXJpYSBSb3Nz"
    "aTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKcXAun6ghLLKibskUfMHFBB4jesmikG+1+wwSruIPNfAubz8zFxJDycoviPFG59"
    "c4y6VVDh+rjCSFmxYseNl+kwCgYIKoZIzj0EAwIDSQAwRgIhALatBWvGaWg9ZOAToa37g06z9ue3ic9enB9uHy0aRkTZAiEAj/n9"
    "ELB43BnoS1o/vk4pSwy5nqnt7zCdE7QMr/0BsqgxggFWMIIBUgIBATBFMC0xFTATBgNVBAoMDFJvc3NpIFMucC5BLjEUMBIGA1UE"
    "AwwLTWFyaWEgUm9zc2kCFD+3AVabYRoV437yqCDr7t2mnR9yMA0GCWCGSAFlAwQCAQUAoIGhMBgGCSqGSIb3DQEJAzELBgkqhkiG"
    "9w0BBwEwHAYJKoZIhvcNAQkFMQ8XDTI2MTEzMDAxMjg1MVowLwYJKoZIhvcNAQkEMSIEIGSc9AfVznMSLCTFvNFXcAd4oT3FTv2e"
    "vbQsO0ohQ5z6MDYGCSqGSIb3DQEJDzEpMCcwCwYJYIZIAWUDBAEqMAsGCWCGSAFlAwQBFjALBglghkgBZQMEAQIwCgYIKoZIzj0E"
    "AwIERzBFAiBZ/WvhneeyHDiUf4phNFlU+ggjuLmaNc+ZDT3tmLsImwIhAJLwnrJxiubSpn/86JwU5F40HUE9JSa8hlLgpexh4KLK"
)


def seeds() -> dict[str, bytes]:
    """By name."""
    return {
        "pdf": originals.pdf("zebrawood one", "two"),
        "pdf by hand": pdfs.pages([b"BT /F1 24 Tf 72 720 Td (zebrawood) Tj ET\n"] * 3),
        "pdf with a form": pdfs.form_field_loop(),
        "rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Gr\'fc\u223?\bin4 abcd{\*\x y}\par two}",
        "html": _TABLE,
        "markdown": ("# Title\n\n" + _TEXT + "> [a](b)\n```\ncode\n```\n").encode(),
        "text": _TEXT.encode("utf-16"),
        "mail": mails.parts(3),
        "nested mail": mails.nested(3),
        "mailbox": mails.mailbox(2, b"From: a@example.org\nSubject: Two\n\nzebrawood\n"),
        "signed": _SIGNED,
        "zip": archives.zipped([("a.txt", b"one"), ("b/c.txt", b"two")]),
        "tar": archives.links(),
        "gz": gzip.compress(_TEXT.encode(), mtime=0),
        **{form.lower(): pictures.saved(form) for form in ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF")},
        "frames": pictures.many_frames(4),
        "heic": pictures.heic(),
        **_packages(),
        **_ole_files(),
    }


def _packages() -> dict[str, bytes]:
    """Office documents since 2007, OpenDocument and books: ZIP files."""
    # Their modules import the worker's code, which is on the path only after main() has run.
    from services.worker.tests.test_xlsb_reader import record, string

    declared = "application/vnd.{}".format
    sheets = record(143) + record(156, bytes(8) + string("worksheet") + string("Costs")) + record(144)
    cells = record(145) + record(0, bytes(17)) + record(6, bytes(8) + string("zebrawood")) + record(146)
    return {
        "docx": originals.word("zebrawood", "two"),
        "xlsx": office.sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C2"><v>40000.5</v></c></row>'),
        "pptx": originals.opc(
            "ppt/presentation.xml",
            f'<p:p xmlns:p="p" xmlns:r="{originals.OFFICE}"><p:sldId r:id="slide"/></p:p>',
            types=declared("openxmlformats-officedocument.presentationml.presentation.main+xml"),
            slide=("one.xml", _SLIDE),
        ),
        "xlsb": originals.opc(
            "xl/workbook.bin",
            record(131) + sheets + record(132),
            types=declared("ms-excel.sheet.binary.macroEnabled.main"),
            worksheet=("worksheets/sheet1.bin", record(129) + cells + record(130)),
        ),
        "odt": office.opendocument("<office:text><text:p>zebrawood<text:s text:c='3'/>end</text:p></office:text>"),
        "ods": office.repeated(1_000_000_000),
        "odp": originals.zipped(**{"mimetype": f"{_ODF}presentation", "content.xml": _DRAWING}),
        "xml office": _FLAT.encode(),
        "odg": originals.zipped(**{"mimetype": f"{_ODF}graphics", "content.xml": _DRAWING}),
        "epub": originals.zipped(
            **{
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
                "a.opf": _BOOK,
                "one.html": "<p>zebrawood",
            }
        ),
    }


def _ole_files() -> dict[str, bytes]:
    """Office documents before 2007, Outlook's messages, and locked documents."""
    from services.worker.tests.test_old_office_readers import presentation, word, workbook
    from services.worker.tests.test_tnef_reader import MESSAGE

    subject = "Größe".encode("utf-16-le").ljust(4096, b"\0")
    return {
        "doc": word(b"zebrawood ", "größer"),
        "ppt": ole_file(**{"PowerPoint Document": presentation().ljust(4096, b"\0")}),
        "xls": ole_file(Book=workbook().ljust(4096, b"\0")),
        "msg": ole_file("__nameid_version1.0", "__properties_version1.0", **{"__substg1.0_0037001F": subject}),
        "winmail.dat": MESSAGE,
        "locked": ole_file("EncryptionInfo", "EncryptedPackage"),
    }
