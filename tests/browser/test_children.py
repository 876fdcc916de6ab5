"""A mail shows its attachments, and each attachment its mail."""

from email.message import EmailMessage

from playwright.sync_api import expect

from local.samples import make_pdf


def test_mail_with_three_attachments_shows_them(signed_in, stack):
    page, person = signed_in(opens=False)
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "shop@example.org", "Your order of boots", "<1@example.org>"
    mail.set_content("The papers are attached.")
    for name in ("Invoice", "Delivery note", "Warranty"):
        mail.add_attachment(make_pdf([f"{name} for the boots."]), "application", "pdf", filename=f"{name}.pdf")
    document_id = person.drop("download.eml", mail.as_bytes())
    person.wait(document_id)

    page.goto(f"{stack['site_url']}/documents/{document_id}")

    expect(page.get_by_role("heading", name="Your order of boots")).to_be_visible()
    page.get_by_role("tab", name="Text").click()
    expect(page.get_by_text("The papers are attached.")).to_be_visible()
    inside = page.get_by_role("list", name="Files inside: 3").get_by_role("listitem")
    expect(inside).to_have_count(3)
    expect(inside.locator("img.thumb")).to_have_count(3)
    inside.get_by_role("link", name="Delivery note").click()
    page.get_by_role("link", name="Part of Your order of boots").click()
    expect(page.get_by_role("heading", name="Your order of boots")).to_be_visible()
