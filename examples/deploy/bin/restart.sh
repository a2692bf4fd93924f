#!/bin/sh
# restart.sh LINK PORT, in the folder of the service: stops what runs behind a link (current, blue or green) and starts what it leads to now.
# The service has a process group of its own, so that it outlives this script, and the number of its process is in run/LINK.pid.
set -eu
link=$1 port=$2 run=$(pwd)/run
# One that has ended may still be listed, until its parent looks.
is_running() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.Z' "/proc/$1/status"; }
mkdir -p "$run"
pid=$(cat "$run/$link.pid" 2>/dev/null || true)
if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
  tries=0
  while is_running "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
fi
cd "$link/"
setsid node server.mjs "$port" </dev/null >>"$run/$link.log" 2>&1 &
echo $! >"$run/$link.pid"
echo "started $(cat version) at $port"
