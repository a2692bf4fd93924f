import { shortened } from '../../text/shortened.ts';
import type { Statement } from '../sql/split-statements.ts';

/**
 * What a statement holds up while it runs, as far as its words tell: a short list of what is known to stop a table, on the safe side.
 * What is not in it may lock too.
 */
export const estimateLocks = ({ words }: Statement): readonly string[] => {
  const text = words.join(' ');
  return known.flatMap(([pattern, warning]) => (pattern.test(text) ? [`${nameOf(words)}: ${warning}`] : []));
};

const rewrites = 'it writes the whole table anew, and nobody reads or writes it meanwhile (ACCESS EXCLUSIVE).';
const checks = 'it reads the whole table, and nobody reads or writes it meanwhile (ACCESS EXCLUSIVE).';
const moment = 'nobody reads or writes the table for a moment (ACCESS EXCLUSIVE); it waits for every open transaction on it.';
const noWrites = 'nobody writes to the table until it is done (SHARE).';
const loses = 'what it takes away is lost.';

const known: readonly (readonly [RegExp, string])[] = [
  [/^ALTER TABLE .*\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/, rewrites],
  [/^ALTER TABLE .*\bADD (?:COLUMN )?.*\b(?:GENERATED|SERIAL|BIGSERIAL|SMALLSERIAL)\b/, rewrites],
  [/^ALTER TABLE .*\bADD (?:COLUMN )?.*\bDEFAULT (?!\?|TRUE\b|FALSE\b|NULL\b|- \?)/, 'if its DEFAULT is volatile, ' + rewrites],
  [/^ALTER TABLE .*\bSET (?:LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)\b/, rewrites],
  [/^(?:VACUUM\b.*\bFULL|CLUSTER)\b/, rewrites],
  [/^ALTER TABLE .*\bSET NOT NULL\b/, checks],
  [/^ALTER TABLE (?!.*\bNOT VALID\b).*\bADD (?:CONSTRAINT \S+ )?(?:CHECK|FOREIGN KEY|PRIMARY KEY|UNIQUE|EXCLUDE)\b/, checks],
  [/^ALTER TABLE (?!.*\b(?:TYPE|SET NOT NULL|GENERATED|LOGGED|UNLOGGED|TABLESPACE)\b)/, moment],
  [/^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)/, noWrites],
  [/^REINDEX (?!.*\bCONCURRENTLY\b)/, noWrites],
  [/^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b/, 'nobody writes to the table for a moment (SHARE ROW EXCLUSIVE).'],
  [/^REFRESH MATERIALIZED VIEW (?!CONCURRENTLY)/, 'nobody reads the view until it is done (ACCESS EXCLUSIVE).'],
  [/^LOCK\b/, 'it locks a table until the end of the file.'],
  [/^(?:DROP (?:TABLE|SCHEMA|MATERIALIZED VIEW|SEQUENCE|TYPE|DATABASE|OWNED)|TRUNCATE)\b/, loses],
  [/^ALTER TABLE .*\bDROP (?!CONSTRAINT|DEFAULT|NOT|EXPRESSION|IDENTITY)/, loses],
  [/^DELETE FROM (?!.*\bWHERE\b)/, 'it deletes every row.'],
  [/^UPDATE (?!.*\bWHERE\b)/, 'it changes every row.'],
  [/^(?:DO|CALL|EXECUTE)\b/, 'what it runs is not in its words.'],
];

const nameOf = (words: readonly string[]): string => shortened({ text: words.join(' ').replaceAll(' . ', '.'), longest: 60 });
