#!/usr/bin/env python3
"""Check the result files of a city against the rules, knowing nothing of
the program: written from the rulebook and the formats document alone.

  check_export.py --policy anqing|baotou|chifeng|neimenggu DATA EXPORT

Plays the year again: approvals, events and decisions in the order of time.
Prints each violation (the first few of a kind) and a summary; exits 0 only
when there is none, 1 with violations, 2 when a file cannot be read.
"""
import argparse
import collections
import csv
import datetime as dt
import os
import sys

LITIGATION = {'investigation', 'prosecution', 'first_instance',
              'second_instance', 'death_review', 'retrial'}
LEVEL_TAGS = {'court_notified', 'gang_organised', 'mass', 'petition',
              'demolition', 'medical'}
TIERED = {'anqing'}
LITIGATION_YEARS = {'chifeng': 5}
PAIRS = {'chifeng'}
CAP = 90
ASSIGNMENTS = ('case_no role licence_no handling_centre decided_at ended_at '
               'end_reason mode rule_set score').split()
PENDING = 'case_no handling_centre since rule text'.split()


def fail(text):
    print(text, file=sys.stderr)
    sys.exit(2)


def rows(folder, name, columns=None, missing_ok=False):
    path = os.path.join(folder, name)
    if missing_ok and not os.path.exists(path):
        return []
    try:
        with open(path, newline='', encoding='utf-8-sig') as f:
            r = csv.DictReader(f, strict=True)
            out = list(r)
            if columns and r.fieldnames[:len(columns)] != columns:
                fail(f'{path}: columns are {r.fieldnames}')
            return out
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        fail(f'{path}: {e}')


def words(s):
    return [w for w in s.split('|') if w]


def when(s):
    return dt.datetime.fromisoformat(s)


def day(s):
    return dt.date.fromisoformat(s) if s else None


def anniversary(d, n):
    try:
        return d.replace(year=d.year + n)
    except ValueError:                      # 29 February
        return dt.date(d.year + n, 3, 1)


def has_years(since, n, on):
    return since is not None and anniversary(since, n) <= on


class Groups:
    """Cases connected by joint, related and prior cases (C1, C2)."""

    def __init__(self):
        self.up = {}

    def find(self, x):
        while self.up.setdefault(x, x) != x:
            x = self.up[x]
        return x

    def tie(self, no, case):
        for key in (('j', case['joint_case']), ('c', case['related_case']),
                    ('c', case['prior_case'])):
            if key[1]:
                self.up[self.find(key)] = self.find(('c', no))


class City:
    def __init__(self, folder):
        def table(name, key):
            return {r[key]: r for r in rows(folder, name)}
        self.region = table('regions.csv', 'code')
        self.centre = table('centres.csv', 'code')
        self.organ = table('organs.csv', 'code')
        self.firm = table('firms.csv', 'code')
        self.counsel = table('counsel.csv', 'licence_no')
        self.matter = table('matters.csv', 'code')
        self.case = table('cases.csv', 'case_no')
        self.event = rows(folder, 'events.csv', missing_ok=True)
        self.leave = collections.defaultdict(list)
        for r in rows(folder, 'leave.csv', missing_ok=True):
            self.leave[r['licence_no']].append(
                (day(r['starts_on']), day(r['ends_on'])))
        self.help = collections.defaultdict(list)
        for r in rows(folder, 'help.csv', missing_ok=True):
            self.help[r['licence_no']].append(r)
        self.seat = {c['region_code']: no for no, c in self.centre.items()}
        self.top = next((no for no, c in self.centre.items()
                         if c['level'] == 'city'), '')
        self.pool = collections.defaultdict(list)
        for no, c in self.counsel.items():
            self.pool[c['centre_code']].append(no)

    def criminal(self, c):
        return self.matter[c['matter_code']]['category'] == 'criminal'

    def centre_of(self, region):
        while region:
            r = self.region[region]
            if r['served_by']:
                region = r['served_by']
            elif region in self.seat:
                return self.seat[region]
            else:
                region = r['parent_code']
        return ''

    def handling(self, c, policy):
        m = self.matter[c['matter_code']]
        tiered = policy in TIERED and (m['level_jurisdiction'] == 't' or
                                       LEVEL_TAGS & set(words(c['tags'])))
        if tiered and c['stage'] == 'second_instance':
            return self.top
        if c['organ_code']:
            o = self.organ[c['organ_code']]
            if o['level'] == 'basic' and \
                    self.region[c['region_code']]['served_by']:
                return self.centre_of(c['region_code'])
            return self.centre_of(o['region_code'])
        return self.centre_of(c['region_code'])


