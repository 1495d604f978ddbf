"""Opening sealed statements: only the right link opens the right blob at its own address."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from generator.audit.outputs import Outputs
from generator.audit.sealed import CannotOpen, Vault, _derive, address_of, cut, joined, read_links, seal

TOKEN = bytes(range(32))
OTHER = bytes(32)


def link(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


@pytest.mark.parametrize("prefix", [26, 1])
def test_opens_what_was_sealed(tmp_path, prefix):
    blobs = {
        address_of(t, n): seal(f"{n}!".encode(), t, n) for t in (TOKEN, OTHER) for n in ("index", "2026-10")
    }
    folder = tmp_path / "build/site/statements/s"
    folder.mkdir(parents=True)
    (folder.parent / "layout.json").write_text(json.dumps({"version": 1, "prefix": prefix}))
    for start in {address[:prefix] for address in blobs}:
        part = {a: b for a, b in blobs.items() if a.startswith(start)}
        (folder / f"{start}.bin").write_bytes(joined(part))
    vault = Vault(Outputs(tmp_path))
    assert vault.open(TOKEN, "2026-10") == b"2026-10!"
    assert vault.open(OTHER, "index") == b"index!"
    assert vault.all_addresses() == set(blobs)
    with pytest.raises(CannotOpen):
        vault.open(TOKEN, "2026-11")


def test_a_blob_moved_to_another_address_does_not_open(tmp_path):
    folder = tmp_path / "build/site/statements/s"
    folder.mkdir(parents=True)
    (folder.parent / "layout.json").write_text('{"version": 1, "prefix": 26}')
    address = address_of(TOKEN, "index")
    (folder / f"{address}.bin").write_bytes(joined({address: seal(b"x", OTHER, "index")}))
    with pytest.raises(CannotOpen):
        Vault(Outputs(tmp_path)).open(TOKEN, "index")


def test_key_derivation_is_the_standard_one():
    info = b"\x00\x00\x00\x03key\x00\x00\x00\x05index"
    for size in (16, 32, 64):
        standard = HKDF(hashes.SHA256(), size, b"partnerbook/1", info).derive(TOKEN)
        assert _derive(TOKEN, "key", "index", size) == standard


def test_damaged_shards_are_refused():
    address = address_of(TOKEN, "index")
    data = joined({address: b"12345"})
    assert cut(data, "x") == {address: b"12345"}
    with pytest.raises(CannotOpen):
        cut(data[:-1], "x")
    with pytest.raises(CannotOpen):
        cut(data + data, "x")


def test_links():
    text = f"partner,language,link\nA,ru,https://example.org/statements/#{link(TOKEN)}\n"
    (one,) = read_links(text)
    assert (one.partner, one.language, one.token) == ("A", "ru", TOKEN)
    for bad in ("https://example.org/", "https://example.org/#short", "https://example.org/#!!!"):
        with pytest.raises(CannotOpen):
            read_links(f"partner,language,link\nA,ru,{bad}\n")
