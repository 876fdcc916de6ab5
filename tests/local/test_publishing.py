"""Deploying, publishing and removing the frontend alone, and the content of its bucket."""

import re
import shutil
import subprocess

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import ROOT

YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def s3(stack):
    return boto3.client(
        "s3",
        endpoint_url=stack["endpoint_url"],
        region_name=stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def site(tmp_path):
    """A copy of the site's folder that a test can change."""
    ignored = shutil.ignore_patterns("tests", ".serverless")
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=ignored)
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging", ignore=ignored)
    for name in ("serverless.common.yml", "package.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path / "frontend"


def serverless(stack, folder, *arguments):
    done = subprocess.run(
        [str(ROOT / "node_modules/.bin/serverless"), *arguments],
        cwd=folder,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def versions(s3, bucket):
    """The versions in the bucket, and the one that the page names."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="assets/")
    keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
    page = s3.get_object(Bucket=bucket, Key="index.html")["Body"].read().decode()
    return {key.split("/")[1] for key in keys}, re.findall(r'src="/assets/(\w+)/src/app/main.js"', page)[0]


def test_previous_version_is_kept_for_open_pages_and_older_ones_are_removed(stack, s3, site):
    bucket = "docloft-local-site-000000000000"
    _, first = versions(s3, bucket)

    def publish(change):
        with (site / "theme.js").open("a") as script:
            script.write(change)
        output = serverless(stack, site, "publish", "--stage", "local")
        return *versions(s3, bucket), output

    # When several versions are published in turn
    kept, second, _ = publish("// A second version.\n")
    assert second != first
    assert kept == {first, second}
    kept, third, _ = publish("// A third version.\n")
    assert kept == {second, third}
    kept, again, output = publish("")

    # Then publishing the same version again changes nothing, and files have cache headers
    assert (again, kept) == (third, {second, third})
    assert re.search(r"Site: 0 of \d+ files published, 0 removed", output)
    module = s3.head_object(Bucket=bucket, Key=f"assets/{third}/src/app/main.js")
    assert (module["CacheControl"], module["ContentType"]) == (YEAR, "text/javascript; charset=utf-8")
    page = s3.head_object(Bucket=bucket, Key="index.html")
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html; charset=utf-8")
    assert "ContentEncoding" not in page
    serverless(stack, ROOT / "frontend", "publish", "--stage", "local")
    assert versions(s3, bucket) == ({first, third}, first)


def test_frontend_can_be_deployed_before_the_api_and_removed_with_its_files(stack, s3, site):
    # Given a stage with no other service
    own = ("--stage", "alone", "--param", "tls_only=false", "--param", "site_origin=http://localhost:1")
    bucket = "docloft-alone-site-000000000000"

    assert "published after the API is deployed" in serverless(stack, site, "deploy", *own)
    s3.put_object(Bucket=bucket, Key="config.json", Body=b"{}")

    # When it is removed, then its files are removed, too
    serverless(stack, site, "remove", *own)
    with pytest.raises(ClientError, match=r"404"):
        s3.head_bucket(Bucket=bucket)
