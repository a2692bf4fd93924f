import type { Import } from './read-imports.ts';

/** The folders of core, lowest first: a folder imports from the lines above its own. */
const tiers: readonly (readonly string[])[] = [
  ['plugin'],
  ['digest'],
  ['profiles', 'policy', 'http', 'registry', 'store'],
  ['audit', 'connections'],
  ['confirm'],
  ['calls'],
  ['mcp', 'builtin'],
  ['compose'],
];

/** Neighbours of which one may use the other's values; everywhere else only types pass between neighbours. */
const uses: ReadonlySet<string> = new Set(['profiles → policy', 'http → profiles']);

const source = 'packages/core/src/';

/** Says what is wrong with an import inside core that goes up, or sideways with more than types. */
export function coreTierProblem({ file, target, isType }: Import): string | undefined {
  if (!file.startsWith(source) || !target.startsWith(source)) return undefined;
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === to) return undefined;
  const fromTier = tierOf(from);
  const toTier = tierOf(to);
  if (fromTier === -1) return `core has no folder ${from}: give it a place in scripts/check/imports/core-tiers.ts`;
  if (toTier === -1) return undefined;
  if (toTier < fromTier) return undefined;
  if (toTier > fromTier) return `${from} lies below ${to} and must not know it`;
  return isType || uses.has(`${from} → ${to}`) ? undefined : `${from} and ${to} are neighbours: only types may pass between them`;
}

/** The composition is the only code that lies in the source folder itself. */
function folderOf(file: string): string {
  const rest = file.slice(source.length);
  return rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : 'compose';
}

function tierOf(folder: string): number {
  return tiers.findIndex((tier) => tier.includes(folder));
}
