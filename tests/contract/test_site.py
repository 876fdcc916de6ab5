"""The security policy of the site, in CloudFront's headers and in the page."""

from pathlib import Path

from tests.contract.templates import load_yaml


def test_security_policy_names_exact_sources():
    custom = load_yaml(Path("frontend/serverless.yml"))["custom"]
    directives = {
        name: sources for name, *sources in (part.split() for part in custom["content_security_policy"].split(";"))
    }

    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert directives["style-src"] == directives["worker-src"] == directives["manifest-src"] == ["'self'"]
    assert directives["base-uri"] == directives["form-action"] == ["'none'"]
    assert directives["require-trusted-types-for"] == ["'script'"]
    assert directives["trusted-types"] == ["docloft", "lit-html"]
    assert not [sources for sources in directives.values() if {"*", "'unsafe-inline'", "'unsafe-eval'"} & set(sources)]


def test_site_sends_the_headers_that_a_page_cannot_set():
    site = load_yaml(Path("frontend/resources/site.yml"))
    headers = site["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = "${self:custom.content_security_policy}"

    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"] == {"Fn::Sub": f"{policy}; frame-ancestors 'none'"}
    assert site["Outputs"]["ContentSecurityPolicyBase64"]["Value"] == {"Fn::Base64": {"Fn::Sub": policy}}
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert headers["ContentTypeOptions"]["Override"] is True
