"""Opens sealed statements with the partners' links as the browser does, and seals again for mutants."""

from __future__ import annotations

import base64
import csv
import hmac
import io
import json
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from generator.audit.outputs import Outputs

SALT = b"partnerbook/1"
FOLDER = "build/site/statements"
ADDRESS = 26
NONCE = 12


class CannotOpen(ValueError):
    """A link does not lead to a statement that can be read."""


@dataclass(frozen=True)
class Link:
    """One partner's link as written in links.csv, and the secret that it carries."""

    partner: str
    language: str
    address: str
    token: bytes


def read_links(text: str) -> list[Link]:
    """The links of a private links.csv; CannotOpen if a link carries no token of 32 bytes."""
    found: list[Link] = []
    for row in csv.DictReader(io.StringIO(text)):
        link = row.get("link") or ""
        page, mark, word = link.partition("#")
        word = word.partition("&")[0].partition("/")[0]
        try:
            token = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        except ValueError as error:
            raise CannotOpen(f"the link of {row.get('partner')!r} has no readable token") from error
        if not mark or len(token) != 32 or base64.urlsafe_b64encode(token).decode().rstrip("=") != word:
            raise CannotOpen(f"the link of {row.get('partner')!r} has no token of 32 bytes")
        found.append(Link(row.get("partner") or "", row.get("language") or "", page, token))
    return found


def _prefixed(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


def _derive(token: bytes, purpose: str, name: str, size: int) -> bytes:
    """HKDF-SHA256 (RFC 5869), written out: six lines need no trust in a library's defaults."""
    info = _prefixed(purpose.encode()) + _prefixed(name.encode())
    prk = hmac.digest(SALT, token, "sha256")
    block, out, count = b"", b"", 1
    while len(out) < size:
        block = hmac.digest(prk, block + info + bytes([count]), "sha256")
        out, count = out + block, count + 1
    return out[:size]


def address_of(token: bytes, name: str) -> str:
    """Where a blob lies: 26 lower-case letters and digits."""
    return base64.b32encode(_derive(token, "address", name, 16)).decode().rstrip("=").lower()


class Vault:
    """The sealed files of one site, each read and cut into blobs once."""

    def __init__(self, outputs: Outputs) -> None:
        self.outputs = outputs
        self._shards: dict[str, dict[str, bytes]] = {}
        try:
            layout = json.loads(outputs.text(f"{FOLDER}/layout.json"))
        except (FileNotFoundError, ValueError) as error:
            raise CannotOpen(f"the layout of the sealed statements cannot be read: {error}") from error
        if layout.get("version") != 1 or not isinstance(layout.get("prefix"), int):
            raise CannotOpen("the layout of the sealed statements is of an unknown version")
        self.prefix: int = layout["prefix"]

    def shard_path(self, address: str) -> str:
        """The file that holds an address."""
        return f"{FOLDER}/s/{address[: self.prefix]}.bin"

    def shard(self, path: str) -> dict[str, bytes]:
        """All blobs of one file by address."""
        if path not in self._shards:
            try:
                data = self.outputs.read(path)
            except FileNotFoundError as error:
                raise CannotOpen(f"there is no file {path}") from error
            self._shards[path] = cut(data, path)
        return self._shards[path]

    def blob(self, address: str) -> bytes:
        """One blob; CannotOpen if its file lacks it."""
        path = self.shard_path(address)
        blobs = self.shard(path)
        if address not in blobs:
            raise CannotOpen(f"{path} holds nothing at the address {address}")
        return blobs[address]

    def all_addresses(self) -> set[str]:
        """Every address for which the site holds a blob."""
        paths = self.outputs.list(f"{FOLDER}/s", "*.bin")
        return {address for path in paths for address in self.shard(path)}

    def open(self, token: bytes, name: str) -> bytes:
        """The plain content of one blob of a token."""
        address = address_of(token, name)
        return unseal(self.blob(address), token, name, address)


def cut(data: bytes, path: str) -> dict[str, bytes]:
    """Cut a shard file into its blobs; CannotOpen if it is damaged or out of order."""
    found: dict[str, bytes] = {}
    at, last = 0, ""
    while at < len(data):
        address = data[at : at + ADDRESS].decode("ascii", "replace")
        size = int.from_bytes(data[at + ADDRESS : at + ADDRESS + 4], "big")
        start = at + ADDRESS + 4
        if start + size > len(data) or address <= last:
            raise CannotOpen(f"{path} is damaged or not in order")
        found[address] = data[start : start + size]
        at, last = start + size, address
    return found


def joined(blobs: dict[str, bytes]) -> bytes:
    """The shard file of some blobs."""
    return b"".join(a.encode() + len(b).to_bytes(4, "big") + b for a, b in sorted(blobs.items()))


def unseal(blob: bytes, token: bytes, name: str, address: str) -> bytes:
    """Decrypt and inflate one blob; CannotOpen if it is not what this token sealed at this address."""
    try:
        body = AESGCM(_derive(token, "key", name, 32)).decrypt(blob[:NONCE], blob[NONCE:], address.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"the blob at {address} does not open with its link") from error
    size = int.from_bytes(body[:4], "big")
    if len(body) < 4 + size or any(body[4 + size :]):
        raise CannotOpen(f"the blob at {address} is not padded with zeros")
    try:
        return zlib.decompress(body[4 : 4 + size], -15)
    except zlib.error as error:
        raise CannotOpen(f"the blob at {address} cannot be inflated") from error


def seal(content: bytes, token: bytes, name: str) -> bytes:
    """A blob that opens to other content: what mutants put in place of a statement."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    body = len(packed).to_bytes(4, "big") + packed
    step = 1024 if len(body) <= 16384 else 4096
    body += bytes(-len(body) % step)
    nonce = hmac.digest(_derive(token, "nonce", name, 32), body, "sha256")[:NONCE]
    address = address_of(token, name)
    return nonce + AESGCM(_derive(token, "key", name, 32)).encrypt(nonce, body, address.encode())
