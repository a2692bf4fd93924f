import type { Sized } from './sized-json.ts';

/** Gives the largest of many values first, as they are when it is asked: sizes may shrink in the meantime, and never grow. */
export class LargestFirst {
  readonly #heap: { readonly size: number; readonly sized: Sized }[] = [];

  add(sized: Sized): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push({ size: sized.size, sized });
    while (at > 0 && this.#sizeAt(at) > this.#sizeAt((at - 1) >> 1)) at = this.#swap(at, (at - 1) >> 1);
  }

  /** Takes the largest out; undefined where nothing is left. */
  take(): Sized | undefined {
    for (;;) {
      const top = this.#pop();
      if (top === undefined || top.size === top.sized.size) return top?.sized;
      this.add(top.sized);
    }
  }

  #pop(): { readonly size: number; readonly sized: Sized } | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const larger = this.#sizeAt(right) > this.#sizeAt(left) ? right : left;
      if (this.#sizeAt(larger) <= this.#sizeAt(at)) return top;
      at = this.#swap(at, larger);
    }
  }

  #sizeAt(index: number): number {
    return this.#heap[index]?.size ?? -1;
  }

  #swap(one: number, other: number): number {
    const heap = this.#heap;
    const [first, second] = [heap[one], heap[other]];
    if (first === undefined || second === undefined) return other;
    heap[one] = second;
    heap[other] = first;
    return other;
  }
}
