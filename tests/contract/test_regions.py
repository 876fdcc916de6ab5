"""What the functions sign, against the site's policy in the templates, in several regions. And the region in commands
that people paste.
"""

import re
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from docloft import objects
from docloft.settings import settings
from docloft_api import links
from docloft_api.representations import upload_form
from tests.conftest import ROOT
from tests.contract.rules import Deployment

REGIONS = ("us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2", "me-south-1", "us-gov-west-1", "cn-north-1")
"""Those for which S3 has, or had, addresses of its own kind, with an opt-in region and one of each other partition.
https://docs.aws.amazon.com/general/latest/gr/s3.html
"""
DOCUMENT = SimpleNamespace(
    library_id="0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10",
    document_id="01JDDRKX3W8F5V2N6Q4T7Z9B1C",
    media_type="application/pdf",
    checksum_sha256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    size=1,
)
PASTED = re.compile(r"^ {4}(\S.*)$|`([^`\n]+)`|^((?:make|aws|export) .*)$", re.MULTILINE)
PAGES = ("README.md", "docs/deploying.md", "docs/operating.md", ".github/deploy-role.yml")


@pytest.fixture
def in_region(monkeypatch):
    def enter(region: str, bucket: str) -> None:
        monkeypatch.setenv("AWS_REGION", region)
        monkeypatch.setenv("FILES_BUCKET", bucket)
        objects.client.cache_clear()
        settings.cache_clear()

    yield enter
    objects.client.cache_clear()
    settings.cache_clear()


@pytest.mark.parametrize("region", REGIONS)
def test_browser_may_use_every_form_and_link(packages, in_region, region):
    deployment = Deployment.of("prod", packages.templates["prod"], region=region)
    in_region(region, deployment.resources["storage/FilesBucket"].properties["BucketName"])
    allowed = directives(deployment.outputs["frontend/ContentSecurityPolicyBase64"])

    form = upload_form.to_wire(cast("Any", DOCUMENT))["url"]
    link = links.to_object(objects.thumbnail_key(DOCUMENT.library_id, DOCUMENT.document_id)).url

    assert {origin(form), origin(link)} == allowed["img-src"] - {"'self'", "blob:", "data:"}
    assert {origin(form), origin(link)} <= allowed["connect-src"]


@pytest.mark.parametrize("page", PAGES)
def test_pasted_command_names_no_region_except_to_choose_one(page):
    """CloudFront takes its certificate from us-east-1, wherever the stage is."""
    commands = ["".join(groups) for groups in PASTED.findall((ROOT / page).read_text())]
    named = [command for command in commands if re.search(r"\b[a-z]{2}-[a-z]+-\d\b", command)]

    allowed = re.compile(r"export AWS_REGION=.*|.*\bacm\b.*us-east-1.*|us-east-1|site_certificate: .*")
    assert [command for command in named if not allowed.fullmatch(command)] == []


def test_readme_chooses_a_region_before_it_deploys():
    text = (ROOT / "README.md").read_text()

    assert 0 < text.index("export AWS_REGION=") < text.index("make deploy STAGE=prod")


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
