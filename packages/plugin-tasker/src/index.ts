import { definePlugin } from '@lineclear/core/plugin';
import { importProfiles } from './profiles/import-profiles.ts';
import { assessSystemHealth } from './prompts/assess-system-health.ts';
import { debugStuckTask } from './prompts/debug-stuck-task.ts';
import { remediateDlq } from './prompts/remediate-dlq.ts';
import { respondToIncident } from './prompts/respond-to-incident.ts';
import { reviewPerformance } from './prompts/review-performance.ts';
import { triageDlq } from './prompts/triage-dlq.ts';
import { analyticsBottlenecks } from './tools/analytics-bottlenecks.ts';
import { analyticsPerformance } from './tools/analytics-performance.ts';
import { dlqInspect } from './tools/dlq-inspect.ts';
import { dlqList } from './tools/dlq-list.ts';
import { dlqQueue } from './tools/dlq-queue.ts';
import { dlqStats } from './tools/dlq-stats.ts';
import { dlqUpdate } from './tools/dlq-update.ts';
import { handlerGenerate } from './tools/handler-generate.ts';
import { schemaCompare } from './tools/schema-compare.ts';
import { schemaDiff } from './tools/schema-diff.ts';
import { schemaInspect } from './tools/schema-inspect.ts';
import { stalenessCheck } from './tools/staleness-check.ts';
import { stepAudit } from './tools/step-audit.ts';
import { stepComplete } from './tools/step-complete.ts';
import { stepInspect } from './tools/step-inspect.ts';
import { stepResolve } from './tools/step-resolve.ts';
import { stepRetry } from './tools/step-retry.ts';
import { systemConfig } from './tools/system-config.ts';
import { systemHealth } from './tools/system-health.ts';
import { taskCancel } from './tools/task-cancel.ts';
import { taskInspect } from './tools/task-inspect.ts';
import { taskList } from './tools/task-list.ts';
import { taskSubmit } from './tools/task-submit.ts';
import { taskVisualize } from './tools/task-visualize.ts';
import { templateGenerate } from './tools/template-generate.ts';
import { templateInspectRemote } from './tools/template-inspect-remote.ts';
import { templateInspect } from './tools/template-inspect.ts';
import { templateListRemote } from './tools/template-list-remote.ts';
import { templateValidate } from './tools/template-validate.ts';
import { templateVisualize } from './tools/template-visualize.ts';

/** Tasker workflows: tasks and their steps, the dead-letter queue, analytics, system state and templates. */
export default definePlugin({
  id: 'tasker',
  title: 'Tasker',
  version: '0.0.0',
  toolsets: {
    templates: {
      title: 'Tasker templates',
      use: 'Check, draw, compare and generate workflow templates and handlers, without a server.',
    },
    tasks: { title: 'Tasker tasks', use: 'Find workflow tasks, see their steps and what happened to them.' },
    dlq: { title: 'Tasker dead letters', use: 'See which tasks were given up or are stale, and what to look at first.' },
    analytics: { title: 'Tasker analytics', use: 'Throughput, durations and the slowest steps.' },
    system: { title: 'Tasker system', use: 'Health and configuration of the orchestration server, and its templates.' },
    actions: { title: 'Tasker actions', use: 'Submit and cancel tasks, repair steps, close dead letters.' },
  },
  // The tiers that users of the existing client select by.
  groups: { tier1: ['templates'], tier2: ['tasks', 'dlq', 'analytics', 'system'], tier3: ['actions'] },
  tools: [
    templateValidate,
    templateVisualize,
    templateInspect,
    templateGenerate,
    schemaInspect,
    schemaCompare,
    schemaDiff,
    handlerGenerate,
    taskList,
    taskInspect,
    taskVisualize,
    stepInspect,
    stepAudit,
    dlqList,
    dlqInspect,
    dlqStats,
    dlqQueue,
    stalenessCheck,
    analyticsPerformance,
    analyticsBottlenecks,
    systemHealth,
    systemConfig,
    templateListRemote,
    templateInspectRemote,
    taskSubmit,
    taskCancel,
    stepRetry,
    stepResolve,
    stepComplete,
    dlqUpdate,
  ],
  prompts: [debugStuckTask, assessSystemHealth, triageDlq, reviewPerformance, remediateDlq, respondToIncident],
  importers: [importProfiles],
});
