import type { PluginEntry } from '@lineclear/core';
import { connectionsOf, pluginOf } from '../config/connections.ts';
import type { Surroundings } from '../surroundings.ts';
import { readText } from '../clients/write-file.ts';

/** A first configuration and what is to be said about it. */
export interface StarterConfig {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Writes the profile `local` from what the connections offer by themselves and what importers find on this machine. */
export const starterConfig = async ({
  plugins,
  schemaFile,
  surroundings: { cwd, home, env },
}: {
  plugins: readonly PluginEntry[];
  /** As the editor's header names it. */
  schemaFile: string;
  surroundings: Pick<Surroundings, 'cwd' | 'home' | 'env'>;
}): Promise<StarterConfig> => {
  const { Document } = await import('yaml');
  const connections: Record<string, unknown> = {};
  for (const connection of connectionsOf(plugins)) {
    const local: unknown = connection.local?.({ cwd });
    if (local !== undefined) connections[connection.id] = local;
  }
  const notes: string[] = [];
  for (const importer of plugins.map(pluginOf).flatMap(({ importers = [] }) => importers)) {
    const found = await importer.find({ cwd, home, env, readFile: readText });
    if (found === undefined) continue;
    Object.assign(connections, found.connections);
    notes.push(`${importer.title}: ${found.note}`);
  }
  const document = new Document({ default: 'local', profiles: { local: { tier: 'development', ...connections } } });
  document.commentBefore = ` yaml-language-server: $schema=${schemaFile}`;
  return { text: `${document.toString({ lineWidth: 120 })}${example}`, notes };
};

const example = `
# Another environment: what is not said to matter less counts as production.
#   production:
#     tier: production
#     approval: { destructive: human }   # model | client | human
#     <connection>: { url: https://…, token: \${env:NAME} }   # or \${file:/path}, \${command:program argument}
`;
