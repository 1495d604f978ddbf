"""Sealing: only the right token opens, equal texts give equal bytes, lengths tell little, shards hold all."""

import base64
import hashlib
import hmac
import json
import os
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.statements import sealing
from generator.statements.sealing import (
    INDEX,
    Keyring,
    Layout,
    MalformedToken,
    MissingSecret,
    NotOpened,
    master_secret,
    new_secret,
    open_blob,
    padded_length,
    read_blob,
    seal,
    token_bytes,
    token_for,
    write_shards,
)

SECRET = bytes(range(32))
TOKEN = token_for(SECRET, "P-0007", 1)

secrets_ = st.binary(min_size=32, max_size=64)
names = st.sampled_from([INDEX, "2026-09", "2026-10", "2026-Q4"])
partners = st.text(min_size=1, max_size=40)


# Round trips and refusals


@given(secrets_, partners, st.integers(1, 99), names, st.binary(max_size=30_000))
@settings(max_examples=60)
def test_what_was_sealed_opens(secret: bytes, partner: str, epoch: int, name: str, text: bytes) -> None:
    token = token_for(secret, partner, epoch)
    address, blob = seal(token, name, text)
    assert address == Keyring(token).keys(name).address
    assert open_blob(token, name, blob) == text


@given(names, st.binary(max_size=3_000))
@settings(max_examples=30)
def test_another_partner_epoch_name_or_secret_does_not_open(name: str, text: bytes) -> None:
    address, blob = seal(TOKEN, name, text)
    for other in (
        token_for(SECRET, "P-0008", 1),
        token_for(SECRET, "P-0007", 2),
        token_for(SECRET[::-1], "P-0007", 1),
    ):
        assert Keyring(other).keys(name).address != address
        with pytest.raises(NotOpened):
            open_blob(other, name, blob)
    with pytest.raises(NotOpened):
        open_blob(TOKEN, "2030-01", blob)


