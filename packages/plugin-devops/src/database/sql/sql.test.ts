import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideValues } from './hide-values.ts';
import { quoteIdentifier } from './quote.ts';
import { readTokens } from './read-tokens.ts';
import { splitStatements } from './split-statements.ts';

const piece = fc.oneof(
  fc.constantFrom("'", "''", '"', '$$', '$a$', '/*', '*/', '--', '\n', '\\', "e'", ';', 'case', 'end', 'begin atomic', ' ', '$1'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

describe('reading SQL', () => {
  it('loses no character of any text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const sql = pieces.join('');
        expect([...readTokens(sql)].map(({ text }) => text).join('')).toBe(sql);
      }),
    );
  });

  it('takes a megabyte of quotes and comments in one go', () => {
    for (const unit of ["'", '"', '/*', '$a$', "\\'", "e'\\'", '--', "''"]) {
      const sql = unit.repeat((1 << 20) / unit.length);
      expect([...readTokens(sql)].map(({ text }) => text).join('')).toHaveLength(sql.length);
    }
  });

  it.each([
    ["SELECT 'it''s; here'; SELECT 2", 2],
    ["SELECT E'it\\'s; here'; SELECT 2", 2],
    ['SELECT ";""" FROM "a;b"', 1],
    ['SELECT $x$ ; $$ ; $x$ ; SELECT 2', 2],
    ['SELECT 1 /* ; /* ; */ ; */ ; -- ; \n SELECT 2', 2],
    ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3', 2],
    ['  ;; -- nothing\n', 0],
  ])('finds the statements of %s', (sql, count) => {
    expect(splitStatements(sql)).toHaveLength(count);
  });
});

describe('hiding values', () => {
  it.each([
    ["SELECT * FROM users WHERE email = 'ada@example.com' AND age > 41.5", 'SELECT * FROM users WHERE email = ? AND age > ?'],
    ["ALTER ROLE ada PASSWORD 'sesame'", 'ALTER ROLE ada PASSWORD ?'],
    ['SELECT 1 /* user=ada */ -- ada\n', 'SELECT ?'],
    ["SELECT $$ada$$, E'a\\'da', U&'ada', x'ada', $1", 'SELECT ?, ?, ?, ?, $1'],
    ["SELECT 'ada", 'SELECT ? …'],
    ["SELECT 'it\\'s ada'", 'SELECT ? …'],
    ['SELECT "column 1" FROM t2', 'SELECT "column 1" FROM t2'],
  ])('shows %s as %s', (sql, shown) => {
    expect(hideValues({ sql })).toBe(shown);
  });

  it('shows nothing of a literal, wherever the server cut the text', () => {
    const sql = `UPDATE users SET note = 'sesame one', e = E'sesame \\' two', d = $q$sesame three$q$ /* sesame */ WHERE id = 77`;
    for (let length = 0; length <= sql.length; length += 1) {
      expect(hideValues({ sql: sql.slice(0, length) })).not.toMatch(/sesame|77/);
    }
  });

  it('stays short', () => {
    expect(hideValues({ sql: `SELECT ${'a'.repeat(1 << 20)}` }).length).toBeLessThan(510);
  });
});

it('quotes a name that would end its quotes', () => {
  expect(quoteIdentifier('"; drop table x; --')).toBe('"""; drop table x; --"');
});
