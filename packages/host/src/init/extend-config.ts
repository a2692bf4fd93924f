import type { FoundProfile } from '@lineclear/core/plugin';
import { configError } from '../config/config-issues.ts';
import { isRecord } from '../config/shape.ts';
import { readYaml } from '../config/yaml-file.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import { inFile } from './in-file.ts';

/** A configuration that may get more profiles. */
export interface Extendable {
  readonly names: readonly string[];
  /** The text with these profiles at the end of the others; all the rest stays, comments included. */
  readonly with: (added: { profiles: Readonly<Record<string, FoundProfile>>; default: string | undefined }) => string;
}

/** Opens a configuration's text for more profiles; one that is broken is an error with its line. */
export const extendable = async ({ path, text }: { path: string; text: string }): Promise<Extendable> => {
  const { isMap, parseDocument } = await import('yaml');
  const { value, issues, positionOf } = await readYaml(text);
  if (issues.length > 0) throw configError({ path, textIssues: issues, positionOf });
  const document = parseDocument(text, { stringKeys: true });
  const there = isRecord(value) ? value['profiles'] : undefined;
  const isFit =
    document.contents === null ||
    (isMap(document.contents) && (there === undefined || there === null || isMap(document.get('profiles'))));
  if (!isFit) {
    throw new ExitError({
      message: `${path} has no mapping of profiles that another could be added to.`,
      hint: 'Write the profiles below "profiles:", each under its name.',
      exitCode: exitCodes.config,
    });
  }
  const names = isRecord(there) ? Object.keys(there) : [];
  return {
    names,
    with: ({ profiles, default: found }) => {
      if (there === null) document.set('profiles', document.createNode({}));
      for (const [name, profile] of Object.entries(profiles)) {
        document.setIn(['profiles', name], document.createNode(inFile(profile)));
      }
      // The only profile needs not be named; with a second one beside it, it does.
      const active = names.length > 0 ? names[0] : found;
      if (!document.has('default') && names.length < 2 && active !== undefined) document.set('default', active);
      return document.toString({ lineWidth: 0 });
    },
  };
};
