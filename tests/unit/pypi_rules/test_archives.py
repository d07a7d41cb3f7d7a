"""Archives at the byte: what the index's Python and the clients make of them, whatever Python runs here."""

import gzip
import io
import struct
import tarfile
import zlib

import pytest
from samples_artifacts import SDIST, WHEEL, member, metadata, sdist, wheel
from samples_case import sdists, wheels

from gonogo.model.verdict import Verdict
from gonogo.pypi_rules import book, limits
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.members import PYARMOR
from gonogo.pypi_rules.zipend import looks_like_zip

INFO = "demo-1.0.dist-info"
END = b"PK\5\6"


def blocking(path, client="twine"):
    return [one.code for one in book.judge(path, client).findings if one.blocking]


def ended(place, form, *words):
    """Return an edit that writes words over those of a zip's end."""

    def edit(data):
        at = data.rfind(END) + place
        return data[:at] + struct.pack(form, *words) + data[at + struct.calcsize(form) :]

    return edit


def with_zip64_end(*, place=0, disk=0, own=44):
    """Return an edit that adds the end records of ZIP64; `place` is added to where the locator says they are."""

    def edit(data):
        at = data.rfind(END)
        count, size, offset = struct.unpack("<HLL", data[at + 10 : at + 20])
        record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", own, 45, 45, disk, 0, count, count, size, offset)
        return data[:at] + record + struct.pack("<4sLQL", b"PK\6\7", 0, at + place, 1) + data[at:]

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        ended(4, "<H", 1),
        ended(6, "<H", 1),
        ended(12, "<L", 1),
        with_zip64_end(place=-1),
        with_zip64_end(place=1),
        with_zip64_end(disk=1),
        with_zip64_end(own=45),
    ],
    ids=["disk", "start-disk", "directory-size", "locator-before", "locator-behind", "zip64-disk", "zip64-size"],
)
def test_a_wheel_whose_end_contradicts_itself_is_no_zip(edit, tmp_path):
    assert "archive_is_what_its_name_says" in blocking(wheel(tmp_path, edit=edit))


def test_a_wheel_with_the_end_records_of_zip64_is_go(tmp_path):
    path = wheel(tmp_path, edit=with_zip64_end())
    assert blocking(path) == []
    assert blocking(path, "uv") == []


def test_the_end_of_a_zip_inside_an_sdist_makes_it_no_zip(tmp_path):
    def stored(data):
        return gzip.compress(gzip.decompress(data), compresslevel=0)

    path = sdist(tmp_path, files={"demo-1.0/data.bin": END + bytes(range(1, 19))}, finish=stored)
    assert END in path.read_bytes()
    assert not looks_like_zip(path)
    assert blocking(path) == []


def test_an_empty_zip_is_a_zip(tmp_path):
    path = tmp_path / WHEEL
    path.write_bytes(END + bytes(18))
    assert looks_like_zip(path)
    assert "wheel_has_the_wheel_file" in blocking(path)


@pytest.mark.parametrize("data", [b"", b"PK", END + bytes(17)], ids=["empty", "two-bytes", "cut"])
def test_a_file_too_short_for_an_end_is_no_zip(data, tmp_path):
    path = tmp_path / WHEEL
    path.write_bytes(data)
    assert not looks_like_zip(path)
    assert "archive_is_what_its_name_says" in blocking(path)


def test_a_member_without_a_name_is_no_matter(tmp_path):
    path = wheel(tmp_path, files={"": b""})
    assert "" in open_artifact(path).names
    assert blocking(path) == []


def renaming(name, new, *, crc=None, version=1):
    """Return an extra field that gives a member of this name another one."""
    body = struct.pack("<BL", version, zlib.crc32(name.encode()) if crc is None else crc) + new
    return struct.pack("<HH", 0x7075, len(body)) + body


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        (renaming(f"{INFO}/METADATA", b"other"), ["client_finds_the_metadata", "wheel_has_metadata"]),
        (renaming(f"{INFO}/METADATA", b"other", crc=7), []),
        (renaming(f"{INFO}/METADATA", b"other", version=2), []),
        (renaming(f"{INFO}/METADATA", b""), []),
    ],
    ids=["meant", "for-another-name", "of-another-version", "empty"],
)
def test_a_unicode_path_renames_the_member_that_it_is_meant_for(extra, codes, tmp_path):
    found = blocking(wheel(tmp_path, extra=extra))
    assert [code for code in codes if code not in found] == []
    assert bool(found) == bool(codes)


def test_a_unicode_path_that_is_no_utf_8_breaks_the_wheel(tmp_path):
    found = blocking(wheel(tmp_path, extra=renaming(f"{INFO}/METADATA", b"\xff")))
    assert found == ["archive_opens"]


def test_an_absolute_member_hides_no_metadata(tmp_path):
    path = wheel(tmp_path, files={"/absolute.txt": b""})
    assert blocking(path) == []
    assert blocking(path, "uv") == []


@pytest.mark.parametrize(
    ("name", "marked"), [("a.PY", True), ("d/a.pye", True), (".py", False), ("d/.py", False), ("..py", False)]
)
def test_code_is_looked_through_by_what_follows_its_last_dot(name, marked, tmp_path):
    code = PYARMOR[1]
    assert ("code_is_not_pyarmor" in blocking(wheel(tmp_path, files={name: code}))) is marked
    assert ("code_is_not_pyarmor" in blocking(sdist(tmp_path, files={f"demo-1.0/{name}": code}))) is marked


