import type { CallAnswer, Caller, ComposeOptions, Composition, ProfileConfig } from '@lineclear/core';
import { compose, signApproval } from '@lineclear/core';
import type { JsonObject, JsonValue, Log, Plugin } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import { testApprover } from './test-approver.ts';
import type { Person } from './person.ts';
import { createPerson } from './person.ts';
import type { LogLine } from './recording-log.ts';
import { recordingLog } from './recording-log.ts';

export interface StartOptions extends Partial<Pick<ComposeOptions, 'clock' | 'limits' | 'selection' | 'store'>> {
  readonly plugin: Plugin;
  /** Raw settings by connection id, as a profile has them. */
  readonly connections?: Readonly<Record<string, unknown>>;
  /** The profile, `test` of tier development when absent. */
  readonly profile?: Omit<ProfileConfig, 'connections'> & { readonly name?: string };
  /** Who calls; `tester` when absent. */
  readonly principal?: string;
  readonly readOnly?: boolean;
  /** How the person behind the client answers a question; `approves` when absent. */
  readonly person?: Person;
  readonly log?: Log;
}

/** A plugin composed for a test, on a store in memory. Every call takes the path that a served call takes. */
export interface StartedPlugin {
  readonly composition: Composition;
  /** Who makes every call. */
  readonly caller: Caller;
  /** What was logged, after redaction. */
  readonly log: readonly LogLine[];
  /** What the person was asked. */
  readonly questions: readonly string[];
  /** The answer as the protocol layers get it, errors included. */
  readonly answer: (tool: string, args?: JsonObject, signal?: AbortSignal) => Promise<CallAnswer>;
  /** The structured answer; errors are thrown as LineclearError. */
  readonly callTool: (tool: string, args?: JsonObject) => Promise<JsonObject>;
  /** The preview of a write. Throws when the answer is none. */
  readonly previewTool: (tool: string, args?: JsonObject) => Promise<JsonObject>;
  /** Previews, then confirms with the ticket. Throws when the write did not execute. */
  readonly confirmTool: (tool: string, args?: JsonObject) => Promise<Confirmed>;
  /** Approves a plan as a person outside the model's reach does. */
  readonly approve: (ticket: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Confirmed {
  readonly preview: JsonObject;
  /** The whole answer: status, action, result, receipt. */
  readonly outcome: JsonObject;
  readonly receipt: JsonObject;
}

/** Composes a plugin for a test. */
export const startPlugin = async (options: StartOptions): Promise<StartedPlugin> => {
  const {
    plugin,
    connections = {},
    profile: { name = 'test', ...profile } = {},
    principal = 'tester',
    clock,
    limits,
    selection,
    store,
  } = options;
  const log = recordingLog({ next: options.log });
  const person = createPerson(options.person ?? 'approves');
  const composition = await compose({
    plugins: [plugin],
    profiles: { default: name, profiles: { [name]: { tier: 'development', ...profile, connections } } },
    logger: log,
    approvers: [{ name: testApprover().name, publicKey: testApprover().publicKey }],
    ...(clock !== undefined && { clock }),
    // What is sent again is on the wire all the same; a test has nothing to gain from the pause before it.
    limits: { retryPauseMs: 1, ...limits },
    ...(selection !== undefined && { selection }),
    ...(store !== undefined && { store }),
  });
  const caller: Caller = {
    principal: { id: principal },
    profile: name,
    transport: 'embedded',
    client: '@lineclear/testing',
    readOnly: options.readOnly ?? false,
  };

  const answer: StartedPlugin['answer'] = (tool, args = {}, signal = new AbortController().signal) =>
    composition.path.call({ tool, args, caller, asking: person.asking, signal });
  const callTool = async (tool: string, args: JsonObject = {}): Promise<JsonObject> => toValue(await answer(tool, args));
  const previewTool = async (tool: string, args: JsonObject = {}): Promise<JsonObject> =>
    expectStatus({ tool, value: await callTool(tool, args), status: 'preview' });
  const confirmTool = async (tool: string, args: JsonObject = {}): Promise<Confirmed> => {
    const preview = await previewTool(tool, args);
    const again: JsonObject = { ...args, confirm: true, ticket: preview['ticket'] ?? null };
    const outcome = expectStatus({ tool, value: await callTool(tool, again), status: 'executed' });
    const receipt = outcome['receipt'];
    return { preview, outcome, receipt: isJsonObject(receipt) ? receipt : {} };
  };
  const approve = async (ticket: string): Promise<void> => {
    const plan = await composition.store.planByTicket(ticket);
    if (plan === undefined) throw new Error(`There is no plan with the ticket ${ticket}.`);
    const { name: approver, privateKey, passphrase } = testApprover();
    const decision = { decision: 'approved', approver, decidedAt: clock?.now() ?? Date.now() } as const;
    await composition.approvals.decide(signApproval({ plan, decision, privateKey, passphrase }));
  };
  return {
    composition,
    caller,
    log: log.lines,
    questions: person.questions,
    answer,
    callTool,
    previewTool,
    confirmTool,
    approve,
    close: () => composition.close(),
  };
};

const toValue = (answer: CallAnswer): JsonObject => {
  if (answer.kind === 'value') return answer.value;
  if (answer.kind === 'input_required') throw new LineclearError('awaiting_approval', answer.message);
  const { code, message, hint, retry_after_s, details } = answer.error;
  throw new LineclearError(code, message, { hint, retryAfterS: retry_after_s, details });
};

const expectStatus = ({ tool, value, status }: { tool: string; value: JsonObject; status: string }): JsonObject => {
  if (value['status'] === status) return value;
  throw new Error(
    `${tool} answered ${JSON.stringify(value['status'] ?? 'without a status')} where "${status}" was expected: ${JSON.stringify(value)}`,
  );
};

const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
