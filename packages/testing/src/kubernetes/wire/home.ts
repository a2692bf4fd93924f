import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../../services/at-exit.ts';

/** A folder that is made when it is first asked for. */
export class Home {
  #folder: string | undefined;
  #forget = (): void => {};

  path(): string {
    if (this.#folder === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'lineclear-cluster-'));
      this.#folder = folder;
      this.#forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
    }
    return this.#folder;
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#forget();
  }
}
