import { describe, expect, it } from 'vitest';
import { parseJunitXml } from './junit-xml.ts';

const { signal } = new AbortController();
const parse = (text: string) => parseJunitXml({ text, signal });

const surefire = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="com.example.CartTest" time="1,000.5" tests="5" errors="1" skipped="1" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="com.example.CartTest" time="0.01"/>
  <testcase name="removes" classname="com.example.CartTest" time="0.02">
    <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <1> but was: <2>
	at org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
	at com.example.CartTest.removes(CartTest.java:42)
]]></failure>
    <rerunFailure message="again"><stackTrace>again</stackTrace></rerunFailure>
    <system-out><![CDATA[<testcase name="not a test"/>]]></system-out>
  </testcase>
  <testcase name="breaks" classname="com.example.CartTest"><error type="java.lang.NullPointerException">java.lang.NullPointerException
	at com.example.Cart.total(Cart.java:7)</error></testcase>
  <testcase name="later" classname="com.example.CartTest"><skipped message="not yet"/></testcase>
  <testcase name="shaky" classname="com.example.CartTest"><flakyFailure message="once"><stackTrace>once</stackTrace></flakyFailure></testcase>
</testsuite>
`;

describe('parseJunitXml', () => {
  it('reads what surefire writes: reruns, flaky tests, errors, text that looks like tests', async () => {
    const report = await parse(surefire);
    expect(report).toMatchObject({ framework: 'junit', passed: 2, failed: 2, skipped: 1, durationMs: 1_000_500, notes: [] });
    expect(report?.failures).toEqual([
      expect.objectContaining({
        name: 'removes',
        suite: 'com.example.CartTest',
        file: 'CartTest.java',
        line: 42,
        message: 'expected: <1> but was: <2>',
        stack: expect.stringContaining('CartTest.removes'),
      }),
      expect.objectContaining({ name: 'breaks', message: 'java.lang.NullPointerException' }),
    ]);
  });

  it('reads suites in suites, other dialects’ skipped tests, and files named by the suite', async () => {
    const report = await parse(`noise before
      <testsuites tests="4"><testsuite name="outer" tests="4" file="spec/a_spec.rb"><testsuite name="inner" tests="3">
        <testcase name="fails" line="12"><failure>Boom &amp; bang &#x41;&#66; &unknown;</failure></testcase>
        <testcase name="off" status="notrun"/><testcase name="off too" result="suppressed"/>
      </testsuite><testcase name="ok"/></testsuite></testsuites> noise after <testcase name="no"/>`);
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 2, notes: [] });
    expect(report?.failures).toMatchObject([{ suite: 'outer > inner', line: 12, message: 'Boom & bang AB &unknown;' }]);
  });

  it('compares with the sums of the outermost suites only', async () => {
    const inner = (name: string) => `<testsuite name="${name}" tests="1" time="1"><testcase name="a"/></testsuite>`;
    const outer = `<testsuite name="all" tests="2" time="2">${inner('one')}${inner('two')}</testsuite>`;
    expect(await parse(outer)).toMatchObject({ passed: 2, durationMs: 2_000, notes: [] });
    expect(await parse(`<testsuites tests="4">${outer}${outer}</testsuites>`)).toMatchObject({
      passed: 4,
      durationMs: 4_000,
      notes: [],
    });
  });

  it('counts what stands before the end of a report that is cut off, and says so', async () => {
    const at = surefire.indexOf('<error');
    expect(await parse(surefire.slice(0, at + 10))).toMatchObject({
      passed: 1,
      failed: 1,
      notes: [expect.stringContaining('cut off')],
    });
    expect(await parse('<testsuite tests="9"><testcase name="a"/></testsuite>')).toMatchObject({
      notes: [expect.stringContaining('names 9 tests and holds 1')],
    });
    expect(await parse('<testsuite')).toBeUndefined();
    expect(await parse('no xml')).toBeUndefined();
  });

  it('expands no entity of the document (billion laughs) and reads none of a file', async () => {
    const names = 'abcdefghij'.split('');
    const entities = names.map(
      (name, index) => `<!ENTITY ${name} "${index === 0 ? 'lol' : `&${names[index - 1]};`.repeat(10)}">`,
    );
    const bomb = `<!DOCTYPE x [${entities.join('')}<!ENTITY file SYSTEM "file:///etc/passwd"> <!-- ]> --> ]>`;
    const report = await parse(
      `<testsuites>${bomb}<testsuite name="&j;"><testcase name="&file;"><failure message="&j;"/></testcase></testsuite></testsuites>`,
    );
    expect(report?.failures).toMatchObject([{ name: '&file;', suite: '&j;', message: '&j;' }]);
  });

  it('survives nesting without end, names of object properties and wrong closing tags', async () => {
    expect(await parse('<testsuite>'.repeat(20_000) + '<testcase name="deep"/>')).toMatchObject({
      passed: 1,
      notes: [expect.stringContaining('cut off')],
    });
    expect(await parse('<testsuite __proto__="x"><testcase name="a" constructor="y"></b></testcase></testsuite>')).toMatchObject({
      passed: 1,
    });
  });

  it('reads a very long report in turns, so that other calls go on', async () => {
    const one = '<testcase classname="c" name="n" time="0.1"><failure message="bad">at c &lt; d</failure></testcase>';
    let turns = 0;
    let running = true;
    const turn = () => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    const report = await parse(`<testsuite tests="100000">${one.repeat(100_000)}</testsuite>`);
    running = false;
    expect(report).toMatchObject({ failed: 100_000, failures: { length: 50 }, notes: [] });
    expect(turns).toBeGreaterThan(20);
  });

  it('stops when the call is over', async () => {
    const over = AbortSignal.abort();
    await expect(parseJunitXml({ text: `<testsuite>${'<testcase/>'.repeat(100_000)}`, signal: over })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
