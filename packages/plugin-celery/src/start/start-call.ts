import type { CallContext, JsonObject } from '@lineclear/core/plugin';
import { hostname } from 'node:os';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import type { StartRequest } from './start-request.ts';
import type { TaskTarget } from './task-target.ts';
import type { Times } from './times.ts';

/** What every step of a start is given. */
export interface StartCall extends Pick<CallContext, 'profile' | 'principal' | 'signal' | 'clock' | 'state'> {
  readonly input: StartRequest;
  readonly reader: CeleryReader;
}

/** What decides over a start: where it goes and whether somebody is there to run it. */
export interface StartGuard {
  readonly task_name: string;
  readonly queue: string;
  readonly verdict: string;
  /** In the broker's own numbering. */
  readonly priority: number | null;
}

/** Who sends, as workers show it. */
export const origin = `lineclear@${hostname()}`;

/** The message of one task. */
export const orderOf = ({
  request: { hard_limit_s: hardLimitS, soft_limit_s: softLimitS },
  target,
  params,
  priority,
  times,
  ...rest
}: {
  request: Pick<StartRequest, 'hard_limit_s' | 'soft_limit_s'>;
  target: TaskTarget;
  params: JsonObject;
  priority: number | null;
  times: Times;
  taskId: string;
  replyTo: string | undefined;
}): TaskOrder => ({
  ...rest,
  ...times,
  taskName: target.taskName,
  args: [],
  kwargs: params,
  origin,
  hardLimitS,
  softLimitS,
  priority: priority ?? undefined,
});
