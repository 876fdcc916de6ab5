"""Gives the emulator's hosted sign-in page what Cognito's has: a session, the second factor, and revoking tokens.
launcher.py installs it inside the emulator's process (ministack 1.5.33). tests/browser/test_tabs.py and
tests/browser/test_second_factor.py test it.
"""

import html
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ministack import app
from ministack.services import cognito

Response = tuple[int, dict[str, str], bytes]

_COOKIE = "cognito"
_SESSION_SECONDS = 3600
"""AWS: the session cookie of managed login is valid for an hour, which cannot be changed."""

_sessions: dict[str, tuple[str, str, float]] = {}
"""Pool, user name and time of expiry, by the value of the cookie."""
_waiting: dict[str, tuple[dict[str, Any], Response]] = {}
"""Redirects that wait for a code of the second factor, by the token in the form."""

_authorize = cognito.handle_oauth2_authorize
_submit = cognito.handle_login_submit
_sign_out = cognito.handle_logout
_handle = app._handle_cognito_body_request  # noqa: SLF001


def install() -> None:
    cognito.handle_oauth2_authorize = authorize
    cognito.handle_login_submit = submit
    cognito.handle_logout = sign_out
    app._handle_cognito_body_request = handle  # noqa: SLF001


def authorize(method: str, path: str, headers: dict[str, str], query: dict[str, Any]) -> Response:
    """Redirects straight back with a code if this browser has a session."""
    response: Response = _authorize(method, path, headers, query)
    client_id = cognito._qp(query, "client_id")  # noqa: SLF001
    pool_id, pool, _ = cognito._find_pool_by_client_id(client_id)  # noqa: SLF001
    name = _signed_in(headers, pool_id)
    if response[0] != 200 or name is None or not pool["_users"].get(name, {}).get("Enabled"):
        return response
    fields = ("redirect_uri", "scope", "nonce", "code_challenge", "code_challenge_method", "state")
    redirect_uri, scope, *rest = (cognito._qp(query, field) for field in fields)  # noqa: SLF001
    back: Response = cognito._issue_auth_code_redirect(  # noqa: SLF001
        client_id, pool_id, redirect_uri, scope, name, *rest
    )
    return back


def submit(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
    """Starts a session after the password, and after the second factor of a person who has one."""
    form = {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
    if "second_factor" in form:
        return _check_code(form)
    response: Response = _submit(method, path, headers, body, query)
    if response[0] != 302:
        return response
    code = parse_qs(urlsplit(response[1]["Location"]).query)["code"][0]
    granted = cognito._authorization_codes[code]  # noqa: SLF001
    if "SOFTWARE_TOKEN_MFA" not in _user(granted).get("_mfa_enabled", []):
        return _with_session(granted, response)
    del cognito._authorization_codes[code]  # noqa: SLF001
    token = secrets.token_urlsafe(24)
    _waiting[token] = ({code: granted}, response)
    return _code_page(token)


def sign_out(method: str, path: str, headers: dict[str, str], query: dict[str, Any]) -> Response:
    status, fields, body = _sign_out(method, path, headers, query)
    _sessions.pop(_cookie_of(headers), None)
    return status, {**fields, "Set-Cookie": _cookie("", 0)}, body


async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Any:
    """Adds the revocation endpoint (RFC 7009)."""
    if path == "/oauth2/revoke" and method == "POST":
        cognito._revoke_token({"Token": parse_qs(body.decode()).get("token", [""])[0]})  # noqa: SLF001
        return 200, {}, b""
    return await _handle(method, path, headers, body, query)


def _check_code(form: dict[str, str]) -> Response:
    codes, response = _waiting[form["second_factor"]]
    (granted,) = codes.values()
    if not cognito._totp_matches(_user(granted)["_totp_secret"], form.get("code", "")):  # noqa: SLF001
        return _code_page(form["second_factor"], "Invalid code.")
    del _waiting[form["second_factor"]]
    cognito._authorization_codes.update(codes)  # noqa: SLF001
    return _with_session(granted, response)


def _code_page(token: str, error: str = "") -> Response:
    page = cognito._page_shell(  # noqa: SLF001
        "Sign in",
        "Enter the code of your authenticator app",
        f"""{f'<div class="error">{html.escape(error)}</div>' if error else ""}
<form method="POST" action="/login">
<input type="hidden" name="second_factor" value="{token}">
<label for="code">Code</label>
<input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
<button type="submit">Sign in</button>
</form>""",
    )
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()


def _with_session(granted: dict[str, Any], response: Response) -> Response:
    session = secrets.token_urlsafe(24)
    _sessions[session] = (granted["pool_id"], granted["username"], time.time() + _SESSION_SECONDS)
    status, headers, body = response
    return status, {**headers, "Set-Cookie": _cookie(session, _SESSION_SECONDS)}, body


def _signed_in(headers: dict[str, str], pool_id: str) -> str | None:
    of, name, until = _sessions.get(_cookie_of(headers), ("", "", 0.0))
    return name if of == pool_id and time.time() < until else None


def _user(granted: dict[str, Any]) -> dict[str, Any]:
    user: dict[str, Any] = cognito._get_pool_unscoped(granted["pool_id"])["_users"][granted["username"]]  # noqa: SLF001
    return user


def _cookie_of(headers: dict[str, str]) -> str:
    cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";"))
    return cookies.get(_COOKIE, "")


def _cookie(value: str, seconds: int) -> str:
    return f"{_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
