import type { ReservedInput } from '../plugin/tool.ts';
import type { JsonObject, JsonValue } from '../plugin/json.ts';
import type { ControlArguments, Problem } from './types.ts';

/** The arguments that core adds to tools; authors and sources may not have fields of these names. */
export const reservedInputs: readonly ReservedInput[] = ['profile', 'confirm', 'ticket'];

export type SplitArguments =
  | { readonly ok: true; readonly controls: ControlArguments; readonly rest: JsonObject }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Takes profile, confirm and ticket off the arguments; what is left belongs to the author's schema. A wrong type is a problem. */
export const splitControls = (args: JsonObject): SplitArguments => {
  const { profile, confirm, ticket, ...rest } = args;
  if (isText(profile) && isFlag(confirm) && isText(ticket)) {
    return { ok: true, controls: { profile, confirm: confirm ?? false, ticket }, rest };
  }
  const problems: Problem[] = [];
  if (!isText(profile)) problems.push({ path: 'profile', message: 'must be the name of a profile' });
  if (!isFlag(confirm)) problems.push({ path: 'confirm', message: 'must be true or false' });
  if (!isText(ticket)) problems.push({ path: 'ticket', message: 'must be the ticket of a preview' });
  return { ok: false, problems };
};

const isText = (value: JsonValue | undefined): value is string | undefined => value === undefined || typeof value === 'string';
const isFlag = (value: JsonValue | undefined): value is boolean | undefined => value === undefined || typeof value === 'boolean';

/** How confirm and ticket stand in the schema of every write. */
export const confirmSchemas: JsonObject = {
  confirm: { type: 'boolean', description: 'true does what was previewed' },
  ticket: { type: 'string', description: "The preview's ticket" },
};

/**
 * How profile stands in a schema. `active` is what a call without it reaches, or `undefined` when that profile lacks the connection
 * and one has to be named.
 */
export const profileSchema = ({ profiles, active }: { profiles: readonly string[]; active: string | undefined }): JsonObject => ({
  type: 'string',
  enum: [...profiles],
  description: active === undefined ? 'Environment' : `Environment; ${active} when absent`,
});
