import { celery } from '../connection.ts';
import { executeChain, reconcileChain } from '../start/chain-execute.ts';
import { previewChain } from '../start/chain-preview.ts';
import { chainAnswer, chainRequest } from '../start/chain-request.ts';

export const chainTasks = celery.write({
  name: 'chain_tasks',
  title: 'Chain tasks',
  toolset: 'tasks',
  risk: 'additive',
  description:
    'Start several Celery tasks one after another or side by side; workers keep the order. Use start_background_task for one.',
  input: chainRequest,
  output: chainAnswer,
  preview: previewChain,
  execute: executeChain,
  reconcile: reconcileChain,
});
