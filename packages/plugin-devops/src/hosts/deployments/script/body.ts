/**
 * One deployment on one host, in POSIX sh, in one process that needs nobody: once it has switched it either hears that the release is
 * healthy, or goes back by itself. The generated head sets the variables and defines `expect_all`, `prepare`, `start` and `start_back`.
 *
 * Whoever watches reads `$own/state` and answers with folders beside it, because making one either succeeds or finds it made:
 * `go` to switch, `bad` when the release is not healthy, `decided` when it is, `good` and `poor` of the release that it went back to.
 * `decided` is made by both sides, and who makes it decides.
 */
export const scriptBody = `
set -uf; umask 022; LC_ALL=C; export LC_ALL
# What is started inherits no ignored signal from a handler.
trap : HUP INT TERM PIPE
control=$root/.lineclear; own=$control/plans/$plan; lock=$control/lock
held= made=
say() { printf '%s\\n' "$*" >>"$own/state"; }
discard() { [ -z "$made" ] || rm -rf "$root/releases/$made" "$control/manifests/$made"; made=; }
finish() {
  case $1 in untouched|rolled_back) discard ;; esac
  [ -z "$artifact" ] || rm -f "$artifact"
  rm -f "$root/.link.$plan"
  if [ -n "$held" ]; then
    printf '{"at":"%s","outcome":"%s","reason":"%s",%s}\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$facts" >>"$root/releases.jsonl"
    find "$control/plans" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} + 2>/dev/null
    find "$control/uploads" -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} + 2>/dev/null
    rm -rf "$lock"
  fi
  say "end $1 $2 $3"
  exit 0
}
bounded() { folder=$1; shift; (cd "$folder" && exec timeout -k 5 "$step_s" "$@") </dev/null; }
heading() { printf '== %s\\n' "$1"; }
hears() { [ -d "$own/$1" ]; }
point() { rm -f "$root/.link.$plan"; ln -s "$1" "$root/.link.$plan" && mv -Tf "$root/.link.$plan" "$root/$2"; }
expect() { [ "$(readlink "$root/$1" 2>/dev/null)" = "$2" ] || finish untouched changed -; }
share() {
  [ -e "$root/shared/$1" ] || mkdir -p "$root/shared/$1" || return 1
  mkdir -p "$(dirname "$part/$1")" && ln -s "$root/shared/$1" "$part/$1"
}
unpack() {
  dir=$root/releases/$release part=$root/releases/.part.$plan
  [ ! -e "$dir" ] && [ ! -L "$dir" ] || finish untouched release_exists -
  [ "$(sha256sum <"$artifact" | cut -d' ' -f1)" = "$sha256" ] || finish untouched wrong_digest -
  say verified
  made=.part.$plan
  mkdir "$part" && tar -xzof "$artifact" -C "$part" || finish untouched not_unpacked -
  (cd "$part" && find . -type f -exec sha256sum {} +) >"$control/manifests/.part.$plan" || finish untouched not_unpacked -
  link_shared || finish untouched not_unpacked -
  mv "$part" "$dir" && made=$release && mv "$control/manifests/.part.$plan" "$control/manifests/$release" ||
    finish untouched not_unpacked -
  say unpacked
}
verify() {
  [ -d "$root/releases/$release" ] || finish untouched no_such_release -
  (cd "$root/releases/$release" && sha256sum -c "$control/manifests/$release") >/dev/null 2>&1 || finish untouched release_changed -
  say verified
}
prune() {
  kept=0
  used=$(for one in "$root/current" "$root/blue" "$root/green" "$control/previous"; do readlink "$one"; done 2>/dev/null)
  for one in $(ls -1t "$control/manifests"); do
    case $one in .*|*[!A-Za-z0-9._-]*) continue ;; esac
    kept=$((kept + 1))
    [ "$kept" -gt "$keep" ] || continue
    case " $(echo $used) " in *"/$one "*) continue ;; esac
    rm -rf "$root/releases/$one" "$control/manifests/$one"
  done
}
back() {
  say "back $1"
  if [ -z "$before" ]; then
    [ "$link" != current ] || finish rollback_failed "$1" no_earlier_release
    rm -f "$root/$link"
    finish rolled_back "$1" no_earlier_release
  fi
  point "$before" "$link" || finish rollback_failed "$1" not_switched_back
  say switched_back
  heading 'start of what was there before'
  start_back || finish rollback_failed "$1" not_started_back
  say started_back
  left=$((gate_s * 5))
  # Who did not answer before does not answer now.
  [ "$1" != abandoned ] || left=0
  while [ "$left" -gt 0 ]; do
    if hears good; then finish rolled_back "$1" healthy; fi
    if hears poor; then finish rollback_failed "$1" unhealthy; fi
    left=$((left - 1)); sleep 0.2
  done
  finish rolled_back "$1" unchecked
}
mkdir -p "$control/plans" "$control/manifests" "$root/releases" "$root/shared" && mkdir "$own" || exit 3
command -v timeout >/dev/null && command -v sha256sum >/dev/null && command -v tar >/dev/null || finish untouched lacks_programs -
mkdir "$lock" 2>/dev/null || finish untouched locked -
held=1
printf '%s %s\\n' "$plan" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock/holder"
say locked
expect_all
prepare
say ready
left=$((go_s * 5))
while ! hears go; do
  if hears bad; then finish untouched unhealthy -; fi
  [ "$left" -gt 0 ] || finish untouched abandoned -
  left=$((left - 1)); sleep 0.2
done
expect_all
point "$target" "$link" || finish untouched not_switched -
say switched
heading start
start || back start_failed
say started
left=$((gate_s * 5))
until hears decided; do
  if hears bad; then why=unhealthy; elif [ "$left" -le 0 ]; then why=abandoned; else why=; fi
  if [ -n "$why" ] && mkdir "$own/decided" 2>/dev/null; then back "$why"; fi
  left=$((left - 1)); sleep 0.2
done
say decided
if [ "$link" = current ] && [ -n "$before" ]; then
  rm -f "$control/.previous.$plan"
  ln -s "$before" "$control/.previous.$plan" && mv -Tf "$control/.previous.$plan" "$control/previous"
fi
made=
prune
finish deployed ok -
`;
