import type { CallAnswer, Caller, Composition, JsonObject } from '@lineclear/core';
import { activeProfile, localCaller } from '../caller.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { listenForStop } from '../stop.ts';
import { canAsk, askYesNo } from '../terminal/ask.ts';
import { plain } from '../terminal/plain.ts';
import { previewText } from '../terminal/plan-text.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { withParts } from '../with-parts.ts';
import { callArguments } from './call-arguments.ts';
import { flagsOf, withFlags } from './flag-options.ts';
import type { Declaration } from './declaration.ts';

interface CallOptions {
  readonly arg: readonly string[];
  readonly json?: string;
  readonly yes?: boolean;
}

/** `call`: one tool from the terminal, through the same path as every other call; a write is previewed and then asked about. */
export const addCall = ({ program, spec, surroundings, run }: Declaration): void => {
  const command = program
    .command('call <tool>')
    .description('call a tool; a write is previewed first, and runs when you say yes')
    .option(
      '--arg <key=value>',
      'one argument; may come again',
      (pair: string, before: readonly string[]) => [...before, pair],
      [],
    )
    .option('--json <object>', 'the arguments as JSON')
    .option('--yes', 'confirm without asking, where the call itself is approval enough');
  withFlags(command).action((tool: string, options: CallOptions) =>
    run(() =>
      withParts({
        spec,
        surroundings,
        flags: flagsOf(command),
        logLevel: 'warn',
        work: (parts) => callTool({ tool, options, parts }),
      }),
    ),
  );
};

const callTool = async ({ tool, options, parts }: { tool: string; options: CallOptions; parts: Parts }): Promise<ExitCode> => {
  const { surroundings, flags } = parts;
  const composition = await parts.composition();
  const { profiles } = await parts.config();
  const profile = activeProfile({ flags, profiles: composition.profiles.keys(), byDefault: profiles.default });
  const call = callOnce({
    tool,
    composition,
    caller: localCaller({ user: surroundings.user, profile, transport: 'cli' }),
    parts,
  });
  const resolved = composition.registry.resolve(tool);
  const meant = resolved.found ? (resolved.choices ?? [resolved]) : [];
  const args = callArguments({
    json: options.json,
    pairs: options.arg,
    schema: meant.length === 1 ? meant[0]?.entry.inputSchema : undefined,
  });
  const answer = await call({ args, isApproved: false });
  const isWrite = meant.some(({ entry }) => entry.kind === 'write');
  if (answer.kind !== 'value' || answer.value['status'] !== 'preview' || !isWrite) {
    return show({ answer, parts });
  }
  surroundings.stderr.write(`${previewText(answer.value)}\n`);
  const { required, how } = approvalOf(answer.value);
  const confirmed = { ...args, confirm: true, ticket: answer.value['ticket'] ?? null };
  if (required === 'model' && options.yes === true)
    return show({ answer: await call({ args: confirmed, isApproved: false }), parts });
  if (required === 'human' || !canAsk(surroundings)) {
    surroundings.stdout.write(`${JSON.stringify(answer.value, undefined, 2)}\n`);
    surroundings.stderr.write(`Nothing has changed. ${required === 'model' ? 'Add --yes, or call from a terminal.' : how}\n`);
    // Every command is a server of its own, so that only the ticket leads back to this plan.
    if (required !== 'model')
      surroundings.stderr.write(
        `After the approval, run the same command with --arg confirm=true --arg ticket=${String(confirmed.ticket)}\n`,
      );
    return exitCodes.awaitingApproval;
  }
  // Here the person at the terminal decides, so a plan that wants a person is asked about in the same words.
  if (!(await askYesNo({ terminal: surroundings, question: 'Do this?' }))) {
    surroundings.stderr.write('Nothing has changed.\n');
    return exitCodes.declined;
  }
  return show({ answer: await call({ args: confirmed, isApproved: true }), parts });
};

const callOnce =
  ({ tool, composition, caller, parts }: { tool: string; composition: Composition; caller: Caller; parts: Parts }) =>
  async ({ args, isApproved }: { args: JsonObject; isApproved: boolean }): Promise<CallAnswer> => {
    const { surroundings } = parts;
    const bar = progressBar(surroundings.stderr);
    const leaving = new AbortController();
    const stopping = listenForStop({ surroundings, log: parts.log });
    void stopping.asked.then(() => leaving.abort());
    try {
      return await composition.call({
        tool,
        args,
        caller,
        // The person at this terminal has read the preview and said yes to it.
        asking: isApproved ? { mode: 'push', ask: async () => 'approved' } : { mode: 'none' },
        signal: leaving.signal,
        progress: bar.show,
      });
    } finally {
      stopping.release();
      bar.clear();
    }
  };

const show = ({ answer, parts }: { answer: CallAnswer; parts: Parts }): ExitCode => {
  const { stdout, stderr } = parts.surroundings;
  if (answer.kind === 'value') {
    stdout.write(`${JSON.stringify(answer.value, undefined, 2)}\n`);
    if (answer.images.length > 0) stderr.write(`and ${answer.images.length} image(s), which a terminal cannot show\n`);
    return exitCodes.ok;
  }
  if (answer.kind === 'input_required') return exitCodes.awaitingApproval;
  const { code, message, hint } = answer.error;
  stdout.write(`${JSON.stringify(answer.error, undefined, 2)}\n`);
  stderr.write(`error: ${plain(message)} (${code})\n  fix: ${plain(hint)}\n`);
  return exitCodeOf(code);
};

const approvalOf = (preview: JsonObject): { required: string; how: string } => {
  const { approval } = preview;
  const isObject = typeof approval === 'object' && approval !== null && !Array.isArray(approval);
  return { required: String(isObject ? approval['required'] : 'human'), how: plain(isObject ? approval['how'] : '') };
};
