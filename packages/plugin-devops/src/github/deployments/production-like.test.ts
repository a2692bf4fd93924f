import { expect, it } from 'vitest';
import { isProductionLike } from './production-like.ts';

it.each(['production', 'Prod', 'live', 'eu', 'main', 'pre-production', 'staging-live', 'test-prod', 'stagingx', 'tester', ''])(
  'takes %j for production',
  (environment) => {
    expect(isProductionLike(environment)).toBe(true);
  },
);

it.each(['staging', 'Stage', 'dev', 'development', 'preview/pr-7', 'qa-2', 'test', 'e2e', 'sandbox'])(
  'does not take %j for it',
  (environment) => {
    expect(isProductionLike(environment)).toBe(false);
  },
);
