import { expect, test } from 'vitest';
import { findFolders } from './folders.ts';
import { builtInConfig } from './load-config.ts';
import { protectedPaths } from './protected-paths.ts';

test('the places of a configuration are protected before there is one: a tool could write the next policy', async () => {
  const cwd = '/home/ada/project';
  const folders = findFolders({ env: {}, home: '/home/ada', cwd });
  const paths = protectedPaths({ folders, config: await builtInConfig({ plugins: [], cwd }), cwd });
  expect(paths).toContain('/home/ada/project/lineclear.yaml');
  expect(paths).toContain('/home/ada/.local/state/lineclear');
  expect(paths).toContain('/home/ada/.config/lineclear');
});