@pytest.mark.parametrize("folder", ["a/b", "a/b/c/d/e/f/g/h"])
def test_an_sdist_whose_one_folder_lies_deep_is_go_for_twine_and_not_for_uv(folder, tmp_path):
    path = tmp_path / SDIST
    with tarfile.open(path, "w:gz") as archive:
        for name, data in {"x": b"", "PKG-INFO": metadata(), "LICENSE": b""}.items():
            info = tarfile.TarInfo(f"{folder}/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    assert blocking(path) == []
    assert blocking(path, "uv") == ["client_finds_the_metadata"]


def test_a_tar_is_read_up_to_a_member_of_negative_size(tmp_path):
    header = bytearray(member("elsewhere").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 12
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    path = sdist(tmp_path, edit=lambda data: data[: whole(data)] + bytes(header) + bytes(1024))
    assert blocking(path) == []
    assert open_artifact(path).archive.loose == "a member has a negative size"


def whole(data):
    """Return where a tar's last member ends."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        last = archive.getmembers()[-1]
    return last.offset_data + -(-last.size // 512) * 512


def test_a_large_and_uniform_sdist_is_go_and_reported(tmp_path):
    examined = book.judge(sdist(tmp_path, files={"demo-1.0/zeros.bin": bytes(66 << 20)}))
    assert examined.verdict is Verdict.GO
    assert "sdist_is_no_bomb" in [one.code for one in examined.findings]
    assert limits.TAR_READ > 1 << 30


@pytest.mark.parametrize(
    "make",
    [
        sdists(members=[member("demo-1.0/x", b"V")]),
        sdists(members=[member("demo-1.0/\udce9")]),
        sdists(edit=lambda data: data[: whole(data)]),
    ],
    ids=["odd-type", "odd-name", "no-end"],
)
def test_uv_reads_tars_more_strictly_than_the_index(make, tmp_path):
    path = make(tmp_path)
    assert blocking(path, "uv") == ["client_reads_the_archive"]
    assert blocking(path) == []


def test_uv_does_not_take_headers_of_one_vendors_tar(tmp_path):
    xattr = member("demo-1.0/x")
    xattr.pax_headers = {"SCHILY.xattr.com.apple.provenance": "x"}
    path = sdist(tmp_path, members=[xattr])
    assert blocking(path, "uv") == ["client_reads_the_archive"]
    assert blocking(path) == []


def test_uv_does_not_take_a_wheel_with_metadata_in_two_folders(tmp_path):
    path = wheels(files={"other-1.0.dist-info/METADATA": metadata({"Name": "other"})})(tmp_path)
    assert blocking(path, "uv") == ["client_finds_the_metadata"]
    assert blocking(path) == []


def test_a_member_that_the_directory_puts_into_another_breaks_what_is_read_of_it(tmp_path):
    def edit(data):
        at = data.index(b"PK\1\2", data.rindex(b"demo/data.bin") - 46)
        inside = data.index(f"{INFO}/METADATA".encode()) + 60
        return data[: at + 42] + struct.pack("<L", inside) + data[at + 46 :]

    assert "client_finds_the_metadata" in blocking(wheel(tmp_path, files={"demo/data.bin": b"x"}, edit=edit))


def test_a_licence_file_may_be_longer_than_what_is_kept_in_memory(tmp_path, monkeypatch):
    path = wheel(tmp_path, files={f"{INFO}/licenses/LICENSE": b"MIT\n" * 1000})
    monkeypatch.setattr(limits, "MEMBER_READ", 3000)
    assert blocking(path) == []


def test_faults_of_one_kind_are_named_up_to_a_number_and_then_counted(tmp_path):
    rows = "".join(f"absent{number},,\n" for number in range(book.NAMED + 10))
    path = wheel(tmp_path, files={f"{INFO}/RECORD": rows.encode()})
    found = [one.what for one in book.judge(path).findings if one.code == "record_lists_every_member"]
    assert len(found) == book.NAMED + 1
    assert found[-1] == "and 15 more of the same kind"


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93, 99])
def test_members_of_another_compression_are_not_unpacked(method, tmp_path):
    def edit(data):
        for signature, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
            at = data.index(signature) + place
            data = data[:at] + struct.pack("<H", method) + data[at + 2 :]
        return data

    assert blocking(wheel(tmp_path, edit=edit)) == ["zip_members_are_stored_or_deflated"]


@pytest.mark.parametrize(
    ("headers", "codes"),
    [({"size": "-600"}, ["archive_opens"]), ({"GNU.sparse.realsize": "-1"}, []), ({"size": "600"}, [])],
    ids=str,
)
def test_a_size_in_a_pax_header_breaks_the_tar_where_it_breaks_that_of_the_index(headers, codes, tmp_path):
    info = member("demo-1.0/x")
    info.pax_headers = headers
    path = sdist(tmp_path, members=[info])
    assert blocking(path) == codes


@pytest.mark.parametrize("kind", [b"V", b"D", tarfile.FIFOTYPE])
def test_twine_wants_the_last_metadata_file_to_be_a_plain_one(kind, tmp_path):
    path = sdist(tmp_path, members=[member("demo-1.0/PKG-INFO", kind)])
    assert blocking(path) == ["client_finds_the_metadata"]
