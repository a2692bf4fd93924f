import { LineclearError } from '../plugin/errors.ts';
import { splitImages } from '../plugin/image.ts';
import { isJsonObject, type JsonObject } from '../plugin/json.ts';
import type { Profile } from '../profiles/types.ts';
import { splitControls } from '../registry/controls.ts';
import type { ReadEntry, ToolEntry, View } from '../registry/types.ts';
import { profileOf, viewOf } from './authorise.ts';
import { canonicalArguments } from './canonical-arguments.ts';
import { chooseTool } from './choose-tool.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { secretsIn } from './input-record.ts';
import { judgeRead, judgeTool } from './judge.ts';
import { inOldShape } from './old-shape.ts';
import { runRead } from './read.ts';
import { needsRefusal, recordCall } from './record.ts';
import { invalidInput, unconfirmed, unknownTool } from './refusals.ts';
import { withRenames } from './renamed-fields.ts';
import { Scope } from './scope.ts';
import { takesSecrets } from './secret-arguments.ts';
import type { CallAnswer, CallRequest, Caller } from './types.ts';
import { wellFormedArguments } from './well-formed.ts';
import { runWrite } from './write.ts';

/** Inside another call: how deep, and whether writes may be confirmed there. */
interface Nesting {
  readonly depth: number;
  readonly mayConfirm: boolean;
}

/** `waiting` for the rate limit, `admitted` by it, `answered` without a throw. */
type Stage = 'waiting' | 'admitted' | 'answered';

const outermost: Nesting = { depth: 0, mayConfirm: true };
const deepest = 8;

