import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type Client, clientNames, knownClients, type Launch } from '../clients/client.ts';
import { type EntryPlan, planEntry } from '../clients/plan-entry.ts';
import { readText, replaceFile } from '../clients/write-file.ts';
import { configName } from '../config/find-config.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import { type HostSpec, launchOf, shortName } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';

/** What became of one client's file. */
export interface ClientResult {
  readonly client: Client;
  readonly plan: EntryPlan;
  readonly entry: Record<string, unknown>;
  readonly backup: string | undefined;
}

/** The clients that were named, or those that are in use here. */
export const chooseClients = async ({
  named,
  surroundings,
}: {
  named: string | undefined;
  surroundings: Surroundings;
}): Promise<readonly Client[]> => {
  const known = knownClients(surroundings);
  if (named === undefined) {
    const inUse = await Promise.all(known.map(async (client) => (await exists(client.file)) || exists(client.marker)));
    return known.filter((_client, index) => inUse[index]);
  }
  const names = named
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'none' && name !== '');
  const unknown = names.find((name) => !clientNames.some((client) => client === name));
  if (unknown !== undefined) {
    throw new ExitError({
      message: `There is no client "${unknown}".`,
      hint: `The clients are ${clientNames.join(', ')}, or none.`,
      exitCode: exitCodes.usage,
    });
  }
  return known.filter((client) => names.includes(client.name));
};

/** Enters this server into a client's file, or, on a dry run, says what would be written. */
export const enterClient = async ({
  client,
  spec,
  configPath,
  surroundings,
  isDryRun,
}: {
  client: Client;
  spec: HostSpec;
  configPath: string;
  surroundings: Surroundings;
  isDryRun: boolean;
}): Promise<ClientResult> => {
  const entry = client.entry(launch({ client, spec, configPath, surroundings }));
  const plan = planEntry({ text: await readText(client.file), key: client.key, name: shortName(spec), entry });
  const isWritten = !isDryRun && 'text' in plan;
  const backup = isWritten ? await replaceFile({ path: client.file, text: plan.text, now: surroundings.clock.now() }) : undefined;
  return { client, plan, entry, backup };
};

// A file that is shared with others through the project must not name this machine's folders; one of this user alone has to.
const launch = ({
  client,
  spec,
  configPath,
  surroundings,
}: {
  client: Client;
  spec: HostSpec;
  configPath: string;
  surroundings: Surroundings;
}): Launch => {
  const { cwd } = surroundings;
  const isInProject = configPath === join(cwd, configName);
  const isShared = !relative(cwd, dirname(client.file)).startsWith('..');
  const shown =
    isInProject && isShared && client.folderVariable !== undefined ? `${client.folderVariable}/${configName}` : configPath;
  const { command, args } = launchOf({ spec, surroundings });
  return { command, args: [...args, '--stdio', '--config', shown] };
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
};
