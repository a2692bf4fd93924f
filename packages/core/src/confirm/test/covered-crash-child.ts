import { compose } from '../../compose.ts';
import type { Store } from '../../store/store.ts';
import { sqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { counterPlugin } from './counter-backend.ts';
import { callerOf } from './line.ts';

/** Confirms one write, makes another one under its plan, and kills its own process at the named step of the second. */
const [storePath = '', url = '', step = 'never'] = process.argv.slice(2);

let isArmed = false;
const dieAt = (name: string): void => {
  if (!isArmed || name !== step) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before the next statement could matter, but not before this one returns.
  for (;;);
};

const store = await sqliteStore({ path: storePath });
const createPlan: Store['createPlan'] = async (...plan) => {
  dieAt('before-record');
  const events = await store.createPlan(...plan);
  dieAt('after-record');
  return events;
};
const transition: Store['transition'] = async (change) => {
  dieAt('before-outcome');
  const moved = await store.transition(change);
  dieAt('after-outcome');
  return moved;
};
const killing: Store = new Proxy(store, {
  get: (target, name) => {
    if (name === 'createPlan') return createPlan;
    if (name === 'transition') return transition;
    const member: unknown = Reflect.get(target, name, target);
    return typeof member === 'function' ? member.bind(target) : member;
  },
});

const hooks = { beforeWrite: () => dieAt('before-write'), afterWrite: () => dieAt('after-write') };
const composition = await compose({
  plugins: [counterPlugin({ reconcile: true, hooks })],
  profiles: { default: 'local', profiles: { local: { tier: 'development', connections: { counter: { url } } } } },
  store: killing,
  instance: 'crashing',
  limits: { leaseMs: 1_000 },
});
const { says } = callerOf(composition);
const how = { profile: 'local' };
await says('counter_add', { label: 'one' }, how);
await says('counter_add', { label: 'one', confirm: true }, how);
isArmed = true;
process.stdout.write(`${await says('counter_more', {}, how)}\n`);
await composition.close();
await store.close();
