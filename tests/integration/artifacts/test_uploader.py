from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import zipfile

import pytest

from gonogo.artifacts import builder
from gonogo.index import credentials, multipart_form, published, uploader
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index
from gonogo.model.manifest import Artifact, Manifest

TOKEN = "-".join(["secret", "token"])


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(uploader, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(uploader, "LONGEST_WAIT", 0.02)
    monkeypatch.delenv("TWINE_PASSWORD", raising=False)


@pytest.fixture
def release(tiny_wheel):
    files = (tiny_wheel.parent / "tiny-0.9.tar.gz", tiny_wheel)
    return builder.manifest(files, builder.metadata_of(tiny_wheel), "0" * 40, 0), files


def send(small, release, token=lambda: TOKEN):
    uploader.send(small.index, release[0], release[1], token)


def whole(small, release) -> bool:
    return published.look(small.index, release[0]).whole


def status(code, headers=None, body=b"no"):
    def fault(index, head, form):
        return code, headers or {}, body

    return fault


def hang_up(index, head, form):
    return None


def stored_then(code):
    def fault(index, head, form):
        index.take(head, form)
        return None if code is None else (code, {}, b"")

    return fault


def test_both_files_arrive_wheel_first_and_nothing_is_printed(small, release, capfd):
    send(small, release)
    assert list(small.held) == ["tiny-0.9-py2.py3-none-any.whl", "tiny-0.9.tar.gz"]
    assert whole(small, release)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "faults",
    [
        [status(503)],
        [status(500), status(502), status(504)],
        [None, status(503)],
        [status(429, {"Retry-After": "0"})],
        [hang_up],
        [None, hang_up, hang_up],
        [stored_then(503)],
        [stored_then(None)],
        [None, stored_then(500)],
        [stored_then(400)],
    ],
)
def test_a_fault_that_passes_is_survived_and_each_file_is_stored_once(small, release, faults):
    small.faults = list(faults)
    send(small, release)
    assert whole(small, release)
    again = sum(fault is not None for fault in faults)
    stored = sum("stored_then" in getattr(fault, "__qualname__", "") for fault in faults)
    assert small.posts == 2 + again - stored


def test_retry_after_is_waited_for(small, release):
    small.faults = [status(429, {"Retry-After": "1"})]
    began = time.monotonic()
    send(small, release)
    assert time.monotonic() - began >= 1


def test_an_index_that_stays_down_ends_in_a_bounded_number_of_tries(small, release):
    small.faults = [status(503)] * 50
    with pytest.raises(uploader.UploadLost, match="503"):
        send(small, release)
    assert small.posts == uploader.ATTEMPTS


def test_the_same_bytes_twice_are_fine_and_other_bytes_are_a_conflict(small, release):
    small.held[release[1][1].name] = b"other bytes"
    with pytest.raises(uploader.OtherBytes):
        send(small, release)
    assert list(small.held.values()) == [b"other bytes"]


def test_the_first_refusal_stops_everything_and_gives_the_reason_of_the_index(small, release):
    page = b"<html><title>400</title><p>Invalid <b>value</b> for classifiers.</html>"
    small.faults = [status(400, body=page)]
    with pytest.raises(uploader.UploadRefused, match=r"Invalid value for classifiers\."):
        send(small, release)
    assert small.posts == 1
    assert small.held == {}


def test_a_huge_error_page_is_not_read_to_its_end(small, release):
    small.faults = [status(400, body=b"x" * (32 << 20))]
    with pytest.raises(uploader.UploadRefused):
        send(small, release)


def test_a_wrong_token_is_asked_for_once_more_and_then_refused(small, release):
    asked = []
    with pytest.raises(uploader.TokenRefused) as caught:
        send(small, release, lambda: asked.append(1) or "wrong-token")
    assert len(asked) == 2
    assert "wrong-token" not in str(caught.value)


def test_a_token_that_expires_between_two_files_is_asked_for_again(small, release):
    fresh = iter(["secret-token", "second-token"])

    def expire(index, head, form):
        answer = index.take(head, form)
        index.tokens = {"second-token"}
        return answer

    small.faults = [expire]
    send(small, release, lambda: next(fresh))
    assert whole(small, release)


def test_a_redirect_is_not_followed_and_carries_no_token(small, double, release):
    small.faults = [status(307, {"Location": double.url})]
    with pytest.raises(uploader.RedirectRefused):
        send(small, release)
    assert double.seen == []


def test_a_file_that_changed_after_its_judgement_is_not_sent(small, release, tmp_path):
    changed = tmp_path / release[1][1].name
    changed.write_bytes(release[1][1].read_bytes() + b"\0")
    with pytest.raises(multipart_form.BytesChanged):
        uploader.send(small.index, release[0], [changed], lambda: TOKEN)
    assert small.held == {}


