import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  'SECURITY.md',
  'docs/walkthrough.md',
  'docs/security.md',
  'docs/profiles.md',
  'docs/cli.md',
  'docs/tasker.md',
  'docs/celery.md',
  'packages/plugin-tasker/README.md',
  'examples/celery/README.md',
];

const linksOf = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !link.startsWith('http'));

/** `symbol` in [`file`](path), as the walkthrough writes it; several symbols may stand before one file. */
const named = [
  ...readFileSync(join(root, 'docs/walkthrough.md'), 'utf8').matchAll(/((?:`\w+`(?:,| and)? ?)+)in \[`[^`]+`\]\(([^)]+)\)/g),
].flatMap(([, symbols = '', path = '']) =>
  [...symbols.matchAll(/`(\w+)`/g)].map((symbol) => ({ symbol: symbol[1] ?? '', path })),
);

describe('the pages', () => {
  test.each(pages)('%s links to files that exist', (page) => {
    const missing = linksOf(page).filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(missing).toEqual([]);
  });

  test('the walkthrough names symbols that their files export', () => {
    expect(named.length).toBeGreaterThan(12);
    const missing = named.filter(({ symbol, path }) => {
      const text = readFileSync(join(root, 'docs', path), 'utf8');
      return !new RegExp(`export (?:async )?(?:const|function|class) ${symbol}\\b`).test(text);
    });
    expect(missing).toEqual([]);
  });

  test('AGENTS.md stays short enough to be read', () => {
    expect(readFileSync(join(root, 'AGENTS.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(80);
  });
});
