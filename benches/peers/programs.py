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
TABLES = "户,人,岗位,比对记录"
#: The columns of the roster: those that the checks read, and the names of people. A household has about 650 bytes of
#: them in all tables, 2,040 where every column of the export is written. A column more belongs here and nowhere else.
COLUMNS = {
    "户": "户编号 脱贫属性 脱贫年度 首次识别时间 贫困户属性 户类型 是否建档立卡户 家庭人口数 人均纯收入 上年人均纯收入"
    " 是否危房户 危房级别 是否解决安全饮用水 是否享受帮扶政策",
    "人": "人编号 户编号 姓名 证件号码 出生日期 与户主关系 文化程度 在校生状况 义务教育状况 失学或辍学原因 健康状况 劳动技能"
    " 是否参加城乡居民基本医疗保险 是否参加城镇职工基本医疗保险 是否暂不需参保 是否建档立卡人口 是否自然减少 公益性岗位",
    "岗位": "岗位编号 姓名 证件号码 离岗日期 在岗状态",
    "比对记录": "名单 证件号码 登记日期 劳动技能",
}
#: The share of households with a planted fault, where nobody says.
FAULTS = 0.01
#: By which columns are written: about how many bytes of CSV a household has.
BYTES_A_HOUSEHOLD = {"roster": 680, "all": 2_100}


def codes():
    """The codes of the checks."""
    lines = (HERE / "checks.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


class Programs:
    """Builds what must be built and knows the command of each program."""

    def __init__(self, work, threads, hucha=None, columns="roster"):
        self.work = pathlib.Path(work)
        self.threads = threads
        self.columns = columns
        self.work.mkdir(parents=True, exist_ok=True)
        self.hucha = pathlib.Path(hucha) if hucha else self._built(ROOT, ROOT / "target") / "hucha"

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

    def roster(self, households, encoding="utf8", faults=FAULTS, seed=1, columns=None):
        """The folder of a roster, made where it is missing."""
        columns = columns or self.columns
        folder = self.work / f"{columns}-{encoding}-{households}-{seed}-{faults:g}"
        if not folder.exists():
            command = [self.hucha, "demo", folder, "--households", households, "--seed", seed, "--faults", faults]
            command += ["--encoding", encoding, "--no-title-rows", "--as-of", AS_OF, "--tables", TABLES]
            if columns != "all":
                named = [f"{table}.{name}" for table, names in COLUMNS.items() for name in names.split()]
                command += ["--columns", ",".join(named)]
            subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
            # The answer key is of all rules.
            (folder / "answers.jsonl").rename(self.work / f"{folder.name}.answers.jsonl")
        return folder

    def check(self, folder, output=None, extra=(), threads=None, selected=True, evidence="none"):
        """The command of hucha; without an output it prints its digest."""
        command = [self.hucha, "check", folder, "--as-of", AS_OF, "-q", "--lang", "en", "--evidence", evidence]
        command += ["--threads", threads or self.threads, *extra]
        command += ["--select", ",".join(codes())] if selected else []
        command += ["-o", output] if output else []
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
