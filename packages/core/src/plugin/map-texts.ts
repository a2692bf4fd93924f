/** Levels of nesting that are walked; what lies deeper is left out rather than let through unseen. */
const maxDepth = 1_000;

/**
 * A deep copy with every text changed, keys included; the same value when no text changes.
 * Errors, URLs, maps and other instances become plain values when a text in them changes; bytes and dates stay as they are.
 * A value inside itself becomes `[circular]`, one below 1,000 levels `[nested too deep]`.
 */
export const mapTexts = <Value>({ value, change, number }: Changes & { value: Value }): Value =>
  // Texts stay texts and lists stay lists; only instances change, into the plain form that they print as.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  new Walk({ change, number }).value(value) as Value;

interface Changes {
  readonly change: (text: string) => string;
  /** Numbers stay as they are when absent. */
  readonly number?: ((number: number) => unknown) | undefined;
}

class Walk {
  readonly #change: Changes['change'];
  readonly #number: Changes['number'];
  readonly #ancestors: object[] = [];

  constructor({ change, number }: Changes) {
    this.#change = change;
    this.#number = number;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#change(value);
    if (typeof value === 'number' && this.#number !== undefined) return this.#number(value);
    if (typeof value !== 'object' || value === null) return value;
    if (this.#ancestors.includes(value)) return '[circular]';
    if (this.#ancestors.length === maxDepth) return '[nested too deep]';
    this.#ancestors.push(value);
    const walked = this.#object(value);
    this.#ancestors.pop();
    return walked;
  }

  #object(value: object): unknown {
    if (Array.isArray(value)) return this.#list(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#properties(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Date) return value;
    const printed = printedForm(value);
    const walked = this.value(printed);
    return Object.is(walked, printed) ? value : walked;
  }

  #list(list: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const walked = this.value(list[index]);
      if (copy === undefined && !Object.is(walked, list[index])) copy = [...list];
      if (copy !== undefined) copy[index] = walked;
    }
    return copy ?? list;
  }

  #properties(object: object): object {
    const entries: [string, unknown][] = Object.entries(object);
    // A map: assigning a key such as __proto__ to an object would not make a property.
    let copy: Map<string, unknown> | undefined;
    for (let index = 0; index < entries.length; index++) {
      const [key, part] = entries[index] ?? ['', undefined];
      const walked = this.value(part);
      let name = this.#change(key);
      if (copy === undefined && (name !== key || !Object.is(walked, part))) copy = new Map(entries.slice(0, index));
      // Two keys may become the same text; neither value may get lost.
      while (copy?.has(name) === true) name += ` (${copy.size})`;
      copy?.set(name, walked);
    }
    return copy === undefined ? object : Object.fromEntries(copy);
  }
}

const printedForm = (value: object): unknown => {
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  if (value instanceof Map || value instanceof Set) return [...value];
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return { name, message, stack, cause, ...Object.fromEntries(Object.entries(value)) };
  }
  return Object.fromEntries(Object.entries(value));
};
