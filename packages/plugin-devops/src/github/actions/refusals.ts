import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Run } from './run.ts';
import type { Workflow } from './workflow.ts';

/** A workflow that does not run. */
export const workflowDisabled = ({ name, state }: Workflow): LineclearError =>
  new LineclearError('conflict', `The workflow ${quoted(name)} is ${state}.`, {
    hint: 'github_workflow_set_state enables it.',
    details: { reason: 'disabled', state },
  });

/** A workflow that is in the wanted state. */
export const workflowUnchanged = ({ name, state }: Workflow): LineclearError =>
  new LineclearError('conflict', `The workflow ${quoted(name)} is ${state} already.`, {
    hint: 'There is nothing to do.',
    details: { reason: 'unchanged', state },
  });

/** A workflow that is gone. */
export const workflowDeleted = ({ name, path }: Workflow): LineclearError =>
  new LineclearError('conflict', `The file ${quoted(path)} of the workflow ${quoted(name)} is deleted.`, {
    hint: 'Restore the file first.',
    details: { reason: 'deleted' },
  });

/** A run that has not ended, and so cannot begin again. */
export const runActive = ({ id, status }: Run): LineclearError =>
  new LineclearError('conflict', `Run ${id} is ${status ?? 'at work'}.`, {
    hint: 'Wait for its end with github_run_watch, or end it with github_run_cancel.',
    details: { reason: 'running' },
  });

/** A run that has ended. */
export const runEnded = ({ id, conclusion }: Run): LineclearError =>
  new LineclearError('conflict', `Run ${id} has ended with ${conclusion ?? 'no conclusion'}.`, {
    hint: 'There is nothing to cancel.',
    details: { reason: 'completed' },
  });

/** A run without a job that failed. */
export const nothingFailed = ({ id }: Run): LineclearError =>
  new LineclearError('conflict', `No job of run ${id} failed or was cancelled.`, {
    hint: 'Use jobs: all to repeat the whole run.',
    details: { reason: 'nothing_failed' },
  });
