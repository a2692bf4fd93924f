"""Celery's own client behind one JSON object a line: {"id", "method", "params"} in, {"id", "value"} or {"id", "error"} out."""

import json
import math
import sys

from celery import Celery, chain, chord, group
from celery.contrib.abortable import AbortableAsyncResult

BIGGEST_INTEGER = 2**53 - 1


def plain(value):
    """What JavaScript's JSON.parse reads without loss: other numbers become text, other objects their name and text."""
    if isinstance(value, BaseException):
        return {"type": type(value).__name__, "message": str(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > BIGGEST_INTEGER:
        return str(value)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def stored(result):
    return {"status": result.status, "result": result.result, "traceback": result.traceback}


class Client:
    def __init__(self, app):
        self.app = app
        # A result of `rpc://` can be read only through the object that sent the task.
        self.sent = {}

    def send_task(self, name, args, kwargs, options):
        result = self.app.send_task(name, args=args, kwargs=kwargs, **options)
        return self.remember([result])[0]

    def send_canvas(self, kind, tasks, body):
        steps = [self.signature(task) for task in tasks]
        if kind == "chord":
            result = chord(steps)(self.signature(body))
            return self.remember([*result.parent.results, result])
        if kind == "group":
            return self.remember(group(steps, app=self.app).apply_async().results)
        results = [chain(*steps, app=self.app).apply_async()]
        while results[0].parent is not None:
            results.insert(0, results[0].parent)
        return self.remember(results)

    def result(self, task_id):
        return stored(self.find(task_id))

    def wait(self, task_id, timeout_s):
        result = self.find(task_id)
        result.get(timeout=timeout_s, propagate=False)
        return stored(result)

    # A connection of its own for each question: over Redis, one that was used before may see a reply a second late.
    def inspect(self, method, args, control):
        with self.app.connection_for_write() as connection:
            inspect = self.app.control.inspect(connection=connection, **control)
            return getattr(inspect, method)(*args)

    def broadcast(self, command, arguments, control):
        with self.app.connection_for_write() as connection:
            return self.app.control.broadcast(command, arguments=arguments, reply=True, connection=connection, **control)

    def revoke(self, task_id, terminate, signal):
        self.app.control.revoke(task_id, terminate=terminate, signal=signal)

    def abort(self, task_id):
        AbortableAsyncResult(task_id, app=self.app).abort()

    def signature(self, task):
        return self.app.signature(task["name"], args=task.get("args", []), kwargs=task.get("kwargs", {}), **task.get("options", {}))

    def remember(self, results):
        self.sent.update({result.id: result for result in results})
        return [result.id for result in results]

    def find(self, task_id):
        return self.sent.get(task_id) or self.app.AsyncResult(task_id)


def answer(client, request):
    try:
        return {"id": request["id"], "value": plain(getattr(client, request["method"])(**request["params"]))}
    except Exception as error:
        return {"id": request["id"], "error": plain(error)}


def main():
    app = Celery("kit-client")
    app.conf.update(json.loads(sys.argv[1]))
    client = Client(app)
    for line in sys.stdin:
        print(json.dumps(answer(client, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
