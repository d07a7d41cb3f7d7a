"""Attestations beside an artifact: what of them is judged without the publisher's identity."""

import base64
import hashlib
import json
import subprocess
import sys

import pytest
from pypi_attestations import AttestationType
from samples_artifacts import WHEEL, wheel

from gonogo.pypi_rules import book
from gonogo.pypi_rules.rules.attestations import STATEMENT

PUBLISH = AttestationType.PYPI_PUBLISH_V1.value


def blocking(path):
    return [one.code for one in book.judge(path).findings if one.blocking]


def attested(folder, payload, **changes):
    path = wheel(folder)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = payload.replace("DIGEST", digest) if isinstance(payload, str) else payload
    whole = {
        "version": 1,
        "verification_material": {"certificate": "eA==", "transparency_entries": [{"a": 1}]},
        "envelope": {"statement": base64.b64encode(text.encode()).decode(), "signature": "eA=="},
    }
    (folder / f"{path.name}.publish.attestation").write_text(json.dumps({**whole, **changes}))
    return path


def statement(**changes):
    subject = {"name": WHEEL, "digest": {"sha256": "DIGEST"}}
    return json.dumps({"_type": STATEMENT, "predicateType": PUBLISH, "subject": [subject], **changes})


@pytest.mark.parametrize("name", [WHEEL, WHEEL.replace("1.0", "1.0.0")])
def test_a_statement_of_this_very_file_is_go(name, tmp_path):
    subject = {"name": name, "digest": {"sha256": "DIGEST"}}
    assert blocking(attested(tmp_path, statement(subject=[subject]))) == []


@pytest.mark.parametrize(
    "payload",
    [
        "no json",
        "[]",
        statement(_type="https://in-toto.io/Statement/v0.1"),
        statement(subject=[]),
        statement(subject=[{"name": WHEEL, "digest": {"sha256": "DIGEST"}}] * 2),
        statement(subject=["x"]),
        statement(subject=[{"name": WHEEL, "digest": {"sha512": "x"}}]),
        statement(subject=[{"name": "demo-2.0-py3-none-any.whl", "digest": {"sha256": "DIGEST"}}]),
        statement(subject=[{"name": "no file name", "digest": {"sha256": "DIGEST"}}]),
    ],
)
def test_a_statement_that_is_not_of_this_file_is_refused(payload, tmp_path):
    assert "attestations_are_of_this_file" in blocking(attested(tmp_path, payload))


@pytest.mark.parametrize("changes", [{"version": 2}, {"version": "1"}, {"envelope": {}}, {"verification_material": 5}])
def test_an_attestation_of_another_shape_is_refused_once(changes, tmp_path):
    assert blocking(attested(tmp_path, statement(), **changes)) == ["attestations_are_whole"]


def test_nothing_of_attestations_is_loaded_where_there_are_none(tmp_path):
    code = "import sys, pathlib; from gonogo.pypi_rules import book; book.judge(pathlib.Path(sys.argv[1])); "
    words = [sys.executable, "-c", f"{code}print('pypi_attestations' in sys.modules)", str(wheel(tmp_path))]
    assert subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip() == "False"
