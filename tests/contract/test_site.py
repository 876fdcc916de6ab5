"""What the site tells browsers to refuse, said by CloudFront and by the page itself."""

from pathlib import Path

from tests.contract.templates import load_yaml


def test_site_is_held_to_exact_sources():
    custom = load_yaml(Path("frontend/serverless.yml"))["custom"]
    directives = {
        name: sources for name, *sources in (part.split() for part in custom["content_security_policy"].split(";"))
    }

    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert directives["style-src"] == directives["worker-src"] == ["'self'"]
    assert directives["base-uri"] == directives["form-action"] == ["'none'"]
    assert directives["require-trusted-types-for"] == ["'script'"]
    assert not [sources for sources in directives.values() if {"*", "'unsafe-inline'", "'unsafe-eval'"} & set(sources)]
    assert custom["publish"]["content_security_policy"] == "${self:custom.content_security_policy}"


def test_site_sends_the_headers_a_page_cannot_say_itself():
    resources = load_yaml(Path("frontend/resources/site.yml"))["Resources"]
    headers = resources["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]

    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"] == (
        "${self:custom.content_security_policy}; frame-ancestors 'none'"
    )
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert headers["ContentTypeOptions"]["Override"] is True
