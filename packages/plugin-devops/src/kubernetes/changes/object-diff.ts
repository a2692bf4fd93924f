import { stringify } from 'yaml';
import { unifiedDiff } from '../../text/unified-diff.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How an object changes, as a unified diff of YAML; both sides as they may be shown, undefined where there is none. Empty where nothing changes. */
export const objectDiff = ({
  before,
  after,
  name,
}: {
  before: Fields | undefined;
  after: Fields | undefined;
  name: string;
}): string => {
  const [from, to] = [toText(before), toText(after)];
  return from === to ? '' : unifiedDiff({ before: from, after: to, name, maxCharacters: 100_000 });
};

// Sorted, because the order of fields says nothing; unfolded, because a line that is wrapped elsewhere is no change.
const toText = (object: Fields | undefined): string =>
  object === undefined ? '' : stringify(object, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
