import { withDeadline } from '../confirm/deadline.ts';
import { LineclearError } from '../plugin/errors.ts';
import { cleanValue } from '../plugin/clean.ts';
import type { AnyResource, ResourceContents } from '../plugin/resource.ts';
import type { ResourceDefinition, ResourceTable } from '../registry/resources.ts';
import type { View } from '../registry/types.ts';
import type { CallDependencies } from './call-dependencies.ts';
import type { CallPath } from './path.ts';
import { answer } from './prompts.ts';
import { Scope } from './scope.ts';
import { shownName } from './shown-name.ts';
import type { Caller } from './types.ts';

type ResourcePaths = Pick<CallPath, 'resources' | 'templates' | 'readResource'>;
type Entry = ResourceTable['fixed'][number] | ResourceTable['templates'][number];

/** Resources are reads: the same profiles, policy (as toolset `resources`), deadlines, redaction and audit. Always of the active profile. */
export const createResourcePaths = ({
  table,
  parts,
  view,
  readMs,
}: {
  table: ResourceTable;
  parts: CallDependencies;
  view: (caller: Caller) => View;
  readMs: number;
}): ResourcePaths => {
  const isVisible = (entry: { plugin: string; resource: AnyResource }, caller: Caller): boolean => {
    try {
      open(entry, caller);
      return true;
    } catch {
      return false;
    }
  };

  const open = ({ plugin, resource }: { plugin: string; resource: AnyResource }, caller: Caller) => {
    const profile = parts.profiles.get(view(caller).active);
    if (profile === undefined) throw new LineclearError('profile_not_found', 'The active profile does not exist.');
    if (resource.connection !== undefined && !profile.connections.has(resource.connection.id)) {
      throw new LineclearError('not_configured', `The profile "${profile.name}" has no connection "${resource.connection.id}".`);
    }
    const { name, tier } = profile;
    const question = {
      profile: name,
      tier,
      principal: caller.principal.id,
      plugin,
      toolset: 'resources',
      tool: resource.name,
      kind: 'read',
    } as const;
    if (parts.policy.decide(question).allow === 'deny')
      throw new LineclearError('forbidden', `Policy does not allow ${resource.uri} here.`);
    const context = (signal: AbortSignal) =>
      new Scope({
        plugin,
        profile,
        principal: caller.principal,
        log: parts.log,
        clock: parts.clock,
        store: parts.store,
        trail: parts.trail,
        progress: () => {},
        nested: () => Promise.reject(new LineclearError('unsupported', 'A resource cannot call tools.')),
        signal,
      });
    const reader = async () =>
      resource.connection === undefined ? undefined : parts.pool.reader(resource.connection, profile.name);
    return { context, reader };
  };

  const listEntry = async ({
    entry,
    caller,
    signal,
  }: {
    entry: Entry;
    caller: Caller;
    signal: AbortSignal;
  }): Promise<readonly ResourceDefinition[]> => {
    const { list } = entry.resource;
    if (list === undefined) return 'uri' in entry.definition ? [entry.definition] : [];
    const { context, reader } = open(entry, caller);
    const live = await reader();
    const found = await withDeadline({
      ms: readMs,
      caller: signal,
      what: `list of ${entry.resource.name}`,
      work: (own) => list(Object.assign(context(own), { reader: live })),
    });
    return found.map((item) => ({ ...item, mimeType: entry.resource.mimeType }));
  };

  return {
    templates: (caller) => table.templates.filter((entry) => isVisible(entry, caller)).map((entry) => entry.definition),
    resources: async (caller, signal) => {
      const entries = [...table.fixed, ...table.templates].filter((entry) => isVisible(entry, caller));
      const lists = await Promise.all(
        entries.map(async (entry) => {
          try {
            return await listEntry({ entry, caller, signal });
          } catch (error) {
            // One backend that is down must not hide what the others have.
            parts.log.warn({ resource: entry.resource.name, error }, 'resources could not be listed');
            return [];
          }
        }),
      );
      return parts.redactor.value(cleanValue(lists.flat()));
    },
    readResource: async ({ uri, caller, signal }) => {
      const record = async (outcome: string): Promise<void> => {
        await parts.trail.record({
          event: 'read',
          time: new Date(parts.clock.now()).toISOString(),
          principal: caller.principal.id,
          profile: caller.profile,
          outcome,
          details: { resource: shownName({ name: uri, redactor: parts.redactor, longest: 1_000 }) },
        });
      };
      return answer({
        parts,
        caller,
        record,
        work: async () => {
          const found = table.find(uri);
          if (found === undefined)
            throw new LineclearError('not_found', 'There is no such resource.', { hint: 'List the resources.' });
          const { resource } = found.entry;
          const { context, reader } = open(found.entry, caller);
          const live = await reader();
          const contents = await withDeadline<ResourceContents>({
            ms: readMs,
            caller: signal,
            what: `read of ${resource.name}`,
            work: (own) => resource.read(Object.assign(context(own), { uri, variables: found.variables, reader: live })),
          });
          const { mimeType } = resource;
          return 'text' in contents
            ? { uri, mimeType, text: String(parts.presenter.present(contents.text)) }
            : { uri, mimeType, blob: Buffer.from(contents.bytes).toString('base64') };
        },
      });
    },
  };
};
