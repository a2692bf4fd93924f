import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { mustElevate, runToEnd, shownAccount } from '../../as-root.ts';
import { hosts } from '../../connection.ts';
import { recoverRun } from '../../exec/recover-run.ts';
import { runResult, type RunResult, toRunResult } from '../../exec/run-result.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { cutsOff, serviceActions, type ServiceAction, undoOf, warningsFor } from '../service-change.ts';
import { unitField } from '../unit-field.ts';
import { readUnit } from '../unit-state.ts';

export const hostService = hosts.write({
  name: 'host_service',
  title: 'Change a service',
  toolset: 'hosts',
  risk: 'destructive',
  description: 'Start, stop, restart, reload, enable or disable a unit of systemd. Use host_service_status to see it.',
  input: z.strictObject({
    host: hostField,
    service: unitField.describe('Such as nginx, or backup.timer.'),
    action: z.enum(serviceActions).describe('What to do with it.'),
  }),
  output: z.object({ host: z.string(), service: z.string(), action: z.string(), done: z.boolean(), ...runResult }),
  classify: ({ input: { host, action, service } }) => ({
    class: 'service',
    target: host,
    risk: cutsOff({ action, unit: service }) ? 'destructive' : 'reversible',
  }),
  preview: async ({ input: { host, service, action }, reader, profile, state, signal }) => {
    const elevate = mustElevate({ reader, host });
    const target = await shownTarget({ reader, profile, host, state, signal });
    const unit = await readUnit({ reader, host, unit: service, state, signal });
    const { active, enabled, unit: name } = unit.state;
    const undo = undoOf({ action, unit });
    return {
      description: `${action.charAt(0).toUpperCase()}${action.slice(1)} ${quoted(name)} on ${target.place}: it is ${active} and ${enabled === '' ? 'has no file to enable' : enabled}.`,
      guard: { ...target.guard, unit: name, active, enabled },
      before: { active, sub: unit.state.sub, enabled, main_pid: unit.state.main_pid },
      details: {
        ...target.details,
        service: name,
        action,
        argv: argvOf({ action, unit: name }),
        runs_as: shownAccount({ user: reader.find(host).user, elevate }),
        reversible: undo !== null,
        undo,
      },
      warnings: warningsFor({ action, unit }),
      ...(cutsOff({ action, unit: name }) && { risk: 'destructive' as const, approval: 'client' as const }),
    };
  },
  execute: async ({ input: { host, action }, guard, writer, state, signal, idempotencyKey }) => {
    const end = await runToEnd({
      writer,
      host,
      state,
      signal,
      planId: idempotencyKey,
      argv: argvOf({ action, unit: guard.unit }),
      elevate: guard.user !== 'root',
      timeoutMs: 100_000,
    });
    return outcomeOf({ host, unit: guard.unit, action, run: toRunResult(end) });
  },
  verify: async ({ input: { host }, output, reader, state, signal }) => {
    const { active, sub, enabled, main_pid } = (await readUnit({ reader, host, unit: output.service, state, signal })).state;
    return { active, sub, enabled, main_pid };
  },
  reconcile: async ({ input: { host, action }, guard, reader, state, signal, idempotencyKey }) => {
    const found = await recoverRun({ reader, host, planId: idempotencyKey, state, signal });
    return typeof found === 'string' ? found : { result: outcomeOf({ host, unit: guard.unit, action, run: found.result }) };
  },
});

const argvOf = ({ action, unit }: { action: ServiceAction; unit: string }): readonly string[] => [
  'systemctl',
  '--no-ask-password',
  action,
  '--',
  unit,
];

/** What systemctl says when nothing was done because of who asked. */
const noPermission = 4;

const outcomeOf = ({ host, unit, action, run }: { host: string; unit: string; action: string; run: RunResult }) => {
  if (run.exit_code === noPermission) {
    throw new LineclearError('forbidden', `systemd on the host ${quoted(host)} does not permit this to the account.`, {
      hint: 'Ask the operator to name a way to root in sudo of the host.',
      details: { reason: 'no_permission', host },
      effect: 'none',
    });
  }
  return { host, service: unit, action, done: run.exit_code === 0, ...run };
};
