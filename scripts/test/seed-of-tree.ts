import { execFileSync } from 'node:child_process';

/** A seed that is the same wherever the committed files are the same, or `undefined` where git does not know them. */
export const seedOfTree = (): number | undefined => {
  try {
    const tree = execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(tree.slice(0, 7), 16);
  } catch {
    return undefined;
  }
};
