"""Runs the checks over a folder and writes the findings: rule, tab, key, a line each.

polars/run.py plain|tuned FOLDER OUTPUT [--threads N]
"""

import argparse
import os
import sys


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("script", choices=["plain", "tuned"])
    arguments.add_argument("folder")
    arguments.add_argument("output")
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    # Read when the module is loaded.
    os.environ["POLARS_MAX_THREADS"] = str(given.threads)
    # This folder has the name of the engine: it must not stand where the engine is looked for.
    sys.path = [path for path in sys.path if not path.endswith("benches/peers/polars")] + [os.path.dirname(__file__)]
    import checks

    checks.run(given.folder, given.script).write_csv(given.output, include_header=False, separator="\t", quote_style="never")


if __name__ == "__main__":
    main()
