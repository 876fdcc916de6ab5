"""`python -m local.guide`: takes the pictures of the user's guide from the running stage, in `docs/guide/pictures`.

Each run makes an account of its own and files the sample documents in it, so the pictures do not depend on what was
done with the demo account. A new picture is one line in PICTURES.
"""

import argparse
import io
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from local import emulator, outputs, sample_filing, seeding
from local.samples import samples
from tools import chromium
from tools.api_client import Client
from tools.failure import OperatorError, exit_status
from tools.local_stage import ROOT
from tools.progress import step

FOLDER = ROOT / "docs/guide/pictures"
_DESKTOP = (1280, 800)
_PHONE = (390, 780)
_QUALITY = 82
_PATIENCE_MS = 60_000


_VIEW = "01JE0000000000000000000000"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the address it is taken at, and what to do there first."""

    name: str
    address: str
    act: Callable[[Page], object] = lambda _: None
    size: tuple[int, int] = _DESKTOP


def _select_three(page: Page) -> None:
    boxes = page.get_by_role("grid", name="Documents").get_by_role("checkbox")
    for number in range(3):
        boxes.nth(number).check()


def _merge_two(page: Page) -> None:
    for title in ("Annual report 2025 Meadowbrook Housing Cooperative", "Invoice 4711 Northwind Office Supplies"):
        page.get_by_role("checkbox", name=f"Select “{title}”").check()
    page.get_by_role("button", name="Merge").click()
    page.get_by_label("Title of new document 1").wait_for()


def _try_rule(page: Page) -> None:
    page.get_by_role("button", name="New rule").click()
    dialog = page.get_by_role("dialog", name="New rule")
    dialog.get_by_label("Name", exact=True).fill("Invoices")
    dialog.get_by_label("When a new document matches").fill("invoice type:pdf")
    dialog.get_by_label("Add tags, separated by commas").fill("To pay")
    dialog.get_by_role("button", name="What would change").click()
    dialog.get_by_role("status").wait_for()


def _open_report(page: Page) -> None:
    page.get_by_role("link", name="Annual report 2025").first.click()
    page.get_by_role("toolbar").or_(page.get_by_role("button", name="Find in document")).first.wait_for()


def _open_invoice(page: Page) -> None:
    page.get_by_role("link", name="Invoice 4711").first.click()
    history = page.get_by_role("heading", name="History")
    history.evaluate("(heading) => heading.scrollIntoView({ block: 'center' })")


PICTURES = (
    Picture("library", "/"),
    Picture("library-on-a-phone", "/", size=_PHONE),
    Picture("search", "/search?q=heating"),
    Picture("inbox", "/inbox"),
    Picture("selection", "/", _select_three),
    Picture("rule", "/rules", _try_rule),
    Picture("pages", "/", _merge_two),
    Picture("names", "/names"),
    Picture("document", "/", _open_report),
    Picture("history", "/", _open_invoice),
    Picture("attention", "/attention"),
    Picture("trash", "/trash"),
    Picture("settings", "/settings"),
)


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m local.guide", description="The pictures of the user's guide.")
    parser.add_argument("names", nargs="*", help="only these pictures")
    chosen = parser.parse_args(arguments).names
    return exit_status(lambda: take([picture for picture in PICTURES if not chosen or picture.name in chosen]))


def take(pictures: list[Picture]) -> None:
    """Takes these pictures. Raises OperatorError if the stage is not running, or has no accounts."""
    written = outputs.read()
    if not emulator.is_up() or written.get("auth") != "cognito":
        raise OperatorError("The pictures are taken from a local stage with accounts. Run in another shell: make run")
    with step("Filing the sample documents in a new account"):
        person = _person_with_documents(written)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=["--no-sandbox"])
        for picture in pictures:
            width, height = picture.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
            )
            page = context.new_page()
            page.set_default_timeout(_PATIENCE_MS)
            page.goto(written["site_url"] + "/config.json")
            page.evaluate(chromium.KEEP_SIGN_IN, person.tokens["RefreshToken"])
            page.goto(written["site_url"] + picture.address)
            _rest(page)
            picture.act(page)
            _rest(page)
            _save(page.screenshot(), FOLDER / f"{picture.name}.webp")
            print(f"docs/guide/pictures/{picture.name}.webp", flush=True)
            context.close()
        browser.close()


def _rest(page: Page) -> None:
    """Waits until the screen has loaded what it shows, pictures included."""
    page.wait_for_load_state("networkidle")
    page.locator("[aria-busy=true]").first.wait_for(state="detached")
    page.wait_for_timeout(1500)


def _save(screenshot: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(screenshot)) as image:
        image.convert("RGB").save(path, "WEBP", quality=_QUALITY, method=6)


def _person_with_documents(written: dict[str, Any]) -> Client:
    email, password = f"guide-{secrets.token_hex(4)}@docloft.example", "Aa1" + secrets.token_hex(12)
    seeding.make_person(written["user_pool_id"], email, password)
    person = Client(written, email, password)
    files = {file.file_name: file for file in samples()}
    documents = {name: person.drop(name, file.content, file.media_type) for name, file in files.items()}
    refused = person.drop("Holiday video.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(2000), "video/mp4")
    for document_id in [*documents.values(), refused]:
        person.wait(document_id)
    _file(person, documents)
    return person


def _file(person: Client, documents: dict[str, str]) -> None:
    """Files two thirds of the documents, as their owner would have."""
    name = partial(sample_filing.name, person)
    home, work = name("tag", "Home", colour="#2f6f4f"), name("tag", "Work", colour="#33558b")
    to_pay = name("tag", "To pay", colour="#b3541e")
    invoice, contract, letter = name("kind", "Invoice"), name("kind", "Contract"), name("kind", "Letter")
    home_paper = {"tags": [home]}
    filed: dict[str, dict[str, Any]] = {
        "Rental agreement Harbour Street 12.pdf": {
            "sender": "Harbour Street Homes",
            "kind": contract,
            "document_date": "2025-10-01",
            **home_paper,
        },
        "Rechnung 2026-0117 Stadtwerke Lindenau.pdf": {
            "sender": "Stadtwerke Lindenau",
            "kind": invoice,
            "document_date": "2026-01-17",
            **home_paper,
        },
        "Invoice 4711 Northwind Office Supplies.pdf": {
            "sender": "Northwind Office Supplies",
            "kind": invoice,
            "tags": [work, to_pay],
            "document_date": "2026-01-14",
            "amount": 64870,
            "currency": "GBP",
        },
        "Letter from the tax office.pdf": {"sender": "Tax office", "kind": letter, "document_date": "2026-01-22"},
        "Annual report 2025 Meadowbrook Housing Cooperative.pdf": {
            "sender": "Meadowbrook",
            "document_date": "2026-02-02",
            **home_paper,
        },
        "Application for parental leave.docx": {"kind": letter, "tags": [work], "document_date": "2026-01-12"},
        "Facture plombier Dubois.pdf": {
            "sender": "Dubois",
            "kind": invoice,
            "document_date": "2025-12-11",
            **home_paper,
        },
    }
    for file_name, facts in filed.items():
        if "sender" in facts:
            facts["sender"] = name("sender", facts["sender"])
        sample_filing.patch(person, documents[file_name], {**facts, "inbox": False})
    view = {"name": "Bills to pay", "query": 'tag:"To pay"'}
    person.request("PUT", f"/v1/views/{_VIEW}", json=view).raise_for_status()
    person.request("POST", f"/v1/documents/{documents['Boiler manual notes.md']}/trash").raise_for_status()


if __name__ == "__main__":
    sys.exit(main())
