import type { AnyConnection } from '../plugin/connection.ts';
import { nameProblem } from './names.ts';
import type { Placed } from './placed.ts';
import { didYouMean } from './similar.ts';

/** What is wrong with the plugins themselves, before any tool is looked at. Each problem names the plugin. */
export const pluginProblems = (placed: readonly Placed[]): readonly string[] => [
  ...placed.flatMap(factProblems),
  ...repeatedIds(placed),
  ...connectionProblems(placed),
];

const factProblems = ({ plugin, prefix }: Placed): readonly string[] => {
  const toolsets = Object.keys(plugin.toolsets);
  const problems = [
    nameProblem({ kind: 'plugin', name: plugin.id }),
    nameProblem({ kind: 'prefix', name: prefix }),
    ...(plugin.aliasPrefixes ?? []).map((name) => nameProblem({ kind: 'aliasPrefix', name })),
    ...toolsets.map((name) => nameProblem({ kind: 'toolset', name })),
    ...Object.keys(plugin.groups ?? {}).map((name) => nameProblem({ kind: 'toolset', name })),
    plugin.title.trim() === '' ? 'the title is empty' : undefined,
    plugin.version.trim() === '' ? 'the version is empty' : undefined,
    ...Object.entries(plugin.toolsets).map(([name, { title, use }]) =>
      title.trim() === '' || use.trim() === '' ? `the toolset "${name}" has no title or does not say what it is for` : undefined,
    ),
    ...Object.entries(plugin.groups ?? {}).flatMap(([group, members]) =>
      members
        .filter((name) => !toolsets.includes(name))
        .map((name) => `the group "${group}" names the unknown toolset "${name}"${didYouMean({ name, known: toolsets })}`),
    ),
  ];
  return problems.filter((problem) => problem !== undefined).map((problem) => `plugin ${plugin.id}: ${problem}`);
};

const repeatedIds = (placed: readonly Placed[]): readonly string[] => {
  const ids = placed.map(({ plugin }) => plugin.id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => `plugin ${id}: composed more than once`);
};

/** The same connection may serve several plugins; another one under its id would read the same settings as something else. */
const connectionProblems = (placed: readonly Placed[]): readonly string[] => {
  const owners = new Map<string, { plugin: string; connection: AnyConnection }>();
  const problems = new Set<string>();
  for (const { plugin } of placed) {
    for (const { connection } of [...plugin.tools, ...(plugin.resources ?? [])]) {
      if (connection === undefined) continue;
      const owner = owners.get(connection.id);
      if (owner === undefined) owners.set(connection.id, { plugin: plugin.id, connection });
      else if (owner.connection !== connection) {
        problems.add(
          `plugin ${plugin.id}: defines a connection "${connection.id}", and so does plugin ${owner.plugin}; rename one of the connections`,
        );
      }
    }
  }
  return [...problems];
};
