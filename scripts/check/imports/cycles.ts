import type { Import } from './read-imports.ts';

/**
 * Files that import each other in a ring, each ring once, as the way round. Types may go round inside one folder,
 * because they are gone at run time and a folder holds one idea.
 */
export function findCycles(imports: readonly Import[]): readonly (readonly Import[])[] {
  const graph = Map.groupBy(imports.filter(counts), ({ file }) => file);
  const finished = new Set<string>();
  const cycles: Import[][] = [];
  const walk = (file: string, way: readonly Import[]): void => {
    if (finished.has(file)) return;
    const start = way.findIndex((step) => step.file === file);
    if (start !== -1) {
      cycles.push(way.slice(start));
      return;
    }
    for (const step of graph.get(file) ?? []) walk(step.target, [...way, step]);
    finished.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return cycles;
}

function counts({ file, target, specifier, isType }: Import): boolean {
  return specifier.startsWith('.') && !(isType && folderOf(file) === folderOf(target));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}
