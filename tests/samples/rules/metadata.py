"""Cases of the rules on clients, form fields and metadata."""

from samples_artifacts import member, metadata, sdist, wheel
from samples_case import Case, form, headed, sdists, wheels

INFO = "demo-1.0.dist-info"


def without_name(folder):
    data = metadata().replace(b"Name: demo\n", b"")
    return wheel(folder, files={f"{INFO}/METADATA": data})


CASES = {
    "metadata_can_be_judged": Case(headed(Requires_Dist=["a"] * 10_001)),
    "client_takes_the_file_name": Case(wheels(name="Demo-1.0-py3-none-any.whl"), client="uv"),
    "client_reads_the_archive": Case(sdists(members=[member("demo-1.0/x", b"V")]), sdist, client="uv"),
    "client_finds_the_metadata": Case(wheels(files={f"{INFO}/METADATA": None})),
    "client_reads_the_metadata": Case(without_name, client="uv"),
    "metadata_is_utf_8": Case(wheels(body="caf\udce9\n")),
    "client_takes_the_metadata": Case(headed(License_Expression="")),
    "client_knows_every_field": Case(headed(X_Odd="yes")),
    "protocol_is_version_1": Case(wheel, edit=form(protocol_version="2")),
    "name_is_well_formed": Case(wheel, edit=form(name="-demo")),
    "filetype_is_known": Case(wheel, edit=form(filetype="bdist_egg")),
    "digests_are_hex": Case(wheel, edit=form(sha256_digest="12")),
    "wheel_tells_its_python": Case(wheels(name="demo-1.0-foo-none-any.whl"), client="uv"),
    "sdist_python_is_source": Case(wheel, edit=form(filetype="sdist", pyversion="py3")),
    "digest_is_given": Case(wheel, edit=form(sha256_digest="", blake2_256_digest="")),
    "single_use_fields_are_single": Case(headed(Summary=["one", "two"])),
    "project_url_labels_differ": Case(headed(Project_URL=["A, https://a.org", "A, https://b.org"])),
    "metadata_version_is_known": Case(headed(Metadata_Version="2.0")),
    "name_is_valid": Case(headed(Name="-demo-")),
    "version_is_valid": Case(headed(Version="one")),
    "fields_fit_the_metadata_version": Case(headed(Metadata_Version="2.1"), client="uv"),
    "summary_is_one_line": Case(headed(Summary="one\n  two")),
    "content_type_is_known": Case(headed(Description_Content_Type="text/markdown; charset=latin-1")),
    "requirements_are_valid": Case(headed(Requires_Dist=["a b c"])),
    "requires_python_is_valid": Case(headed(Requires_Python="3.10 or so")),
    "extras_have_valid_names": Case(headed(Provides_Extra="-x-")),
    "dynamic_fields_are_known": Case(headed(Dynamic="Colour")),
    "licence_expression_is_spdx": Case(headed(License_Expression="My Own")),
    "licence_files_are_relative": Case(headed(License_File="../LICENSE")),
    "import_names_are_identifiers": Case(wheel, edit=form(metadata_version="2.5", import_name="1a")),
    "metadata_is_readable": Case(headed(Requires_Dist=["a; " + "(" * 2000 + "python_version < '4'" + ")" * 2000])),
    "metadata_version_is_supported": Case(wheel, edit=form(metadata_version="2.6")),
    "version_is_public": Case(headed(Version="1.0+local")),
    "summary_is_short": Case(headed(Summary="x" * 513)),
    "emails_are_valid": Case(headed(Author_email="ada@localhost")),
    "classifiers_are_known": Case(headed(Classifier=["Private :: Do Not Upload"])),
    "classifiers_are_current": Case(headed(Classifier=["Natural Language :: Ukranian"])),
    "pages_are_urls": Case(headed(Home_page="ftp://example.org")),
    "project_urls_are_labelled": Case(headed(Project_URL=["x" * 33 + ", https://example.org"])),
    "project_urls_are_urls": Case(headed(Project_URL=["Home, example.org"])),
    "obsolete_names_are_valid": Case(headed(Provides_Dist="a b c")),
    "requirements_are_not_direct": Case(headed(Requires_Dist=["a @ https://example.org/a.whl"])),
    "dynamic_fields_are_allowed": Case(headed(Dynamic="Dynamic")),
    "licence_is_said_once": Case(headed(License="MIT")),
    "description_renders": Case(
        wheels(headers={"Description-Content-Type": "text/x-rst"}, body="Title\n==\n\n.. raw:: html\n\n  <b>\n")
    ),
}
