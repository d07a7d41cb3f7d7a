"""Descriptions, headers and names at their edges: what the index renders, what uv makes of odd headers and tags."""

import pytest
import trove_classifiers
from samples_artifacts import sdist, wheel

from gonogo.model.verdict import Verdict
from gonogo.pypi_rules import book, compared, spec
from gonogo.pypi_rules.address import mailbox
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by
from gonogo.pypi_rules.names import is_taken

RST = {"Description-Content-Type": "text/x-rst"}


def blocking(path, client="twine"):
    return [one.code for one in book.judge(path, client).findings if one.blocking]


@pytest.mark.parametrize(
    ("body", "renders"),
    [
        ("Title\n=====\n", False),
        ("Title\n=====\n\nSubtitle\n--------\n", False),
        ("Title\n=====\n\n.. a comment\n", False),
        ("Title\n=====\n\ntext\n", True),
        ("Title\n=====\n\nOther\n=====\n", True),
        ("Title\n=====\n\n:Author: Ada\n", True),
        ("text\n", True),
        ("A\n=\n\n*text\n", False),
    ],
)
def test_a_title_alone_renders_to_nothing(body, renders, tmp_path):
    assert ("description_renders" in blocking(wheel(tmp_path, headers=RST, body=body))) is not renders


def uv_form(folder, headers):
    return upload_by("uv", open_artifact(sdist(folder, headers=headers)))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?utf-8?q?=FF?=", "�"),
        ("=?us-ascii?q?=FF?=", "�"),
        ("=?cp1252?q?=80?=", "€"),
        ("a =?utf-8?q?b?= c", "a b c"),
        ("plain", "plain"),
    ],
)
def test_uv_decodes_encoded_words(written, sent, tmp_path):
    assert uv_form(tmp_path, {"Author": written}).one("author") == sent


@pytest.mark.parametrize("charset", ["foo", "iso-2022-jp", "unknown-8bit"])
def test_uv_stops_at_an_encoded_word_of_a_charset_that_it_does_not_know(charset, tmp_path):
    assert blocking(sdist(tmp_path, headers={"Author": f"=?{charset}?q?a?="}), "uv") == ["client_reads_the_metadata"]


def test_uv_leaves_out_an_address_that_is_unknown(tmp_path):
    headers = {"Project-URL": ["UNKNOWN", "Home, https://example.org"]}
    assert uv_form(tmp_path, headers).form["project_urls"] == ["Home, https://example.org"]


def test_uv_stops_at_a_name_that_is_imported_in_two_ways(tmp_path):
    headers = {"Metadata-Version": "2.5", "Import-Name": "demo; private", "Import-Namespace": "demo"}
    assert "client_reads_the_metadata" in blocking(sdist(tmp_path, headers=headers), "uv")
    assert blocking(sdist(tmp_path, headers=headers)) == []


@pytest.mark.parametrize(
    ("tag", "sent"),
    [
        ("py3", "py3"),
        ("py2.py3", "py2.py3"),
        ("cp313", "cp313"),
        ("cp310.foo", "cp310"),
        ("py256", "py256"),
        ("graalpy240", "graalpy240"),
        ("none", "none"),
        ("cp313t", ""),
        ("py3_4", ""),
        ("cp3256", ""),
        ("pp7", ""),
        ("ip27", ""),
        ("PY3", ""),
    ],
)
def test_uv_sends_the_python_tags_that_it_knows(tag, sent, tmp_path):
    path = wheel(tmp_path, as_name=f"demo-1.0-{tag}-none-any.whl")
    assert upload_by("uv", open_artifact(path)).one("pyversion") == sent


@pytest.mark.parametrize("tags", ["py3--any", "py3-none-", "py3..py2-none-any", ".py3-none-any"])
def test_uv_leaves_out_a_wheel_with_an_empty_tag(tags, tmp_path):
    assert "client_takes_the_file_name" in blocking(wheel(tmp_path, as_name=f"demo-1.0-{tags}.whl"), "uv")


@pytest.mark.parametrize(
    ("platform", "taken"),
    [
        ("ios_13_0_arm64_iphoneos", True),
        ("ios_13_0_arm64_iphoneos_x", True),
        ("ios_13_0_x86_64_iphoneos_iphoneos", False),
        ("ios_13_0_armv7_iphoneos", False),
    ],
)
def test_platforms_of_ios(platform, taken):
    assert is_taken(platform) is taken


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Ada <ada@example.org>", "ada@example.org"),
        (r"A \( b <ada@example.org>", "A"),
        (r"A \" ( <ada@example.org>", ""),
        ('"A (" <ada@example.org>', "ada@example.org"),
        ("A ( <ada@example.org>", ""),
        ("ada@example.org,", "ada@example.org"),
        ("ada@example.org, ben@example.org", ""),
    ],
)
def test_the_one_address_in_a_value_is_found_on_every_python(written, address):
    assert mailbox(written) == address


