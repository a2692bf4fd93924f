import { createHash } from 'node:crypto';
import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import type { TemplateDetail } from '../schemas/template.ts';
import { asWord } from '../text/as-word.ts';
import { actingAs } from './acting-as.ts';
import { chooseTemplate } from '../remote-templates/choose-template.ts';
import { type RecentTasks, recentTasks, withSameContext } from './recent-tasks.ts';
import { sentLines, sentObject } from './sent-lines.ts';
import { objectFacts } from './shown-json.ts';

/** A task as a caller asks for it. */
export interface Submission {
  readonly name: string;
  readonly namespace: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly version?: string | undefined;
  readonly initiator?: string | undefined;
  readonly source_system: string;
  readonly reason: string;
  readonly priority?: number | undefined;
  readonly tags: readonly string[];
  readonly idempotency_key?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly parent_correlation_id?: string | undefined;
}

/** The version that will run with what its steps are, and the newest task that was submitted with the same context. */
export interface SubmissionGuard {
  readonly version: string;
  /** Digest of the template's steps: a version may be registered anew with others. */
  readonly steps: string;
  readonly same_context_task: string | null;
}

/** What a submission would make: the template, its versions, how the context compares, and whether the server will take it. */
export const previewSubmission = async ({
  submission,
  principal,
  profile,
  reader,
  signal,
}: {
  readonly submission: Submission;
  readonly principal: string;
  readonly profile: string;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}): Promise<Preview<SubmissionGuard>> => {
  const { name, namespace, context, source_system, reason, priority, tags } = submission;
  const { idempotency_key, correlation_id, parent_correlation_id } = submission;
  const [{ template, versions }, recent] = await Promise.all([
    chooseTemplate({ reader, namespace, name, version: submission.version, signal }),
    recentTasks({ reader, namespace, name, signal }),
  ]);
  const { version } = template;
  const same = recent === undefined ? undefined : withSameContext({ tasks: recent.tasks, version, context });
  const acting = actingAs({ field: 'initiator', given: submission.initiator, principal });
  return {
    description: `Submit ${quoted(name)} ${asWord(version)} to namespace ${quoted(namespace)} in ${profile}: a task of ${stepCount(template)}.`,
    guard: { version, steps: stepsDigest(template), same_context_task: same?.task_uuid ?? null },
    changes: [
      ...sentObject({ field: 'context', object: context }),
      ...sentLines({ reason, initiator: acting.name, source_system, priority, tags: tags.length === 0 ? undefined : tags }),
      ...sentLines({ idempotency_key, correlation_id, parent_correlation_id }),
    ],
    details: {
      template: templateFacts(template),
      versions: versions.slice(0, 20),
      context: { ...objectFacts(context), ...comparison({ context, recent, version }) },
      identity: submission.idempotency_key === undefined ? identityOfContext : identityOfKey,
      task: { initiator: acting.name, source_system, reason, priority: priority ?? 0, tags },
    },
    warnings: [
      ...sameContextWarnings({ same, recent, hasKey: submission.idempotency_key !== undefined }),
      ...(submission.version === undefined && versions.length > 1
        ? [`No version was given: ${asWord(version)} is the newest of ${versions.length}.`]
        : []),
      ...(template.steps.length === 0 ? ['The template has no steps: the task will have nothing to do.'] : []),
      ...keyWarnings({ context, recent, version }),
      ...acting.warnings,
    ],
  };
};

/** A refusal of the server with what a caller can do about it. */
export const explainRefusal = ({ error, hasKey }: { readonly error: unknown; readonly hasKey: boolean }): unknown => {
  if (!LineclearError.is(error)) return error;
  const { code, details, effect } = error;
  if (code === 'conflict') {
    const what = hasKey ? 'this idempotency key' : 'the same context';
    const way = hasKey ? 'take another key' : 'change the context or, to repeat it deliberately, give an idempotency_key';
    const message = `Tasker has a task of this template with ${what} already and made none.`;
    const hint = `The same call will be refused again: ${way}.`;
    return new LineclearError('conflict', message, {
      hint,
      details: { ...details, reason: 'duplicate_task' },
      effect,
      cause: error,
    });
  }
  if (code !== 'invalid_input' || hasKey) return error;
  const hint = 'Read details.upstream. If the identity strategy of the template is caller_provided, give an idempotency_key.';
  return new LineclearError('invalid_input', error.message, { hint, details, effect, cause: error });
};

const stepsDigest = ({ steps }: TemplateDetail): string =>
  createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 16);

const stepCount = ({ steps }: TemplateDetail): string => (steps.length === 1 ? '1 step' : `${steps.length} steps`);

const templateFacts = ({ description, steps }: TemplateDetail) => ({
  description,
  steps: steps
    .slice(0, shownSteps)
    .map((step) => ({ name: step.name, max_attempts: step.default_max_attempts, retryable: step.default_retryable })),
  ...(steps.length > shownSteps ? { steps_left_out: steps.length - shownSteps } : {}),
});

const shownSteps = 30;

// The strategy itself (strict, caller_provided, always_unique) is in no answer of the server.
const identityOfContext =
  'Without an idempotency_key Tasker takes template and context as the identity of the task: a second one with the same context is refused (409), unless the template allows repeats.';
const identityOfKey =
  'Tasker takes the idempotency_key as the identity of the task: one task per key, whatever its context; the context is not compared.';

const sameContextWarnings = ({
  same,
  recent,
  hasKey,
}: {
  same: Task | undefined;
  recent: RecentTasks | undefined;
  hasKey: boolean;
}): readonly string[] => {
  if (recent === undefined) return ['These credentials may not list tasks: whether one has the same context is not known.'];
  if (same === undefined) return [];
  const found = `Task ${same.task_uuid} of ${same.created_at} has the same context`;
  return hasKey
    ? [`${found}; with this idempotency_key the work is done again.`]
    : [
        `${found}: Tasker will refuse this one, unless the template allows repeats. To repeat it deliberately, give an idempotency_key.`,
      ];
};

// Input schemas are in no answer of the server either; the newest task shows what its context had.
const comparison = ({ context, recent, version }: Compared) => {
  const newest = newestOf({ recent, version });
  return newest === undefined
    ? {
        required_keys:
          'Not known: the server does not tell the input schema, and no recent task of this version shows its context.',
      }
    : {
        required_keys: 'Not known: the server does not tell the input schema. Compared with the newest task of this version.',
        compared_with: newest.task_uuid,
        missing_keys: missingKeys({ context, newest }),
        new_keys: Object.keys(context)
          .filter((key) => !keysOf(newest.context).includes(key))
          .slice(0, 25),
      };
};

const keyWarnings = ({ context, recent, version }: Compared): readonly string[] => {
  const newest = newestOf({ recent, version });
  const missing = newest === undefined ? [] : missingKeys({ context, newest });
  return missing.length === 0
    ? []
    : [
        `The newest task of this template has keys in its context that this one lacks: ${missing.map(asWord).join(', ')}. They may be defaults of the template.`,
      ];
};

interface Compared {
  readonly context: Readonly<Record<string, unknown>>;
  readonly recent: RecentTasks | undefined;
  readonly version: string;
}

const newestOf = ({ recent, version }: Pick<Compared, 'recent' | 'version'>): Task | undefined =>
  recent?.tasks.find((task) => task.version === version);

const missingKeys = ({ context, newest }: { context: object; newest: Task }): readonly string[] =>
  keysOf(newest.context)
    .filter((key) => !Object.hasOwn(context, key))
    .slice(0, 25);

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
