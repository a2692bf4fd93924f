export type NameStyle = 'snake' | 'camel' | 'pascal';

/**
 * Turns texts into identifiers of one scope: ASCII letters, digits and underscores only, no digit first,
 * no reserved word, and never the same one twice.
 */
export class Names {
  readonly #taken: Set<string>;
  /** The last number for a name, so that ten thousand equal names take no quadratic time. */
  readonly #counts = new Map<string, number>();

  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  take({ text, style, fallback }: { text: string; style: NameStyle; fallback: string }): string {
    const words = wordsOf(text);
    const name = styled({ words: words.length === 0 ? wordsOf(fallback) : words, style });
    const safe = /^\d/.test(name) ? `${styled({ words: wordsOf(fallback), style })}_${name}` : name;
    for (let count = (this.#counts.get(safe) ?? 0) + 1; ; count += 1) {
      const candidate = count === 1 ? safe : `${safe}${style === 'snake' ? '_' : ''}${count}`;
      if (this.#taken.has(candidate)) continue;
      this.#taken.add(candidate);
      this.#counts.set(safe, count);
      return candidate;
    }
  }
}

// Longer names help nobody, and a name of a megabyte would be repeated in every file.
const longestName = 80;

const wordsOf = (text: string): readonly string[] =>
  text
    .slice(0, longestName)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const styled = ({ words, style }: { words: readonly string[]; style: NameStyle }): string => {
  if (style === 'snake') return words.join('_');
  const capitals = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return style === 'pascal' ? capitals.join('') : [words[0] ?? '', ...capitals.slice(1)].join('');
};
