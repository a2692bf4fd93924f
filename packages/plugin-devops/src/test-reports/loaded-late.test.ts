import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('loads no parser of reports and nothing that compares code before they are used', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const urls = [];
    registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
    await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
    console.log(urls.join('\\n'));`;
  const argv = ['--conditions=@lineclear/source', '--input-type=module', '--eval', script];
  const loaded = execFileSync(process.execPath, argv, { encoding: 'utf8' });
  for (const tool of ['test-run', 'code-duplicates']) expect(loaded).toContain(`/tools/${tool}.ts`);
  expect(loaded).not.toMatch(/junit-xml|tap\.ts|jest-json|pytest-text|lcov|cobertura|find-duplicates|tokens\.ts/);
});
