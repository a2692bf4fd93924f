import { join } from 'node:path';
import type { PluginEntry } from '@lineclear/core';
import type { FoundProfile } from '@lineclear/core/plugin';
import { readText, replaceFile } from '../clients/write-file.ts';
import { findFolders } from '../config/folders.ts';
import { requireTrust, TrustedConfigs } from '../config/trust.ts';
import type { HostSpec } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { extendable } from './extend-config.ts';
import { planSecrets, type SecretFile, writeSecrets } from './keep-secrets.ts';
import { type Imported, runOthers, runWished, type Wish } from './run-importers.ts';
import { starterProfiles, starterText } from './starter-config.ts';

/** What became of the configuration. */
export interface ConfigResult {
  readonly action: 'kept' | 'create' | 'extend';
  /** The whole text, where it changed. */
  readonly text: string | undefined;
  readonly backup: string | undefined;
  readonly secrets: readonly SecretFile[];
  /** Names of profiles that were added. */
  readonly added: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Writes a first configuration, or adds to one what was asked for; on a dry run it only works out which.
 * What it writes the user trusts; one that is there has to be trusted, or named, before.
 */
export const configStep = async ({
  path,
  schemaFile,
  isNamed,
  wishes,
  isDryRun,
  plugins,
  spec,
  surroundings,
}: {
  path: string;
  /** The user said which file it is. */
  isNamed: boolean;
  schemaFile: string;
  wishes: readonly Wish[];
  isDryRun: boolean;
  plugins: readonly PluginEntry[];
  spec: HostSpec;
  surroundings: Surroundings;
}): Promise<ConfigResult> => {
  const folders = findFolders(surroundings);
  const trusted = new TrustedConfigs(folders);
  const existing = await readText(path);
  if (existing !== undefined && !isNamed) await requireTrust({ path, text: existing, folders, spec, surroundings });
  if (existing !== undefined && wishes.length === 0) return kept([]);
  const imported = await runWished({ wishes, place: surroundings });
  const planned = await (existing === undefined
    ? planStarter({ plugins, schemaFile, wishes, imported, surroundings })
    : planExtension({ path, text: existing, imported, surroundings }));
  if (planned.text === undefined || isDryRun) return { ...planned, backup: undefined };
  const wasTrusted = existing === undefined || (await trusted.judge({ path, text: existing })) === 'trusted';
  // The secrets first: a configuration that refers to what is not there would not load.
  await writeSecrets(planned.secrets);
  const backup = await replaceFile({ path, text: planned.text, now: surroundings.clock.now() });
  if (wasTrusted) await trusted.trust({ path, text: planned.text });
  return { ...planned, backup };
};

const kept = (notes: readonly string[]): ConfigResult => ({
  action: 'kept',
  text: undefined,
  backup: undefined,
  secrets: [],
  added: [],
  notes,
});

type Planned = Omit<ConfigResult, 'backup'>;

const planStarter = async ({
  plugins,
  schemaFile,
  wishes,
  imported,
  surroundings,
}: {
  plugins: readonly PluginEntry[];
  schemaFile: string;
  wishes: readonly Wish[];
  imported: Imported;
  surroundings: Surroundings;
}): Promise<Planned> => {
  const wished = new Set(wishes.map(({ importer }) => importer));
  const importers = importersOf(plugins).filter((importer) => !wished.has(importer));
  const { connections, notes } = await runOthers({ importers, place: surroundings });
  const profiles = starterProfiles({ plugins, cwd: surroundings.cwd, connections, imported });
  const secret = await planSecrets({ profiles, folder: secretFolder(surroundings) });
  const active = imported.default ?? Object.keys(profiles)[0] ?? 'local';
  const text = await starterText({ profiles: secret.profiles, active, schemaFile });
  return {
    action: 'create',
    text,
    secrets: secret.files,
    added: Object.keys(imported.profiles),
    notes: [...notes, ...imported.notes, ...elsewhere({ profiles, active })],
  };
};

// Whoever takes profiles over may wonder where the files of this folder have gone.
const elsewhere = ({
  profiles,
  active,
}: {
  profiles: Readonly<Record<string, FoundProfile>>;
  active: string;
}): readonly string[] => {
  const here = profiles[active]?.connections ?? {};
  const missing = Object.keys(profiles['local']?.connections ?? {}).filter((id) => !(id in here));
  return missing.length === 0
    ? []
    : [
        `the default is "${active}"; only "local" has ${missing.join(', ')}: start with --profile local, or copy that into "${active}"`,
      ];
};

const planExtension = async ({
  path,
  text,
  imported,
  surroundings,
}: {
  path: string;
  text: string;
  imported: Imported;
  surroundings: Surroundings;
}): Promise<Planned> => {
  const config = await extendable({ path, text });
  const local: FoundProfile = { tier: 'development', connections: imported.connections };
  const offered = Object.entries({ ...(Object.keys(imported.connections).length === 0 ? {} : { local }), ...imported.profiles });
  const added = offered.filter(([name]) => !config.names.includes(name));
  const left = offered.filter(([name]) => config.names.includes(name));
  const notes = [...imported.notes, ...left.map(([name]) => `the profile "${name}" is there already and was left as it is`)];
  if (added.length === 0) return kept(notes);
  const secret = await planSecrets({ profiles: Object.fromEntries(added), folder: secretFolder(surroundings) });
  return {
    action: 'extend',
    text: config.with({ profiles: secret.profiles, default: imported.default ?? added[0]?.[0] }),
    secrets: secret.files,
    added: added.map(([name]) => name),
    notes,
  };
};

/** Every importer of the plugins, in their order. */
export const importersOf = (plugins: readonly PluginEntry[]) =>
  plugins.flatMap((entry) => ('plugin' in entry ? entry.plugin : entry).importers ?? []);

const secretFolder = (surroundings: Surroundings): string => join(findFolders(surroundings).config, 'secrets');
