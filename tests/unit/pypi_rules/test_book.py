"""The book over whole files: verdicts, the index's order, and what twine really sends."""

import pytest
from samples_artifacts import sdist, wheel, zip_sdist
from samples_case import headed, sdists, wheels

from gonogo.model.verdict import Verdict
from gonogo.pypi_rules import book
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import UnknownClient, upload_by
from gonogo.pypi_rules.rule import Kind

REFUSALS = [one.code for one in book.rules() if one.kind is Kind.REFUSAL]


def blocking(path, client="twine", kinds=book.REFUSALS):
    return [one.code for one in book.judge(path, client, None, kinds).findings if one.blocking]


@pytest.mark.parametrize("make", [wheel, sdist])
@pytest.mark.parametrize("client", ["twine", "uv"])
def test_a_sound_file_is_go_with_nothing_to_say(make, client, tmp_path):
    examined = book.judge(make(tmp_path), client)
    assert examined.verdict is Verdict.GO
    assert examined.findings == ()
    assert examined.count > 100


@pytest.mark.parametrize("code", REFUSALS)
def test_a_file_with_a_fault_is_not_go(code, cases, tmp_path):
    case = cases[code]
    if case.edit or case.as_name or case.facts:
        return
    path = case.bad(tmp_path)
    assert code in blocking(path, case.client)
    assert book.judge(path, case.client).verdict is not Verdict.GO


def test_a_hazard_blocks_only_where_it_is_asked_to(tmp_path):
    path = wheels(files={"../evil.pth": b""})(tmp_path)
    assert blocking(path) == []
    assert "members_stay_inside" in blocking(path, kinds=book.STRICT)


def test_a_finding_shows_how_to_fix_it(tmp_path):
    (finding,) = book.judge(headed(Summary="x" * 600)(tmp_path)).findings
    assert finding.code == "summary_is_short"
    assert finding.fix == "shorten `description` in `[project]` of pyproject.toml."


def test_what_a_file_says_reaches_no_terminal_as_it_is(tmp_path):
    path = headed(Requires_Python="\x1b[31m>3\u202e")(tmp_path)
    (finding,) = [one for one in book.judge(path).findings if one.code == "requires_python_is_valid"]
    assert "\x1b" not in finding.what
    assert "\u202e" not in finding.what


def test_an_unknown_client_is_named(tmp_path):
    with pytest.raises(UnknownClient, match="no upload client curl"):
        book.judge(wheel(tmp_path), "curl")


@pytest.mark.parametrize("make", [wheel, sdist])
def test_the_form_is_the_one_that_twine_posts(make, tmp_path):
    from twine.package import PackageFile
    from twine.repository import Repository

    path = make(tmp_path)
    package = PackageFile.from_filename(str(path), None)
    sent = Repository._convert_metadata_to_list_of_tuples  # noqa: SLF001
    posted: dict[str, list[str]] = {}
    for name, value in sent(package.metadata_dictionary()):
        posted.setdefault(name, []).append(value)
    ours = upload_by("twine", open_artifact(path)).form
    del posted["blake2_256_digest"]  # of the same bytes as sha256; no rule needs both
    assert {name: values for name, values in ours.items() if name not in {":action", "protocol_version"}} == posted


@pytest.mark.parametrize(
    "headers",
    [
        {"Name": "Demo_Pkg.x"},
        {"License-File": "LICENSE", "Metadata-Version": "2.1", "License-Expression": None},
    ],
)
def test_the_form_follows_twine_in_its_oddities(headers, tmp_path):
    from twine.package import PackageFile

    path = wheels(headers=headers)(tmp_path)
    posted = PackageFile.from_filename(str(path), None).metadata_dictionary()
    ours = upload_by("twine", open_artifact(path)).form
    assert set(posted) - {"blake2_256_digest"} == set(ours) - {":action", "protocol_version"}
    assert ours["name"] == [posted["name"]]


def test_a_zip_sdist_can_never_pass(tmp_path):
    assert "sdist_name_is_normalized" in blocking(zip_sdist(tmp_path))


def test_the_first_refusal_is_the_indexes(tmp_path):
    path = headed(Version="one", Summary="x" * 600)(tmp_path)
    form = upload_by("twine", open_artifact(path)).form
    refusal = book.refusal(form, path.name, path)
    assert (refusal.status, refusal.code) == (400, "version_is_valid")
    assert book.refusal({}, path.name, path).code == "name_is_well_formed"


def test_a_sound_form_is_not_refused(tmp_path):
    path = wheel(tmp_path)
    form = upload_by("twine", open_artifact(path)).form
    stored = tmp_path / "upload"
    path.rename(stored)
    assert book.refusal(form, path.name, stored) is None


def test_unknown_values_are_dropped_before_anything_is_judged(tmp_path):
    path = wheel(tmp_path)
    form = {**upload_by("twine", open_artifact(path)).form, "version": ["UNKNOWN"]}
    assert book.refusal(form, path.name, path).code == "version_is_valid"


def test_older_licence_files_pass_with_twine_and_not_with_uv(tmp_path):
    path = headed(Metadata_Version="2.1", License_Expression=None)(tmp_path)
    assert blocking(path) == []
    assert "fields_fit_the_metadata_version" in blocking(path, "uv")


def test_folded_values_are_one_line_for_uv(tmp_path):
    path = headed(Summary="one\n  two")(tmp_path)
    assert "summary_is_one_line" in blocking(path)
    assert blocking(path, "uv") == []


@pytest.mark.parametrize("junk", [b"", b"PK", b"PK\5\6" + b"\0" * 18, b"\x1f\x8b", b"x" * 5000])
@pytest.mark.parametrize("name", ["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz", "demo-1.0.zip", "demo"])
def test_junk_is_a_finding_and_no_traceback(junk, name, tmp_path):
    path = tmp_path / name
    path.write_bytes(junk)
    for client in ("twine", "uv"):
        assert book.judge(path, client).verdict is Verdict.NO_GO


@pytest.mark.parametrize("make", [wheel, sdist])
def test_a_flipped_or_lost_byte_is_never_a_traceback(make, tmp_path):
    whole = make(tmp_path).read_bytes()
    path = make(tmp_path)
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        book.judge(path)
        path.write_bytes(whole[:at])
        assert blocking(path, kinds=book.STRICT)


def test_a_version_of_thousands_of_digits_is_a_finding(tmp_path):
    assert blocking(headed(Version="1" * 5000)(tmp_path))


def test_an_sdist_of_mixed_names_would_break_the_index(cases, tmp_path):
    path = cases["sdist_names_are_all_relative"].bad(tmp_path)
    assert "sdist_names_are_all_relative" in blocking(path)


def test_sdists_of_two_folders_are_refused_by_name(tmp_path):
    assert "sdist_has_one_top_folder" in blocking(sdists(files={"other/x": b""})(tmp_path))
