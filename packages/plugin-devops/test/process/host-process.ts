import { startPlugin } from '@lineclear/testing';
import devops from '../../src/index.ts';

// A host for the tests: it starts the program that its arguments name, on pipes and on a terminal, and tells their output.
const [root = '.', ending = '', ...args] = process.argv.slice(2);
const { confirmTool, callTool, close } = await startPlugin({
  plugin: devops,
  connections: { workspace: { roots: [root], allow_programs: [process.execPath] } },
});
for (const pty of [false, true]) {
  const { outcome } = await confirmTool('process_start', { argv: [process.execPath, ...args], pty });
  const { process_id = null } = Object(outcome['result']);
  await callTool('process_wait', { process_id, for: 'all up', timeout_s: 50 });
  console.log(JSON.stringify(await callTool('process_read', { process_id })));
}
if (ending === 'closes') await close();
// An end without closing is what is tested.
// oxlint-disable-next-line unicorn/no-process-exit
if (ending === 'exits') process.exit(0);
if (ending === 'fails') setTimeout(() => Promise.reject(new Error('a defect')));
console.log('started');
