import { connectionsOf, type PluginEntry } from '@lineclear/core';
import type { FoundProfile } from '@lineclear/core/plugin';
import { inFile } from './in-file.ts';
import { type Imported, stricter } from './run-importers.ts';

/** The profiles of a first configuration: `local` with what the connections offer by themselves, and what was found. */
export const starterProfiles = ({
  plugins,
  cwd,
  connections,
  imported,
}: {
  plugins: readonly PluginEntry[];
  cwd: string;
  /** Found for the profile `local` without being asked for. */
  connections: FoundProfile['connections'];
  imported: Imported;
}): Readonly<Record<string, FoundProfile>> => {
  const offered: Record<string, unknown> = {};
  for (const connection of connectionsOf(plugins)) {
    const local: unknown = connection.local?.({ cwd });
    if (local !== undefined) offered[connection.id] = local;
  }
  const local: FoundProfile = {
    tier: 'development',
    connections: { ...offered, ...connections, ...imported.connections },
  };
  const { local: found, ...others } = imported.profiles;
  if (found !== undefined) return { local: stricter(local, found), ...others };
  // Without anything in it, it would only be in the way of what was found.
  const isEmpty = Object.keys(local.connections).length === 0 && Object.keys(others).length > 0;
  return isEmpty ? others : { local, ...others };
};

/** The text of a first configuration. */
export const starterText = async ({
  profiles,
  active,
  schemaFile,
}: {
  profiles: Readonly<Record<string, FoundProfile>>;
  active: string;
  /** As the editor's header names it. */
  schemaFile: string;
}): Promise<string> => {
  const { Document } = await import('yaml');
  const written = Object.fromEntries(Object.entries(profiles).map(([name, profile]) => [name, inFile(profile)]));
  const document = new Document({ default: active, profiles: written });
  document.commentBefore = ` yaml-language-server: $schema=${schemaFile}`;
  return `${document.toString({ lineWidth: 120 })}${example}`;
};

const example = `
# Another environment: what is not said to matter less counts as production.
#   production:
#     tier: production
#     approval: { destructive: human }   # model | client | human
#     <connection>: { url: https://…, token: \${env:NAME} }   # or \${file:/path}, \${command:program argument}
`;
