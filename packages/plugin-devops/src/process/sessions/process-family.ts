import { readFile, readdir } from 'node:fs/promises';

/** A started process and how to recognise what it started. */
export interface FamilyHead {
  readonly pid: number;
  /** The value of {@link markName} in its environment, which its children inherit. */
  readonly mark: string;
}

/** The variable that marks a process and everything it starts, also what left its group and its session. */
export const markName = 'LINECLEAR_PROCESS';

/** How many processes of a family are alive. */
export const countFamily = async (head: FamilyHead): Promise<number> => (await livingFamily(head)).length;

/** Sends a signal to the whole family: the group at once, and each that left it. Yields how many there were. */
export const signalFamily = async ({ head, signal }: { head: FamilyHead; signal: NodeJS.Signals }): Promise<number> => {
  // Looked at before anybody is signalled: a parent that ends at once would leave its children without a trace to it.
  const family = await livingFamily(head);
  const [inside, outside] = [family.filter(({ group }) => group === head.pid), family.filter(({ group }) => group !== head.pid)];
  if (inside.length > 0 || process.platform !== 'linux') signalGroup({ pid: head.pid, signal });
  for (const { pid } of outside) sendSignal({ pid, signal });
  return family.length;
};

/**
 * The processes of a family that are alive: its group, its session, its descendants, and whatever carries its mark. Where the system has no
 * /proc nobody is found, and only the group can be signalled.
 */
export const livingFamily = async (head: FamilyHead): Promise<readonly ProcessFacts[]> => {
  const facts = await processFacts();
  const family = new Set(facts.filter((fact) => [fact.pid, fact.group, fact.session].includes(head.pid)).map(({ pid }) => pid));
  const mark = `${markName}=${head.mark}`;
  await Promise.all(facts.map(async ({ pid }) => !family.has(pid) && (await isMarked({ pid, mark })) && family.add(pid)));
  // A child may stand before its parent in the list, so this goes on until nobody is new.
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of facts) if (family.has(parent)) family.add(pid);
  }
  return facts.filter(({ pid, state }) => family.has(pid) && state !== 'Z' && pid !== process.pid);
};

/** Sends a signal to the process group; nobody is left when that fails. */
export const signalGroup = ({ pid, signal }: { pid: number; signal: NodeJS.Signals }): void => sendSignal({ pid: -pid, signal });

const sendSignal = ({ pid, signal }: { pid: number; signal: NodeJS.Signals }): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Nobody is left.
  }
};

export interface ProcessFacts {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

const processFacts = async (): Promise<readonly ProcessFacts[]> => {
  const names = await readdir('/proc').catch(() => []);
  const facts = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => factsOf(Number(name))));
  return facts.filter((fact) => fact !== undefined);
};

const factsOf = async (pid: number): Promise<ProcessFacts | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in brackets may hold anything, brackets included.
  const [state, parent, group, session] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  if (state === undefined) return undefined;
  return { pid, state, parent: Number(parent), group: Number(group), session: Number(session) };
};

const isMarked = async ({ pid, mark }: { pid: number; mark: string }): Promise<boolean> => {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return `\0${environment}`.includes(`\0${mark}\0`);
};
