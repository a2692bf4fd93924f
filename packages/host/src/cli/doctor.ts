import type { Composition } from '@lineclear/core';
import { activeProfile, localCaller } from '../caller.ts';
import { chainFinding } from '../doctor/chain.ts';
import { connectionFindings, planFindings } from '../doctor/composed.ts';
import { explainTool } from '../doctor/explain-tool.ts';
import { type Finding, findingsText } from '../doctor/finding.ts';
import { approverFinding, folderFindings, nodeFinding } from '../doctor/machine.ts';
import { exitCodes, ExitError, type ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { withParts } from '../with-parts.ts';
import { flagsOf, withFlags } from './flag-options.ts';
import type { Declaration } from './declaration.ts';

/** `doctor`: what works, what does not, and how to mend it; with a tool's name, why that tool is offered or not. */
export const addDoctor = ({ program, spec, surroundings, command, run }: Declaration): void => {
  const doctor = withFlags(
    program.command('doctor [tool]').description('check everything, or explain one tool').option('--json', 'as JSON'),
  );
  doctor.action((tool: string | undefined, options: { json?: boolean }) =>
    run(() =>
      withParts({
        spec,
        surroundings,
        flags: flagsOf(doctor),
        logLevel: 'error',
        work: async (parts) => {
          const { findings, exitCode } = await examine({ tool, parts, command });
          surroundings.stdout.write(
            options.json === true ? `${JSON.stringify(findings, undefined, 2)}\n` : findingsText(findings),
          );
          return exitCode;
        },
      }),
    ),
  );
};

const examine = async ({
  tool,
  parts,
  command,
}: {
  tool: string | undefined;
  parts: Parts;
  command: string;
}): Promise<{ findings: readonly Finding[]; exitCode: ExitCode }> => {
  if (tool !== undefined) {
    const findings = await explainTool({ tool, composition: await parts.composition(), user: parts.surroundings.user });
    return { findings, exitCode: findings.some(({ status }) => status === 'fail') ? exitCodes.failure : exitCodes.ok };
  }
  const findings: Finding[] = [nodeFinding(process.versions.node), ...(await folderFindings(parts.folders))];
  const config = await attempt({
    what: 'configuration',
    work: async () => (await parts.config()).path ?? 'none; the profile "local" is built in',
  });
  findings.push(config);
  const store = await attempt({ what: 'store', work: async () => (await parts.store()).location });
  findings.push(store);
  if (store.status === 'ok') {
    if (config.status === 'ok') findings.push(await chainFinding({ store: await parts.store(), anchor: await parts.anchor() }));
    findings.push(...(await planFindings(await parts.store())));
  }
  if (store.status === 'ok' && config.status === 'ok') findings.push(...(await composedFindings({ parts, command })));
  const failed = findings.some(({ status }) => status === 'fail');
  return { findings, exitCode: config.status === 'fail' ? exitCodes.config : failed ? exitCodes.unreachable : exitCodes.ok };
};

const composedFindings = async ({ parts, command }: { parts: Parts; command: string }): Promise<readonly Finding[]> => {
  let composition: Composition | undefined;
  const composed = await attempt({
    what: 'tools',
    work: async () => {
      composition = await parts.composition();
      return offeredText({ composition, parts, byDefault: (await parts.config()).profiles.default });
    },
  });
  if (composition === undefined) return [composed];
  const needsPerson = [...composition.profiles.values()].some(({ approval }) => Object.values(approval).includes('human'));
  return [
    composed,
    approverFinding({ approvers: await parts.approvers(), needsPerson, command }),
    ...(await connectionFindings({ composition, sources: (await parts.config()).sources })),
  ];
};

const offeredText = ({
  composition,
  parts,
  byDefault,
}: {
  composition: Composition;
  parts: Parts;
  byDefault: string;
}): string => {
  const names = [...composition.profiles.keys()];
  const profile = activeProfile({ flags: parts.flags, profiles: names, byDefault });
  const others = names.filter((name) => name !== profile);
  const offered = composition.tools(localCaller({ user: parts.surroundings.user, profile, transport: 'cli' }));
  return `${offered.length} offered; the active profile is ${profile}${others.length === 0 ? '' : `, others are ${others.join(', ')}`}`;
};

const attempt = async ({ what, work }: { what: string; work: () => Promise<string> }): Promise<Finding> => {
  try {
    return { what, status: 'ok', detail: await work() };
  } catch (error) {
    const hint = error instanceof ExitError || (error instanceof Error && 'hint' in error) ? error.hint : undefined;
    return {
      what,
      status: 'fail',
      detail: error instanceof Error ? error.message : String(error),
      ...(typeof hint === 'string' ? { fix: hint } : {}),
    };
  }
};
