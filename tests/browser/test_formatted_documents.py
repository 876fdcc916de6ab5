"""Mails, letters and web pages with their formatting, in a frame that runs nothing and loads nothing."""

from email.message import EmailMessage
from io import BytesIO
from urllib.parse import urlsplit

import docx
from PIL import Image
from playwright.sync_api import expect

EVIL = "http://foreign.example.com"
HOSTILE = f"""<html><head><base href="{EVIL}/"><meta http-equiv="refresh" content="0;url={EVIL}/refresh">
<link rel="stylesheet" href="{EVIL}/sheet.css"><style>@import "{EVIL}/import.css";
@font-face {{ font-family: F; src: url({EVIL}/font.woff) }}
h1 {{ color: #a01818; font-family: F; background: url({EVIL}/background.png) }}
td {{ border: 1px solid #999; padding: 4px 10px }}</style></head>
<body onload="location='{EVIL}/load'" bgcolor="#ffffff">
<div style="margin-top:-400px;height:400px;background:#fff">From: Your bank</div>
<h1>Your invoice</h1><p>Dear customer, <b>thank you</b> for your order.</p>
<table cellspacing="0"><tr><th>Item</th><th>Price</th></tr>
<tr><td>Boots</td><td align="right">89.00 EUR</td></tr></table>
<p><img src="cid:logo" alt="Our logo" width="200"></p>
<img src="{EVIL}/pixel.gif" width="1" height="1">
<picture><source srcset="{EVIL}/s.png"><img srcset="{EVIL}/s2.png"></picture>
<video src="{EVIL}/v.mp4" poster="{EVIL}/p.png"></video>
<object data="{EVIL}/o"></object><iframe src="{EVIL}/i"></iframe>
<form action="{EVIL}/form"><input type="image" src="{EVIL}/input.png"><button>Send</button></form>
<svg><image href="{EVIL}/svg.png"/><script>fetch("{EVIL}/script")</script></svg>
<div style="background-image: url('{EVIL}/div.png'); color: #155">Blue words</div>
<p><a href="{EVIL}/offer">See the offer</a> <a href="javascript:location='{EVIL}/js'">Run</a></p></body></html>"""


def picture(colour="#155e63"):
    content = BytesIO()
    Image.new("RGB", (400, 120), colour).save(content, "PNG")
    return content.getvalue()


def mail():
    message = EmailMessage()
    message["From"], message["To"] = "Shop Größe <shop@example.org>", "anna@example.org"
    message["Subject"], message["Message-ID"] = "Your order of boots", "<2@example.org>"
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0100"
    message.set_content("Dear customer, thank you for your order.")
    message.add_alternative(HOSTILE, subtype="html")
    [*message.iter_parts()][1].add_related(picture(), "image", "png", cid="<logo>")
    return message.as_bytes()


def letter():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example Insurance, 1 Main Street"
    document.add_heading("Notice of cancellation", 1)
    document.add_paragraph("Dear Ms Smith,")
    document.add_paragraph("your contract ends on ").add_run("31 December").bold = True
    for item in ("Return the card", "Keep this letter"):
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(2, 3)
    for row, values in zip(table.rows, (("Contract", "Begin", "Premium"), ("4711", "2019", "240.00 EUR")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_picture(BytesIO(picture("#7a3b12")))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def add(person, name, content, media_type):
    document_id = person.drop(name, content, media_type)
    person.wait(document_id)
    return document_id


def test_mail_and_letter_are_shown_with_their_formatting_and_nothing_remote_is_loaded(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    requested = []
    page.context.on("request", lambda request: requested.append(request.url))
    mail_id = add(person, "order.eml", mail(), "message/rfc822")
    letter_id = add(person, "letter.docx", letter(), "application/octet-stream")
    page_id = add(person, "page.html", HOSTILE.encode(), "text/html")

    page.goto(f"{stack['site_url']}/documents/{mail_id}")
    frame = page.frame_locator("iframe[title='Contents of Your order of boots']")
    expect(frame.get_by_role("heading", name="Your invoice")).to_be_visible()
    expect(frame.get_by_role("cell", name="89.00 EUR")).to_be_visible()
    expect(frame.get_by_role("row", name="From Shop Größe <shop@example.org>")).to_be_visible()
    expect(frame.get_by_role("row", name="Monday, 2 November 2026, 10:00 (UTC+01:00)")).to_be_visible()
    # The message cannot cover who has sent it
    frame.get_by_role("cell", name="Shop Größe").click(trial=True)
    expect(frame.get_by_role("img", name="Our logo")).to_have_js_property("naturalWidth", 400)
    expect(frame.get_by_text("Blue words")).to_have_css("color", "rgb(17, 85, 85)")
    expect(page.get_by_text("Pictures from other servers are not loaded")).to_be_visible()
    axe(page, narrow=True)

    page.goto(f"{stack['site_url']}/documents/{letter_id}")
    frame = page.frame_locator(".rendition iframe")
    expect(frame.get_by_role("heading", name="Notice of cancellation")).to_be_visible()
    expect(frame.get_by_role("cell", name="240.00 EUR")).to_be_visible()
    expect(frame.get_by_text("Example Insurance")).to_be_visible()
    expect(frame.locator("li")).to_have_count(2)

    page.evaluate("localStorage.setItem('docloft-language', 'de')")
    page.goto(f"{stack['site_url']}/documents/{mail_id}")
    expect(page.frame_locator(".rendition iframe").get_by_role("row", name="Von Shop Größe")).to_be_visible()
    page.evaluate("localStorage.removeItem('docloft-language')")

    page.goto(f"{stack['site_url']}/documents/{page_id}")
    expect(page.frame_locator(".rendition iframe").get_by_role("heading", name="Your invoice")).to_be_visible()

    own = {urlsplit(stack[name]).netloc for name in ("site_url", "api_url", "endpoint_url")}
    hosts = {urlsplit(address).netloc for address in requested if not address.startswith(("data:", "blob:"))}
    assert hosts <= own

    # A link opens in an ordinary tab, which gets no information about the archive
    page.context.route(f"{EVIL}/**", lambda route: route.fulfill(body="<title>Offer</title>", content_type="text/html"))
    with page.context.expect_page() as opened:
        page.frame_locator(".rendition iframe").get_by_role("link", name="See the offer").click()
    opened.value.wait_for_url(f"{EVIL}/offer")
    assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]
    assert page_id in page.url

    # It is printed from a tab of its own
    page.get_by_role("button", name="Print").first.click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open the page").click()
    expect(opened.value.get_by_role("heading", name="Your invoice")).to_be_visible()


def test_search_opens_the_marked_words_of_a_letter(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = add(person, "letter.docx", letter(), "application/octet-stream")

    page.goto(f"{stack['site_url']}/documents/{document_id}?q=cancellation")
    expect(page.locator(".words mark")).to_have_text("cancellation")

    page.get_by_role("tab", name="Preview").click()
    expect(
        page.frame_locator(".rendition iframe").get_by_role("heading", name="Notice of cancellation")
    ).to_be_visible()


def test_page_that_cannot_be_shown_with_its_formatting_is_shown_as_text(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = add(person, "nested.html", b"<!doctype html>" + b"<div>" * 100_000 + b"Deep quagga", "text/html")

    page.goto(f"{stack['site_url']}/documents/{document_id}")

    expect(page.get_by_text("too large or too complex")).to_be_visible()
    expect(page.locator(".words")).to_contain_text("Deep quagga")
