import { loadAllPlugins } from '@lineclear/core';
import { Command, CommanderError } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { commandOf, type HostSpec, shortName } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { addApprovals } from './approvals.ts';
import { addApprove } from './approve.ts';
import { addApprover } from './approver.ts';
import { addAudit } from './audit.ts';
import { addCall } from './call.ts';
import { addConfig } from './config.ts';
import type { Declaration } from './declaration.ts';
import { addDoctor } from './doctor.ts';
import { addInit } from './init.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addToken } from './token.ts';
import { addTools } from './tools.ts';
import { addVersion } from './version.ts';

/** Parses a command line and runs its command. Mistakes and help end here, with their exit code. */
export const runProgram = async ({ spec, surroundings }: { spec: HostSpec; surroundings: Surroundings }): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.ok;
  const program = new Command(shortName(spec));
  program
    .description(description(spec))
    .version(spec.version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
      getOutHelpWidth: () => widthOf(surroundings),
      getErrHelpWidth: () => widthOf(surroundings),
    })
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}`.trim() })
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help to see what can be said here.');
  const declaration: Declaration = {
    program,
    plugins: surroundings.argv.some((word) => word === 'init' || word === 'schema') ? await loadAllPlugins(spec.plugins) : [],
    spec,
    surroundings,
    command: commandOf({ spec, surroundings }),
    run: async (work) => {
      exitCode = await work();
    },
  };
  for (const add of commands) add(declaration);
  try {
    await program.parseAsync([...surroundings.argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
};

const description = (spec: HostSpec): string => {
  const what =
    spec.readOnly === true ? 'MCP server that only reads' : 'MCP server whose writes are previewed, confirmed and recorded';
  const named = spec.title === undefined || spec.title === shortName(spec) ? `An ${what}` : `${spec.title}: an ${what}`;
  return `${named}. Without a command it serves one client on stdin and stdout.`;
};

const widthOf = ({ stdout, env }: Surroundings): number => stdout.columns ?? (Number(env['COLUMNS']) || 80);

const commands = [
  addServe,
  addTools,
  addCall,
  addApprovals,
  addApprove,
  addApprover,
  addAudit,
  addToken,
  addDoctor,
  addInit,
  addConfig,
  addSchema,
  addVersion,
];
