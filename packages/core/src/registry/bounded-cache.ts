/** Keeps the values asked for last; what has not been asked for longest goes first. */
export class BoundedCache<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The kept value, or the one that `make` yields. */
  get(key: string, make: () => Value): Value {
    const known = this.#values.get(key);
    // A Map keeps the order of entry: entering again makes it the newest.
    if (known !== undefined) this.#values.delete(key);
    const value = known ?? make();
    this.#values.set(key, value);
    if (this.#values.size > this.#most) {
      for (const oldest of this.#values.keys()) {
        this.#values.delete(oldest);
        break;
      }
    }
    return value;
  }
}
