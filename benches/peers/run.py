"""Runs the same checks in all programs, in turn; compares what they find before it says how long they took.

    python3 benches/peers/run.py --households 1000000

It makes the roster, builds what must be built, installs DuckDB and Polars as pinned in requirements.txt into a virtual
environment under target/peers, and writes the table and the plot into docs/performance.md. Nothing is reported where
the findings of two programs differ, byte for byte after sorting.
"""

import argparse
import pathlib
import sys

from measure import median, run
from programs import BARE, BYTES_A_HOUSEHOLD, FAULTS, ROOT, Programs, codes, findings
import report


def arguments():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--households", type=int, default=1_000_000)
    given.add_argument("--rounds", type=int, default=5, help="how often each program runs; the medians count")
    given.add_argument("--threads", type=int, default=2)
    given.add_argument("--only", action="append", help="only programs whose name has this in it; can be repeated")
    given.add_argument("--tuned", action="store_true", help="leave the plain ones out: of five million households they need more memory than many machines have")
    given.add_argument("--hucha", help="a hucha that is built already")
    given.add_argument("--data", help="a roster that is there already, instead of one made here")
    given.add_argument("--columns", choices=BYTES_A_HOUSEHOLD, default="roster", help="all: every column of the export")
    given.add_argument("--faults", type=float, default=FAULTS, help="the share of households with a planted fault; 0.3 makes about 136,000 findings a million")
    given.add_argument("--work", default=ROOT / "target" / "peers", type=pathlib.Path)
    given.add_argument("--no-report", action="store_true", help="print, but leave docs/performance.md alone")
    return given.parse_args()


def compare(programs):
    """Runs each program once and compares what was found; the number of findings."""
    reference = None
    for name, (command, accept, stdout, output) in programs.items():
        run(command, accept, stdout)
        if output is None:
            continue
        found = findings(output)
        if reference is None:
            reference = (name, found)
            continue
        if found != reference[1]:
            own, others = set(found), set(reference[1])
            for line in sorted(own - others)[:20]:
                print(f"only {name}: {line.decode().strip()}", file=sys.stderr)
            for line in sorted(others - own)[:20]:
                print(f"only {reference[0]}: {line.decode().strip()}", file=sys.stderr)
            raise SystemExit(f"{name} and {reference[0]} differ: {len(found)} and {len(reference[1])} findings")
        print(f"{name} finds what {reference[0]} finds: {len(found)}", file=sys.stderr)
    return len(reference[1]) if reference else 0


def main():
    given = arguments()
    made = Programs(given.work, given.threads, given.hucha, given.columns)
    folder = pathlib.Path(given.data) if given.data else made.roster(given.households, faults=given.faults)
    size = sum(file.stat().st_size for file in folder.glob("*.csv"))
    programs = made.all(folder, given.only)
    if given.tuned:
        programs = {name: program for name, program in programs.items() if "plain" not in name}
    count = compare(programs)
    costs = {name: [] for name in programs}
    for number in range(given.rounds):
        for name, (command, accept, stdout, _) in programs.items():
            costs[name].append(run(command, accept, stdout))
            last = costs[name][-1]
            print(f"{number + 1}/{given.rounds} {name}: {last.cpu:.2f} CPU s, {last.wall:.2f} s, {last.mib:.0f} MiB", file=sys.stderr)
    result = {
        "households": given.households,
        "columns": given.columns,
        "faults": given.faults,
        "bytes": size,
        "checks": len(codes()),
        "findings": count,
        "rounds": given.rounds,
        "threads": given.threads,
        "machine": report.machine(),
        "versions": report.versions(made),
        "bare": list(BARE),
        "programs": {name: vars(median(own)) for name, own in costs.items()},
    }
    print(report.table(result))
    if not given.no_report and not given.only:
        report.keep(result)


if __name__ == "__main__":
    main()
