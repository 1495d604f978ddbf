"""Sealing: turns one partner's text into a blob that stands on a public host and only that partner can open.

Everything follows from one master secret. A partner's token follows from the secret, the partner's id and
key epoch; the address, the key and the nonce of each blob follow from the token and the blob's name
("index", or a period such as "2026-10"). All derivations are HKDF-SHA256 with a fixed salt and an info of
length-prefixed parts. The nonce is an HMAC of the padded text under a key of its own: the same text gives
the same bytes, a changed text never meets its old nonce. `site_templates/assets/statement/sealing.js` is the
other half, in the browser.
"""

import base64
import binascii
import hmac
import json
import mmap
import re
import secrets
import struct
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from isal import isal_zlib

from generator.statements.derivation import Derivation, info_of

INDEX = "index"
SECRET_VARIABLE = "PARTNERBOOK_SECRET"

_TOKEN_BYTES = 32
_ADDRESS_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_LENGTH_BYTES = 4
_RAW_DEFLATE = -15

# The levels above it cost more time and save next to nothing.
_FAST = 1

# Body sizes step by 1 KiB up to 16 KiB, by 4 KiB up to 64 KiB, then by 16 KiB: the length of a blob tells
# an onlooker no more than how full a statement roughly is.
_STEPS = ((16 * 1024, 1024), (64 * 1024, 4 * 1024))
_LAST_STEP = 16 * 1024

# A file each costs more than everything else together where there are very many; a shard is fetched whole.
_ONE_FILE_EACH = 20_000
_SHARD_AT_MOST = 64
_ADDRESS_LETTERS = 26
_PLACE = struct.Struct(">QI")


class MissingSecret(Exception):
    """There is no master secret, or none that may be used; the text says what to do."""


class MalformedToken(ValueError):
    """The text is no token: it is not 43 letters of base64url."""


class NotOpened(ValueError):
    """The blob does not open with this token under this name."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How blobs lie in files: each file is named by this many first letters of its addresses."""

    prefix: int

    def file_of(self, address: str) -> str:
        """Path of the file that holds this address, from the folder of statements."""
        return f"s/{address[: self.prefix]}.bin"


@dataclass(frozen=True, slots=True)
class Keys:
    """What one blob is found and sealed with."""

    address: str
    """26 letters of lower-case base32: where the blob stands."""
    key: bytes
    """32 bytes, AES-256-GCM."""
    nonce_key: bytes
    """32 bytes, HMAC-SHA256."""


class Keyring:
    """The token of one partner, and the keys derived from it, one set for each name."""

    def __init__(self, token: str | bytes) -> None:
        """`token` as a partner has it, or its 32 bytes. Raises MalformedToken."""
        self._token = token if isinstance(token, bytes) else token_bytes(token)
        self._derivation = Derivation(self._token)

    @property
    def token(self) -> str:
        """43 letters of base64url."""
        return base64.urlsafe_b64encode(self._token).rstrip(b"=").decode("ascii")

    def keys(self, name: str) -> Keys:
        """Keys of the blob with this name ("index" or a period)."""
        address, key, nonce = _infos(name)
        letters = base64.b32encode(self._derivation.key(address)[:_ADDRESS_BYTES])
        return Keys(
            address=letters.rstrip(b"=").lower().decode("ascii"),
            key=self._derivation.key(key),
            nonce_key=self._derivation.key(nonce),
        )


def master_secret(env: Mapping[str, str], file: Path | None, root: Path | None = None) -> bytes:
    """The secret from which every token follows: 32 bytes or more.

    It comes from the variable PARTNERBOOK_SECRET (base64url or hexadecimal), else from `file`, which must
    be readable by its owner only and stand outside `root`. Raises MissingSecret; nothing here makes one.
    """
    if written := env.get(SECRET_VARIABLE, "").strip():
        return _secret_from(written, f"the variable {SECRET_VARIABLE}")
    if file is None or not file.exists():
        where = f" and there is no file {file}" if file else ""
        raise MissingSecret(f"the variable {SECRET_VARIABLE} is not set{where}: statements cannot be sealed")
    if root is not None and file.resolve().is_relative_to(root.resolve()):
        raise MissingSecret(f"{file} stands inside the project: keep the master secret outside {root}")
    if file.stat().st_mode & 0o077:
        raise MissingSecret(f"others than its owner may read {file}: run chmod 600 on it")
    return _secret_from(file.read_text("ascii", errors="replace").strip(), str(file))


def new_secret(file: Path) -> bytes:
    """Write a new master secret to a file with mode 0600; raises FileExistsError, never replaces one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(32)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(base64.urlsafe_b64encode(secret).decode("ascii") + "\n", "ascii")
    return secret


def keyring_for(secret: bytes, partner: str, key_epoch: int | str) -> Keyring:
    """The keyring of a partner; another epoch gives another one."""
    return Keyring(_master(secret).key(info_of("token", partner, str(key_epoch))))


def token_for(secret: bytes, partner: str, key_epoch: int | str) -> str:
    """The token of a partner: 43 letters of base64url."""
    return keyring_for(secret, partner, key_epoch).token


def token_bytes(token: str) -> bytes:
    """The 32 bytes of a token; raises MalformedToken."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", token):
        raise MalformedToken("a token has 43 letters of base64url")
    found = base64.urlsafe_b64decode(token + "=")
    # The last letter carries two bits too many: only one spelling of each token is a token.
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode("ascii") != token:
        raise MalformedToken("the last letter of the token is not one that a token ends with")
    return found


