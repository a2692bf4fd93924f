import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { Risk } from '../plugin/context.ts';
import type { JsonObject } from '../plugin/json.ts';

/** A plan made for one definition is not confirmed for another: anything that could change what a call means is in here. */
export const definitionHash = (definition: {
  readonly pluginVersion: string;
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject | undefined;
  readonly risk: Risk | undefined;
  /** The covering write, of a tool that has one. */
  readonly coveredBy?: string | undefined;
}): string => sha256Hex(canonicalJson(definition));