def test_a_file_swapped_while_it_is_sent_never_arrives_whole(small, release, tmp_path, monkeypatch):
    from twine.package import PackageFile

    victim = tmp_path / release[1][0].name
    victim.write_bytes(release[1][0].read_bytes())
    true = PackageFile.metadata_dictionary

    def swap(self):
        content = bytearray(victim.read_bytes())
        content[-1] ^= 1
        victim.write_bytes(content)
        return true(self)

    monkeypatch.setattr(PackageFile, "metadata_dictionary", swap)
    with pytest.raises(multipart_form.BytesChanged):
        uploader.send(small.index, release[0], [victim], lambda: TOKEN)
    assert small.held == {}


def test_many_files_go_side_by_side(small, monkeypatch, tiny_wheel, tmp_path):
    files = []
    for number in range(17):
        path = tmp_path / f"tiny-0.9-{number + 1}-py3-none-any.whl"
        path.write_bytes(tiny_wheel.read_bytes())
        files.append(path)
    manifest = Manifest("tiny", "0.9", "0" * 40, 0, builder.artifacts(files))
    serve = small.answer

    def slow(request):
        time.sleep(0.1 if request[0] == "POST" else 0)
        return serve(request)

    small.answer = slow
    began = time.monotonic()
    uploader.send(small.index, manifest, files, lambda: TOKEN)
    assert len(small.held) == 17
    assert time.monotonic() - began < 1.2


def test_a_server_that_never_answers_is_given_up(small, release, monkeypatch):
    monkeypatch.setattr(multipart_form, "READ_SECONDS", 0.2)
    monkeypatch.setattr(uploader, "ATTEMPTS", 2)

    def silent(index, head, form):
        time.sleep(0.6)

    small.faults = [silent, silent]
    with pytest.raises(uploader.UploadLost, match="silent"):
        send(small, release)


def test_an_index_that_cannot_be_asked_is_unknown_and_not_absent(release):
    gone = Index("gone", "http://127.0.0.1:9/", "http://127.0.0.1:9/")
    with pytest.raises(CouldNotTell):
        uploader.send(gone, *release, lambda: TOKEN)


@pytest.mark.parametrize("token", ["", "two\nlines", "a b"])
def test_a_broken_token_is_refused_without_being_shown(small, release, token):
    with pytest.raises(credentials.BadToken) as caught:
        send(small, release, lambda: token)
    assert not token or token not in str(caught.value)
    assert small.seen == []


def test_no_token_names_the_variable(small, release, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(credentials.NoToken) as caught:
        send(small, release, lambda: None)
    assert "GONOGO_TOKEN_DOUBLE" in caught.value.hint


def test_twine_password_is_used_where_the_context_has_no_token(small, release, monkeypatch):
    monkeypatch.setenv("TWINE_PASSWORD", TOKEN)
    send(small, release, lambda: None)
    assert whole(small, release)


def test_a_file_listed_without_a_hash_is_fetched_and_compared(small):
    small.held["x-1.tar.gz"] = b"bytes"
    manifest = Manifest("x", "1", "", 0, (Artifact("x-1.tar.gz", 5, "0" * 64),))
    small.page = lambda: (
        b'{"meta":{"api-version":"1.1"},"name":"x","versions":[],"files":'
        b'[{"filename":"x-1.tar.gz","url":"/files/x-1.tar.gz","hashes":{}}]}'
    )
    assert published.look(small.index, manifest).other == manifest.artifacts


@pytest.fixture
def socket_server():
    """A function that starts a bare server on loopback, whose connections go to the given function."""
    opened, threads = [], []

    def start(serve) -> Index:
        listener = socket.create_server(("127.0.0.1", 0))
        opened.append(listener)

        def accept() -> None:
            while True:
                try:
                    connection = listener.accept()[0]
                except OSError:
                    return
                opened.append(connection)
                serve(connection)

        threads.append(threading.Thread(target=accept, daemon=True))
        threads[-1].start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        return Index("bare", address, address)

    yield start
    for one in reversed(opened):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    for thread in threads:  # one that still accepts would take the next server's connections, by the same descriptor
        thread.join()
    for one in opened:
        one.close()


def split_index(small, upload: Index) -> Index:
    return Index("split", upload.upload_url, small.index.simple_url)


def test_a_server_that_stops_reading_is_given_up(small, socket_server, tmp_path, monkeypatch):
    monkeypatch.setattr(multipart_form, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(uploader, "ATTEMPTS", 2)
    path = tmp_path / "big-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("big/data", os.urandom(12 << 20))
        archive.writestr("big-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: big\nVersion: 1.0\n")
    manifest = Manifest("big", "1.0", "", 0, builder.artifacts([path]))
    index = split_index(small, socket_server(id))
    with pytest.raises(uploader.UploadLost):
        uploader.send(index, manifest, [path], lambda: TOKEN)


def test_a_server_that_does_not_speak_http_is_given_up(small, socket_server, release, monkeypatch):
    monkeypatch.setattr(uploader, "ATTEMPTS", 2)

    def mumble(connection):
        connection.sendall(b"SSH-2.0-mumble\r\n")

    with pytest.raises(uploader.UploadLost):
        uploader.send(split_index(small, socket_server(mumble)), *release, lambda: TOKEN)
