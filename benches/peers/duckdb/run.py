"""Runs a script of SQL over a folder and writes the findings: rule, tab, key, a line each.

duckdb/run.py plain|tuned FOLDER OUTPUT [--threads N]
"""

import argparse
import pathlib

import duckdb

HERE = pathlib.Path(__file__).parent


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("script", choices=["plain", "tuned"])
    arguments.add_argument("folder")
    arguments.add_argument("output")
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {given.threads}")
    # Findings are a set: their order need not be that of the rows.
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET VARIABLE dir = ?", [given.folder])
    for script in ["macros", given.script]:
        connection.execute((HERE / f"{script}.sql").read_text())
    connection.execute(
        "COPY (SELECT rule, coalesce(key, '') FROM findings) TO "
        f"'{given.output}' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '')"
    )


if __name__ == "__main__":
    main()
