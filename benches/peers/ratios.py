"""What one way of running costs against another, all of them hucha: encodings, faults, threads, rules, evidence, memory.

    python3 benches/peers/ratios.py --households 1000000

The two that are compared run in turn, and medians count. Where both must find the same, that is looked at before any
time is. Writes the ratios into docs/performance.md.
"""

import argparse
import csv
import datetime
import pathlib
import shutil
import sys

from measure import in_turn, run
from programs import BARE, ROOT, Programs, codes, findings
import report

#: How often a run of some milliseconds is measured.
SHORT_ROUNDS = 51
#: Columns in memory may take this share of the bytes of the files where memory is limited.
MEMORY_SHARE = 16


def arguments():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--households", type=int, default=1_000_000)
    given.add_argument("--rounds", type=int, default=5, help="how often each runs; the medians count")
    given.add_argument("--threads", type=int, default=2)
    given.add_argument("--only", action="append", choices=PARTS, help="only some of it; can be repeated; writes no report")
    given.add_argument("--hucha", help="a hucha that is built already")
    given.add_argument("--work", default=ROOT / "target" / "peers", type=pathlib.Path)
    given.add_argument("--no-report", action="store_true", help="print, but leave docs/performance.md alone")
    return given.parse_args()


class Bench:
    """What all parts need, and what they have found."""

    def __init__(self, given):
        self.given = given
        self.made = Programs(given.work, given.threads, given.hucha)
        self.rows, self.remarks = [], []

    def output(self, name):
        return self.given.work / f"ratios-{name}.csv"

    def roster(self, **how):
        return self.made.roster(self.given.households, **how)

    def compare(self, what, one, against, other, measures=("cpu",)):
        """Runs two commands in turn and keeps the ratios of what they cost."""
        costs = in_turn(self.given.rounds, {what: one, against: other})
        for measure in measures:
            row = {"what": what, "against": against, "measure": MEASURES[measure]}
            row |= {"one": getattr(costs[what], measure), "other": getattr(costs[against], measure)}
            self.rows.append(row)
            print(f"{what}, against {against}: {row['one']:.3g} and {row['other']:.3g} {row['measure']}", file=sys.stderr)


MEASURES = {"cpu": "CPU s", "wall": "wall s", "mib": "MiB"}


def megabytes(folder):
    return sum(file.stat().st_size for file in folder.glob("*.csv")) / 1e6


def found(command, output):
    """What a command finds."""
    run(command, (0, 1), None if output.suffix == ".csv" else output)
    return findings(output)


def must_be(condition, what):
    if not condition:
        raise SystemExit(f"no times: {what}")


def encodings(bench):
    """The same roster in GB 18030 and in UTF-8."""
    folders = [bench.roster(encoding=encoding) for encoding in ("gb18030", "utf8")]
    outputs = [bench.output(folder.name) for folder in folders]
    commands = [bench.made.check(folder, output) for folder, output in zip(folders, outputs)]
    one, other = (found(*pair) for pair in zip(commands, outputs))
    must_be(one == other, "findings depend on the encoding")
    bench.compare("GB 18030", commands[0], "UTF-8", commands[1])
    sizes = [megabytes(folder) for folder in folders]
    bench.remarks.append(f"The roster has {sizes[0]:,.0f} MB in GB 18030 and {sizes[1]:,.0f} MB in UTF-8; findings are equal ({len(one):,}).")


def damaged(clean, folder):
    """A copy of a clean roster in which every household and every person breaks a rule, and no cell is longer: the size
    of the household is not the number of its people, and the day of birth is not that of the identity number. How many
    rows there are."""
    folder.mkdir(exist_ok=True)
    kinds = {
        "户信息": ("家庭人口数", lambda size: "9" if size != "9" else "8"),
        "家庭成员信息": ("出生日期", lambda day: day[:-2] + ("01" if day[-2:] != "01" else "02")),
    }
    counts = []
    for part, (column, damage) in kinds.items():
        (path,) = clean.glob(f"*{part}*.csv")
        with open(path, encoding="utf-8-sig", newline="") as file, open(folder / path.name, "w", encoding="utf-8-sig", newline="") as out:
            rows, writer, count = csv.reader(file), csv.writer(out), 0
            header = next(rows)
            writer.writerow(header)
            at = header.index(column)
            for row in rows:
                row[at] = damage(row[at])
                writer.writerow(row)
                count += 1
            counts.append(count)
    for path in clean.glob("*.csv"):
        if not any(part in path.name for part in kinds):
            shutil.copy(path, folder)
    return counts


