import type { JsonObject } from '../plugin/json.ts';
import type { Alias } from '../plugin/tool.ts';
import { reservedInputs } from '../registry/controls.ts';

/**
 * The arguments under the canonical name. An alias maps the author's fields only: `confirm` and `ticket` are the caller's to say, so a
 * mapping neither drops nor makes them, and it may name a profile only where the caller named none.
 */
export const canonicalArguments = ({ args, alias }: { args: JsonObject; alias: Alias | undefined }): JsonObject => {
  if (alias?.input === undefined) return args;
  const mapped = alias.input(pick(args, (name) => !controls.has(name)));
  return { ...pick(mapped, (name) => name === 'profile' || !controls.has(name)), ...pick(args, (name) => controls.has(name)) };
};

const controls: ReadonlySet<string> = new Set(reservedInputs);

const pick = (object: JsonObject, wanted: (name: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => wanted(name)));
