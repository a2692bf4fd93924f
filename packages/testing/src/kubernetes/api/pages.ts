import type { KubernetesObject } from '../model/object.ts';

/** What a list has still to show, as it was when the list began. */
interface Rest {
  readonly version: number;
  readonly items: readonly KubernetesObject[];
}

/** The rests of lists that were asked page by page, by their continue tokens. */
export class Pages {
  #rests = new Map<string, Rest>();
  #made = 0;

  keep(rest: Rest): string {
    this.#made += 1;
    const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: rest.version, page: this.#made })).toString('base64url');
    this.#rests.set(token, rest);
    return token;
  }

  take(token: string): Rest | undefined {
    return this.#rests.get(token);
  }

  /** Makes every token that was given out too old. */
  forget(): void {
    this.#rests.clear();
  }
}
