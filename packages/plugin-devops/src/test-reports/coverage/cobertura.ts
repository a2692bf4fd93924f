import { setImmediate } from 'node:timers/promises';
import { xmlEvents } from '../xml-events.ts';
import type { XmlEvent } from '../xml-events.ts';
import { addShares, shareOfHits } from './coverage.ts';
import type { Coverage, Share } from './coverage.ts';

/** Where a cobertura report begins. */
export const coberturaStart = /<coverage[\s>]/;

/** Reads cobertura's XML, as coverage.py, pytest-cov, istanbul and others write it. Lines that stand in several classes of a file count once. */
export const parseCobertura = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<Coverage | undefined> => {
  const from = text.search(coberturaStart);
  if (from === -1) return undefined;
  const state: State = { files: new Map(), current: undefined, cut: false };
  let turnAt = 0;
  for (const event of xmlEvents(text.slice(from))) {
    if (event.at - turnAt > charactersPerTurn) {
      turnAt = event.at;
      await setImmediate(undefined, { signal });
    }
    take({ state, event });
    if (event.kind === 'close' && event.name === 'coverage') break;
  }
  const files = [...state.files].map(([path, { lines, branches }]) => ({
    path,
    lines: shareOfHits(lines.values()),
    branches: addShares([...branches.values()]) ?? { covered: 0, total: 0 },
  }));
  if (files.length === 0) return undefined;
  return {
    lines: addShares(files.map(({ lines }) => lines)),
    branches: addShares(files.map(({ branches }) => branches)),
    functions: undefined,
    statements: undefined,
    files: files.map(({ path, lines }) => ({ path, lines })),
    notes: state.cut ? ['The coverage report is cut off: only what stands before its end was counted.'] : [],
  };
};

const charactersPerTurn = 1 << 16;

interface Lines {
  /** How often each line ran. */
  readonly lines: Map<number, number>;
  readonly branches: Map<number, Share>;
}
interface State {
  readonly files: Map<string, Lines>;
  current: Lines | undefined;
  cut: boolean;
}

const take = ({ state, event }: { state: State; event: XmlEvent }): void => {
  if (event.kind === 'cut') state.cut = true;
  else if (event.kind === 'close' && event.name === 'class') state.current = undefined;
  else if (event.kind === 'open' && event.name === 'class') {
    const path = event.attributes.get('filename') ?? '';
    state.current = state.files.get(path) ?? { lines: new Map(), branches: new Map() };
    state.files.set(path, state.current);
  } else if (event.kind === 'open' && event.name === 'line' && state.current !== undefined) {
    const { attributes } = event;
    const [line, hits] = [Number(attributes.get('number')), Number(attributes.get('hits'))];
    if (!Number.isInteger(line) || !Number.isFinite(hits)) return;
    state.current.lines.set(line, Math.max(state.current.lines.get(line) ?? 0, hits));
    const branch = /\((\d{1,6})\/(\d{1,6})\)/.exec(attributes.get('condition-coverage') ?? '');
    if (branch !== null) state.current.branches.set(line, { covered: Number(branch[1]), total: Number(branch[2]) });
  }
};