class Check:
    def __init__(self, city, policy):
        self.city, self.policy = city, policy
        self.bad = collections.Counter()
        self.groups = Groups()
        self.of_case = collections.defaultdict(list)
        self.known = set()
        self.over = set()                       # closed or terminated
        self.filed = collections.defaultdict(list)      # by recipient
        self.opposing = collections.defaultdict(set)
        self.taken = collections.Counter()      # (licence_no, year)

    def say(self, rule, case, text):
        self.bad[rule] += 1
        if self.bad[rule] <= 5:
            print(f'VIOLATION {rule} {case}: {text}')

    # --- admissibility of one person for one case at one moment ---

    def person_rule(self, c, p, on, role):
        """What bars the person whatever others do."""
        crim = self.city.criminal(c)
        lit = c['stage'] in LITIGATION
        if p['kind'] == 'volunteer':
            return 'Q15'
        if crim and p['kind'] not in ('lawyer', 'staff_lawyer'):
            return 'Q2'
        if p['status'] != 'active':
            return 'Q18'
        if day(p['joined_on']) and day(p['joined_on']) > on:
            return 'Q17'
        if role == 'lead':
            if crim and (c['possible_sentence'] in ('life', 'death') or
                         c['stage'] == 'death_review') and \
                    not has_years(day(p['criminal_since']), 3, on):
                return 'Q6'
            if lit and self.policy in LITIGATION_YEARS and \
                    not has_years(day(p['practice_since']),
                                  LITIGATION_YEARS[self.policy], on):
                return 'Q8'
            if crim and 'minor' in words(c['recipient_groups']) and \
                    p['minor_qualified'] != 't':
                return 'Q11'
        elif p['wants_pairing'] != 't' or \
                has_years(day(p['practice_since']), 5, on):
            return 'Q9'
        if p['kind'] == 'grassroots_worker' and lit and \
                p['region_code'] not in (c['region_code'], self.city.region[
                    c['region_code']]['served_by']):
            return 'Q13'
        return self.tie_rule(c, p, on)

    def tie_rule(self, c, p, on):
        """Own past, relatives, leave, wishes."""
        if any(a <= on <= b for a, b in self.city.leave[p['licence_no']]):
            return 'N17'
        if c['organ_code'] and c['organ_code'] in words(p['former_organ']):
            return 'C11'
        if p['former_organ'] and \
                not has_years(day(p['former_left_on']), 2, on):
            return 'C11'
        if c['organ_code'] and c['organ_code'] in words(p['relatives_at']):
            return 'C12'
        if p['licence_no'] in words(c['excluded_counsel']):
            return 'R2'
        return None

    def side_rule(self, c, p):
        """C3 to C8: the other side, by the case's own columns."""
        city = self.city
        foes = words(c['opponent_counsel'])
        if p['licence_no'] in foes:
            return 'C3'
        if p['firm_code'] in words(c['opponent_firm']):
            return 'C4'
        if self.firm_counts(p) and p['firm_code'] in [
                city.counsel[f]['firm_code'] for f in foes
                if f in city.counsel]:
            return 'C4'
        return None

    def firm_counts(self, p):
        return self.city.firm[p['firm_code']]['kind'] != 'centre'

    def other_rule(self, c, p, skip):
        """What assignments in linked cases forbid.  skip: rows not to
        look at."""
        no, lic = c['case_no'], p['licence_no']
        for o in self.opposing[no]:
            for a in self.of_case[o]:
                if a in skip:
                    continue
                if a['licence_no'] == lic:
                    return 'C3'
                if self.firm_counts(p) and self.city.counsel[
                        a['licence_no']]['firm_code'] == p['firm_code']:
                    return 'C5'
        if not self.city.criminal(c):
            return None
        for o in self.members(no):
            d = self.city.case[o]
            if o == no or d['recipient_id'] == c['recipient_id'] or \
                    not self.city.criminal(d):
                continue
            for a in self.of_case[o]:
                if a in skip:
                    continue
                if a['licence_no'] == lic:
                    return 'C1'
                if self.firm_counts(p) and self.city.counsel[
                        a['licence_no']]['firm_code'] == p['firm_code'] and \
                        not c['same_firm_consent'] == \
                        d['same_firm_consent'] == 't':
                    return 'C7'
        return None

    def help_rule(self, c, p, t):
        """C14: on duty helped another person of the joint case."""
        no = c['case_no']
        if not self.city.criminal(c) or any(
                w in c['matter_code'] for w in
                'VICTIM AGENT PRIVATE INCIDENTAL COMPULSORY'.split()):
            return None
        for h in self.city.help[p['licence_no']]:
            if when(h['at']) > t or h['person_id'] == c['recipient_id']:
                continue
            if h['joint_case']:
                if self.groups.find(('j', h['joint_case'])) == \
                        self.groups.find(('c', no)):
                    return 'C14'
            elif any(self.city.case[o]['recipient_id'] == h['person_id']
                     and self.city.criminal(self.city.case[o])
                     for o in self.members(no) if o != no):
                return 'C14'
        return None

    def filed_before(self, c):
        """J2: the same matter, received before by another centre, open."""
        return any(
            o not in self.over and
            '' != d['received_centre'] != c['received_centre'] != '' and
            all(d[k] == c[k] for k in ('matter_code', 'organ_code', 'stage'))
            and (when(d['approved_at']), o) <
            (when(c['approved_at']), c['case_no'])
            for o in self.filed[c['recipient_id']]
            for d in (self.city.case[o],))

    def members(self, no):
        root = self.groups.find(('c', no))
        if self.stale:
            self.by_root = collections.defaultdict(list)
            for k in self.known:
                self.by_root[self.groups.find(('c', k))].append(k)
            self.stale = False
        return self.by_root[root]

    def cap(self, p):
        return min(CAP, int(p['annual_cap'] or CAP))

    def bars(self, no, lic, t, role='lead', skip=(), city_says=False):
        """The first rule that keeps a person from a case at t, or None.
        city_says: a plan of the city's lends or moves (X1, X2)."""
        c, p = self.city.case[no], self.city.counsel[lic]
        if p['centre_code'] != self.city.handling(c, self.policy) and \
                not city_says:
            return 'X1'
        own = sum(a['licence_no'] == lic and counts(a, t)
                  and when(a['decided_at']).year == t.year for a in skip)
        if self.taken[lic, t.year] - own >= self.cap(p):
            return 'T1'
        for a in self.of_case[no]:
            if a not in skip and a['licence_no'] == lic and \
                    a['end_reason'] in ('declined', 'counsel_changed'):
                return 'R1'
        if self.filed_before(c):
            return 'J2'
        return self.person_rule(c, p, t.date(), role) or \
            self.side_rule(c, p) or self.other_rule(c, p, skip) or \
            self.help_rule(c, p, t)

    def nobody(self, no, t):
        """The case waits at t: nobody may be admissible and free."""
        for lic in self.city.pool[self.city.handling(
                self.city.case[no], self.policy)]:
            if self.bars(no, lic, t) is None:
                self.say('WAIT', no, f'waits at {t} though {lic} is free')
                return

    # --- the year ---

    def approve(self, no, t):
        c = self.city.case[no]
        self.known.add(no)
        self.filed[c['recipient_id']].append(no)
        self.groups.tie(no, c)
        self.stale = True
        if c['opposes_case']:
            self.opposing[no].add(c['opposes_case'])
            self.opposing[c['opposes_case']].add(no)

    def take(self, a):
        self.of_case[a['case_no']].append(a)
        self.taken[a['licence_no'], when(a['decided_at']).year] += 1

    def judge(self, a):
        """One decision, with all others of its moment known."""
        no, t = a['case_no'], when(a['decided_at'])
        c = self.city.case[no]
        if a['mode'] == 'auto':
            rule = self.bars(no, a['licence_no'], t, a['role'], (a,))
            if rule:
                self.say(rule, no, f'{a["licence_no"]} as {a["role"]}')
            if a['handling_centre'] != self.city.handling(c, self.policy):
                self.say('J', no, f'handled by {a["handling_centre"]}')
        if a['mode'] == 'rebalance':
            self.judge_plan(a, c, t)
        if a['role'] == 'junior' and not any(
                b['role'] == 'lead' and runs(b, t)
                for b in self.of_case[no]):
            self.say('Q9', no, 'a junior without a lead')
        if a['role'] == 'junior' and self.policy not in PAIRS:
            self.say('Q9', no, 'a pair where the scheme has none')
        if no not in self.known or t < when(c['approved_at']):
            self.say('TIME', no, 'decided before it was approved')
        for role in ('lead', 'junior'):
            if sum(b['role'] == role and runs(b, t)
                   for b in self.of_case[no]) > 1:
                self.say('Q10', no, f'two at once as {role}')

    def judge_plan(self, a, c, t):
        """By a plan of the city's: all rules but X1; the plan says where."""
        no, lic = a['case_no'], a['licence_no']
        rule = self.bars(no, lic, t, a['role'], (a,), True)
        if rule:
            self.say(rule, no, f'{lic} as {a["role"]}, by a plan')
        m = self.city.moves.get((no, lic), {})
        home = self.city.counsel[lic]['centre_code']
        if a['role'] == 'junior':
            return
        if m.get('state') not in ('applied', 'undone'):
            self.say('X1', no, f'{lic} by no plan')
        elif m['kind'] == 'move' and not (
                m['from_centre'] == self.city.handling(c, self.policy) and
                m['to_centre'] == a['handling_centre'] == home):
            self.say('X2', no, 'not moved as planned')
        elif m['kind'] == 'loan' and not (
                m['from_centre'] == home and m['to_centre'] ==
                a['handling_centre'] == self.city.handling(c, self.policy)):
            self.say('X1', no, 'not lent as planned')

    def take_back(self, no, t):
        """A plan takes a case off its counsel: the counts come back."""
        ended = [a for a in self.of_case[no] if a['ended_at'] and
                 when(a['ended_at']) == t and a['end_reason'] == 'withdrawn']
        for a in ended:
            self.taken[a['licence_no'], when(a['decided_at']).year] -= 1
        return ended

    def end(self, e):
        """An event: who ran must have ended, as it says."""
        t, no = when(e['at']), e['case_no']
        running = [a for a in self.of_case[no]
                   if when(a['decided_at']) < t and
                   (not a['ended_at'] or when(a['ended_at']) >= t)]
        whole = e['event'] in ('closed', 'terminated')
        lead_goes = not e['licence_no'] or any(
            a['role'] == 'lead' and a['licence_no'] == e['licence_no']
            for a in running)
        if no not in self.known:
            return False
        if whole and running:
            self.over.add(no)
        for a in running:
            along = not whole and a['role'] == 'junior' and lead_goes
            if not (whole or lead_goes or
                    a['licence_no'] == e['licence_no']):
                continue
            want = 'withdrawn' if along else e['event']
            if a['end_reason'] != want or when(a['ended_at']) != t:
                self.say('END', no, f'{a["licence_no"]} should have ended '
                         f'({want}) at {t}')
            if a['end_reason'] in ('declined', 'withdrawn'):
                self.taken[a['licence_no'], when(a['decided_at']).year] -= 1
        return e['event'] == 'terminated' and not running


