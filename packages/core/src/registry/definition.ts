import type { JsonObject } from '../plugin/json.ts';
import { confirmSchemas, profileSchema } from './controls.ts';
import { isObject } from './json-schema.ts';
import type { ToolDefinition, ToolEntry } from './types.ts';

/** What a caller can reach a tool through; callers for whom this is the same share one definition. */
export interface Reach {
  /** The name it is listed under. */
  readonly name: string;
  /** Profiles that a call may name; empty where naming one is of no use. */
  readonly profiles: readonly string[];
  /** The profile that a call without one reaches, when the tool works there. */
  readonly active: string | undefined;
  /** True where the profile runs this write without a preview. */
  readonly isDirect: boolean;
  /** False where an alias answers in an older shape than the schema says. */
  readonly hasOutput: boolean;
  /** True where the tool reaches a backend: what it answers is somebody else's data. */
  readonly isOpenWorld: boolean;
}

/** A tool as `tools/list` shows it. */
export const toolDefinition = ({ entry, reach }: { entry: ToolEntry; reach: Reach }): ToolDefinition => {
  const outputSchema = entry.kind === 'write' ? writeEnvelope : entry.outputSchema && withLeftOut(entry.outputSchema);
  return {
    name: reach.name,
    title: entry.title,
    description: entry.description,
    inputSchema: withControls({ entry, reach }),
    ...(outputSchema === undefined || !reach.hasOutput ? {} : { outputSchema }),
    annotations: annotationsOf({ entry, reach }),
  };
};

/** Every answer of every write, whatever became of it; the tool's own output is in `result`. Short, because every write carries it. */
const writeEnvelope: JsonObject = { type: 'object', properties: { status: { type: 'string' } }, required: ['status'] };

/** Core says there what it left out of an answer that was too long. */
const withLeftOut = (schema: JsonObject): JsonObject => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return {
    ...schema,
    properties: { ...properties, left_out: properties['left_out'] ?? { type: 'array', items: { type: 'object' } } },
  };
};

const withControls = ({ entry, reach: { profiles, active } }: { entry: ToolEntry; reach: Reach }): JsonObject => {
  const controls: JsonObject = {
    ...(profiles.length === 0 ? {} : { profile: profileSchema({ profiles, active }) }),
    ...(entry.kind === 'write' && entry.coverage === undefined ? confirmSchemas : {}),
  };
  if (Object.keys(controls).length === 0) return entry.inputSchema;
  const { properties, required, ...rest } = entry.inputSchema;
  const needed = [
    ...(Array.isArray(required) ? required : []),
    ...(profiles.length > 0 && active === undefined ? ['profile'] : []),
  ];
  return {
    ...rest,
    properties: { ...(isObject(properties) ? properties : {}), ...controls },
    ...(needed.length === 0 ? {} : { required: needed }),
  };
};

/**
 * Hints for clients, from kind and risk alone. A reversible write counts as destructive: the protocol calls only additions harmless.
 * A previewed write counts as idempotent: repeating a call repeats the preview, or finds the plan that was executed once and answers
 * with its receipt; where a profile runs it without a preview, or a plan covers it, each call is another execution. What the protocol
 * takes for granted is left out, because a model pays for every word: a tool without `openWorldHint` reaches the world, and idempotence says nothing of a read.
 */
const annotationsOf = ({ entry, reach }: { entry: ToolEntry; reach: Reach }): ToolDefinition['annotations'] => ({
  title: entry.title,
  readOnlyHint: entry.kind === 'read',
  destructiveHint: entry.kind === 'write' && entry.risk !== 'additive',
  ...(entry.kind === 'write' && { idempotentHint: !reach.isDirect && entry.coverage === undefined }),
  ...(!reach.isOpenWorld && { openWorldHint: false }),
});
