import { type Statement, splitStatements } from '../sql/split-statements.ts';

/** A file of a migration as it would run. */
export interface Script {
  readonly text: string;
  /** False where its one statement cannot run in a transaction, such as CREATE INDEX CONCURRENTLY. */
  readonly isTransaction: boolean;
  readonly statements: readonly Statement[];
  /** Why it cannot run here; empty where it can. */
  readonly problems: readonly string[];
}

/** Reads a script; `-- lineclear: no-transaction` on a line of its own lets its statement run outside of a transaction. */
export const scriptOf = (text: string): Script => {
  const isTransaction = !/^--[ \t]*lineclear:[ \t]*no-transaction[ \t]*\r?$/m.test(text);
  const statements = splitStatements(text);
  const problems = statements.flatMap(({ words }) => {
    const [first = '', second = ''] = words;
    if (first === '\\') return ['It has a command of psql, which the server does not know.'];
    if (isControl({ first, second })) return [`It has ${first}, which would end the transaction that it runs in.`];
    if (first === 'COPY' && words.some((word, at) => word === 'FROM' && words[at + 1] === 'STDIN')) {
      return ['It has COPY FROM STDIN, which brings its rows in another way.'];
    }
    return isTransaction && outside.some((pattern) => pattern.test(words.slice(0, 6).join(' ')))
      ? [`${words.slice(0, 3).join(' ')} runs in no transaction: put it alone into a file with -- lineclear: no-transaction.`]
      : [];
  });
  const isOne = isTransaction || statements.length === 1;
  return {
    text,
    isTransaction,
    statements,
    problems: [
      ...(statements.length === 0 ? ['It has no statement.'] : []),
      ...(isOne || statements.length === 0
        ? []
        : ['Without a transaction, a file has one statement, so that it is done or not.']),
      ...new Set(problems),
    ],
  };
};

const isControl = ({ first, second }: { first: string; second: string }): boolean =>
  ['BEGIN', 'COMMIT', 'ROLLBACK', 'END', 'ABORT', 'SAVEPOINT', 'RELEASE'].includes(first) ||
  (['START', 'PREPARE', 'SET'].includes(first) && second === 'TRANSACTION');

const outside = [
  /^(?:CREATE (?:UNIQUE )?INDEX|DROP INDEX|REINDEX \w+) CONCURRENTLY/,
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)/,
  /^VACUUM/,
  /^ALTER SYSTEM/,
];
