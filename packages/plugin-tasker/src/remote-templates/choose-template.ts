import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { TemplateDetail } from '../schemas/template.ts';
import { nearNames } from './near-names.ts';
import { newestFirst } from './versions.ts';

interface Wanted {
  readonly reader: TaskerReader;
  readonly namespace: string;
  readonly name: string;
  /** The newest when absent. */
  readonly version: string | undefined;
  readonly signal: AbortSignal;
}

/** The template that a submission will run, and every version that there is of it, newest first. `not_found` names what comes near. */
export const chooseTemplate = async (
  wanted: Wanted,
): Promise<{ readonly template: TemplateDetail; readonly versions: readonly string[] }> => {
  const { reader, namespace, name, signal } = wanted;
  const { templates } = await reader.listTemplates({ namespace, signal });
  const versions = newestFirst(
    templates.filter((one) => one.namespace === namespace && one.name === name).map((one) => one.version),
  );
  const [newest] = versions;
  if (newest === undefined) throw await noTemplate(wanted);
  const version = wanted.version ?? newest;
  if (!versions.includes(version)) throw noVersion(versions);
  return { template: await reader.getTemplate({ namespace, name, version, signal }), versions };
};

// The server's names are data of others: they belong into details, not into a message that reads as ours.
const noTemplate = async ({ reader, namespace, name, signal }: Wanted): Promise<LineclearError> => {
  const { templates, namespaces } = await reader.listTemplates({ namespace: undefined, signal });
  const inNamespace = templates.filter((one) => one.namespace === namespace).map((one) => one.name);
  const elsewhere = templates.filter((one) => one.namespace !== namespace && one.name === name).map((one) => one.namespace);
  return new LineclearError('not_found', 'The server has no template of this name in this namespace.', {
    hint: 'Take a name from details, or list them with template_list_remote.',
    details: {
      reason: 'no_such_template',
      near_names: nearNames({ name, names: inNamespace }),
      ...(elsewhere.length === 0 ? {} : { same_name_in_namespaces: [...new Set(elsewhere)].slice(0, listed) }),
      ...(inNamespace.length === 0
        ? { namespaces: namespaces.map((one) => one.name).slice(0, listed) }
        : { templates: [...new Set(inNamespace)].slice(0, listed) }),
    },
  });
};

const listed = 20;

const noVersion = (versions: readonly string[]): LineclearError =>
  new LineclearError('not_found', 'The server has no such version of this template.', {
    hint: 'Leave version out to take the newest, or name one of details.versions.',
    details: { reason: 'no_such_version', versions: versions.slice(0, listed) },
  });
