import * as z from 'zod';
import { tasker } from '../connection.ts';
import type { Step } from '../schemas/step.ts';
import { findManualActions, manualAction, type ManualActions } from '../steps/manual-actions.ts';
import { orNoSuchStep } from '../steps/or-no-such-step.ts';
import { resultsOf } from '../results/results.ts';
import { toTransition, transition } from '../steps/transition.ts';

const transitionsShown = 50;
const actionsShown = 50;

export const stepAudit = tasker.read({
  name: 'step_audit',
  title: 'Audit a step',
  toolset: 'tasks',
  description:
    'Show what happened to one step, oldest first: results handed over and by which worker, and manual actions made through this server. Use step_inspect for its present state.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('From task_list.'),
    step_uuid: z.uuid().describe('From task_inspect.'),
  }),
  output: z.object({
    step: z.object({
      step_uuid: z.string(),
      name: z.string(),
      state: z.string(),
      attempts: z.number(),
      max_attempts: z.number(),
    }),
    transitions: z.array(transition),
    transitions_left_out: z.int().describe('Older ones.'),
    manual_actions: z.array(manualAction),
    manual_actions_left_out: z.int().describe('Older ones.'),
    manual_actions_complete: z.boolean().describe('False: older events of our own record were not looked at.'),
    not_recorded: z.array(z.string()).describe('What this trail does not have.'),
  }),
  run: async ({ input, reader, signal, audit }) => {
    const { task_uuid: taskUuid, step_uuid: stepUuid } = input;
    const [rows, step, manual] = await Promise.all([
      orNoSuchStep({ taskUuid, stepUuid, ask: () => reader.listStepAudit({ taskUuid, stepUuid, signal }) }),
      orNoSuchStep({ taskUuid, stepUuid, ask: () => reader.getStep({ taskUuid, stepUuid, signal }) }),
      findManualActions({ audit, stepUuid }),
    ]);
    const actions = manual.actions.slice(-actionsShown);
    return {
      step: {
        step_uuid: step.step_uuid,
        name: step.name,
        state: step.current_state,
        attempts: step.attempts,
        max_attempts: step.max_attempts,
      },
      // The server gives the newest first.
      transitions: rows.slice(0, transitionsShown).toReversed().map(toTransition),
      transitions_left_out: Math.max(0, rows.length - transitionsShown),
      manual_actions: actions,
      manual_actions_left_out: manual.actions.length - actions.length,
      manual_actions_complete: manual.complete,
      not_recorded: [...serverGaps, ...ownGaps({ step, manual })],
    };
  },
});

const serverGaps = [
  'Tasker records a step only when a worker hands a result over: being queued, starting, waiting for a retry, and every action by hand leave no row.',
  'Tasker does not keep who retried or resolved a step, nor why; only a completion by hand keeps a name.',
];

const ownGaps = ({ step, manual }: { step: Step; manual: ManualActions }): readonly string[] => {
  const custom = resultsOf(step.results)?.metadata?.custom;
  const isByHand = step.current_state === 'resolved_manually' || custom?.['manually_completed'] === true;
  const known = manual.actions.some(({ tool, outcome }) => tool !== 'step_retry' && outcome !== 'failed' && outcome !== 'stale');
  return [
    'manual_actions has the calls made through this server in this profile; what was done with other clients is not known here.',
    ...(isByHand && !known ? ['The step was settled by hand, and not through this server.'] : []),
    ...(manual.complete ? [] : [`Only the newest ${manual.eventsRead} events of our own record were looked at.`]),
  ];
};
