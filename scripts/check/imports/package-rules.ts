import type { Import } from './read-imports.ts';

/** Libraries that have one home, so that replacing one of them changes one place. */
const homes: readonly { library: RegExp; home: RegExp }[] = [
  { library: /^@modelcontextprotocol\//, home: /^packages\/(core\/src\/mcp|plugin-upstream\/src)\// },
  { library: /^(tsyringe|reflect-metadata)(\/|$)/, home: /^packages\/host\/src\/container\.ts$/ },
  { library: /^undici(\/|$)/, home: /^packages\/core\/src\/http\// },
  { library: /^pino(-pretty)?(\/|$)/, home: /^packages\/host\/src\/logger\.ts$/ },
  { library: /^@octokit\//, home: /^packages\/plugin-devops\/src\/github\/client\// },
  { library: /^node:sqlite$/, home: /^packages\/core\/src\/store\/sqlite\// },
];

/** What each kind of package may import of the workspace. */
const neighbours: readonly { from: RegExp; allowed: RegExp }[] = [
  { from: /^packages\/core\//, allowed: /^$/ },
  { from: /^packages\/plugin-[^/]+\//, allowed: /^@lineclear\/core\/plugin$/ },
  { from: /^packages\/(testing|host)\//, allowed: /^@lineclear\/core(\/plugin)?$/ },
  // A package may have several plugins, each behind a door of its own.
  { from: /^apps\//, allowed: /^@lineclear\/(host|plugin-[^/]+(\/[a-z-]+)?)$/ },
];

/** Says what is wrong with an import that leaves its package's allowance. */
export function packageProblem({ file, specifier, target }: Import): string | undefined {
  if (specifier.startsWith('.')) return escapeProblem({ file, target });
  if (specifier.startsWith('@lineclear/')) {
    const rule = neighbours.find(({ from }) => from.test(file));
    if (rule !== undefined && !rule.allowed.test(specifier)) return `${packageOf(file)} must not import ${specifier}`;
  }
  if (file.startsWith('packages/core/src/plugin/') && specifier !== 'zod')
    return `the plugin author's door loads zod and nothing else`;
  const homeless = homes.find(({ library, home }) => library.test(specifier) && !home.test(file));
  return homeless === undefined ? undefined : `${specifier} belongs in ${placeOf(homeless.home)} only`;
}

function escapeProblem({ file, target }: { file: string; target: string }): string | undefined {
  return target.startsWith(`${packageOf(file)}/`) ? undefined : `a relative import must not leave ${packageOf(file)}`;
}

function packageOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function placeOf(home: RegExp): string {
  return home.source.replaceAll('\\', '').replace(/^\^|\$$/g, '');
}
