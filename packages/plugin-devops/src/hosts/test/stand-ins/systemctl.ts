import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from '@lineclear/testing/hosts';

/** What the stand-in keeps of a unit. */
export interface UnitFacts {
  readonly active: 'active' | 'inactive' | 'failed';
  readonly enabled: 'enabled' | 'disabled' | 'static' | 'masked';
  readonly pid: number;
  readonly restarts?: number;
  readonly requiredBy?: string;
  readonly triggeredBy?: string;
  /** Its start fails. */
  readonly isBroken?: boolean;
  readonly needsReload?: boolean;
}

/** The units of one host. */
export interface Units {
  /** Forgets all units and calls. */
  reset(): Promise<void>;
  read(unit: string): Promise<UnitFacts>;
  set(unit: string, facts: UnitFacts): Promise<void>;
  /** The arguments of every call that changed something, in order. */
  calls(): Promise<readonly (readonly string[])[]>;
}

/**
 * Puts a systemctl on the PATH of a test host that keeps units in a file and answers in the forms of systemctl 252, for systemd does not
 * run where tests do: `show` prints properties, a failing start exits with 1, an unknown unit with 5, and a caller with 4 who is neither root nor came by the
 * stand-in of sudo.
 */
export const installSystemctl = async (host: TestHost, folder = host.folder): Promise<Units> => {
  const file = join(folder, 'units.json');
  const log = join(folder, 'units.log');
  const reset = async (): Promise<void> => {
    for (const [path, text] of [
      [file, '{}'],
      [log, ''],
    ] as const) {
      await writeFile(path, text);
      await chmod(path, 0o666);
    }
  };
  await reset();
  await host.install({
    program: 'systemctl',
    text: `#!${process.execPath}\n${program.replaceAll('FILE', JSON.stringify(file)).replaceAll('LOG', JSON.stringify(log))}`,
  });
  const all = async (): Promise<Record<string, UnitFacts>> => JSON.parse(await readFile(file, 'utf8'));
  return {
    reset,
    read: async (unit) => {
      const facts = (await all())[unit];
      if (facts === undefined) throw new Error(`There is no unit ${unit}.`);
      return facts;
    },
    set: async (unit, facts) => writeFile(file, JSON.stringify({ ...(await all()), [unit]: facts })),
    calls: async () =>
      (await readFile(log, 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line): readonly string[] => JSON.parse(line)),
  };
};

const program = `
const fs = require('node:fs');
const units = JSON.parse(fs.readFileSync(FILE, 'utf8'));
const words = process.argv.slice(2);
const options = words.filter((word) => word.startsWith('--') && word !== '--');
const [verb, name] = words.filter((word) => !word.startsWith('--'));
const unknown = options.find((word) => !/^--(no-pager|no-ask-password|property=[A-Za-z,]+)$/.test(word));
if (unknown) {
  console.error("systemctl: unrecognized option '" + unknown + "'");
  process.exit(1);
}
const unit = name.includes('.') ? name : name + '.service';
const facts = units[unit];
if (verb === 'show') {
  const isActive = facts?.active === 'active';
  const values = {
    Id: unit,
    Description: facts ? 'The unit ' + unit : unit,
    LoadState: facts ? (facts.enabled === 'masked' ? 'masked' : 'loaded') : 'not-found',
    ActiveState: facts?.active ?? 'inactive',
    SubState: isActive ? 'running' : facts?.active === 'failed' ? 'failed' : 'dead',
    UnitFileState: facts?.enabled ?? '',
    Result: facts?.active === 'failed' ? 'exit-code' : 'success',
    MainPID: String(isActive ? facts.pid : 0),
    ExecMainStatus: facts?.active === 'failed' ? '203' : '0',
    NRestarts: String(facts?.restarts ?? 0),
    StateChangeTimestamp: facts ? 'Sat 2026-01-31 08:00:00 UTC' : '',
    MemoryCurrent: isActive ? '1048576' : '[not set]',
    NeedDaemonReload: facts?.needsReload ? 'yes' : 'no',
    RequiredBy: facts?.requiredBy ?? '',
    BoundBy: '',
    ConsistsOf: '',
    TriggeredBy: facts?.triggeredBy ?? '',
  };
  const wanted = options.find((word) => word.startsWith('--property=')).slice(11).split(',');
  for (const property of wanted) if (property in values) console.log(property + '=' + values[property]);
  process.exit(0);
}
if (process.getuid() !== 0 && !process.env.STAND_IN_ROOT) {
  console.error('Failed to ' + verb + ' ' + unit + ': Interactive authentication required.');
  process.exit(4);
}
fs.appendFileSync(LOG, JSON.stringify(words) + '\\n');
if (!facts) {
  console.error('Failed to ' + verb + ' ' + unit + ': Unit ' + unit + ' not found.');
  process.exit(5);
}
const save = (change) => fs.writeFileSync(FILE, JSON.stringify({ ...units, [unit]: { ...facts, ...change } }));
if (verb === 'stop') save({ active: 'inactive', pid: 0 });
if (verb === 'enable' || verb === 'disable') save({ enabled: verb + 'd' });
if (verb === 'start' || verb === 'restart') {
  save(facts.isBroken ? { active: 'failed', pid: 0 } : { active: 'active', pid: facts.pid + 1 });
  if (facts.isBroken) {
    console.error('Job for ' + unit + ' failed because the control process exited with error code.');
    process.exit(1);
  }
}
`;
