import { defineConfig } from 'vitest/config';

const conditions = ['@lineclear/source', 'node', 'import', 'module', 'default'];

// Found by the test that starts it, and by no other run.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['*.suite.ts'] },
});
