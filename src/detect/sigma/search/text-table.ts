// A text's place is made of its length and this many of its characters at most, so it costs the same for a long text.
const SAMPLES = 12;
// Texts that differ only between the samples crowd together. Whoever writes the logs may make many: the last one stays.
const PROBES = 6;

/** A hash table from texts that forgets an entry sooner than it grows slow. Half as dear as a Map, which reads whole texts. */
export class TextTable<Answer> {
  size = 0;
  #mask = 63;
  #keys: (string | undefined)[] = Array<string | undefined>(64).fill(undefined);
  #answers: (Answer | undefined)[] = Array<Answer | undefined>(64).fill(undefined);

  get(key: string): Answer | undefined {
    const mask = this.#mask;
    let place = hash(key) & mask;
    for (let i = 0; i < PROBES; i++, place = (place + 1) & mask) {
      const known = this.#keys[place];
      if (known === undefined) return undefined;
      if (known === key) return this.#answers[place];
    }
    return undefined;
  }

  set(key: string, answer: Answer): void {
    if (this.size * 2 > this.#mask) this.#grow();
    const mask = this.#mask;
    const home = hash(key) & mask;
    let place = home;
    for (let i = 0; this.#keys[place] !== undefined && this.#keys[place] !== key; place = (place + 1) & mask) {
      if (++i < PROBES) continue;
      place = home;
      break;
    }
    if (this.#keys[place] === undefined) this.size++;
    this.#keys[place] = key;
    this.#answers[place] = answer;
  }

  #grow(): void {
    const keys = this.#keys;
    const answers = this.#answers;
    this.#mask = this.#mask * 2 + 1;
    this.#keys = Array<string | undefined>(keys.length * 2).fill(undefined);
    this.#answers = Array<Answer | undefined>(keys.length * 2).fill(undefined);
    this.size = 0;
    for (const [i, key] of keys.entries()) if (key !== undefined) this.set(key, answers[i]!);
  }
}

function hash(text: string): number {
  const { length } = text;
  const step = length <= SAMPLES ? 1 : length / SAMPLES;
  let value = length;
  for (let at = length - 1; at >= 0; at -= step) value = Math.imul(value, 31) + text.charCodeAt(at | 0);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}
