import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/test/longest-first.ts';
import { seedOfTree } from './scripts/test/seed-of-tree.ts';

const conditions = ['@lineclear/source', 'node', 'import', 'module', 'default'];

// Loading modules takes most of the time of these: they compute, or talk to a stand-in in their own process, so that one process can take many
// files and load everything once. What starts a process, measures one or sets anything global belongs to the others, which have a process each.
const together = [
  'core/src/{calls,connections,digest,policy,profiles,registry}',
  'plugin-celery/src/{catalogue,protocol,routing,tasks,text}',
  'plugin-devops/src/{droplets,duplicates,github,kubernetes,net,text}',
  'plugin-grafana/src/{charts,dashboards,expressions,links,rules,time,tools}',
  'plugin-tasker/src/{actions,analytics,profiles,results,schemas,tasks,template,tools}',
  'testing/src/{contract,droplets,github,kubernetes,tasker}',
].map((folders) => `packages/${folders}/**/*.test.ts`);

const seed = process.env['CI'] === undefined ? undefined : seedOfTree();

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'applications',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['./scripts/test/publish-apps.ts'],
        },
      },
      { extends: true, test: { name: 'together', include: together, isolate: false } },
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
            'scripts/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...together],
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./scripts/test/share-rabbitmq.ts'],
    setupFiles: ['./scripts/test/repeat-cases.ts'],
    env: seed === undefined ? {} : { TEST_SEED: String(seed) },
    reporters: ['default', './scripts/test/outcome-reporter.ts'],
    // More workers than cores: much of the time is spent waiting for brokers, workers and other processes.
    maxWorkers: availableParallelism() * 3,
    // What takes seconds alone takes much longer on a core that others use; these only end what hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
