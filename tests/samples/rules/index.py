"""Cases of the rules on the file's name, its size, what the index has, and attestations."""

import base64
import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path

from pypi_attestations import AttestationType
from samples_artifacts import SDIST, WHEEL, sdist, wheel
from samples_case import Case, form, headed, sdists, wheels

from gonogo.model.index import Served
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.rules.attestations import STATEMENT

NOW = datetime(2026, 6, 1, tzinfo=timezone.utc)
NEW = IndexFacts(exists=False)
THERE = IndexFacts(exists=True, now=NOW)


def has(filename, sha256="0" * 64, size=10, upload_time="2026-05-30T00:00:00Z"):
    return IndexFacts(exists=True, served=(Served(filename, "", sha256, size, upload_time=upload_time),), now=NOW)


def sha256_of_the_wheel():
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return hashlib.sha256(wheel(Path(folder)).read_bytes()).hexdigest()


def large(folder):
    path = wheel(folder)
    with path.open("r+b") as file:
        file.truncate((100 << 20) + 1)
    return path


def statement(kind=AttestationType.PYPI_PUBLISH_V1.value, name=WHEEL, subjects=1):
    digest = {"sha256": sha256_of_the_wheel()}
    subject = {"name": name, "digest": digest}
    text = json.dumps({"_type": STATEMENT, "predicateType": kind, "subject": [subject] * subjects})
    return base64.b64encode(text.encode()).decode()


def attestation(**changes):
    return {
        "version": 1,
        "verification_material": {
            "certificate": base64.b64encode(b"x").decode(),
            "transparency_entries": [{"a": 1}],
        },
        "envelope": {"statement": statement(**changes), "signature": base64.b64encode(b"x").decode()},
    }


def attested(*each):
    def make(folder):
        for number, one in enumerate(each):
            (folder / f"{WHEEL}.kind{number}.attestation").write_text(one if isinstance(one, str) else json.dumps(one))
        return wheel(folder)

    return make


SOUND = attested(attestation())

CASES = {
    "name_is_not_in_the_standard_library": Case(headed(Name="dataclasses")),
    "name_is_unlike_others": Case(wheel, facts=IndexFacts(exists=False, neighbours=("dem0",)), good_facts=NEW),
    "project_takes_files": Case(wheel, facts=IndexFacts(exists=True, status="archived"), good_facts=THERE),
    "filename_is_printable": Case(wheel, as_name="demo-1.0-py3-none-any\n.whl"),
    "filename_is_no_path": Case(wheel, as_name="a/demo-1.0-py3-none-any.whl"),
    "extension_fits_the_filetype": Case(wheels(as_name="demo-1.0-py3-none-any.WHL")),
    "size_is_within_the_limit": Case(large),
    "project_is_within_the_limit": Case(wheel, facts=has("demo-0.9.tar.gz", size=10 << 30), good_facts=THERE),
    "digests_match": Case(wheel, edit=form(sha256_digest="0" * 64)),
    "filename_is_free": Case(wheel, facts=has(WHEEL), good_facts=has(WHEEL, sha256_of_the_wheel())),
    "bytes_are_new": Case(wheel, facts=has("demo-2.0-py3-none-any.whl", sha256_of_the_wheel()), good_facts=THERE),
    "filename_was_never_used": Case(wheel, facts=IndexFacts(exists=True, burnt=frozenset({WHEEL})), good_facts=THERE),
    "release_is_open": Case(wheel, facts=has(SDIST, upload_time="2026-05-01T00:00:00Z"), good_facts=has(SDIST)),
    "release_has_one_sdist": Case(sdist, sdist, facts=has("demo-1.0.0.tar.gz"), good_facts=has("demo-0.9.tar.gz")),
    "sdist_name_parses": Case(sdists(name="demo.tar.gz"), sdist),
    "sdist_is_of_this_project": Case(sdists(name="other-1.0.tar.gz"), sdist),
    "sdist_name_is_normalized": Case(sdists(name="Demo-1.0.tar.gz"), sdist),
    "sdist_has_its_licence_files": Case(sdists(files={"demo-1.0/LICENSE": None}), sdist),
    "wheel_name_parses": Case(wheels(name="demo-1.0-x-py3-none-any.whl")),
    "platform_tags_are_taken": Case(wheels(name="demo-1.0-cp313-cp313-linux_x86_64.whl")),
    "wheel_is_of_this_project": Case(headed(Name="other")),
    "wheel_name_is_normalized": Case(wheels(name="Demo-1.0-py3-none-any.whl")),
    "wheel_is_of_this_version": Case(headed(Version="1.1")),
    "wheel_has_its_licence_files": Case(headed(License_File="COPYING")),
    "wheel_has_a_record": Case(wheels(files={"demo-1.0.dist-info/RECORD": None})),
    "entry_points_are_valid": Case(
        wheels(files={"demo-1.0.dist-info/entry_points.txt": b"[console_scripts]\n../x = demo:main\n"}),
        wheels(files={"demo-1.0.dist-info/entry_points.txt": b"[console_scripts]\ndemo = demo:main\n"}),
    ),
    "wheel_has_metadata": Case(wheels(files={"demo-1.0.dist-info/METADATA": None})),
    "filename_is_short": Case(wheel, as_name=f"demo-1.0-{'.'.join(['py3'] * 60)}-none-any.whl"),
    "attestations_are_whole": Case(attested("{"), SOUND),
    "attestations_are_one_or_two": Case(attested(attestation(), attestation(), attestation()), SOUND),
    "attestations_are_of_known_kinds": Case(attested(attestation(kind="https://example.org/odd")), SOUND),
    "attestations_are_of_this_file": Case(attested(attestation(name="other.whl")), SOUND),
}