def runs(a, t):
    return when(a['decided_at']) <= t and \
        (not a['ended_at'] or when(a['ended_at']) > t)


def counts(a, t):
    return a['end_reason'] not in ('declined', 'withdrawn') or \
        when(a['ended_at']) > t


def timeline(city, assigned):
    """{moment: (events, approvals, decisions)} in the order of time."""
    at = collections.defaultdict(lambda: ([], [], []))
    for e in city.event:
        at[when(e['at'])][0].append(e)
    for no, c in city.case.items():
        at[when(c['approved_at'])][1].append(no)
    for a in assigned:
        at[when(a['decided_at'])][2].append(a)
    return sorted(at.items())


def play(k, city, assigned):
    """Play the year; returns the cases that wait at its end and those that
    ended while they waited."""
    waiting, ended = {}, {}
    end = max([when(c['approved_at']) for c in city.case.values()] +
              [when(e['at']) for e in city.event], default=None)
    for t, (events, approvals, decisions) in timeline(city, assigned):
        if t > end:
            k.say('TIME', decisions[0]['case_no'],
                  'decided after everything had happened')
        for e in events:
            if e['case_no'] not in city.case:
                continue
            back = k.end(e) if e['case_no'] not in waiting else \
                e['event'] == 'terminated'
            if back and e['case_no'] in waiting:
                ended[e['case_no']] = waiting.pop(e['case_no'])
                k.over.add(e['case_no'])
            elif e['event'] in ('declined', 'counsel_changed') and any(
                    a['role'] == 'lead' and a['ended_at'] and
                    when(a['ended_at']) == t
                    for a in k.of_case[e['case_no']]):
                waiting[e['case_no']] = t
        for no in approvals:
            k.approve(no, t)
            waiting[no] = t
        fresh = [no for no, since in waiting.items() if since == t]
        for a in decisions:
            if a['case_no'] not in city.case or \
                    a['licence_no'] not in city.counsel:
                k.say('GHOST', a['case_no'], 'unknown case or counsel')
                continue
            moved = a['mode'] == 'rebalance' and a['role'] == 'lead' and \
                k.take_back(a['case_no'], t)
            k.take(a)
            if a['role'] == 'lead' and not moved and \
                    waiting.pop(a['case_no'], None) is None:
                k.say('TWICE', a['case_no'], 'assigned though it has a lead')
        for a in decisions:
            if a['licence_no'] in city.counsel and a['case_no'] in city.case:
                k.judge(a)
        for no in fresh:
            if no in waiting:
                k.nobody(no, t)
    for no in waiting:
        k.nobody(no, end)
    return waiting, ended