def faults(bench):
    """A roster in which every household and every person has a fault, and one without any."""
    clean = bench.roster(faults=0)
    folder = clean.with_name(f"{clean.name}-damaged")
    households, people = damaged(clean, folder)
    output, by_hand = bench.output("damaged"), bench.given.work / "ratios-damaged.found"
    own = found(bench.made.check(folder, output), output)
    must_be(not found(bench.made.check(clean, output), output), "a clean roster has findings")
    theirs = found([str(bench.made.handwritten() / "handwritten"), str(folder)], by_hand)
    must_be(own == theirs, "the compiled program finds something else in the damaged roster")
    count = lambda rule: sum(line.startswith(f"{rule}\t".encode()) for line in own)
    must_be((count("DQ122"), count("ID104")) == (households, people), "not every row has a fault")
    what, against = "a fault in every row", "none in any"
    bench.compare(f"{what}, output apart", bench.made.check(folder), f"{against}, output apart", bench.made.check(clean))
    bench.compare(f"{what}, written as CSV", bench.made.check(folder, output), f"{against}, written as CSV", bench.made.check(clean, output))
    bench.remarks.append(
        f"The faults are damage done to a clean roster, in bytes of the same number: in every household the size ({households:,}),"
        f" of every person the day of birth ({people:,}). All {len(own):,} findings are those of the compiled program. Output"
        " apart, the digest alone is printed: counts and twenty cases a rule. No evidence is asked for."
    )


def threads(bench):
    """Two threads against one."""
    folder = bench.roster()
    outputs = [bench.output(f"threads-{number}") for number in (2, 1)]
    commands = [bench.made.check(folder, output, threads=number) for number, output in zip((2, 1), outputs)]
    for command in commands:
        run(command, (0, 1))
    must_be(outputs[0].read_bytes() == outputs[1].read_bytes(), "threads change the result")
    bench.compare("2 threads", commands[0], "1 thread", commands[1], ("wall", "cpu"))


def rules(bench):
    """The whole rulebook against the checks."""
    folder = bench.roster(columns="all")
    outputs = [bench.output(name) for name in ("all-rules", "checks")]
    # Some rules are of tables that the roster has not.
    extra = ("--allow-skipped",)
    commands = [bench.made.check(folder, output, extra, selected=selected) for output, selected in zip(outputs, (False, True))]
    whole, few = (found(*pair) for pair in zip(commands, outputs))
    chosen = set(codes())
    must_be([line for line in whole if line.split(b"\t")[0].decode() in chosen] == few, "findings depend on what else is selected")
    bench.compare("all rules", commands[0], f"{len(chosen)} checks", commands[1], ("cpu", "mib"))
    ran = len({line.split(b"\t")[0] for line in whole})
    bench.remarks.append(
        f"For all rules the roster has every column of the export ({megabytes(folder):,.0f} MB); {ran} rules find"
        f" {len(whole):,} cases, of which those of the {len(chosen)} checks are the same."
    )


def evidence(bench):
    """Full evidence against none."""
    folder = bench.roster()
    outputs = [bench.output(f"evidence-{how}") for how in ("full", "none")]
    commands = [bench.made.check(folder, output, evidence=how) for how, output in zip(("full", "none"), outputs)]
    full, none = (found(*pair) for pair in zip(commands, outputs))
    must_be(full == none, "findings depend on the evidence")
    bench.compare("full evidence", commands[0], "none", commands[1], ("cpu", "mib"))
    bench.remarks.append(f"Evidence is of {len(full):,} cases.")


def memory(bench):
    """Columns on disk against columns in memory."""
    folder = bench.roster()
    outputs = [bench.output(f"memory-{name}") for name in ("limited", "free")]
    limit = max(1, round(megabytes(folder) * 1e6 / 2**20 / MEMORY_SHARE))
    commands = [
        bench.made.check(folder, output, extra=extra) for output, extra in zip(outputs, (("--memory-limit", f"{limit}M"), ()))
    ]
    for command in commands:
        run(command, (0, 1))
    must_be(outputs[0].read_bytes() == outputs[1].read_bytes(), "the limit changes the result")
    bench.compare(f"`--memory-limit {limit}M`", commands[0], "no limit", commands[1], ("mib", "cpu", "wall"))


def start(bench):
    """What is paid before any row."""
    folder = bench.made.roster(1_000)
    bare = bench.made.handwritten() / "scan-bare"
    commands = {
        "`hucha --version`": [str(bench.made.hucha), "--version"],
        "the checks of 1,000 households": bench.made.check(folder, bench.output("small")),
        "all rules over 1,000 households": bench.made.check(folder, bench.output("small"), ("--allow-skipped",), selected=False),
        BARE[0]: [str(bare), str(folder)],
    }
    for name, cost in in_turn(SHORT_ROUNDS, commands).items():
        line = f"{name}: {cost.wall * 1000:.1f} ms, {cost.cpu * 1000:.1f} ms of CPU"
        print(line, file=sys.stderr)
        bench.remarks.append(f"{line} (medians of {SHORT_ROUNDS}).")


PARTS = {part.__name__: part for part in (encodings, faults, threads, rules, evidence, memory, start)}


def main():
    given = arguments()
    bench = Bench(given)
    for name, part in PARTS.items():
        if not given.only or name in given.only:
            part(bench)
    results = report.load()
    results["ratios"] = {
        "rows": bench.rows,
        "remarks": bench.remarks,
        "note": f"{given.households:,} households, {len(codes())} checks; medians of {given.rounds} runs in turn, {given.threads} threads.",
        "machine": report.machine(),
        "versions": report.versions(bench.made)[:2],
        "date": datetime.date.today().isoformat(),
    }
    print("\n".join(report.ratios(results["ratios"])))
    if not given.no_report and not given.only:
        report.save(results)


if __name__ == "__main__":
    main()
