import type { Caller } from '../calls/types.ts';

/**
 * Callers with the label of their client, the same object for the same two: what a caller may see is worked out once per object, and
 * most calls come from few.
 */
export class LabelledCallers {
  readonly #made = new WeakMap<Caller, Map<string, Caller>>();

  of({ caller, label }: { caller: Caller; label: string | undefined }): Caller {
    if (label === undefined) return caller;
    const known = this.#made.get(caller);
    const made = known?.get(label) ?? { ...caller, client: label };
    if (known === undefined) this.#made.set(caller, new Map([[label, made]]));
    // A client can call itself anything.
    else if (known.size < mostLabels) known.set(label, made);
    return made;
  }
}

const mostLabels = 100;
