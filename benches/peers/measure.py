"""What a program costs: CPU seconds, wall seconds, peak memory."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """CPU seconds (user and system, all threads), wall seconds, peak MiB."""

    cpu: float
    wall: float
    mib: float


def serve():
    """Runs the commands that are asked for, one a line, and says of each its exit code and what it cost."""
    for line in sys.stdin:
        command, stdout = json.loads(line)
        with open(os.devnull, "wb") as nowhere, open(stdout or os.devnull, "wb") as out:
            begun = time.perf_counter()
            child = subprocess.Popen(command, stdout=out, stderr=nowhere)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begun
        # The child has been waited for: subprocess must not do it again.
        child.returncode = os.waitstatus_to_exitcode(status)
        cost = [usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024]
        print(json.dumps([child.returncode, cost]), flush=True)


#: What starts the programs: a program begins with the memory of what starts it, and it is that or its own which the
#: system tells afterwards. So a small process does, from before this one grows.
STARTER = None
if __name__ != "__main__":
    STARTER = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run(command, accept=(0,), stdout=None):
    """Runs a command to its end; what it cost. `accept` are the exit codes that are no failure."""
    command = [str(part) for part in command]
    STARTER.stdin.write(json.dumps([command, str(stdout) if stdout else None]) + "\n")
    STARTER.stdin.flush()
    answer = STARTER.stdout.readline()
    if not answer:
        raise SystemExit(f"not started: {' '.join(command)}")
    code, cost = json.loads(answer)
    if code not in accept:
        raise SystemExit(f"exit code {code}: {' '.join(command)}")
    return Cost(*cost)


def median(costs):
    """The median of each measure by itself."""
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("cpu", "wall", "mib")))


def in_turn(rounds, commands, accept=(0, 1)):
    """Runs commands, by name, one after the other, so many times; the medians by name."""
    costs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command, accept))
    return {name: median(own) for name, own in costs.items()}


if __name__ == "__main__":
    serve()
