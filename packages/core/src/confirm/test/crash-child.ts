import { compose } from '../../compose.ts';
import type { Store } from '../../store/store.ts';
import { sqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { counterPlugin } from './counter-backend.ts';
import { callerOf } from './line.ts';

/** Previews and confirms one write, and kills its own process at the named step. */
const [storePath = '', url = '', step = 'never'] = process.argv.slice(2);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before the next statement could matter, but not before this one returns.
  for (;;);
};
const dieAt = (name: string) => () => {
  if (name === step) die();
};

const store = await sqliteStore({ path: storePath });
// Every step of the protocol is a transition of the store: the process ends right before or right after one.
const killing: Store = new Proxy(store, {
  get: (target, name) => {
    if (name !== 'transition') {
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    }
    return async (change: Parameters<Store['transition']>[0]) => {
      dieAt(`before-${String(change.set.state)}`)();
      const moved = await target.transition(change);
      dieAt(`after-${String(change.set.state)}`)();
      return moved;
    };
  },
});

const composition = await compose({
  plugins: [counterPlugin({ reconcile: true, hooks: { beforeWrite: dieAt('before-write'), afterWrite: dieAt('after-write') } })],
  profiles: { default: 'local', profiles: { local: { tier: 'development', connections: { counter: { url } } } } },
  store: killing,
  instance: 'crashing',
  limits: { leaseMs: 1_000 },
});
const { says } = callerOf(composition);
const how = { profile: 'local' };
await says('counter_add', { label: 'one' }, how);
process.stdout.write(`${await says('counter_add', { label: 'one', confirm: true }, how)}\n`);
await composition.close();
await store.close();
