// The reader's half of generator/statements/sealing.py: from a token to the text of a statement.
// Nothing is stored, and nothing leaves the page but requests for files named by the first letters of an address.

const SALT = new TextEncoder().encode("partnerbook/1")
const NONCE_BYTES = 12
const LENGTH_BYTES = 4
const ADDRESS_LETTERS = 26
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

/** What went wrong, by the name of the message that the page shows: refused, offline or unavailable. */
export class NotOpened extends Error {
  constructor(reason) {
    super(reason)
    this.reason = reason
  }
}

/** The 32 bytes of a token, or null where the text is none. */
export function tokenBytes(token) {
  if (!/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(token)) return null
  const binary = atob(token.replaceAll("-", "+").replaceAll("_", "/") + "=")
  return Uint8Array.from(binary, letter => letter.charCodeAt(0))
}

/** Opens the blobs of one partner; `folder` is the address of the site's statements. */
export class Statements {
  #folder
  #root
  #prefix
  #files = new Map()

  constructor(token, folder) {
    this.#folder = folder
    this.#root = crypto.subtle.importKey("raw", token, "HKDF", false, ["deriveBits"])
  }

  /** The text sealed under this name ("index" or a period); throws NotOpened. */
  async open(name) {
    const [address, key] = await Promise.all([
      this.#derive("address", name, 16).then(base32),
      this.#derive("key", name, 32).then(bytes =>
        crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"])),
    ])
    const blob = await this.#blob(address)
    let body
    try {
      body = new Uint8Array(await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: blob.subarray(0, NONCE_BYTES), additionalData: new TextEncoder().encode(address) },
        key,
        blob.subarray(NONCE_BYTES),
      ))
    } catch {
      throw new NotOpened("refused")
    }
    return inflated(body)
  }

  async #derive(purpose, name, length) {
    const info = concatenated([purpose, name].flatMap(text => {
      const bytes = new TextEncoder().encode(text)
      return [bigEndian(bytes.length), bytes]
    }))
    const way = { name: "HKDF", hash: "SHA-256", salt: SALT, info }
    return new Uint8Array(await crypto.subtle.deriveBits(way, await this.#root, 8 * length))
  }

  async #blob(address) {
    this.#prefix ??= this.#layout()
    const prefix = await this.#prefix
    const path = `s/${address.slice(0, prefix)}.bin`
    if (!this.#files.has(path)) this.#files.set(path, this.#fetched(path, "refused"))
    const shard = await this.#files.get(path)
    const blob = found(shard, address)
    if (!blob) throw new NotOpened("refused")
    return blob
  }

  async #layout() {
    const bytes = await this.#fetched("layout.json", "unavailable")
    try {
      const layout = JSON.parse(new TextDecoder().decode(bytes))
      if (layout.version === 1 && layout.prefix >= 1 && layout.prefix <= ADDRESS_LETTERS) return layout.prefix
    } catch {
      // Not JSON: some hosts answer with a page where a file is missing. Same message.
    }
    throw new NotOpened("unavailable")
  }

  async #fetched(path, whenMissing) {
    let answer
    try {
      answer = await fetch(new URL(path, this.#folder), {
        cache: "no-store", credentials: "same-origin", referrerPolicy: "no-referrer",
      })
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    } catch {
      throw new NotOpened("offline")
    }
    throw new NotOpened(answer.status === 404 || answer.status === 403 ? whenMissing : "unavailable")
  }
}

/** The blob of this address among the records of a file, or null; a file that is none of ours has none. */
function found(shard, address) {
  const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength)
  let start = 0
  while (start + ADDRESS_LETTERS + LENGTH_BYTES <= shard.length) {
    const middle = start + ADDRESS_LETTERS + LENGTH_BYTES
    const end = middle + view.getUint32(start + ADDRESS_LETTERS)
    const here = String.fromCharCode(...shard.subarray(start, start + ADDRESS_LETTERS))
    if (here === address) return shard.subarray(middle, end)
    start = end
  }
  return null
}

async function inflated(body) {
  const length = new DataView(body.buffer).getUint32(0)
  const deflated = new Blob([body.subarray(LENGTH_BYTES, LENGTH_BYTES + length)])
  return new Response(deflated.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text()
}

function base32(bytes) {
  let letters = "", value = 0, bits = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      letters += BASE32[(value >> bits) & 31]
    }
    value &= (1 << bits) - 1
  }
  return bits ? letters + BASE32[(value << (5 - bits)) & 31] : letters
}

function bigEndian(number) {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}

function concatenated(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let start = 0
  for (const piece of pieces) {
    whole.set(piece, start)
    start += piece.length
  }
  return whole
}
