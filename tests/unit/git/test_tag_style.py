"""Tag styles, as the tags of real repositories show them."""

from __future__ import annotations

import pytest

from gonogo.git.tags import infer

MANY = (
    "client-6.0.5",
    "client-7.0.2",
    "common-4.1.0",
    "common-4.1.1",
    "server-6.19.1",
    "web-5.0.1",
    "2.5.3",
    "2.5.4",
)


@pytest.mark.parametrize(
    ("tags", "name", "template"),
    [
        ((), "demo", "v{version}"),
        (("v1.0.0", "v1.1.0"), "demo", "v{version}"),
        (("8.1.7", "8.2.0", "8.1.x", "latest"), "click", "{version}"),
        (("v14.3.2", "v14.3.3", "v.14.0.1"), "rich", "v{version}"),
        (
            ("0.6.3", "18.7", "20.0", "v54.1.3", "v84.0.0", *(f"v80.{n}.0" for n in range(9))),
            "setuptools",
            "v{version}",
        ),
        (("release-1.0", "release-1.1"), "demo", "release-{version}"),
        (("demo-1.0.0", "demo-1.1.0"), "demo", "{name}-{version}"),
        (("demo/v1.0.0", "other/v2.0.0"), "demo", "{name}/v{version}"),
        (MANY, "devpi-server", "server-{version}"),
        (MANY, "devpi-common", "common-{version}"),
        (MANY, "devpi-debugging", "{name}-{version}"),
        (("nightly-20260101.1", "v1.0"), "demo", "v{version}"),
        (
            ("--upload-pack=x", "v1.1.0 ", "v1.1.0\u202e", "v" + "1." * 200 + "0", "refs/tags/v1"),
            "demo",
            "v{version}",
        ),
    ],
)
def test_the_template_follows_the_tags(tags: tuple[str, ...], name: str, template: str) -> None:
    assert infer(tags, name) == template
