"""Cases of the rules on archives, hazards and advice."""

import io
import struct
import tarfile
import zipfile

from samples_artifacts import member, sdist, wheel, wheel_files
from samples_case import Case, headed, sdists, wheels

from gonogo.pypi_rules.members import PYARMOR, SOURCEDEFENDER

INFO = "demo-1.0.dist-info"


def both(folder):
    """A zip behind a whole tar."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.addfile(member("a"))
    return wheel(folder, edit=lambda data: tar.getvalue() + data)


def mixed(folder):
    return sdist(folder, members=[member("/absolute")])


def streamed(folder):
    """A zip written to what cannot be sought: sizes follow the data."""

    class Stream(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, piece):
            self.data += bytes(piece)
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in wheel_files().items():
            archive.writestr(name, data)
    path = folder / "demo-1.0-py3-none-any.whl"
    path.write_bytes(stream.data)
    return path


def doubled(folder):
    """Two members of one name."""
    path = wheel(folder, files={"demo/x.py": b"1\n", "demo/y.py": b"2\n"})
    path.write_bytes(path.read_bytes().replace(b"demo/y.py", b"demo/x.py"))
    return path


def resized(data):
    """Another unpacked size in the first local header than in the directory."""
    return data[:22] + struct.pack("<L", 7) + data[26:]


def unlisted(data):
    """Another name in the first local header than in the directory."""
    return data[:30] + b"X" + data[31:]


def misplaced(data):
    """An end record that says one record less than there is."""
    at = data.rfind(b"PK\5\6")
    count = struct.unpack("<H", data[at + 10 : at + 12])[0] - 1
    changed = bytearray(data)
    changed[at + 8 : at + 12] = struct.pack("<HH", count, count)
    return bytes(changed)


def sparse():
    info = member("demo-1.0/holes", tarfile.GNUTYPE_SPARSE)
    info.size = 0
    return info


def deep(folder):
    """More members than a tar may have, if that were few."""
    return sdist(folder, edit=lambda data: long_header() + data)


def long_header():
    """A GNU long-name record that says to be 1 GiB."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    return info.tobuf(tarfile.GNU_FORMAT)


def two_folders(folder):
    return sdist(folder, files={"other/x": b""})


BOMB = wheels(files={"demo/zeros.bin": bytes(65 << 20)})
CASES = {
    "archive_is_of_one_kind": Case(both),
    "archive_is_what_its_name_says": Case(wheels(edit=lambda _: b"no archive")),
    "archive_opens": Case(sdists(finish=lambda data: data[: len(data) // 2]), sdist),
    "archive_can_be_judged": Case(deep, sdist),
    "zip_is_no_bomb": Case(BOMB),
    "zip_members_are_stored_or_deflated": Case(wheels(compress=zipfile.ZIP_BZIP2)),
    "tar_members_are_not_sparse": Case(sdists(members=[sparse()]), sdist),
    "sdist_names_are_all_relative": Case(mixed, sdist),
    "sdist_has_one_top_folder": Case(two_folders, sdist),
    "sdist_has_pkg_info": Case(sdists(files={"demo-1.0/PKG-INFO": None}), sdist),
    "wheel_has_the_wheel_file": Case(wheels(files={f"{INFO}/WHEEL": None})),
    "code_is_not_pyarmor": Case(wheels(files={"demo/x.py": PYARMOR[1]})),
    "code_is_not_sourcedefender": Case(sdists(files={"demo-1.0/x.pye": b"\nx\n".join(SOURCEDEFENDER)}), sdist),
    "zip_records_are_known": Case(wheels(edit=lambda data: b"#!/bin/sh\n" + data)),
    "zip_has_no_data_descriptors": Case(streamed),
    "zip_members_have_no_comment": Case(wheels(comment=b"hello")),
    "zip_names_are_unique": Case(doubled),
    "zip_names_are_text": Case(wheels(files={"demo/a\x01b": b""})),
    "zip_headers_agree": Case(wheels(edit=resized)),
    "zip_listings_agree": Case(wheels(edit=unlisted)),
    "zip_extras_are_sound": Case(wheels(extra=struct.pack("<HHBL", 0x7075, 5, 2, 0) * 2)),
    "zip_directory_is_sound": Case(wheels(edit=misplaced)),
    "zip_ends_at_its_end": Case(wheels(edit=lambda data: data + b"more")),
    "sdist_ends_well": Case(sdists(finish=lambda data: data[:-4]), sdist),
    "sdist_is_no_bomb": Case(sdists(files={"demo-1.0/zeros.bin": bytes(65 << 20)}), sdist),
    "sdist_names_are_unique": Case(sdists(members=[member("demo-1.0/LICENSE")]), sdist),
    "wheel_has_one_dist_info": Case(wheels(files={"other-1.0.dist-info/METADATA": b""})),
    "wheel_tags_fit_the_file_name": Case(wheels(name="demo-1.0-py2-none-any.whl")),
    "scripts_name_objects": Case(
        wheels(files={f"{INFO}/entry_points.txt": b"[console_scripts]\ndemo = demo:main; import os\n"}),
        wheels(files={f"{INFO}/entry_points.txt": b"[console_scripts]\ndemo = demo.cli:main [extra]\n"}),
    ),
    "members_stay_inside": Case(wheels(files={"../evil.pth": b""})),
    "links_stay_inside": Case(sdists(members=[member("demo-1.0/x", tarfile.SYMTYPE, "../../etc/passwd")]), sdist),
    "members_are_files_and_folders": Case(sdists(members=[member("demo-1.0/x", tarfile.CHRTYPE)]), sdist),
    "sdist_folder_fits_its_name": Case(sdists(name="demo-1.1.tar.gz"), sdist),
    "metadata_fits_the_file_name": Case(headed(Version="1.1")),
    "record_lists_every_member": Case(wheels(files={f"{INFO}/RECORD": f"{INFO}/RECORD,,\n".encode()})),
    "record_hashes_are_right": Case(
        wheels(files={f"{INFO}/RECORD": b"demo/__init__.py,sha256=AAAA,3\n"}),
    ),
    "licence_file_is_there": Case(wheels(headers={"License-File": None}, files={f"{INFO}/licenses/LICENSE": None})),
    "requires_python_is_said": Case(headed(Requires_Python=None)),
    "classifiers_are_given": Case(headed(Classifier=None)),
    "description_is_given": Case(wheels(body="")),
    "requirements_have_lower_bounds": Case(headed(Requires_Dist=["packaging"])),
    "no_caches_are_inside": Case(wheels(files={"demo/__pycache__/a.pyc": b""})),
    "tests_are_not_at_top_level": Case(wheels(files={"tests/__init__.py": b""})),
    "wheel_has_code": Case(wheels(files={"demo/__init__.py": None})),
    "wheel_starts_nothing": Case(wheels(files={"demo.pth": b"import demo"})),
    "licence_is_an_expression": Case(headed(License_Expression=None)),
}
