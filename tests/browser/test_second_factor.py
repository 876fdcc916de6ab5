"""Two-step sign-in: a person turns it on, signs in with it, and turns it off."""

import base64
import hmac
import re
import struct
import time

from playwright.sync_api import expect

from tests.browser.conftest import sign_out


def code_for(secret, at=None):
    """The code that an authenticator app shows (RFC 6238, with the defaults of every app)."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_person_turns_it_on_signs_in_with_a_code_and_turns_it_off(signed_in, stack, axe):
    # Given a person who confirmed who they are, which needs no password within an hour
    page, person = signed_in(by_password=True)
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Two-step sign-in").click()
    axe(page)
    page.get_by_role("button", name=re.compile("Confirm that it")).click()
    expect(page.get_by_role("heading", name="Two-step sign-in is off")).to_be_visible()
    axe(page)

    # When they set it up, with a wrong code at first
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    axe(page)
    secret = page.locator("main code").inner_text().replace(" ", "")
    code = page.get_by_role("textbox", name="Six-digit code")
    code.fill("000000" if code_for(secret) != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is not valid.")
    axe(page)
    code.fill(code_for(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Two-step sign-in is on")).to_be_focused()
    axe(page)

    # Then none of it is kept in the browser
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href])")
    assert secret not in kept

    # And the next sign-in requires a code after the password
    sign_out(page)
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=username]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("[type=submit]").first.click()
    page.locator("input[name=code]").fill(code_for(secret))
    page.locator("[type=submit]").first.click()
    expect(page.get_by_role("searchbox")).to_be_visible()

    # And they can turn it off again
    page.goto(stack["site_url"] + "/two-step-sign-in")
    page.get_by_role("button", name=re.compile("Confirm that it")).click()
    page.get_by_role("button", name="Turn off").click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("heading", name="Two-step sign-in is off")).to_be_visible()
    cognito = stack.client("cognito-idp")
    user = cognito.admin_get_user(UserPoolId=stack["user_pool_id"], Username=person.email)
    assert user.get("UserMFASettingList", []) == []
