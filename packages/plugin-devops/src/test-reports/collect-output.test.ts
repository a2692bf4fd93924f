import { describe, expect, it } from 'vitest';
import { heldBytes } from '../../test/held-bytes.ts';
import { collectOutput } from './collect-output.ts';

const collect = (chunks: Iterable<Buffer>) => {
  const { alsoTo, end } = collectOutput();
  const passedOn = { bytes: 0 };
  const { onStdout, onStderr } = alsoTo({
    onStdout: (chunk) => (passedOn.bytes += chunk.length),
    onStderr: (chunk) => (passedOn.bytes += chunk.length),
  });
  for (const chunk of chunks) onStdout(chunk);
  return { onStderr, passedOn, end };
};

function* single(count: number): Generator<Buffer> {
  // With memory of its own, as a chunk from a pipe has.
  for (let at = 0; at < count; at += 1) yield Buffer.from(new Uint8Array([97 + (at % 26)]).buffer);
}

describe('collectOutput', () => {
  it('keeps the beginning of the standard output, and the end of both streams in their order', () => {
    const megabyte = (letter: string) => Buffer.alloc(1 << 20, letter);
    const { onStderr, end, passedOn } = collect([...'abcde'].map(megabyte));
    onStderr(Buffer.from('last'));
    const { stdout, printed, stdoutIsCut } = end();
    expect(stdout).toHaveLength(5 << 20);
    expect(stdoutIsCut).toBe(false);
    expect(printed).toMatch(/^[bc]+d+e+last$/);
    expect(printed.length).toBeGreaterThanOrEqual(4 << 20);
    expect(passedOn.bytes).toBe((5 << 20) + 4);
  });

  it('takes about as much memory as was printed, also when it comes byte by byte', () => {
    const before = heldBytes();
    const { end } = collect(single(1_000_000));
    expect(heldBytes() - before).toBeLessThan(20 << 20);
    expect(end().stdout).toHaveLength(1_000_000);
  });
});