def seal(token: str | Keyring, name: str, plaintext: bytes) -> tuple[str, bytes]:
    """(address, blob) of a text: blob = 12 bytes of nonce, then AES-256-GCM of the padded body."""
    keys = (Keyring(token) if isinstance(token, str) else token).keys(name)
    body = _packed(plaintext)
    nonce = hmac.digest(keys.nonce_key, body, "sha256")[:_NONCE_BYTES]
    return keys.address, nonce + AESGCM(keys.key).encrypt(nonce, body, keys.address.encode("ascii"))


def open_blob(token: str | Keyring, name: str, blob: bytes) -> bytes:
    """The text that `seal` was given; raises NotOpened for another token, another name or a changed blob."""
    keys = (Keyring(token) if isinstance(token, str) else token).keys(name)
    nonce, sealed = blob[:_NONCE_BYTES], blob[_NONCE_BYTES:]
    if len(sealed) < _TAG_BYTES:
        raise NotOpened("the blob is shorter than any that was sealed")
    try:
        body = AESGCM(keys.key).decrypt(nonce, sealed, keys.address.encode("ascii"))
    except InvalidTag as cause:
        raise NotOpened("this token does not open this blob") from cause
    return _unpacked(body)


def padded_length(length: int) -> int:
    """Bytes of the bucket that a body of this length is padded to, length prefix included."""
    for limit, step in _STEPS:
        if length <= limit:
            return -(-length // step) * step
    return -(-length // _LAST_STEP) * _LAST_STEP


def write_shards(records: Iterable[tuple[str, bytes]], out: Path) -> Layout:
    """Write (address, blob) records below `out` as `s/<prefix>.bin` files, and `layout.json`.

    Each file holds records of 26 letters of address, 4 bytes of length (big-endian) and the blob, sorted by
    address. Up to 20,000 records stand in a file each; above, a file holds at most about 64. The order in
    which records come does not matter; they wait in a temporary file, not in memory. Raises ValueError
    for an address that comes twice, FileExistsError where `out` already holds blobs.
    """
    folder = out / "s"
    folder.mkdir(parents=True)
    places: list[bytes] = []
    with tempfile.TemporaryFile(dir=out) as spool:
        for address, blob in records:
            record = address.encode("ascii") + len(blob).to_bytes(_LENGTH_BYTES, "big") + blob
            places.append(record[:_ADDRESS_LETTERS] + _PLACE.pack(spool.tell(), len(record)))
            spool.write(record)
        places.sort()
        layout = Layout(_prefix(len(places)))
        if places:
            spool.flush()
            with mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ) as waiting:
                _write_sorted(places, waiting, layout, out)
    text = json.dumps({"version": 1, "prefix": layout.prefix}, separators=(",", ":"))
    (out / "layout.json").write_text(text + "\n", "ascii")
    return layout


def read_blob(out: Path, address: str) -> bytes | None:
    """The blob at this address, out of what `write_shards` wrote; None where there is none."""
    prefix = json.loads((out / "layout.json").read_text("ascii"))["prefix"]
    file = out / Layout(prefix).file_of(address)
    if not file.exists():
        return None
    shard, start = file.read_bytes(), 0
    while start < len(shard):
        middle = start + _ADDRESS_LETTERS + _LENGTH_BYTES
        end = middle + int.from_bytes(shard[middle - _LENGTH_BYTES : middle], "big")
        if shard[start : start + _ADDRESS_LETTERS] == address.encode("ascii"):
            return shard[middle:end]
        start = end
    return None


def _write_sorted(places: list[bytes], waiting: mmap.mmap, layout: Layout, out: Path) -> None:
    names = [place[: layout.prefix] for place in places]
    first = 0
    while first < len(places):
        last = first
        with (out / layout.file_of(names[first].decode("ascii"))).open("wb") as shard:
            while last < len(places) and names[last] == names[first]:
                if last and places[last][:_ADDRESS_LETTERS] == places[last - 1][:_ADDRESS_LETTERS]:
                    raise ValueError("two records have one address: a partner and period came twice")
                start, length = _PLACE.unpack(places[last][_ADDRESS_LETTERS:])
                shard.write(waiting[start : start + length])
                last += 1
        first = last


def _prefix(records: int) -> int:
    if records <= _ONE_FILE_EACH:
        return _ADDRESS_LETTERS
    return next(letters for letters in range(1, 8) if records <= _SHARD_AT_MOST * 32**letters)


def _secret_from(written: str, where: str) -> bytes:
    try:
        # Digits and a to f alone, 43 times, are not a base64url that chance would make.
        if re.fullmatch(r"[0-9a-fA-F]+", written):
            secret = bytes.fromhex(written)
        else:
            padded = written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4)
            secret = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as cause:
        raise MissingSecret(f"{where} holds neither base64url nor hexadecimal digits") from cause
    if len(secret) < _TOKEN_BYTES:
        raise MissingSecret(f"{where} holds {len(secret)} bytes; a master secret has at least {_TOKEN_BYTES}")
    return secret


def _packed(plaintext: bytes) -> bytes:
    deflated = isal_zlib.compress(plaintext, _FAST, _RAW_DEFLATE)
    body = len(deflated).to_bytes(_LENGTH_BYTES, "big") + deflated
    return body.ljust(padded_length(len(body)), b"\0")


def _unpacked(body: bytes) -> bytes:
    length = int.from_bytes(body[:_LENGTH_BYTES], "big")
    # zlib, not isal: whoever opens has a second opinion on what was deflated.
    return zlib.decompress(body[_LENGTH_BYTES : _LENGTH_BYTES + length], _RAW_DEFLATE)


@lru_cache(maxsize=4)
def _master(secret: bytes) -> Derivation:
    return Derivation(secret)


@lru_cache(maxsize=256)
def _infos(name: str) -> tuple[bytes, bytes, bytes]:
    """What address, key and nonce of the blobs with this name are derived with."""
    return info_of("address", name), info_of("key", name), info_of("nonce", name)
