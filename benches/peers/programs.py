"""The programs that are compared: how each is called, and what it found."""

import csv
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AS_OF = "2020-12-31"
#: What no program has to find: they show what reading alone costs.
BARE = ("reading every field with simd-csv", "counting newlines")


def codes():
    """The codes of the checks."""
    lines = (HERE / "checks.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


class Programs:
    """Builds what must be built and knows the command of each program."""

    def __init__(self, work, threads, hucha=None):
        self.work = pathlib.Path(work)
        self.threads = threads
        self.work.mkdir(parents=True, exist_ok=True)
        self.hucha = pathlib.Path(hucha) if hucha else self._built(ROOT, ROOT / "target") / "hucha"
        help_text = subprocess.run([self.hucha, "check", "--help"], capture_output=True, text=True, check=True).stdout
        self.bare_evidence = ["--evidence", "none"] if "--evidence" in help_text else []

    def _built(self, folder, target):
        subprocess.run(["cargo", "build", "--release", "--locked", "--target-dir", target], cwd=folder, check=True)
        return target / "release"

    def handwritten(self):
        """The folder of the hand-compiled programs."""
        return self._built(HERE / "handwritten", self.work / "handwritten")

    def python(self):
        """A Python that has the pinned engines."""
        python = self.work / "venv" / "bin" / "python"
        wanted = (HERE / "requirements.txt").read_text()
        stamp = self.work / "venv" / "requirements"
        if not stamp.exists() or stamp.read_text() != wanted:
            subprocess.run([sys.executable, "-m", "venv", self.work / "venv"], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
            stamp.write_text(wanted)
        return python

    def roster(self, households, encoding="utf8", faults=0.01, seed=1):
        """The folder of a roster, made where it is missing."""
        folder = self.work / f"{encoding}-{households}-{seed}-{faults}"
        if not folder.exists():
            command = [self.hucha, "demo", folder, "--households", households, "--seed", seed, "--faults", faults]
            command += ["--encoding", encoding, "--no-title-rows", "--as-of", AS_OF, "--tables", "户,人,岗位,比对记录"]
            subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
            # The answer key is of all rules.
            (folder / "answers.jsonl").rename(self.work / f"{folder.name}.answers.jsonl")
        return folder

    def check(self, folder, output, extra=(), threads=None):
        """The command of hucha."""
        command = [self.hucha, "check", folder, "--select", ",".join(codes()), "--as-of", AS_OF, "-q", "--lang", "en"]
        command += ["--threads", threads or self.threads, *self.bare_evidence, "-o", output, *extra]
        return [str(part) for part in command]

    def all(self, folder, names=None):
        """By name: the command, the accepted exit codes, where standard output goes, where the findings are."""
        made = {}
        found = lambda name: self.work / f"{name.replace(' ', '-')}.found"

        def add(name, command, accept=(0,), stdout=None, output=None):
            if not names or any(wanted in name for wanted in names):
                made[name] = ([str(part) for part in command], accept, stdout, output)

        csv_file = self.work / "hucha.csv"
        add("hucha", self.check(folder, csv_file), accept=(0, 1), output=csv_file)
        built = self.handwritten() if not names or any(n in "compiled by hand in Rust" + "".join(BARE) for n in names) else None
        if built:
            hand = found("handwritten")
            add("compiled by hand in Rust", [built / "handwritten", folder], stdout=hand, output=hand)
        for engine, title in [("duckdb", "DuckDB"), ("polars", "Polars")]:
            for style, how in [("plain", "plain"), ("tuned", "tuned by hand")]:
                name = f"{title}, {how}"
                if names and not any(wanted in name for wanted in names):
                    continue
                output = found(f"{engine}-{style}")
                command = [self.python(), HERE / engine / "run.py", style, folder, output, "--threads", self.threads]
                add(name, command, output=output)
        if built:
            add(BARE[0], [built / "scan-bare", folder])
            add(BARE[1], [built / "scan-bare", folder, "newlines"])
        return made


def findings(path):
    """The findings of a program as sorted lines: rule, tab, key."""
    if path.suffix == ".csv":
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = next(rows)
            rule, key = header.index("rule"), header.index("key")
            # A number in a cell of hucha's CSV is written so that a spreadsheet leaves it alone.
            bare = lambda text: text.removeprefix('="').removesuffix('"')
            return sorted(f"{row[rule]}\t{bare(row[key])}\n".encode() for row in rows)
    return sorted(path.read_bytes().splitlines(keepends=True))
