"""What an index serves as provenance is read back and verified: with a real release and its real attestation."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
import requests
import sigstore.errors
from pypi_attestations import Attestation, Provenance, VerificationError
from test_index_kit import Provider

from gonogo.artifacts.store import Store
from gonogo.index import provenance, reading
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index, Served
from gonogo.model.location import Layout
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.model.verdict import Examined, Finding, Verdict
from gonogo.release import attestations
from gonogo.release.contexts import Context
from gonogo.release.steps import verify
from gonogo.test_index import Publisher, Trust
from gonogo.test_index.embedded import Options

DATA = Path(__file__).parents[2] / "samples/attested"
SDIST = DATA / "pypi_attestations-0.0.19.tar.gz"
REPOSITORY = "trailofbits/pypi-attestations"
WORKFLOW = "on: push\njobs:\n  publish:\n    steps:\n      - uses: pypa/gh-action-pypi-publish@v1\n"
SHA256 = hashlib.sha256(SDIST.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def provider() -> Provider:
    return Provider()


@pytest.fixture
def index(opened, provider):
    """The embedded index under the name of the public one, which trusts the real publisher, in an environment pypi."""
    publisher = Publisher("pypi-attestations", REPOSITORY, "release.yml", "42", "pypi", pending=True)
    return opened(options=Options(trust=Trust(provider.public_pem, (publisher,))))


def upload(index, provider, *, attested=True):
    """Send the real sdist as its publisher did, with its attestation or without."""
    from twine.package import PackageFile
    from twine.repository import Repository

    claims = {
        "repository": REPOSITORY,
        "job_workflow_ref": f"{REPOSITORY}/.github/workflows/release.yml@refs/tags/v0.0.19",
        "ref": "refs/tags/v0.0.19",
        "environment": "pypi",
    }
    minted = requests.post(f"{index.url}/_/oidc/mint-token", json={"token": provider.token(**claims)}, timeout=20)
    sent = json.loads(SDIST.with_name(f"{SDIST.name}.provenance").read_text())["attestation_bundles"][0]["attestations"]
    fields = PackageFile.from_filename(str(SDIST), None).metadata_dictionary()
    whole = {":action": "file_upload", "protocol_version": "1", **fields}
    whole |= {"attestations": json.dumps(sent)} if attested else {}
    data = Repository._convert_metadata_to_list_of_tuples(whole)  # noqa: SLF001 - as twine itself sends it
    auth, files = ("__token__", minted.json()["token"]), {"content": (SDIST.name, SDIST.read_bytes())}
    answer = requests.post(index.index.upload_url, data=data, files=files, auth=auth, timeout=20)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def context(tmp_path, index):
    """The repository of the real project, as far as its remote and its workflow say who publishes."""
    root = tmp_path / "repository"
    (root / ".github/workflows").mkdir(parents=True)
    (root / ".github/workflows/release.yml").write_text(WORKFLOW)
    for words in (["init", "-q"], ["remote", "add", "origin", f"https://github.com/{REPOSITORY}.git"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    layout = Layout("setuptools", "setuptools.build_meta")
    parts = ("v{version}", "main", "origin", "none", "", Settings())
    project = Project(root, "pypi-attestations", "0.0.19", layout, *parts)
    named = Index("pypi", index.index.upload_url, index.index.simple_url)
    return Context(root, project, root / "none", "origin", named, Store(root / "kept"))


def examine(context):
    manifest = Manifest("pypi-attestations", "0.0.19", "0" * 40, 0, (Artifact(SDIST.name, 0, SHA256),))
    served = reading.of_version(reading.files(context.index, "pypi-attestations"), "0.0.19")
    return attestations.examine(served, manifest, context)


def remote(context, address):
    subprocess.run(["git", "remote", "set-url", "origin", address], cwd=context.repo, check=True)


def test_a_real_attestation_is_served_as_it_was_sent_and_holds(index, provider, context):
    upload(index, provider)
    examined = examine(context)
    assert (examined.verdict, examined.findings) == (Verdict.GO, ())
    assert examined.note == f"1 of 1 attested by {REPOSITORY}"


@pytest.mark.parametrize("page", ["json", "html"])
def test_both_kinds_of_pages_say_where_it_is(index, provider, page):
    upload(index, provider)
    accept = {"Accept": f"application/vnd.pypi.simple.v1+{page}"}
    address = f"{index.index.simple_url}pypi-attestations/"
    answer = reading.http.get(address, "x", headers=accept, limit=1 << 20, seconds=20)
    (one,) = reading.page.read(answer, "x").files
    assert one.provenance.endswith(f"/{SDIST.name}/provenance")
    assert isinstance(provenance.read(one), Provenance)


def test_a_file_of_another_publisher_is_found(index, provider, context):
    upload(index, provider)
    remote(context, "https://github.com/somebody/pypi-attestations.git")
    (found,) = examine(context).findings
    assert (found.code, found.blocking) == ("other-publisher", True)
    assert "repository trailofbits/pypi-attestations, workflow release.yml, environment pypi" in found.what
    remote(context, f"git@github.com:{REPOSITORY.title()}.git")
    assert examine(context).findings == ()
    (context.repo / ".github/workflows/release.yml").rename(context.repo / ".github/workflows/other.yml")
    assert [one.code for one in examine(context).findings] == ["other-publisher"]


def test_where_it_is_expected_and_absent_that_is_found(index, provider, context):
    upload(index, provider, attested=False)
    assert [one.code for one in examine(context).findings] == ["not-attested"]
    workflow = context.repo / ".github/workflows/release.yml"
    workflow.write_text(f"{WORKFLOW}        with:\n          attestations: false\n")
    assert examine(context).findings == ()
    workflow.write_text("steps:\n  - run: twine upload dist/*\n")
    assert examine(context).findings == ()


def spoilt(context, monkeypatch):
    """Let the index serve an attestation of which one byte of the signature is another."""
    real = provenance.read

    def read(one):
        found = real(one)
        envelope = found.attestation_bundles[0].attestations[0].envelope
        envelope.signature = envelope.signature[:-1] + bytes([envelope.signature[-1] ^ 1])
        return found

    monkeypatch.setattr(provenance, "read", read)


@pytest.mark.parametrize(
    ("newer", "code"),
    [
        (sigstore.errors.TUFError("no network"), "could-not-ask"),
        (VerificationError("bad signature"), "bad-attestation"),
    ],
)
def test_a_signature_that_does_not_hold(index, provider, context, monkeypatch, newer, code):
    """It is NO-GO where roots that are fresh refuse it too, and UNKNOWN where those cannot be had."""
    upload(index, provider)
    spoilt(context, monkeypatch)
    real = Attestation.verify

    def by_roots(self, *words, offline=False):
        if offline:
            return real(self, *words, offline=True)
        raise newer

    monkeypatch.setattr(Attestation, "verify", by_roots)
    examined = examine(context)
    assert [one.code for one in examined.findings] == [code]
    assert examined.verdict is (Verdict.UNKNOWN if code == "could-not-ask" else Verdict.NO_GO)


def test_an_attestation_of_other_bytes_is_found(index, provider, context):
    upload(index, provider)
    (one,) = reading.files(context.index, "pypi-attestations")
    (found,) = attestations.faults(one, "1" * 64, attestations.publisher(context.project))
    assert "another digest" in found.what


def test_an_index_that_does_not_show_it_is_unknown_and_other_content_is_found(index, context):
    silent = Served(SDIST.name, "", SHA256, provenance="http://127.0.0.1:9/provenance")
    unsafe = Served(SDIST.name, "", SHA256, provenance="http://index.example/provenance")
    other = Served(SDIST.name, "", SHA256, provenance=f"{index.url}/_/oidc/audience")
    ours = attestations.publisher(context.project)
    found = [next(attestations.faults(one, SHA256, ours)) for one in (silent, unsafe, other)]
    assert [(one.code, one.undecided) for one in found] == [
        ("could-not-ask", True),
        ("could-not-ask", True),
        ("no-provenance", False),
    ]


def test_verify_is_no_go_for_what_does_not_hold_and_unknown_for_what_cannot_be_asked(context):
    plan = Plan("pypi-attestations", "", "main", "", "0.0.19", "v0.0.19", "")
    wrong, unasked = Finding("bad", "it does not hold"), Finding("could-not-ask", "silence", undecided=True)
    with pytest.raises(CouldNotTell):
        verify.require_held(Examined(1, (unasked,)), plan, context)
    with pytest.raises(verify.NotAsJudged):
        verify.require_held(Examined(1, (unasked, wrong)), plan, context)
    verify.require_held(Examined(1), plan, context)


def test_the_data_is_what_it_says():
    whole = json.loads(SDIST.with_name(f"{SDIST.name}.provenance").read_text())
    statement = base64.b64decode(whole["attestation_bundles"][0]["attestations"][0]["envelope"]["statement"])
    assert json.loads(statement)["subject"] == [{"name": SDIST.name, "digest": {"sha256": SHA256}}]
