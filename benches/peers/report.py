"""The results: kept in results.json, and written into docs/performance.md between two marks."""

import datetime
import json
import os
import pathlib
import platform
import subprocess

import plot
from programs import BARE, FAULTS, HERE, ROOT

RESULTS = HERE / "results.json"
DOCUMENT = ROOT / "docs" / "performance.md"
IMAGES = ROOT / "docs" / "performance"
#: What is said of a roster with all columns of the export.
EVERY = " with every column of the export"


def machine():
    """Processor, cores, memory, kernel."""
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} logical cores, {memory:.0f} GiB, Linux {platform.release().split('-')[0]}"


def versions(made):
    """What was compared."""
    line = lambda *command: subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0]
    engines = [f"{name} {version}" for name, version in (r.split("==") for r in (HERE / "requirements.txt").read_text().split())]
    return [line(made.hucha, "--version"), line("rustc", "--version"), *engines, f"Python {platform.python_version()}"]


def table(result):
    """The table of one size, as Markdown."""
    programs = result["programs"]
    own = programs.get("hucha")
    lines = ["| program | CPU s | wall s | MiB | CPU, times that of hucha | memory, times that of hucha |", "|---|--:|--:|--:|--:|--:|"]
    for name, cost in programs.items():
        bare = name in BARE
        ratio = "" if own is None else f"{cost['cpu'] / own['cpu']:.2f}"
        memory = "" if own is None or bare else f"{cost['mib'] / own['mib']:.2f}"
        lines.append(f"| {name} | {cost['cpu']:.2f} | {cost['wall']:.2f} | {cost['mib']:.0f} | {ratio} | {memory} |")
    return "\n".join(lines)


def keep(result):
    """Keeps the result of one size, and writes the document anew."""
    results = load()
    results.setdefault("sizes", {})[_name(result)] = {**result, "date": datetime.date.today().isoformat()}
    save(results)


def _name(result):
    """What tells one roster from another."""
    faults = "" if result["faults"] == FAULTS else f"-{result['faults']:g}"
    return f"{result['households']}-{result['columns']}{faults}"


def load():
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def save(results):
    """Writes the results, and the document and plots from them."""
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    IMAGES.mkdir(parents=True, exist_ok=True)
    parts = []
    for result in sorted(results.get("sizes", {}).values(), key=lambda result: (result["households"], result["bytes"])):
        parts += _size(result)
    if "ratios" in results:
        parts += ratios(results["ratios"])
    if "growth" in results:
        parts += _growth(results["growth"])
    _between("results", "\n".join(parts))


def _size(result):
    households = result["households"]
    every = EVERY if result["columns"] == "all" else ""
    name = f"peers-{_name(result)}.svg"
    faulty = "" if result["faults"] == FAULTS else f", faults in {result['faults']:.0%} of them"
    rows = [(program, cost["cpu"]) for program, cost in result["programs"].items()]
    title = f"CPU seconds, {households:,} households, {result['bytes'] / 1e6:,.0f} MB, {result['checks']} checks{faulty}"
    (IMAGES / name).write_text(plot.bars(title, rows, "s"), encoding="utf-8")
    return [
        f"### {households:,} households{every}{faulty}",
        "",
        f"{result['bytes'] / 1e6:,.0f} MB of CSV, {result['checks']} checks, {result['findings']:,} findings in every program;"
        f" medians of {result['rounds']} runs in turn, {result['threads']} threads.",
        f"{'; '.join(result['versions'])}. {result['machine']}. {result['date']}.",
        "",
        table(result),
        "",
        f"![{title}](performance/{name})",
        "",
    ]


def ratios(result):
    """What one way of running costs against another, as Markdown."""
    lines = ["### Ratios", ""]
    lines.append(f"{'; '.join(result['versions'])}. {result['machine']}. {result['date']}. {result['note']}")
    lines += ["", "| what | against what | measure | the one | the other | ratio |", "|---|---|---|--:|--:|--:|"]
    lines += [f"| {r['what']} | {r['against']} | {r['measure']} | {_figure(r['one'])} | {_figure(r['other'])} | {r['one'] / r['other']:.2f} |" for r in result["rows"]]
    return lines + ["", *(f"- {line}" for line in result["remarks"]), ""]


def _figure(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _growth(growth):
    points = growth["points"]
    lines = ["### Growth", ""]
    lines.append(f"{'; '.join(growth['versions'])}. {growth['machine']}. {growth['date']}. {growth['note']}")
    lines += ["", "| households | people | MB of CSV | CPU s | wall s | MiB | CPU s a million households | bare reading, CPU s | CPU, times bare reading | all rules, CPU s | all rules, MiB |"]
    lines += ["|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for p in points:
        each = p["cpu"] / p["households"] * 1e6
        lines.append(
            f"| {p['households']:,} | {p['people']:,} | {p['bytes'] / 1e6:,.0f} | {p['cpu']:.2f} | {p['wall']:.2f} | {p['mib']:.0f}"
            f" | {each:.2f} | {p['bare']:.2f} | {p['cpu'] / p['bare']:.2f} | {p['whole']['cpu']:.2f} | {p['whole']['mib']:.0f} |"
        )
    for key, name, title, unit in [("cpu", "growth-time.svg", "CPU seconds by households", "CPU s"), ("mib", "growth-memory.svg", "Peak memory by households", "MiB")]:
        series = [("hucha", [(p["households"], p[key]) for p in points])]
        if key == "cpu":
            series.append(("bare reading", [(p["households"], p["bare"]) for p in points]))
        (IMAGES / name).write_text(plot.curves(title, "households", unit, series), encoding="utf-8")
        lines += ["", f"![{title}](performance/{name})"]
    return lines + [""]


def _between(mark, text):
    """Puts text between the two marks of the document."""
    begin, end = f"<!-- {mark}: written by benches/peers, do not edit -->", f"<!-- {mark}: end -->"
    document = DOCUMENT.read_text(encoding="utf-8")
    before, rest = document.split(begin, 1)
    _, after = rest.split(end, 1)
    DOCUMENT.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")
