import * as z from 'zod';
import { celery } from '../connection.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { explainTask } from '../diagnosis/explain-task.ts';
import { finding } from '../diagnosis/finding.ts';
import { observe } from '../diagnosis/observe.ts';
import { isKnown, type Situation } from '../diagnosis/situation.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { gatherEvidence } from '../tasks/gather.ts';
import { judge } from '../tasks/judge.ts';
import { taskStates, taskStatuses } from '../tasks/task-state.ts';
import { coverage } from '../workers/coverage.ts';

const explained = z.object({
  task_id: z.string(),
  state: z.enum(taskStates),
  status: z.enum(taskStatuses),
  queue: z.string().nullable(),
  worker: z.string().nullable(),
  why: z.array(z.string()).describe('The nearest cause first.'),
});

export const celeryDiagnose = celery.read({
  name: 'celery_diagnose',
  title: 'Diagnose Celery',
  toolset: 'workers',
  description:
    'Find out why Celery tasks do not run or get lost: workers, queues, routes, settings, clocks. Use get_task_status for one task alone.',
  input: z.strictObject({
    task_id: z.string().min(1).max(255).optional().describe('Also explain where this one task is stuck.'),
  }),
  output: z.object({
    healthy: z
      .boolean()
      .nullable()
      .describe('False: critical findings or warnings. Null: none, but not everything could be checked.'),
    findings: z.array(finding).describe('The worst first.'),
    findings_left_out: z.int(),
    skipped: z
      .array(z.object({ check: z.string(), why: z.string(), applies: z.boolean().describe('False: there is nothing to check.') }))
      .describe('Checks that could not see everything.'),
    checks: z.int().describe('How many were made.'),
    task: explained.optional(),
    workers: coverage,
  }),
  run: async ({ input: { task_id: taskId }, reader, state, clock, signal }) => {
    const ledger = ledgerOf(state);
    const situation = await observe({ reader, ledger, clock, signal });
    const evidence = taskId === undefined ? undefined : await findTask({ reader, ledger, taskId, signal, clock, situation });
    const { findings, skipped, made } = diagnose(situation);
    const judgement = evidence && judge(evidence);
    return {
      healthy: findings.some(({ severity }) => severity !== 'info')
        ? false
        : skipped.some(({ applies }) => applies)
          ? null
          : true,
      findings: findings.slice(0, mostFindings),
      findings_left_out: Math.max(0, findings.length - mostFindings),
      skipped: [...skipped],
      checks: made,
      ...(evidence !== undefined &&
        judgement !== undefined && {
          task: {
            task_id: evidence.taskId,
            state: judgement.state,
            status: judgement.status,
            queue: judgement.queue ?? null,
            worker: judgement.worker ?? null,
            why: [...explainTask({ evidence, judgement, situation })],
          },
        }),
      workers: situation.coverage,
    };
  },
});

const mostFindings = 40;

/** What is known of a task; one that is nowhere is looked for in queues that nobody ever bound as well. */
const findTask = async ({
  situation: { queues },
  ...gathering
}: Parameters<typeof gatherEvidence>[0] & { situation: Situation }) => {
  const found = await gatherEvidence(gathering);
  const isFound = found.waiting ?? found.atWorker ?? (found.record.kind === 'found' ? found.record : undefined);
  if (isFound !== undefined || !isKnown(queues)) return found;
  const loaded = queues.value.queues.filter(({ name, ready }) => ready > 0 && !found.queues.searched.includes(name));
  if (loaded.length === 0) return found;
  const again = await gatherEvidence({ ...gathering, queues: loaded.map(({ name }) => name) });
  return again.waiting === undefined ? found : again;
};
