import { dirname, join, resolve } from 'node:path';
import type { JsonObject, PluginEntry } from '@lineclear/core';
import { Option } from 'commander';
import * as z from 'zod';
import { readText, replaceFile } from '../clients/write-file.ts';
import { configName } from '../config/find-config.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { type HostSpec, shortName } from '../host-spec.ts';
import { chooseClients, type ClientResult, enterClient } from '../init/client-step.ts';
import { configStep, type ConfigResult, importersOf } from '../init/config-step.ts';
import type { Wish } from '../init/run-importers.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Declaration } from './declaration.ts';

const optionsSchema = z.object({ config: z.string().optional(), client: z.string().optional(), dryRun: z.boolean().optional() });
type Options = z.output<typeof optionsSchema>;

/** `init`: a first configuration, its schema for editors, and entries in the clients that are in use. Nothing is overwritten without a copy. */
export const addInit = ({ program, plugins, spec, surroundings, command, run }: Declaration): void => {
  const init = program
    .command('init')
    .description('write a first configuration, and enter this server into MCP clients')
    .option('--config <file>', `where to write it (default: ./${configName})`)
    .option('--client <list>', 'claude, claude-desktop, vscode, cursor or none; those in use when left out')
    .option('--dry-run', 'say what would be written, and write nothing');
  const imports = importersOf(plugins).map((importer) => {
    const option = new Option(
      `--from-${importer.id} [file]`,
      `take over ${importer.title}, also into a configuration that is there`,
    );
    init.addOption(option);
    return { importer, name: option.attributeName() };
  });
  init.action(() =>
    run(() => {
      const values: Record<string, unknown> = init.opts();
      const wishes = imports
        .filter(({ name }) => values[name] !== undefined)
        .map(({ importer, name }): Wish => ({ importer, file: fileSchema.parse(values[name]) }));
      return initialise({ options: optionsSchema.parse(values), wishes, plugins, spec, surroundings, command });
    }),
  );
};

// Without a file the option is `true`.
const fileSchema = z.union([z.string(), z.literal(true).transform(() => undefined)]);

const initialise = async ({
  options,
  wishes,
  plugins,
  spec,
  surroundings,
  command,
}: {
  options: Options;
  wishes: readonly Wish[];
  plugins: readonly PluginEntry[];
  spec: HostSpec;
  surroundings: Surroundings;
  command: string;
}): Promise<ExitCode> => {
  const { cwd, stdout } = surroundings;
  const isDryRun = options.dryRun === true;
  const clients = await chooseClients({ named: options.client, surroundings });
  const configPath = resolve(cwd, options.config ?? configName);
  const isNamed = options.config !== undefined;
  const step = { isNamed, schemaFile: `./${schemaName}`, wishes, isDryRun, plugins, spec, surroundings };
  const written = await configStep({ path: configPath, ...step });
  stdout.write(describeConfig({ result: written, path: configPath, isDryRun }));
  const { configSchema } = await import('../config/json-schema.ts');
  const schemaPath = join(dirname(configPath), schemaName);
  await writeSchema({ path: schemaPath, schema: configSchema({ plugins }), isDryRun, surroundings });

  const results: ClientResult[] = [];
  for (const client of clients) results.push(await enterClient({ client, spec, configPath, surroundings, isDryRun }));
  for (const result of results) stdout.write(describe({ result, serverName: shortName(spec), isDryRun }));
  if (clients.length === 0 && options.client === undefined)
    stdout.write('No MCP client was found here; name one with --client, or connect over HTTP.\n');
  stdout.write(`Next: ${command} doctor\n`);
  return results.some(({ plan }) => plan.action === 'refuse') ? exitCodes.failure : exitCodes.ok;
};

const schemaName = 'lineclear.schema.json';

const writeSchema = async ({
  path,
  schema,
  isDryRun,
  surroundings: { stdout, clock },
}: {
  path: string;
  schema: JsonObject;
  isDryRun: boolean;
  surroundings: Surroundings;
}): Promise<void> => {
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  if ((await readText(path)) === text) return;
  if (!isDryRun) await replaceFile({ path, text, now: clock.now() });
  stdout.write(`${isDryRun ? 'would write' : 'wrote'}  ${path}\n`);
};

const describeConfig = ({
  result: { action, text, backup, secrets, added, notes },
  path,
  isDryRun,
}: {
  result: ConfigResult;
  path: string;
  isDryRun: boolean;
}): string => {
  const done = isDryRun ? 'would write' : 'wrote';
  const verb = { kept: 'kept', create: done, extend: isDryRun ? 'would add to' : 'added to' }[action];
  const names = added.length === 0 ? '' : `: ${added.join(', ')}`;
  return [
    `${verb}  ${path}${names}\n`,
    ...(isDryRun && text !== undefined ? [indented(text)] : []),
    ...(backup === undefined ? [] : [`      the old file is ${backup}\n`]),
    ...secrets.map((file) => `${done}  ${file.path}\n`),
    ...notes.map((note) => `      ${note}\n`),
  ].join('');
};

const describe = ({
  result: { client, plan, entry, backup },
  serverName,
  isDryRun,
}: {
  result: ClientResult;
  serverName: string;
  isDryRun: boolean;
}): string => {
  const place = `${client.title}: ${client.file}`;
  if (plan.action === 'unchanged') return `kept  ${place}\n`;
  const pasted = indented(JSON.stringify({ [serverName]: entry }, undefined, 2));
  if (plan.action === 'refuse') return `left  ${place}: ${plan.reason}. Add this under "${client.key}" yourself:\n${pasted}`;
  const verbs = isDryRun ? intendedVerbs : doneVerbs;
  return `${verbs[plan.action]}  ${place}\n${isDryRun ? pasted : ''}${backup === undefined ? '' : `      the old file is ${backup}\n`}`;
};

const doneVerbs = { create: 'wrote', add: 'added to', replace: 'replaced the entry in' };
const intendedVerbs: typeof doneVerbs = { create: 'would write', add: 'would add to', replace: 'would replace the entry in' };

const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}\n`)
    .join('');
