// What runs on a host: POSIX sh, with everything that varies as arguments. All of it is read by dash, bash and busybox.

/** Where the records of writes are: files that begin with the id of their plan. */
const runs = 'runs=$HOME/.cache/lineclear/runs; run=$runs/$1; [ -d "$runs" ] || mkdir -p -m 700 "$runs" 2>/dev/null';

/** One line for us before the output of a program; what a login shell printed stands before it. */
const say = String.raw`say() { printf '\036lineclear %s\n' "$*"; }`;

// A folder that is not absolute would mean the one that a program runs in, and whoever writes there would say what a name means. Programs
// of administrators are often not on the path of a login that has no terminal.
const path = `case :$PATH: in *:[!/]*) PATH=/usr/local/bin:/usr/bin:/bin ;; esac
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH`;

/** Whether a process of the group `$1` runs. One that ended and that nobody asked for its status yet is none, though signals reach it. */
const alive = `alive() {
  [ -r /proc/self/stat ] || { kill -0 "-$1" 2>/dev/null; return; }
  for file in /proc/[0-9]*/stat; do
    read -r line 2>/dev/null <"$file" || continue
    line=\${line##*) }
    state=\${line%% *} line=\${line#* }
    line=\${line#* }
    [ "\${line%% *}" != "$1" ] || [ "$state" = Z ] || [ "$state" = X ] || return 0
  done
  return 1
}`;

/** `$1` how to become root, then the program and its arguments. Its process takes the place of the shell unless a password is needed. */
export const queryScript = `${say}
${path}
LC_ALL=C; export LC_ALL
mode=$1; shift
case $mode in
passwordless) set -- sudo -n -- "$@" ;;
password)
  IFS= read -r password
  printf '%s\\n' "$password" | sudo -S -p '' -v >/dev/null 2>&1 || { say nosudo; exit 0; }
  password=
  say started $$
  sudo -n -- "$@"
  exit ;;
esac
say started $$
exec "$@"
`;

/**
 * Runs a program once for a plan and keeps how it ended. `$1` plan, `$2` 1 to remove old records, `$3` folder, `$4` bytes of input or
 * "-", `$5` how to become root, then the program and its arguments. Few processes: each costs a millisecond.
 *
 * The file of the process is made before the program starts and only if nobody else made it: a second start finds it, and whoever asks
 * for the outcome makes it too, so that what was not started by then never starts. The program writes into pipes whose other ends
 * outlive the connection; the first 64 KB of each stream stay in a file. The shell is a process group of its own, because sshd starts it
 * in a session of its own; it outlives a SIGTERM of the group to record the end, and does not wait for what the program left running.
 */
export const runScript = `${say}
${path}
trap '' PIPE
${runs}; sweep=$2; folder=$3; bytes=$4; mode=$5; shift 5
refuse() { set -C; echo void 2>/dev/null >"$run.process"; say "$1"; exit 0; }
[ -z "$folder" ] || cd "$folder" 2>/dev/null || refuse nofolder
if [ "$mode" = password ]; then IFS= read -r password || refuse noinput; fi
input=/dev/null
if [ "$bytes" != - ]; then
  input=$run.in
  (umask 077; head -c "$bytes" >"$input")
  [ "$(wc -c <"$input")" -eq "$bytes" ] || refuse noinput
fi
case $mode in
passwordless) set -- sudo -n -- "$@" ;;
password)
  printf '%s\\n' "$password" | sudo -S -p '' -v >/dev/null 2>&1 || refuse nosudo
  password=
  set -- sudo -n -- "$@" ;;
esac
stat=$$ boot=
read -r stat 2>/dev/null <"/proc/$$/stat"
read -r boot 2>/dev/null </proc/sys/kernel/random/boot_id
set -C
echo "$boot $stat" 2>/dev/null >"$run.process" || { if [ -e "$run.process" ]; then say again; else say norecord; fi; exit 0; }
set +C
# A short text for a command is a pipe in most shells, which is one without another process.
exec 3<<end 4<<end
end
end
out=/proc/self/fd/3 err=/proc/self/fd/4
if ! [ -p "$out" ]; then
  out=$run.1 err=$run.2
  mkfifo "$out" "$err"
  exec 3<>"$out" 4<>"$err"
fi
exec 5>"$out" 6>"$err"
say started $$
trap '' XFSZ TERM INT HUP
(ulimit -f 128; exec tee "$run.out" /dev/null <"$out" 2>/dev/null 3<&- 4<&- 5>&- 6>&-) &
(ulimit -f 128; exec tee "$run.err" /dev/null <"$err" >&2 2>/dev/null 3<&- 4<&- 5>&- 6>&-) &
trap : XFSZ TERM INT HUP
(trap - PIPE; exec "$@") <"$input" >&5 2>&6 3<&- 4<&- 5>&- 6>&-
status=$?
echo "$status" >"$run.status"
[ "$bytes" = - ] || rm -f "$input"
[ "$sweep" != 1 ] || (find "$runs" -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -f {} + </dev/null >/dev/null 2>&1 3<&- 4<&- 5>&- 6>&- &)
exit "$status"
`;

/**
 * Says how the run of a plan stands: its exit status, the start of this system, the recorded process and that process now, then what
 * was kept of its output. `$1` plan. What was not started by now is kept from starting.
 */
export const outcomeScript = `${say}
${alive}
${runs}
set -C; echo void 2>/dev/null >"$run.process"
status= boot= process= now=
read -r process 2>/dev/null <"$run.process"
read -r boot 2>/dev/null </proc/sys/kernel/random/boot_id
stat=\${process#* }
pid=\${stat%% *}
read -r status 2>/dev/null <"$run.status"
if [ -n "$status" ]; then
  tries=0
  # What still writes the last of the output is in the group of the run.
  while alive "$pid" && [ $tries -lt 10 ]; do sleep 0.1; tries=$((tries + 1)); done
fi
read -r now 2>/dev/null <"/proc/$pid/stat"
say "$status|$boot|$process|$now"
cat "$run.out" 2>/dev/null
cat "$run.err" >&2 2>/dev/null
exit 0
`;

/** Ends a process group: `$1` its number, `$2` how to become root. SIGTERM, two seconds, SIGKILL; says whether any of it is left. */
export const stopScript = `${say}
${alive}
mode=$2
case $mode in
none) root= ;;
passwordless) root='sudo -n --' ;;
password)
  IFS= read -r password
  printf '%s\\n' "$password" | sudo -S -p '' -v >/dev/null 2>&1
  password=
  root='sudo -n --' ;;
esac
$root kill -TERM "-$1" 2>/dev/null
tries=0
while alive "$1" && [ $tries -lt 20 ]; do sleep 0.1; tries=$((tries + 1)); done
$root kill -KILL "-$1" 2>/dev/null
while alive "$1" && [ $tries -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
if alive "$1"; then say left; else say gone; fi
`;
