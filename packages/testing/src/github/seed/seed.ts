import type { GitHubWorld } from '../world/world.ts';

export type SeedName = 'empty' | 'widgets';

/** Fills a new sandbox. `widgets` is a small program with a branch `feature` that is one commit ahead of `main`. */
export const seed = async ({ world, name, owner }: { world: GitHubWorld; name: SeedName; owner: string }): Promise<void> => {
  if (name === 'empty') return;
  const fullName = `${owner}/widgets`;
  await world.addRepository({ fullName, settings: { description: 'Widgets and their prices' }, files });
  await world.push(fullName, {
    branch: 'feature',
    path: 'src/price.js',
    content: 'export const price = (count) => count * 3;\n',
    message: 'Raise the price',
  });
};

const files = {
  'README.md': '# widgets\n\nWidgets and their prices.\n',
  'src/price.js': 'export const price = (count) => count * 2;\n',
  '.github/workflows/test.yml':
    'name: test\non: [push, workflow_dispatch]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n',
};
