import { checkSecrets } from './check-secrets.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

/** Every prompt renders with its example arguments; every resource can be read and sends nothing unsafe. */
export const checkPromptsAndResources = async <Backend extends ContractBackend>(
  options: ContractOptions<Backend>,
): Promise<readonly Finding[]> => {
  const { plugin, prompts = {}, resources = {} } = options;
  if ((plugin.prompts ?? []).length + (plugin.resources ?? []).length === 0) return [];
  const stage = await setStage(options);
  try {
    const { composition, caller } = stage.started;
    const findings: Finding[] = [];
    for (const { name } of plugin.prompts ?? []) {
      const args = prompts[name];
      if (args === undefined) {
        findings.push({ rule: 'example_missing', subject: name, message: 'Nothing shows how the prompt is used.' });
        continue;
      }
      const rendered = await composition.path.getPrompt({ name, args, caller });
      if (!rendered.ok) findings.push({ rule: 'prompt_failed', subject: name, message: rendered.error.message });
    }
    for (const { name, uri } of plugin.resources ?? []) {
      const wanted = uri.includes('{') ? resources[name] : uri;
      if (wanted === undefined) {
        findings.push({ rule: 'example_missing', subject: name, message: 'Nothing shows how the resource template is read.' });
        continue;
      }
      const mark = await stage.mark();
      const contents = await composition.path.readResource({ uri: wanted, caller, signal: new AbortController().signal });
      if (!contents.ok)
        findings.push({ rule: 'resource_failed', subject: name, message: `${contents.error.code}: ${contents.error.message}` });
      findings.push(...(await mark.since(name, 'Reading')));
    }
    return [...findings, ...(await checkSecrets({ stage, plugin, subject: plugin.id }))];
  } finally {
    await stage.close();
  }
};
