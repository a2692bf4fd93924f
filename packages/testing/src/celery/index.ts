// Real Celery workers, and Celery's own client, for tests.
export { pythonClient } from './client.ts';
export type { PythonClient, PythonTask, StoredResult } from './client.ts';
export { gate } from './gate.ts';
export type { Gate } from './gate.ts';
export { skipWithoutCelery } from './installed.ts';
export type { CelerySettings } from './python-env.ts';
export { startCeleryWorker } from './worker.ts';
export type { CeleryApp, CeleryWorker, CeleryWorkerOptions } from './worker.ts';
