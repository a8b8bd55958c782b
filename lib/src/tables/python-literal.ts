import type { Json } from '../values';

/** A word that is no value: what stands for an object that Python could not write down. */
const word = /[A-Za-z_][\w.]*/y;
const number = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const words: Readonly<Record<string, Json | undefined>> = {
  True: true,
  False: false,
  None: null,
  nan: 'NaN',
  inf: 'Infinity',
  true: true,
  false: false,
  null: null,
  NaN: 'NaN',
  Infinity: 'Infinity',
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/**
 * Parses what Python's `repr` writes: dictionaries, lists, tuples, sets, strings, numbers, `True`, `None`, `nan`; so also
 * all JSON. Integers that a double cannot hold come back as their digits, `nan` and `inf` as "NaN" and "Infinity", and
 * what is no literal (`array([1, 2])`, `<Run …>`) as its text.
 *
 * @throws a `SyntaxError` where the text is none of these
 */
export function parsePythonLiteral(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail();
  }

  value(): Json {
    this.space();
    const first = this.text[this.at];
    if (first === '{') return this.braces();
    if (first === '[') return this.list(']');
    if (first === '(') return this.list(')');
    if (first === '<') return this.object();
    if (first === "'" || first === '"') return this.string();
    const digits = this.match(number);
    if (digits !== null) return numberOf(digits);
    const minus = this.take('-');
    const name = this.match(word);
    if (name === null) this.fail();
    if (this.text[this.at] === "'" || this.text[this.at] === '"') return this.string(); // b'…', r'…'
    if (this.text[this.at] === '(') return this.call(name);
    const known = words[name];
    if (known === undefined) this.fail();
    return minus && known === 'Infinity' ? '-Infinity' : known;
  }

  private braces(): Json {
    this.at += 1;
    const entries: [string, Json][] = [];
    const members: Json[] = [];
    for (;;) {
      this.space();
      if (this.take('}')) break;
      const key = this.value();
      this.space();
      if (this.take(':')) entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.value()]);
      else members.push(key);
      this.space();
      if (!this.take(',') && this.text[this.at] !== '}') this.fail();
    }
    return members.length > 0 ? members : Object.fromEntries(entries);
  }

  private list(end: string): Json {
    this.at += 1;
    const items: Json[] = [];
    for (;;) {
      this.space();
      if (this.take(end)) return items;
      items.push(this.value());
      this.space();
      if (!this.take(',') && this.text[this.at] !== end) this.fail();
    }
  }

  /** `array([1, 2])`, `np.float64(0.5)`: the value of numpy's numbers, the text of everything else. */
  private call(name: string): Json {
    const start = this.at - name.length;
    const items = this.list(')') as readonly Json[];
    const isNumber = /^(?:np\.|numpy\.)?(?:float|int|uint|bool|str)_?\d*_?$/.test(name) && items.length === 1;
    return isNumber ? items[0]! : this.text.slice(start, this.at);
  }

  private object(): string {
    const end = this.text.indexOf('>', this.at);
    if (end < 0) this.fail();
    const text = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    return text;
  }

  private string(): string {
    const quote = this.text[this.at]!;
    this.at += 1;
    let text = '';
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) this.fail();
      this.at += 1;
      if (character === quote) return text;
      text += character === '\\' ? this.escape() : character;
    }
  }

  private escape(): string {
    const letter = this.text[this.at] ?? this.fail();
    this.at += 1;
    const length = { x: 2, u: 4, U: 8 }[letter];
    if (length === undefined) return escapes[letter] ?? letter;
    const code = this.text.slice(this.at, this.at + length);
    this.at += length;
    return String.fromCodePoint(parseInt(code, 16));
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private fail(): never {
    throw new SyntaxError(`no Python literal: ${this.text.slice(0, 40)} (at character ${this.at + 1})`);
  }
}

function numberOf(digits: string): Json {
  const value = Number(digits.replaceAll('_', ''));
  const rounded = /^[+-]?\d{16,}$/.test(digits) && BigInt(value) !== BigInt(digits);
  return rounded ? digits : value;
}
