import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/test/longest-first.ts';

const conditions = ['@lineclear/source', 'node', 'import', 'module', 'default'];

// Loading modules takes most of the time of these: they only compute, so that one process can take many files and load everything once.
// What opens a socket, starts a process or sets anything global belongs to the others, which have a process each.
const calculations = [
  'core/src/{digest,policy,profiles}',
  'plugin-celery/src/{catalogue,protocol,routing,tasks,text}',
  'plugin-grafana/src/{charts,dashboards,expressions,links,rules,time}',
  'plugin-tasker/src/{analytics,profiles,results,schemas,template}',
].map((folders) => `packages/${folders}/**/*.test.ts`);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      { extends: true, test: { name: 'calculations', include: calculations, isolate: false } },
      {
        extends: true,
        test: {
          name: 'others',
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'packages/*/test-types/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...calculations],
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./scripts/test/share-rabbitmq.ts'],
    reporters: ['default', './scripts/test/outcome-reporter.ts'],
    // More workers than cores: much of the time is spent waiting for brokers, workers and other processes.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
