// SHA-1, RFC 3174: Community ID asks for it, and this folder has no crypto. It protects nothing here.

/** The 20 bytes of the hash. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  const hash = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Uint32Array(80);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(block + 4 * i);
    for (let i = 16; i < 80; i += 1) words[i] = rotated(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
    addBlock(hash, words);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (const [i, word] of hash.entries()) digest.setUint32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

// Section 4: a one bit, zeros, and the length in bits, to a multiple of 64 bytes.
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, message.length * 8);
  return padded;
}

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

function addBlock(hash: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e] = hash as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i += 1) {
    const [mixed, constant] = round(i, b, c, d);
    const next = (rotated(a, 5) + mixed + e + constant + words[i]!) | 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  for (const [i, word] of [a, b, c, d, e].entries()) hash[i] = hash[i]! + word;
}

// Section 5: function and constant of each twenty rounds.
function round(i: number, b: number, c: number, d: number): readonly [number, number] {
  if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
  return i < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
}
