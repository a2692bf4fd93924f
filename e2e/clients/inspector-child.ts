// Inspector's own command line, loaded once: runs it for every line of arguments on stdin, and says after its output how it would have ended.
import { createInterface } from 'node:readline';

const build = new URL('../node_modules/@modelcontextprotocol/inspector/clients/cli/build/index.js', import.meta.url);
const { runCli, handleError } = await import(build.href);

// `handleError` ends the process with the code of the error; here the next call follows.
let exitCode = 0;
const exited = new Error('Inspector has ended.');
process.exit = (code) => {
  exitCode = Number(code);
  throw exited;
};

for await (const line of createInterface({ input: process.stdin })) {
  exitCode = 0;
  try {
    await runCli(JSON.parse(line));
  } catch (error) {
    await handleError(error).catch((thrown: unknown) => {
      if (thrown !== exited) throw thrown;
    });
  }
  process.stdout.write(`${JSON.stringify({ exitCode })}\n`);
}
