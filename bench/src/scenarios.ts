import type { Scenario } from './scenario.ts';
import { callPath } from './scenarios/call-path.ts';
import { celeryInspect } from './scenarios/celery-inspect.ts';
import { celeryQueue } from './scenarios/celery-queue.ts';
import { celeryRoundTrip } from './scenarios/celery-round-trip.ts';
import { durableAudit } from './scenarios/durable-audit.ts';
import { fileRead } from './scenarios/file-read.ts';
import { fileSearch } from './scenarios/file-search.ts';
import { hostExecution } from './scenarios/host-exec.ts';
import { httpNoOp } from './scenarios/http-no-op.ts';
import { httpSessions } from './scenarios/http-sessions.ts';
import { clusterLogs } from './scenarios/k8s-logs.ts';
import { logPatterns } from './scenarios/log-patterns.ts';
import { openStreams } from './scenarios/open-streams.ts';
import { schemaTokens } from './scenarios/schema-tokens.ts';
import { sharedStore } from './scenarios/shared-store.ts';
import { startUp } from './scenarios/start-up.ts';
import { stdioLatency } from './scenarios/stdio-latency.ts';
import { toolsList } from './scenarios/tools-list.ts';

/** Everything that is measured, in the order of the results. */
export const scenarios: readonly Scenario[] = [
  httpNoOp,
  httpSessions,
  stdioLatency,
  callPath,
  toolsList,
  startUp,
  durableAudit,
  sharedStore,
  openStreams,
  schemaTokens,
  celeryQueue,
  celeryRoundTrip,
  celeryInspect,
  logPatterns,
  fileSearch,
  fileRead,
  hostExecution,
  clusterLogs,
];