def test_twine_stops_at_a_repeated_field_that_the_index_would_drop(tmp_path):
    path = wheel(tmp_path, headers={"Summary": ["one", "UNKNOWN"]})
    assert blocking(path) == ["client_takes_the_metadata"]
    assert blocking(path, "uv") == []
    assert blocking(wheel(tmp_path, headers={"Summary": ["one", "two"]})) == ["single_use_fields_are_single"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Summary": "one\x0btwo"},
        {"Description-Content-Type": "text/markdown; charset="},
        {"Description-Content-Type": "text/markdown, text/plain"},
    ],
)
def test_what_only_a_newer_packaging_refuses_the_index_takes(headers, tmp_path):
    path = wheel(tmp_path, headers=headers)
    assert blocking(path, "uv") == []
    assert blocking(path) == ["client_takes_the_metadata"]
    assert book.judge(path).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("kind", ["text/markdown; charset=utf-8", "text/markdown; variant=gfm", "text/html", "text/md"])
def test_content_types_that_the_index_does_not_take(kind, tmp_path):
    assert "content_type_is_known" in blocking(wheel(tmp_path, headers={"Description-Content-Type": kind}), "uv")


@pytest.mark.parametrize(
    "headers",
    [
        {"Requires-Python": "==="},
        {"Requires-Dist": "a==="},
        {"License-Expression": "MIT OR LicenseRef-"},
        {"License-File": "C:LICENSE"},
    ],
)
@pytest.mark.parametrize("client", ["twine", "uv"])
def test_what_versions_of_packaging_read_differently_is_unknown(headers, client, tmp_path):
    path = wheel(tmp_path, headers=headers)
    examined = book.judge(path, client)
    licences = {"wheel_has_its_licence_files"} if "License-File" in headers else set()
    assert {one.code for one in examined.findings if one.blocking and not one.undecided} <= licences
    assert any(one.undecided for one in examined.findings)


def test_a_classifier_that_only_the_installed_list_knows_is_unknown(tmp_path, monkeypatch):
    newer = frozenset({*trove_classifiers.all_classifiers, "Framework :: Made :: Tomorrow"})
    monkeypatch.setattr(trove_classifiers, "all_classifiers", newer)
    monkeypatch.setattr(trove_classifiers, "classifiers", newer)
    path = wheel(tmp_path, headers={"Classifier": ["Framework :: Made :: Tomorrow"]})
    assert book.judge(path).verdict is Verdict.UNKNOWN
    assert book.judge(wheel(tmp_path, headers={"Classifier": ["Framework :: Made :: Up"]})).verdict is Verdict.NO_GO


def test_a_classifier_that_the_installed_list_lost_or_deprecated_is_judged_by_the_indexs(tmp_path, monkeypatch):
    monkeypatch.setattr(trove_classifiers, "all_classifiers", frozenset())
    monkeypatch.setattr(trove_classifiers, "deprecated_classifiers", {})
    assert book.judge(wheel(tmp_path)).verdict is Verdict.GO
    path = wheel(tmp_path, headers={"Classifier": ["Natural Language :: Ukranian"]})
    assert "classifiers_are_current" in blocking(path)


def test_a_licence_that_only_the_installed_packaging_knows_is_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr(spec, "licences", lambda: frozenset({"mit"}))
    assert book.judge(wheel(tmp_path)).verdict is Verdict.GO
    path = wheel(tmp_path, headers={"License-Expression": "MIT OR Apache-2.0"})
    assert book.judge(path, "uv").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("library", ["docutils", "email-validator"])
def test_a_refusal_by_a_library_of_another_version_is_unknown(library, tmp_path, monkeypatch):
    odd = {
        "docutils": {"Description-Content-Type": "text/x-rst"},
        "email-validator": {"Author-email": "\u00e9..a@x.org"},
    }
    path = wheel(tmp_path, headers=odd[library], body=".. raw:: html\n\n  <b>\n")
    if compared.is_compared(library):  # the lowest versions that gonogo takes are not
        assert book.judge(path).verdict is Verdict.NO_GO
    monkeypatch.setattr(compared, "is_compared", lambda name: name != library)
    assert book.judge(path).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("\n", Verdict.NO_GO),
        (" \n\t\n", Verdict.NO_GO),
        ("[a]: https://example.org\n[b]: <x>\n  'title'\n", Verdict.NO_GO),
        ("[a]: https://example.org\n\nwords\n", Verdict.GO),
        ("[a] word\n", Verdict.GO),
        ("<!-- a comment -->\n", Verdict.GO),
    ],
)
def test_a_markdown_description_that_renders_to_nothing_is_refused(body, verdict, tmp_path):
    assert book.judge(wheel(tmp_path, body=body)).verdict is verdict
