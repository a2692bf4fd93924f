import type { Store } from '../world/store.ts';
import { seedDlq, seedTroubles } from './exercise.ts';
import { seedCompleted } from './production.ts';
import type { Volume } from './volume.ts';
import { seedVolume } from './volume.ts';

/** `exercise`: a history with everything that the operational exercise looks for. `empty`: the templates and nothing else. */
export type SeedName = 'exercise' | 'empty';

/** Fills a new sandbox; every time is relative to its clock. */
export const seed = ({ store, name, volume }: { store: Store; name: SeedName; volume: Volume }): void => {
  if (name === 'exercise') {
    seedCompleted(store);
    seedTroubles(store);
    seedDlq(store);
    store.health.set('queue_depth', {
      status: 'degraded',
      message: 'orchestration_step_results holds 5120 messages, 4096 is the limit (simulated)',
    });
  }
  seedVolume(store, volume);
};
