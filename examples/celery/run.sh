#!/bin/sh
# Starts the worker, beat or both: examples/celery/run.sh [worker|beat|both]. Further arguments go to the worker.
set -eu
cd "$(dirname "$0")"

mode=${1:-worker}
[ $# -gt 0 ] && shift
# Debian's interpreter, because Debian's Celery belongs to it; PYTHON names another one, such as that of a virtual environment.
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

worker() {
  exec "$python" -m celery -A app.celery_app worker --loglevel=INFO --concurrency=4 \
    --queues="${CELERY_QUEUES:-default,resilience,notifications,metrics}" "$@"
}

beat() {
  exec "$python" -m celery -A app.celery_app beat --loglevel=INFO --pidfile= \
    --schedule="${TMPDIR:-/tmp}/lineclear-example-beat-schedule"
}

case $mode in
  worker) worker "$@" ;;
  beat) beat ;;
  both)
    beat &
    beat_pid=$!
    worker "$@" &
    worker_pid=$!
    # Both end together: on Ctrl-C, on a signal to this script, and when the worker ends by itself.
    trap 'kill -TERM "$worker_pid" "$beat_pid" 2>/dev/null || true' INT TERM
    code=0
    # A signal interrupts `wait`, while the worker is still finishing its tasks.
    while kill -0 "$worker_pid" 2>/dev/null; do
      code=0
      wait "$worker_pid" || code=$?
    done
    kill -TERM "$beat_pid" 2>/dev/null || true
    wait "$beat_pid" || true
    exit "$code"
    ;;
  *)
    echo "usage: $0 [worker|beat|both] [arguments of celery worker]" >&2
    exit 2
    ;;
esac
