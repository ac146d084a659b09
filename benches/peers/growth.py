"""How time and memory grow with the roster: the checks on rosters of more and more households.

    python3 benches/peers/growth.py --sizes 10000,100000,1000000,5000000,30000000

Each roster is made, checked with the 24 checks and once with all rules that its columns allow, read bare, and removed
again where it is large; a roster that the disk cannot hold is left out, and the document says so. Large rosters have fewer
faults a household, since it is the faults that take long to make. Writes the curve into docs/performance.md.
"""

import argparse
import datetime
import pathlib
import shutil
import sys

import report
from measure import median, run
from programs import BARE, BYTES_A_HOUSEHOLD, ROOT, Programs

#: One household of a hundred has a fault, and no more than so many.
MOST_FAULTY = 10_000
#: How many bytes must stay free on the disk.
SPARE = 4 << 30
#: Larger rosters are checked once, and removed when they have been checked.
LARGE = 5_000_000


def arguments():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--sizes", default="10000,30000,100000,300000,1000000,3000000,10000000,30000000")
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--threads", type=int, default=2)
    given.add_argument("--hucha", help="a hucha that is built already")
    given.add_argument("--columns", choices=BYTES_A_HOUSEHOLD, default="roster", help="all: every column of the export")
    given.add_argument("--work", default=ROOT / "target" / "peers", type=pathlib.Path)
    given.add_argument("--keep", action="store_true", help="keep large rosters")
    given.add_argument("--no-report", action="store_true", help="print, but leave docs/performance.md alone")
    given.add_argument("--spare", type=int, default=SPARE, help="bytes of disk that stay free")
    return given.parse_args()


def people(folder):
    """Rows of the file of people, without its header."""
    (path,) = folder.glob("*家庭成员信息*.csv")
    count = 0
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
    return count - 1


def main():
    given = arguments()
    made = Programs(given.work, given.threads, given.hucha, given.columns)
    bare = made.handwritten() / "scan-bare"
    points, left_out = [], []
    for size in (int(size) for size in given.sizes.split(",")):
        if shutil.disk_usage(given.work).free - size * BYTES_A_HOUSEHOLD[given.columns] < given.spare:
            left_out.append(size)
            continue
        faulty = min(size // 100, MOST_FAULTY)
        folder = made.roster(size, faults=faulty / size)
        output = given.work / "growth.csv"
        rounds = 1 if size > LARGE else given.rounds
        costs = [run(made.check(folder, output), (0, 1)) for _ in range(rounds)]
        whole = run(made.check(folder, output, ["--allow-skipped"], selected=False), (0, 1))
        reading = [run([str(bare), str(folder)]) for _ in range(rounds)]
        cost = median(costs)
        point = {
            "households": size,
            "faulty": faulty,
            "people": people(folder),
            "bytes": sum(file.stat().st_size for file in folder.glob("*.csv")),
            **vars(cost),
            "whole": vars(whole),
            "bare": median(reading).cpu,
        }
        points.append(point)
        print(f"{size}: {cost.cpu:.2f} CPU s, {cost.wall:.2f} s, {cost.mib:.0f} MiB; {BARE[0]} {point['bare']:.2f} CPU s, {cost.cpu / point['bare']:.2f} times that; all rules {whole.cpu:.2f} CPU s, {whole.mib:.0f} MiB", file=sys.stderr)
        if size > LARGE and not given.keep:
            shutil.rmtree(folder)
    if given.no_report:
        return
    note = f"Medians of {given.rounds} runs, {given.threads} threads."
    note += f" One household of a hundred has a planted fault, but no more than {MOST_FAULTY:,} of a roster."
    if any(point["households"] > LARGE for point in points):
        note += f" Rosters of more than {LARGE:,} households were checked once."
    note += " All rules are those of the whole rulebook that the columns of the roster allow, run once."
    if left_out:
        sizes = ", ".join(f"{size:,}" for size in left_out)
        note += f" The disk at hand had no room for {sizes} households."
    results = report.load()
    results["growth"] = {
        "points": points,
        "note": note,
        "machine": report.machine(),
        "versions": report.versions(made)[:2],
        "date": datetime.date.today().isoformat(),
    }
    report.save(results)


if __name__ == "__main__":
    main()
