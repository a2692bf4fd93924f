import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { noProgram, queryText } from '../query-text.ts';
import { showCommand } from './commands.ts';

/** How a unit of systemd stands. */
export const unitState = {
  unit: z.string(),
  description: z.string(),
  active: z.string().describe('Such as active, inactive or failed.'),
  sub: z.string().describe('Such as running, exited or dead.'),
  enabled: z.string().describe('Whether it starts with the system, such as enabled, disabled or static.'),
  result: z.string().describe('Of its last run: success, exit-code, oom-kill …'),
  main_pid: z.int().nullable(),
  exit_status: z.int().nullable().describe('Of its last main process.'),
  restarts: z.int(),
  since: z.string().nullable().describe('When it became what it is.'),
  memory_bytes: z.number().nullable(),
  needs_daemon_reload: z.boolean().describe('Its file changed since systemd read it.'),
};
export type UnitState = z.output<z.ZodObject<typeof unitState>>;

/** A unit with what depends on it. */
export interface Unit {
  readonly state: UnitState;
  /** Units that stop when this one does. */
  readonly dependents: readonly string[];
  /** Units that start it when it is needed, such as a socket. */
  readonly triggers: readonly string[];
}

/** Asks systemd about a unit. `not_found` where it knows none of this name, `unsupported` where it does not run. */
export const readUnit = async ({ reader, unit, ...call }: HostCall & { reader: HostsReader; unit: string }): Promise<Unit> => {
  const argv = [...showCommand, `--property=${properties.join(',')}`, '--', unit];
  const { exitCode, stdout, stderr } = await queryText({ reader, ...call, argv });
  const values = new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const value = (name: string): string => values.get(name) ?? '';
  if (exitCode === noProgram || value('LoadState') === '')
    throw noSystemd({ host: call.host, isMissing: exitCode === noProgram, said: stderr });
  if (value('LoadState') !== 'loaded' && value('LoadState') !== 'masked') throw noSuchUnit({ host: call.host, unit });
  const pid = Number(value('MainPID'));
  const memory = Number(value('MemoryCurrent'));
  return {
    state: {
      unit: value('Id'),
      description: value('Description'),
      active: value('ActiveState'),
      sub: value('SubState'),
      enabled: value('UnitFileState'),
      result: value('Result'),
      main_pid: pid > 0 ? pid : null,
      exit_status: value('ExecMainStatus') === '' ? null : Number(value('ExecMainStatus')),
      restarts: Number(value('NRestarts')) || 0,
      since: value('StateChangeTimestamp') || null,
      // What is not known is "[not set]", or the largest number there is.
      memory_bytes: Number.isSafeInteger(memory) && memory > 0 ? memory : null,
      needs_daemon_reload: value('NeedDaemonReload') === 'yes',
    },
    dependents: [...new Set(['RequiredBy', 'BoundBy', 'ConsistsOf'].flatMap((name) => namesIn(value(name))))],
    triggers: namesIn(value('TriggeredBy')),
  };
};

const properties = [
  'Id',
  'Description',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'Result',
  'MainPID',
  'ExecMainStatus',
  'NRestarts',
  'StateChangeTimestamp',
  'MemoryCurrent',
  'NeedDaemonReload',
  'RequiredBy',
  'BoundBy',
  'ConsistsOf',
  'TriggeredBy',
];

const namesIn = (text: string): readonly string[] => text.split(' ').filter((name) => name !== '');

const noSystemd = ({ host, isMissing, said }: { host: string; isMissing: boolean; said: string }): LineclearError =>
  isMissing || /not been booted with systemd|Failed to connect to (?:system )?(?:scope )?bus/i.test(said)
    ? new LineclearError('unsupported', `The host ${quoted(host)} does not run systemd.`, {
        hint: 'Use host_exec with the program that manages services there, such as ["service", "nginx", "status"].',
        details: { reason: 'no_systemd', host },
        effect: 'none',
      })
    : new LineclearError('upstream_error', `systemd on the host ${quoted(host)} did not answer.`, {
        details: { reason: 'systemctl_failed', host },
        effect: 'none',
      });

const noSuchUnit = ({ host, unit }: { host: string; unit: string }): LineclearError =>
  new LineclearError('not_found', `There is no unit ${quoted(unit)} on the host ${quoted(host)}.`, {
    hint: 'Names end in .service where nothing else is said; a unit of another kind needs its ending, such as backup.timer.',
    details: { reason: 'no_such_unit', host, unit },
    effect: 'none',
  });