/** The path of one tool call: resolve → authorise → rate-limit → parse → open → run, preview or confirm → check → audit → present. */
export const createToolCalls = (parts: CallDependencies) => {
  const views = new WeakMap<Caller, View>();

  const view = (caller: Caller): View => {
    const known = views.get(caller);
    if (known !== undefined) return known;
    const made = viewOf({
      principal: caller.principal.id,
      profile: caller.profile,
      profiles: caller.profiles,
      readOnly: caller.readOnly ?? false,
      all: parts.profiles,
    });
    views.set(caller, made);
    return made;
  };

  const call = async (request: CallRequest, nesting: Nesting = outermost): Promise<CallAnswer> => {
    const started = performance.now();
    const resolved = parts.registry.resolve(request.tool);
    // Where one older name means several tools, the arguments say which.
    let entry = resolved.found && resolved.choices === undefined ? resolved.entry : undefined;
    let args: JsonObject | undefined;
    let answer: CallAnswer;
    let stage: Stage = 'waiting';
    try {
      // First of all, so that nothing that a flood does is free.
      parts.rate.take(request.caller.principal.id);
      stage = 'admitted';
      if (resolved.found) {
        const { inputBytes: bytes, inputDepth: depth } = parts.limits;
        const given = wellFormedArguments({ args: request.args, bytes, depth });
        const meant = chooseTool({ name: request.tool, resolved, args: given });
        entry = meant.entry;
        args = canonicalArguments({ args: given, alias: meant.alias });
        answer = await answerCall({ request, entry, args, nesting });
        if (meant.alias?.output !== undefined) answer = inOldShape({ answer, output: meant.alias.output, parts });
      } else {
        const absent = resolved.excluded ? undefined : await parts.absent(request.tool);
        if (absent !== undefined) throw absent;
        answer = { kind: 'unknown_tool', error: parts.presenter.error(unknownTool({ ...resolved, name: request.tool })) };
      }
      stage = 'answered';
    } catch (error) {
      answer = {
        kind: 'error',
        error: parts.presenter.error(error),
        hasOutputSchema: entry?.outputSchema !== undefined || entry?.kind === 'write',
      };
    }
    await finish({ request, entry, args, answer, stage, durationMs: performance.now() - started });
    return answer;
  };

  const answerCall = async ({
    request,
    entry,
    args,
    nesting,
  }: {
    request: CallRequest;
    entry: ToolEntry;
    args: JsonObject;
    nesting: Nesting;
  }): Promise<CallAnswer> => {
    const controls = splitControls(args);
    if (!controls.ok) throw invalidInput({ entry, problems: controls.problems });
    const mistaken = 'confirm' in args || 'ticket' in args ? unconfirmed(entry) : undefined;
    if (mistaken !== undefined) throw invalidInput({ entry, problems: [mistaken] });
    const seen = view(request.caller);
    const profile = profileOf({ entry, named: controls.controls.profile, view: seen, all: parts.profiles });
    if (entry.kind === 'read') judgeTool({ policy: parts.policy, entry, profile, principal: seen.principal });
    const parsing = entry.parse(controls.rest);
    const parsed = parsing instanceof Promise ? await parsing : parsing;
    if (!parsed.ok) {
      const { problems } = parsed;
      throw invalidInput({ entry, problems: withRenames({ entry, args: controls.rest, problems }) });
    }
    const input = parsed.value;
    if (entry.kind === 'read') judgeRead({ policy: parts.policy, entry, profile, principal: seen.principal, input });
    if (entry.kind === 'read' && takesSecrets(entry)) for (const text of secretsIn(input)) parts.redactor.add(text);
    const scope = ({ signal, mayConfirm }: { signal?: AbortSignal; mayConfirm: boolean }): Scope => {
      return new Scope({
        plugin: entry.plugin,
        profile,
        principal: request.caller.principal,
        view: seen,
        log: parts.log,
        clock: parts.clock,
        store: parts.store,
        trail: parts.trail,
        progress: parts.presenter.progress(request.progress),
        nested: (tool, inner, innerSignal) =>
          callInside({
            request,
            tool,
            args: inner,
            signal: innerSignal,
            nesting: { depth: nesting.depth + 1, mayConfirm: mayConfirm && nesting.mayConfirm },
          }),
        ...(signal === undefined ? {} : { signal }),
      });
    };
    if (entry.kind === 'read') {
      try {
        const opening = entry.connection === undefined ? undefined : parts.pool.reader(entry.connection, profile.name);
        const reader = opening instanceof Promise ? await opening : opening;
        const running = runRead({ entry, scope: scope({ mayConfirm: false }), input, reader, caller: request.signal });
        const answer = running instanceof Promise ? await running : running;
        learn({ entry, profile });
        return await checkAnswer({ entry, answer });
      } catch (error) {
        learn({ entry, profile, error });
        throw error;
      }
    }
    const answer = await runWrite({
      entry,
      profile,
      request,
      args: controls.rest,
      input,
      scope,
      parts,
      controls: controls.controls,
      mayConfirm: nesting.mayConfirm,
    });
    if (answer.kind === 'value') return parts.presenter.value(answer.value, answer.images);
    if (answer.kind === 'error') learn({ entry, profile, error: answer.error });
    if (answer.kind === 'error') return { kind: 'error', error: parts.presenter.error(answer.error), hasOutputSchema: true };
    return answer.kind === 'bad_state' ? { kind: 'bad_state', error: parts.presenter.error(answer.error) } : answer;
  };

  // What a call meets tells of its backend; connection_status shows it without another probe.
  const learn = ({ entry, profile, error }: { entry: ToolEntry; profile: Profile; error?: unknown }): void => {
    if (entry.connection === undefined) return;
    parts.pool.report({ connection: entry.connection, profile: profile.name, ...(error === undefined ? {} : { error }) });
  };

  const checkAnswer = async ({ entry, answer }: { entry: ReadEntry; answer: unknown }): Promise<CallAnswer> => {
    const { output, images } = splitImages(answer);
    const checking = entry.checkOutput(output);
    const checked = checking instanceof Promise ? await checking : checking;
    if (checked.ok && isJsonObject(checked.value)) return parts.presenter.value(checked.value, images);
    const problems = checked.ok ? [] : checked.problems.slice(0, 10);
    throw new LineclearError('internal', `${entry.name} answered something its output schema does not allow.`, {
      details: { problems },
    });
  };

  const callInside = async ({
    request,
    tool,
    args,
    signal,
    nesting,
  }: {
    request: CallRequest;
    tool: string;
    args: JsonObject;
    signal: AbortSignal;
    nesting: Nesting;
  }): Promise<JsonObject> => {
    if (nesting.depth > deepest) throw new LineclearError('unsupported', `Tools call each other more than ${deepest} deep.`);
    const answer = await call({ ...request, tool, args, signal, asking: { mode: 'none' } }, nesting);
    if (answer.kind === 'value') return answer.value;
    if (answer.kind === 'input_required') throw new LineclearError('awaiting_approval', answer.message);
    const { code, message, hint, retry_after_s, details } = answer.error;
    throw new LineclearError(code, message, { hint, retryAfterS: retry_after_s, details });
  };

  const finish = async ({
    request,
    entry,
    args,
    answer,
    stage,
    durationMs,
  }: {
    request: CallRequest;
    entry: ToolEntry | undefined;
    args: JsonObject | undefined;
    answer: CallAnswer;
    stage: Stage;
    durationMs: number;
  }): Promise<void> => {
    const outcome = 'error' in answer ? answer.error.code : 'ok';
    parts.observe?.({
      tool: entry?.name ?? 'unknown',
      plugin: entry?.plugin ?? '',
      outcome,
      durationMs,
      transport: request.caller.transport,
    });
    // Throttled calls are counted by metrics only: a flood must not fill the trail.
    if (stage === 'waiting') return;
    const isRead = entry?.kind === 'read';
    // What was thrown, the confirm protocol has not recorded, whatever its code and details say.
    if (entry?.kind === 'write' && stage === 'answered' && (answer.kind !== 'error' || !needsRefusal(answer.error))) return;
    const queued = recordCall({ event: isRead ? 'read' : 'refused', request, entry, args, outcome, durationMs, parts });
    if (queued instanceof Promise) await queued;
  };

  return { call: (request: CallRequest) => call(request), view };
};
