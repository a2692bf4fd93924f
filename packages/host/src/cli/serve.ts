import { exitCodes } from '../exit-codes.ts';
import { flagsOf, withFlags } from './flag-options.ts';
import type { Declaration } from './declaration.ts';

/** `serve`, and what an empty command line means: one client on stdin and stdout, or many over HTTP. */
export const addServe = ({ program, spec, surroundings, command, run }: Declaration): void => {
  const serve = program
    .command('serve [nothing...]', { isDefault: true })
    .usage('[options]')
    .description('serve MCP on stdin and stdout, or over HTTP')
    .option('--http [address]', 'serve HTTP on [host:]port (127.0.0.1:7400 when left out)')
    .option('--stdio', 'serve stdin and stdout, whatever else is said')
    .option('--no-auth', 'ask for no token: only on loopback, and nothing can be written');
  withFlags(serve).action((rest: string[], options: { http?: string | true; stdio?: boolean; auth: boolean }) =>
    run(async () => {
      if (rest[0] !== undefined) program.error(unknownCommand({ name: rest[0], program, command }));
      const flags = flagsOf(serve);
      if (options.http === undefined || options.stdio === true) {
        const { serveStdio } = await import('../stdio/serve-stdio.ts');
        await serveStdio({ spec, surroundings, flags });
        return exitCodes.ok;
      }
      const [{ serveHttpHost }, { defaultAddress, parseAddress }] = await Promise.all([
        import('../http/serve-http-host.ts'),
        import('../http/address.ts'),
      ]);
      const address = options.http === true ? defaultAddress : parseAddress(options.http);
      await serveHttpHost({ spec, surroundings, flags, address, withAuth: options.auth, command });
      return exitCodes.ok;
    }),
  );
};

// The default command takes every word that is no command's name.
const unknownCommand = ({ name, program, command }: { name: string } & Pick<Declaration, 'program' | 'command'>): string => {
  const names = program.commands.map((candidate) => candidate.name());
  if (names.includes(name)) return `error: write the command before its options, as: ${command} ${name} …`;
  const close = names.filter((candidate) => candidate.startsWith(name.slice(0, 3)) || distance(candidate, name) <= 2);
  const hint = close.length === 0 ? `The commands are ${names.join(', ')}.` : `Did you mean ${close.join(' or ')}?`;
  return `error: there is no command "${name}". ${hint}`;
};

const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_cell, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[right.length] ?? 0;
};
