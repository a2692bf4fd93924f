// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const groups = ['packages', 'apps'];
const endings = ['.js', '.js.map', '.d.ts', '.d.ts.map'];

/**
 * Deletes what the compiler wrote for sources that are gone; it would be published otherwise.
 * @param {{ root: string }} workspace
 */
export function removeLeftOvers({ root }) {
  for (const group of groups) {
    const names = existsSync(join(root, group)) ? readdirSync(join(root, group)) : [];
    for (const name of names) sweep({ dist: join(root, group, name, 'dist'), src: join(root, group, name, 'src') });
  }
}

/** @param {{ dist: string, src: string }} folders */
function sweep({ dist, src }) {
  if (!existsSync(dist) || !existsSync(src)) return;
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isDirectory()) sweepFolder({ dist: join(dist, entry.name), src: join(src, entry.name) });
    else if (entry.name.endsWith('.js') && !existsSync(join(src, entry.name.replace(/\.js$/, '.ts')))) {
      for (const ending of endings) rmSync(join(dist, entry.name.replace(/\.js$/, ending)), { force: true });
    }
  }
}

/** @param {{ dist: string, src: string }} folders */
function sweepFolder({ dist, src }) {
  if (existsSync(src)) sweep({ dist, src });
  else rmSync(dist, { recursive: true });
}
