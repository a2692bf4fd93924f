import { coreTierProblem } from './core-tiers.ts';
import { findCycles } from './cycles.ts';
import { packageProblem } from './package-rules.ts';
import { readImports } from './read-imports.ts';

/** One line for each import that goes the wrong way and for each ring of files. */
export function checkImports({ root }: { root: string }): readonly string[] {
  const imports = readImports({ root });
  const violations = imports.flatMap((found) =>
    [coreTierProblem(found), packageProblem(found)]
      .filter((problem) => problem !== undefined)
      .map((problem) => `${found.file}:${found.line} imports ${found.specifier}: ${problem}`),
  );
  const cycles = findCycles(imports).map((way) => {
    const steps = way.map(({ file, line }) => `${file}:${line}`);
    return `${[...steps, way[0]?.file].join(' → ')}: a cycle`;
  });
  return [...violations, ...cycles];
}
