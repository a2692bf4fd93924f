"""How a task says how far it is."""

import os
import time

# The work on this small roster takes milliseconds. Each step waits, so that there is something to watch and to cancel.
STEP_PAUSE_S = float(os.environ.get("STEP_PAUSE_S", "1"))


class Progress:
    """Reports `{current, total, percent, message}` as the state PROGRESS at the beginning of each step."""

    def __init__(self, task, total):
        self.task = task
        self.total = total
        self.current = 0

    def step(self, message):
        percent = round(100 * self.current / self.total)
        self.task.update_state(
            state="PROGRESS", meta={"current": self.current, "total": self.total, "percent": percent, "message": message}
        )
        self.current += 1
        time.sleep(STEP_PAUSE_S)
