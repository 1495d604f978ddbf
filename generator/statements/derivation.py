"""Derivations: HKDF-SHA256 in its two halves, so that a secret is extracted once for all keys that follow from it."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

_SALTED = HMAC(b"partnerbook/1", SHA256())


class Derivation:
    """Derives keys of 32 bytes from one secret; a test compares them with those of the library's own HKDF."""

    def __init__(self, secret: bytes) -> None:
        extract = _SALTED.copy()
        extract.update(secret)
        self._extracted = HMAC(extract.finalize(), SHA256())

    def key(self, info: bytes) -> bytes:
        """The key of a purpose that is named by `info_of`."""
        expand = self._extracted.copy()
        expand.update(info + b"\x01")  # the number of the block; one block is all that is asked for
        return expand.finalize()


def info_of(*parts: str) -> bytes:
    """The parts of a name, each headed by its length, so that no two rows of parts run together into one name."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in map(str.encode, parts))
