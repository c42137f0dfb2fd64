#!/usr/bin/env python3
"""Count the reports of a year again, from the files alone: T2-T5, P5, P7.

Arguments: the city's CSV files, a directory with progress.csv, ratios.csv,
allowances.csv and out/assignments.csv, and the centre that got 5000 yuan,
spent 4000, 3000 of it on allowances.
"""
import collections
import csv
import sys

data, work, paid = sys.argv[1:]


def rows(path):
    with open(path, encoding="utf-8-sig") as f:
        return list(csv.DictReader(f))


cases = {c["case_no"]: c for c in rows(data + "/cases.csv")}
kind = {m["code"]: m["category"] for m in rows(data + "/matters.csv")}
person = {k["licence_no"]: k for k in rows(data + "/counsel.csv")}
target = {c["code"]: int(c["annual_target"] or 0)
          for c in rows(data + "/centres.csv")}
litigation = {"investigation", "prosecution", "first_instance",
              "second_instance", "death_review", "retrial"}
by = {"staff_lawyer": "by_staff", "lawyer": "by_lawyers",
      "grassroots_worker": "by_grassroots", "volunteer": "by_volunteers"}

n = collections.Counter()
for a in rows(work + "/out/assignments.csv"):
    if a["role"] != "lead":
        continue
    where, c = a["handling_centre"], cases[a["case_no"]]
    if a["end_reason"] in ("", "closed", "terminated"):
        n[where, "handled"] += 1
    if a["end_reason"] != "closed":
        continue
    n[where, "closed"] += 1
    n[where, kind[c["matter_code"]]] += 1
    n[where, by[person[a["licence_no"]]["kind"]]] += 1
    n[where, "litigation"] += c["stage"] in litigation
for where, what in list(n):
    n["total", what] += n[where, what]


def share(part, whole):
    return "" if whole == 0 else "%.1f" % (100 * part / whole)


def close(a, b):
    return a == b or abs(float(a) - float(b)) < 0.11


for r in rows(work + "/ratios.csv"):
    c = r["centre"]
    for what in ["closed", "criminal", "civil", "administrative", "other",
                 *by.values()]:
        assert int(r[what]) == n[c, what], (c, what, r, n[c, what])
    assert close(r["litigation_pct"],
                 share(n[c, "litigation"], n[c, "closed"])), r
    assert close(r["social_pct"],
                 share(n[c, "by_lawyers"], n[c, "closed"])), r
    assert close(r["closed_pct"],
                 share(int(r["closed"]), int(r["approved"]))), r
    assert r["lent"] == r["borrowed"] == "0", r
seen = rows(work + "/progress.csv")
assert {r["centre"] for r in seen} == set(target) | {"total"}
for r in seen:
    c, want = r["centre"], target.get(r["centre"], sum(target.values()))
    assert int(r["target"]) == want, r
    assert int(r["handled"]) == n[c, "handled"], (r, n[c, "handled"])
    assert int(r["shortfall"]) == max(0, int(r["due_so_far"])
                                      - int(r["handled"])), r
    assert 0 <= int(r["due_so_far"]) <= want, r
    assert int(r["forecast"]) >= int(r["handled"]), r
for r in rows(work + "/allowances.csv"):
    got = (r["invested"], r["spent"], r["allowance"], r["allowance_pct"])
    assert got == (("5000", "4000", "3000", "75.0")
                   if r["centre"] in (paid, "total") else
                   ("", "", "", "")), r
    assert r["local_share"] == str(600 * target.get(
        r["centre"], sum(target.values()))), r