def check_pending(k, city, pending, waiting, ended):
    for no in sorted(set(waiting) | set(ended)):
        if no not in pending:
            k.say('LOST', no, 'neither assigned nor waiting')
    for no, p in pending.items():
        if no not in waiting and no not in ended:
            k.say('BOTH', no, 'in pending.csv but not waiting')
            continue
        since = waiting.get(no) or ended.get(no)
        if when(p['since']) != since:
            k.say('SINCE', no, f'waits since {since}, not {p["since"]}')
        if not p['rule'] or not p['text'].strip():
            k.say('WHY', no, 'waits without a rule or a sentence')
        if no in ended and p['rule'] != 'R6':
            k.say('WHY', no, 'ended while it waited, but not by R6')
        if p['handling_centre'] != city.handling(city.case[no], k.policy):
            k.say('J', no, f'waits at {p["handling_centre"]}')


def check_form(k, folder, assigned, pending):
    order = [(when(a['decided_at']), a['case_no']) for a in assigned]
    if order != sorted(order):
        k.say('FORM', 'assignments.csv', 'not in the order of time')
    for i, a in enumerate(assigned):
        if a['role'] == 'junior' and (
                i == 0 or order[i - 1] != order[i] or
                assigned[i - 1]['role'] != 'lead'):
            k.say('FORM', a['case_no'], 'the junior before the lead')
    if list(pending) != sorted(pending):
        k.say('FORM', 'pending.csv', 'not in the order of cases')
    for a in assigned:
        if not a['decided_at'].endswith('+08:00') or not a['rule_set']:
            k.say('FORM', a['case_no'], 'time zone or rule set is missing')
        if (a['ended_at'] == '') != (a['end_reason'] == ''):
            k.say('FORM', a['case_no'], 'half an end')
        if a['ended_at'] and when(a['ended_at']) < when(a['decided_at']):
            k.say('TIME', a['case_no'], 'ended before it began')


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--policy', default='anqing',
                    choices=['anqing', 'baotou', 'chifeng', 'neimenggu'])
    ap.add_argument('data')
    ap.add_argument('export')
    o = ap.parse_args()
    city = City(o.data)
    assigned = rows(o.export, 'assignments.csv', ASSIGNMENTS)
    pend = rows(o.export, 'pending.csv', PENDING)
    city.moves = {(m['case_no'], m['licence_no']): m for m in rows(
        o.export, 'moves.csv', missing_ok=True)}
    k = Check(city, o.policy)
    k.stale = True
    pending = {p['case_no']: p for p in pend}
    if len(pending) != len(pend):
        k.say('FORM', 'pending.csv', 'a case stands there twice')
    check_form(k, o.export, assigned, pending)
    waiting, ended = play(k, city, assigned)
    check_pending(k, city, pending, waiting, ended)
    print(f'violations {sum(k.bad.values())} | cases {len(city.case)} '
          f'assigned {sum(a["role"] == "lead" for a in assigned)} '
          f'pairs {sum(a["role"] == "junior" for a in assigned)} '
          f'waiting {len(waiting)} ended waiting {len(ended)}')
    return 1 if k.bad else 0


if __name__ == '__main__':
    sys.exit(main())