@given(st.binary(min_size=1, max_size=500), st.data())
@settings(max_examples=50)
def test_a_changed_blob_does_not_open(text: bytes, data: st.DataObject) -> None:
    _, blob = seal(TOKEN, INDEX, text)
    at = data.draw(st.integers(0, len(blob) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NotOpened):
        open_blob(TOKEN, INDEX, blob[:at] + bytes([blob[at] ^ bit]) + blob[at + 1 :])
    with pytest.raises(NotOpened):
        open_blob(TOKEN, INDEX, blob[:at])


def test_parts_of_an_id_do_not_run_together() -> None:
    assert token_for(SECRET, "P-1", 11) != token_for(SECRET, "P-11", 1)
    assert token_for(SECRET, "P-1", 1) == token_for(SECRET, "P-1", "1")


# The form of a token


@given(partners)
def test_a_token_is_43_letters_of_base64url(partner: str) -> None:
    token = token_for(SECRET, partner, 1)
    assert len(token) == 43
    assert len(token_bytes(token)) == 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN[:-1] + "!",
        TOKEN[:-1] + "B",
        TOKEN + "=",
        " " + TOKEN[1:],
        "я" * 43,
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(MalformedToken):
        Keyring(text)


# Known answers: another implementation (the browser's, the audit's) must find the same


def hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with one block, written out."""
    extracted = hmac.digest(b"partnerbook/1", secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:length]


def test_derivation_is_the_one_that_is_written_down() -> None:
    def part(text: str) -> bytes:
        return len(text.encode()).to_bytes(4, "big") + text.encode()

    token = hkdf(SECRET, part("token") + part("P-0007") + part("1"), 32)
    assert base64.urlsafe_b64encode(token).rstrip(b"=").decode() == TOKEN
    keys = Keyring(TOKEN).keys("2026-10")
    address = hkdf(token, part("address") + part("2026-10"), 16)
    assert keys.address == base64.b32encode(address).decode().rstrip("=").lower()
    assert len(keys.address) == 26
    assert keys.key == hkdf(token, part("key") + part("2026-10"), 32)
    assert keys.nonce_key == hkdf(token, part("nonce") + part("2026-10"), 32)


@given(st.binary(min_size=32, max_size=80), partners, st.text(max_size=20))
def test_derivation_is_the_hkdf_of_the_library(secret: bytes, partner: str, name: str) -> None:
    def derived(given: bytes, length: int, *parts: str) -> bytes:
        info = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return HKDF(SHA256(), length, b"partnerbook/1", info).derive(given)

    token = derived(secret, 32, "token", partner, "1")
    assert token_bytes(token_for(secret, partner, 1)) == token
    keys = Keyring(token_for(secret, partner, 1)).keys(name)
    assert base64.b32decode(keys.address.upper() + "======") == derived(token, 16, "address", name)
    assert keys.key == derived(token, 32, "key", name)
    assert keys.nonce_key == derived(token, 32, "nonce", name)


def test_body_is_length_raw_deflate_and_zeros() -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    address, blob = seal(TOKEN, "2026-10", b"abc" * 999)
    keys = Keyring(TOKEN).keys("2026-10")
    body = AESGCM(keys.key).decrypt(blob[:12], blob[12:], address.encode())
    length = int.from_bytes(body[:4], "big")
    assert zlib.decompress(body[4 : 4 + length], -15) == b"abc" * 999
    assert not body[4 + length :].strip(b"\0")
    assert blob[:12] == hmac.digest(keys.nonce_key, body, "sha256")[:12]


# Sameness, and lengths


@given(names, st.binary(max_size=3_000), st.binary(max_size=3_000))
@settings(max_examples=50)
def test_equal_texts_give_equal_bytes_and_others_another_nonce(name: str, one: bytes, two: bytes) -> None:
    assert seal(TOKEN, name, one) == seal(Keyring(TOKEN), name, one)
    same_nonce = seal(TOKEN, name, one)[1][:12] == seal(TOKEN, name, two)[1][:12]
    assert same_nonce == (one == two)


@given(st.integers(1, 300_000))
def test_buckets_hold_what_they_pad(length: int) -> None:
    padded = padded_length(length)
    step = 1024 if length <= 16 * 1024 else 4096 if length <= 64 * 1024 else 16 * 1024
    assert 0 <= padded - length < step
    assert padded % step == 0


def test_a_kopeck_more_does_not_show() -> None:
    lengths = {
        len(seal(TOKEN, "2026-10", f"<b>{amount},00 ₽</b>".encode())[1]) for amount in (0, 5, 700, 1_234_567)
    }
    assert lengths == {12 + 1024 + 16}
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200))
    assert {len(seal(TOKEN, "2026-10", noise[:n])[1]) - 28 for n in (1100, 1500, 1900)} == {2048}


# Files


def records(count: int) -> list[tuple[str, bytes]]:
    return [seal(token_for(SECRET, f"P-{n}", 1), INDEX, f"statement {n}".encode()) for n in range(count)]


def test_few_records_stand_in_a_file_each(tmp_path: Path) -> None:
    made = records(9)
    layout = write_shards(iter(made), tmp_path / "statements")
    assert layout == Layout(26)
    assert json.loads((tmp_path / "statements" / "layout.json").read_text()) == {"version": 1, "prefix": 26}
    files = sorted((tmp_path / "statements" / "s").iterdir())
    assert [file.name for file in files] == sorted(f"{address}.bin" for address, _ in made)
    for address, blob in made:
        file = tmp_path / "statements" / "s" / f"{address}.bin"
        assert file.read_bytes() == address.encode() + len(blob).to_bytes(4, "big") + blob
        assert read_blob(tmp_path / "statements", address) == blob
    assert read_blob(tmp_path / "statements", "a" * 26) is None


def test_many_records_share_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_ONE_FILE_EACH", 100)
    made = records(150)
    layout = write_shards(made, tmp_path / "one")
    assert layout.prefix == 1
    assert {len(file.stem) for file in (tmp_path / "one" / "s").iterdir()} == {1}
    for address, blob in made:
        assert read_blob(tmp_path / "one", address) == blob
        assert open_blob(token_for(SECRET, f"P-{made.index((address, blob))}", 1), INDEX, blob)
    assert read_blob(tmp_path / "one", made[0][0][:1] + "a" * 25) is None
    for file in (tmp_path / "one" / "s").iterdir():
        shard, addresses = file.read_bytes(), []
        while shard:
            addresses.append(shard[:26].decode())
            shard = shard[30 + int.from_bytes(shard[26:30], "big") :]
        assert addresses == sorted(addresses)
        assert all(address.startswith(file.stem) for address in addresses)

    write_shards(reversed(made), tmp_path / "two")
    for file in (tmp_path / "one" / "s").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / "s" / file.name).read_bytes()


@pytest.mark.parametrize(
    ("count", "letters"),
    [(0, 26), (20_000, 26), (20_001, 2), (65_536, 2), (65_537, 3), (2_000_000, 3), (10_000_000, 4)],
)
def test_a_file_holds_few_enough(count: int, letters: int) -> None:
    assert sealing._prefix(count) == letters


def test_no_statement_at_all_is_a_layout_without_files(tmp_path: Path) -> None:
    write_shards([], tmp_path / "statements")
    assert not list((tmp_path / "statements" / "s").iterdir())
    assert read_blob(tmp_path / "statements", "a" * 26) is None


def test_one_statement_twice_is_an_error(tmp_path: Path) -> None:
    one = records(1)
    with pytest.raises(ValueError, match="twice"):
        write_shards(one + one, tmp_path / "statements")


def test_old_blobs_are_not_written_over(tmp_path: Path) -> None:
    write_shards(records(1), tmp_path)
    with pytest.raises(FileExistsError):
        write_shards(records(2), tmp_path)


# The master secret


@pytest.mark.parametrize("written", [SECRET.hex(), base64.urlsafe_b64encode(SECRET).decode().rstrip("=")])
def test_secret_from_the_environment(written: str) -> None:
    assert master_secret({"PARTNERBOOK_SECRET": f" {written}\n"}, None) == SECRET


@pytest.mark.parametrize("written", ["abc", "00" * 31, "not a secret: it has spaces and signs in it, много"])
def test_a_weak_or_unreadable_secret_is_refused(written: str) -> None:
    with pytest.raises(MissingSecret, match="PARTNERBOOK_SECRET"):
        master_secret({"PARTNERBOOK_SECRET": written}, None)


def test_no_secret_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(MissingSecret, match="PARTNERBOOK_SECRET is not set"):
        master_secret({}, None)
    with pytest.raises(MissingSecret, match="no file"):
        master_secret({"PARTNERBOOK_SECRET": ""}, tmp_path / "secret")


def test_a_new_secret_is_for_its_owner_only_and_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "secret"
    made = new_secret(file)
    assert len(made) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert master_secret({}, file) == made
    with pytest.raises(FileExistsError):
        new_secret(file)
    assert master_secret({}, file) == made


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    new_secret(file)
    file.chmod(0o644)
    with pytest.raises(MissingSecret, match="chmod 600"):
        master_secret({}, file)


def test_a_secret_inside_the_project_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "project" / "secret"
    new_secret(file)
    with pytest.raises(MissingSecret, match="inside the project"):
        master_secret({}, file, root=tmp_path / "project")
