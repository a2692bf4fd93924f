import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from './rules.ts';

const run = promisify(execFile);

/**
 * Loads the module in a process of its own that may only read files, and reports what it printed, opened, started or changed there.
 * TypeScript sources are loaded as they are.
 */
export const checkImport = async ({ module, subject }: { module: URL; subject: string }): Promise<readonly Finding[]> => {
  const found = (message: string): readonly Finding[] => [{ rule: 'import_side_effect', subject, message }];
  try {
    const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '--eval', probe, module.href], {
      timeout: 90_000,
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    });
    const [printed = '', report = '{}'] = stdout.split(separator);
    const { opened, printedError } = JSON.parse(report);
    if (printed !== '') return found(`Loading it prints ${JSON.stringify(printed.slice(0, 200))}.`);
    if (printedError !== '') return found(`Loading it prints ${JSON.stringify(String(printedError).slice(0, 200))} on stderr.`);
    return opened.length === 0 ? [] : found(`Loading it leaves open: ${opened.join(', ')}.`);
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const denied = /Error: .*|code: 'ERR_ACCESS_DENIED'.*/.exec(text)?.[0] ?? text.slice(0, 300);
    return found(`Loading it fails where it may only read files: ${denied}`);
  }
};

const flags = ['--conditions=@lineclear/source', '--permission', '--allow-fs-read=*', '--allow-addons'];
const separator = '\u0000report\u0000';

// Handles that the process has by itself are taken away; what is printed on stderr is caught, because warnings go there too.
const probe = `
  let printedError = '';
  process.stderr.write = (text) => { printedError += text; return true; };
  const count = () => process.getActiveResourcesInfo().filter((name) => name !== 'CloseReq');
  const before = count();
  await import(process.argv[1]);
  const opened = count();
  for (const name of before) if (opened.includes(name)) opened.splice(opened.indexOf(name), 1);
  process.stdout.write(${JSON.stringify(separator)} + JSON.stringify({ opened, printedError }), () => process.exit(0));
`;
