import { LineclearError } from '../plugin/errors.ts';
import { splitImages } from '../plugin/image.ts';
import { isJsonObject, type JsonObject } from '../plugin/json.ts';
import { splitControls } from '../registry/controls.ts';
import type { Problem, ReadEntry, ToolEntry, View } from '../registry/types.ts';
import { judge, profileOf, viewOf } from './authorise.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { runRead } from './read.ts';
import { needsRefusal, recordCall } from './record.ts';
import { Scope } from './scope.ts';
import { showTo } from './seen.ts';
import type { CallAnswer, CallRequest, Caller } from './types.ts';
import { wellFormedArguments } from './well-formed.ts';
import { runWrite } from './write.ts';

/** Inside another call: how deep, and whether writes may be confirmed there. */
interface Nesting {
  readonly depth: number;
  readonly mayConfirm: boolean;
}

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
    const entry = resolved.found ? resolved.entry : undefined;
    let args: JsonObject | undefined;
    let answer: CallAnswer;
    try {
      if (!resolved.found) {
        answer = unknownTool({ request, similar: resolved.similar, excluded: resolved.excluded });
        await finish({ request, entry, args, answer, durationMs: performance.now() - started });
        return answer;
      }
      const received = wellFormedArguments({
        args: request.args,
        bytes: parts.limits.inputBytes,
        depth: parts.limits.inputDepth,
      });
      args = resolved.alias?.input === undefined ? received : resolved.alias.input(received);
      answer = await answerCall({ request, entry: resolved.entry, args, nesting });
      if (answer.kind === 'value' && resolved.alias?.output !== undefined) {
        answer = parts.presenter.value(resolved.alias.output(answer.value), answer.images);
      }
    } catch (error) {
      answer = {
        kind: 'error',
        error: parts.presenter.error(error),
        hasOutputSchema: entry?.outputSchema !== undefined || entry?.kind === 'write',
      };
    }
    await finish({ request, entry, args, answer, durationMs: performance.now() - started });
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
    if (!controls.ok) throw invalid({ entry, problems: controls.problems });
    const seen = view(request.caller);
    const profile = profileOf({ entry, named: controls.controls.profile, view: seen, all: parts.profiles });
    if (entry.kind === 'read') judge({ policy: parts.policy, entry, profile, principal: seen.principal });
    parts.rate.take(seen.principal);
    const parsing = entry.parse(controls.rest);
    const parsed = parsing instanceof Promise ? await parsing : parsing;
    if (!parsed.ok) throw invalid({ entry, problems: parsed.problems });
    const input = parsed.value;
    const scope = ({ signal, mayConfirm }: { signal?: AbortSignal; mayConfirm: boolean }): Scope => {
      const made = new Scope({
        plugin: entry.plugin,
        profile,
        principal: request.caller.principal,
        log: parts.log,
        clock: parts.clock,
        store: parts.store,
        trail: parts.trail,
        progress: request.progress ?? ignore,
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
      showTo(made, seen);
      return made;
    };
    if (entry.kind === 'read') {
      const opening = entry.connection === undefined ? undefined : parts.pool.reader(entry.connection, profile.name);
      const reader = opening instanceof Promise ? await opening : opening;
      const running = runRead({ entry, scope: scope({ mayConfirm: false }), input, reader, caller: request.signal });
      return checkAnswer({ entry, answer: running instanceof Promise ? await running : running });
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
    if (answer.kind === 'error') return { kind: 'error', error: parts.presenter.error(answer.error), hasOutputSchema: true };
    return answer.kind === 'bad_state' ? { kind: 'bad_state', error: parts.presenter.error(answer.error) } : answer;
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
    durationMs,
  }: {
    request: CallRequest;
    entry: ToolEntry | undefined;
    args: JsonObject | undefined;
    answer: CallAnswer;
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
    if (outcome === 'rate_limited') return;
    const isRead = entry?.kind === 'read';
    if (!isRead && answer.kind !== 'unknown_tool' && (answer.kind !== 'error' || !needsRefusal(answer.error))) return;
    const queued = recordCall({
      event: isRead ? 'read' : 'refused',
      request,
      entry,
      profile: typeof args?.['profile'] === 'string' ? args['profile'] : request.caller.profile,
      args,
      outcome,
      durationMs,
      parts,
    });
    if (queued instanceof Promise) await queued;
  };

  const unknownTool = ({
    request,
    similar,
    excluded,
  }: {
    request: CallRequest;
    similar: readonly string[];
    excluded: boolean;
  }): CallAnswer => {
    const name = String(parts.presenter.present(request.tool.slice(0, 128)));
    const error = excluded
      ? new LineclearError('forbidden', `This server leaves the tool "${name}" out.`, { details: { reason: 'excluded' } })
      : new LineclearError('not_found', `There is no tool "${name}".`, {
          hint: similar.length === 0 ? 'List the tools and use one of their names.' : `Did you mean ${similar.join(', ')}?`,
          details: { similar },
        });
    return { kind: 'unknown_tool', error: parts.presenter.error(error) };
  };

  return { call: (request: CallRequest) => call(request), view };
};

const ignore = (): void => {};

const invalid = ({ entry, problems }: { entry: ToolEntry; problems: readonly Problem[] }): LineclearError => {
  const first = problems[0];
  const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
  return new LineclearError(
    'invalid_input',
    `The arguments of ${entry.name} do not fit${where}: ${first?.message ?? 'see details'}`,
    {
      details: { problems: problems.slice(0, 20), ...(problems.length > 20 ? { more: problems.length - 20 } : {}) },
    },
  );
};
