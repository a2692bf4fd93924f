import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const block = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `  const ${name}${index} = call(${index}, "${name}");\n`).join('');
const files = {
  'src/a.ts': `export const a = () => {\n${block('one', 10)}};\n`,
  'src/b.ts': `export const b = () => {\n${block('one', 10)}  return 2;\n};\n`,
  'src/c.ts': `// Nothing twice here.\nexport const c = 1;\n`,
  'test/a.test.ts': `it('works', () => {\n${block('one', 10)}});\n`,
  'data.json': `{\n${'  "a": [1, 2, 3, 4, 5],\n'.repeat(30)}"b": 1 }\n`,
  'picture.ts': Buffer.from([0, 1, 2]),
  'dist/a.js': block('one', 10),
  '.ignore': 'dist\n',
};

describe('code_duplicates', () => {
  it('names the places of a block, how much of the code stands twice, and what was not read', async () => {
    const { call } = await startWorkspace(files);
    expect(await call('code_duplicates')).toEqual({
      groups: [
        {
          lines: 10,
          tokens: 100,
          places: ['src/a.ts:2-11', 'src/b.ts:2-11', 'test/a.test.ts:2-11'],
          excerpt: expect.stringMatching(/^ {2}const one0 = call\(0, "one"\);\n(?:.*\n)*.* \[…\]$/),
        },
      ],
      groups_left_out: 0,
      files: 4,
      files_left_out: 1,
      // 30 of 12 + 13 + 2 + 12 lines.
      duplicated_lines_percent: 76.92,
      complete: true,
    });
  });

  it('looks at one folder, one file, or what globs name, data too', async () => {
    const { call } = await startWorkspace(files);
    expect(await call('code_duplicates', { path: 'src' })).toMatchObject({ files: 3, groups: [{ places: { length: 2 } }] });
    expect(await call('code_duplicates', { path: 'src/a.ts' })).toMatchObject({
      files: 1,
      groups: [],
      duplicated_lines_percent: 0,
    });
    expect(await call('code_duplicates', { globs: ['*.ts', '!**/test/**'] })).toMatchObject({
      files: 3,
      groups: [{ places: { length: 2 } }],
    });
    expect(await call('code_duplicates', { globs: ['*.json'] })).toMatchObject({
      files: 1,
      groups: [expect.anything(), expect.anything()],
    });
    expect(await call('code_duplicates', { min_tokens: 101 })).toMatchObject({ groups: [] });
    expect(await call('code_duplicates', { min_lines: 11 })).toMatchObject({ groups: [] });
    await expect(call('code_duplicates', { path: '../outside' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call('code_duplicates', { path: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('code_duplicates', { min_tokens: 5 })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('says how many groups and places it left out', async () => {
    const { call } = await startWorkspace(
      Object.fromEntries(
        Array.from({ length: 25 }, (_, index) => [`${index}.ts`, `${block('one', 8)}f${index}();\n${block('two', 6)}`]),
      ),
    );
    expect(await call('code_duplicates', { limit: 1 })).toMatchObject({
      groups: [{ tokens: 80, places: { length: 20 }, places_left_out: 5 }],
      groups_left_out: 1,
      duplicated_lines_percent: 93.33,
    });
  });

  it('never follows a link out of the workspace, and reads no protected file', async () => {
    const outside = await tempFolder({ 'stranger.ts': files['src/a.ts'] });
    const { call, root } = await startWorkspace({ 'src/a.ts': files['src/a.ts'] });
    await symlink(outside, join(root, 'linked'));
    await symlink(join(outside, 'stranger.ts'), join(root, 'src/linked.ts'));
    await writeFile(join(root, 'own.ts'), files['src/a.ts']);
    const answer = await call('code_duplicates');
    expect(answer).toMatchObject({ files: 2, groups: [{ places: ['own.ts:1-12', 'src/a.ts:1-12'] }] });
    expect(JSON.stringify(answer)).not.toContain('linked');
    await expect(call('code_duplicates', { path: 'linked' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
