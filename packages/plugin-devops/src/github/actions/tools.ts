import { githubJobLog } from './tools/github-job-log.ts';
import { githubRunCancel } from './tools/github-run-cancel.ts';
import { githubRunGet } from './tools/github-run-get.ts';
import { githubRunList } from './tools/github-run-list.ts';
import { githubRunRerun } from './tools/github-run-rerun.ts';
import { githubRunWatch } from './tools/github-run-watch.ts';
import { githubWorkflowDispatch } from './tools/github-workflow-dispatch.ts';
import { githubWorkflowList } from './tools/github-workflow-list.ts';
import { githubWorkflowSetState } from './tools/github-workflow-set-state.ts';

/** Workflows and their runs. */
export const actionsTools = [
  githubWorkflowList,
  githubRunList,
  githubRunGet,
  githubJobLog,
  githubRunWatch,
  githubWorkflowDispatch,
  githubRunRerun,
  githubRunCancel,
  githubWorkflowSetState,
];
