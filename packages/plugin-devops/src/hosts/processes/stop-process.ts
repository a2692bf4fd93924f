import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostProcess } from './read-process.ts';

export const stopOutcomes = ['terminated', 'killed', 'already_gone', 'still_runs'] as const;
export type StopOutcome = (typeof stopOutcomes)[number];

/** The command that ends exactly this process: before each signal it is looked at again, so that another one with its id gets none. */
export const stopCommand = ({
  process: { pid, startTicks, command },
  graceS,
}: {
  process: Pick<HostProcess, 'pid' | 'startTicks' | 'command'>;
  graceS: number;
}): readonly string[] => ['sh', '-c', script, 'lineclear-stop-process', `${pid}`, startTicks, `${graceS * 10}`, command];

/** `$1` process, `$2` its start in ticks, `$3` tenths of a second to wait, `$4` its arguments as `cat -v` shows them. */
const script = `set -f
pid=$1 start=$2 grace=$3 command=$4
runs() {
  stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  set -- \${stat##*) }
  [ "$1" != Z ] && [ "$1" != X ] && [ "\${20}" = "$start" ]
}
ends() {
  tenths=0
  while runs; do
    [ "$tenths" -lt "$1" ] || return 1
    sleep 0.1
    tenths=$((tenths + 1))
  done
}
runs || exit 3
[ "$(cat -v "/proc/$pid/cmdline")" = "$command" ] || exit 4
kill -TERM "$pid" || exit 5
ends "$grace" && exit 0
kill -KILL "$pid"
ends 50 && exit 10
exit 6
`;

/** What the exit status of the script says; throws where no signal was sent although the process is there. */
export const readStopOutcome = ({ exitCode, host, pid }: { exitCode: number | null; host: string; pid: number }): StopOutcome => {
  switch (exitCode) {
    case 0:
      return 'terminated';
    case 10:
      return 'killed';
    case 3:
      return 'already_gone';
    case 6:
      return 'still_runs';
    case 4:
      throw new LineclearError(
        'conflict',
        `The process ${pid} of the host ${quoted(host)} runs another program now; it was left alone.`,
        {
          details: { reason: 'process_changed', host, pid },
          effect: 'none',
        },
      );
    case 5:
      throw new LineclearError('forbidden', `The host ${quoted(host)} does not let the account end the process ${pid}.`, {
        details: { reason: 'permission_denied', host, pid },
        effect: 'none',
      });
    default:
      throw new LineclearError('upstream_error', `The end of the process ${pid} on the host ${quoted(host)} was not seen.`, {
        hint: 'host_query with processes shows whether it still runs.',
        details: { reason: 'stop_failed', host, pid, exit_code: exitCode },
        effect: 'unknown',
      });
  }
};
