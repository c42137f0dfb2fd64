#!/usr/bin/python3
"""What evenness must cost at least, whoever decides.

usage: even_bound.py FILE GINI [--cap N] [--mean]

FILE as zhipai-online reads it; its second half is the year, all known, and a
case may be divided among its counsel.  The least cost of such a year, without
and with the Gini coefficient of the loads at most GINI in each county at each
month's end from March on: a linear program, for it says that the differences
of all pairs, added up, are at most GINI * counsel * cases.  Nobody who decides
whole cases one by one can do it for less.  --mean: the same of the mean of the
counties, weighted by their counsel.  Counties share no counsel; they are tied
by multipliers then, any of which give a bound (Lagrangian relaxation; Ahuja,
Magnanti & Orlin, sec. 16.2).  Exit 77 without scipy.
"""
import argparse
import sys

try:
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix
except ImportError:
    sys.exit(77)

MONTHS = range(3, 13)
WAIT = 20000        # of a case nobody takes: as few as possible
MOST_LOAD = 60


class Program:
    """A linear program that grows by variables and rows."""

    def __init__(self):
        self.cost, self.most = [], []
        self.rows = {kind: ([], [], [], []) for kind in '=<'}

    def new(self, n, cost=0.0, most=None):
        at = len(self.cost)
        self.cost += [cost] * n
        self.most += [most] * n
        return range(at, at + n)

    def row(self, kind, terms, right=0.0):
        row, col, value, rights = self.rows[kind]
        row += [len(rights)] * len(terms)
        col += [var for var, _ in terms]
        value += [by for _, by in terms]
        rights.append(right)
        return len(rights) - 1

    def matrix(self, kind):
        row, col, value, rights = self.rows[kind]
        if not rights:
            return None, None
        shape = len(rights), len(self.cost)
        return csr_matrix((value, (row, col)), shape), rights

    def solve(self):
        r = linprog(self.cost, *self.matrix('<'), *self.matrix('='),
                    [(0, most) for most in self.most], 'highs-ipm')
        if r.status != 0:
            sys.exit(r.message)
        return r


class County:
    def __init__(self, people, caps, cases, ends):
        self.place = {p: k for k, p in enumerate(people)}
        self.n, self.caps, self.cases, self.ends = (
            len(people), caps, cases, ends)
        self.came = {m: sum(t < ends[m] for t, _ in cases) for m in ends}

    def add_cases(self, lp):
        """Each case to its counsel, or it waits; per month and counsel."""
        taken = {m: [[] for _ in range(self.n)] for m in MONTHS}
        for t, arcs in self.cases:
            month = next(m for m in MONTHS if t < self.ends[m])
            terms = [(lp.new(1, WAIT)[0], 1.0)]
            for who, cost in arcs:
                x = lp.new(1, cost)[0]
                terms.append((x, 1.0))
                taken[month][self.place[who]].append((x, -1.0))
            lp.row('=', terms, 1.0)
        return taken

    def add_loads(self, lp, taken):
        """Loads at each month's end; the year's cost 1 + 2 + ... each."""
        load, before = {}, None
        for m in MONTHS:
            load[m] = lp.new(self.n)
            for k, x in enumerate(load[m]):
                last = [(before[k], -1.0)] if before else []
                lp.row('=', [(x, 1.0)] + last + taken[m][k])
            before = load[m]
        for k, x in enumerate(before):
            units = [(lp.new(1, float(u), 1.0)[0], 1.0) for u in
                     range(1, min(self.caps[k], MOST_LOAD) + 1)]
            lp.row('=', [(x, -1.0)] + units)
        return load

    def apart(self, lp, load):
        pairs = []
        for k, x in enumerate(load):
            for y in load[:k]:
                d = lp.new(1)[0]
                lp.row('<', [(x, 1.0), (y, -1.0), (d, -1.0)])
                lp.row('<', [(y, 1.0), (x, -1.0), (d, -1.0)])
                pairs.append(d)
        return pairs

    def solve(self, gini=None, price=None):
        """gini: the most allowed; price: of one more, by month.  Returns
        objective, cost and unserved, and the price of one less by month."""
        lp = Program()
        load = self.add_loads(lp, self.add_cases(lp))
        row, pairs = {}, {}
        for m in MONTHS if gini or price else ():
            pairs[m] = self.apart(lp, load[m])
            if gini:
                row[m] = lp.row('<', [(d, 1.0) for d in pairs[m]] +
                                [(x, -gini * self.n) for x in load[m]])
            else:
                for d in pairs[m]:
                    lp.cost[d] = price[m] / self.n / self.came[m]
        r = lp.solve()
        waiting = np.array(lp.cost) == WAIT
        unserved = r.x[waiting].sum()
        dual = {m: -r.ineqlin.marginals[row[m]] * self.n * self.came[m]
                for m in row}
        self.gini = {m: r.x[pairs[m]].sum() / self.n / self.came[m]
                     for m in pairs}
        return r.fun - WAIT * unserved, unserved, dual


def read(name, cap):
    with open(name) as f:
        n, m, counties = map(int, f.readline().split())
        who = [[int(x) for x in f.readline().split()] for _ in range(m)]
        cases = [[int(x) for x in f.readline().split()] for _ in range(n)]
    cases = cases[n // 2:]
    ends = {m: -(-len(cases) * m // 12) for m in MONTHS}
    for g in range(counties):
        people = [p for p, (home, *_) in enumerate(who) if home == g]
        yield County(people, [cap or who[p][1] for p in people],
                     [(t, list(zip(c[4::2], map(float, c[5::2]))))
                      for t, c in enumerate(cases) if c[0] == g], ends)


def of_the_mean(counties, gini, dual):
    """The best bound of a few rounds, from the multipliers of each."""
    people = sum(c.n for c in counties)
    price = {m: sum(d[m] for d in dual) for m in MONTHS}
    best = 0.0
    for _ in range(3):
        bound, mean = 0.0, dict.fromkeys(MONTHS, 0.0)
        for c in counties:
            share = c.n / people
            bound += c.solve(price={m: price[m] * share for m in MONTHS})[0]
            for m in MONTHS:
                mean[m] += share * c.gini[m]
        best = max(best, bound - gini * sum(price.values()))
        for m in MONTHS:
            price[m] *= (mean[m] / gini) ** 2
    return best


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument('file')
    p.add_argument('gini', type=float)
    p.add_argument('--cap', type=int, default=0)
    p.add_argument('--mean', action='store_true')
    o = p.parse_args()
    counties = list(read(o.file, o.cap))
    plain = [c.solve() for c in counties]
    even = [c.solve(gini=o.gini) for c in counties]
    cost = sum(x[0] for x in plain)
    least = sum(x[0] for x in even)
    if o.mean:
        least = of_the_mean(counties, o.gini, [x[2] for x in even])
    print('gini %.3f unserved %.1f hindsight_unserved %.1f cost %.0f '
          'hindsight_cost %.0f above %.2f%%' %
          (o.gini, sum(x[1] for x in even), sum(x[1] for x in plain), least,
           cost, 100 * (least / cost - 1)))


main()
