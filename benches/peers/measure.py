"""What a program costs: CPU seconds, wall seconds, peak memory."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """CPU seconds (user and system, all threads), wall seconds, peak MiB."""

    cpu: float
    wall: float
    mib: float


def run(command, accept=(0,), stdout=None, environment=None):
    """Runs a command to its end; what it cost. `accept` are the exit codes that are no failure."""
    with open(os.devnull, "wb") as nowhere, open(stdout or os.devnull, "wb") as out:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=nowhere, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
    # The child has been waited for: subprocess must not do it again.
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accept:
        raise SystemExit(f"exit code {child.returncode}: {' '.join(map(str, command))}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


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
