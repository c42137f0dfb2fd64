#!/usr/bin/env python3
"""Is a duty roster right?  Reads the CSV files of a city and a roster.csv,
and knows the rules in words of its own: nothing of the program.

    check_roster.py [OPTIONS] DIR ROSTER FROM TO

DIR has regions, centres, organs, counsel, leave and stations.csv, and may
have station_days and duty_loans.csv; FROM and TO are months (2026-03).
Prints figures and what is wrong, and exits 1 when something is.
"""
import argparse
import collections
import csv
import datetime as dt
import os
import sys

# The State Council's notices: days off, and weekend days that are worked.
OFF = '''2024-01-01 2024-02-10..17 2024-04-04..06 2024-05-01..05 2024-06-10
2024-09-15..17 2024-10-01..07 2025-01-01 2025-01-28..31 2025-02-01..04
2025-04-04..06 2025-05-01..05 2025-05-31 2025-06-01..02 2025-10-01..08
2026-01-01..03 2026-02-15..23 2026-04-04..06 2026-05-01..05 2026-06-19..21
2026-09-25..27 2026-10-01..07'''
WORKED = '''2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14
2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10'''
STANDS = ('draft', 'published', 'done')
BUCKETS = ('working day', 'day off', 'festival', 'remote')


def date(text):
    return dt.date.fromisoformat(text) if text else None


def days(text):
    found = set()
    for word in text.split():
        first, _, last = word.partition('..')
        start = date(first)
        for k in range(int(last or start.day) - start.day + 1):
            found.add(start + dt.timedelta(k))
    return found


OFF, WORKED = days(OFF), days(WORKED)


def works(d):
    return d in WORKED or (d not in OFF and d.weekday() < 5)


def items(text):
    return [x for x in (text or '').split('|') if x]


def read(folder, name):
    path = os.path.join(folder, name + '.csv')
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8-sig', newline='') as f:
        return list(csv.DictReader(f))


class City:
    def __init__(self, folder):
        self.region = {r['code']: r for r in read(folder, 'regions')}
        self.seat = {c['region_code']: c['code']
                     for c in read(folder, 'centres')}
        self.counsel = {c['licence_no']: c for c in read(folder, 'counsel')}
        self.station = {s['code']: s for s in read(folder, 'stations')}
        self.leave = collections.defaultdict(list)
        for row in read(folder, 'leave'):
            self.leave[row['licence_no']].append(
                (date(row['starts_on']), date(row['ends_on'])))
        self.instead = {(r['station_code'], date(r['date'])): r
                        for r in read(folder, 'station_days')}
        self.loan = collections.defaultdict(list)
        for row in read(folder, 'duty_loans'):
            self.loan[row['licence_no']].append(row)

    def centre(self, region):
        """Who serves a region: what it says, or the nearest one above."""
        while region in self.region:
            row = self.region[region]
            if row['served_by']:
                region = row['served_by']
                row = self.region[region]
            if region in self.seat:
                return self.seat[region]
            region = row['parent_code']
        return None

    def demand(self, first, last):
        """The posts asked for: (station, date, shift, post)."""
        d = first
        while d <= last:
            for s in self.station.values():
                other = self.instead.get((s['code'], d))
                row = other or s
                if not other and (s['mode'] == 'on_call' or
                                  s['open_on'] == 'working_days' and
                                  not works(d) or
                                  s['open_on'] == 'days_off' and works(d)):
                    continue
                for shift in items(row['shifts']):
                    for post in range(1, int(row['posts']) + 1):
                        yield s['code'], d, shift, post
            d += dt.timedelta(1)


def same_day_later(d, years):
    try:
        return d.replace(year=d.year + years)
    except ValueError:
        return dt.date(d.year + years, 3, 1)


class Rules:
    def __init__(self, city, args):
        self.city, self.args = city, args

    def never(self, who, code):
        """What bars a person from a station whatever the day."""
        c, s = self.city.counsel[who], self.city.station[code]
        if c['kind'] not in ('lawyer', 'staff_lawyer'):
            return 'Q5'
        if s['mode'] == 'fixed' and who not in items(s.get('fixed_counsel')):
            return 'N4'
        if s['organ_code'] and s['organ_code'] in (
                items(c.get('former_organ')) + items(c.get('relatives_at'))):
            return 'N16'
        if c['status'] != 'active':
            return 'Q18'
        if not c['duty_trained_on']:
            return 'N8'
        return None

    def bars(self, who, code, d):
        c = self.city.counsel[who]
        rule = self.never(who, code)
        if rule:
            return rule
        trained = date(c['duty_trained_on'])
        if trained > d or (self.args.training_years and d >= same_day_later(
                trained, self.args.training_years)):
            return 'N8'
        if self.args.years and (not c['practice_since'] or same_day_later(
                date(c['practice_since']), self.args.years) > d):
            return 'Q20'
        for name in ('joined_on', 'pool_from', 'duty_from'):
            if c.get(name) and d < date(c[name]):
                return 'N7'
        for name in ('pool_to', 'duty_to'):
            if c.get(name) and d > date(c[name]):
                return 'N7'
        centre = self.city.centre(self.city.station[code]['region_code'])
        if c['centre_code'] != centre and not any(
                r['centre_code'] == centre and date(r['from']) <= d <=
                date(r['to']) for r in self.city.loan[who]):
            return 'X6'
        if any(a <= d <= b for a, b in self.city.leave[who]):
            return 'N17 (leave)'
        return None

    def clash(self, a, b):
        """Two duties (station, date, shift) of one person."""
        if a[1] != b[1]:
            apart = abs((a[1] - b[1]).days)
            return 'rest' if apart <= self.args.rest else None
        if a[2] == b[2] or 'day' in (a[2], b[2]):
            return 'two places at once'
        stations = [self.city.station[x[0]] for x in (a, b)]
        if any(s['way'] == 'phone' for s in stations):
            return None
        if len({self.city.centre(s['region_code']) for s in stations}) > 1:
            return 'no way to travel'
        return None

    def counts(self, duties):
        """More duties in a day, week or month than one may have."""
        limit = self.args
        for most, name, key in (
                (limit.day, 'day', lambda d: d),
                (limit.week, 'week', lambda d: d.isocalendar()[:2]),
                (limit.month, 'month', lambda d: (d.year, d.month))):
            n = collections.Counter(key(x[1]) for x in duties)
            for k, got in n.items():
                if most and got > most:
                    yield f'{got} duties in {name} {k}, at most {most}'


class Check:
    def __init__(self, city, rules, args):
        self.city, self.rules, self.args = city, rules, args
        self.wrong = []
        self.figures = collections.OrderedDict()

    def say(self, text):
        self.wrong.append(text)

    def load(self, path, first, last):
        """Who holds each post, and the duties of each person."""
        self.who, self.of = {}, collections.defaultdict(list)
        for row in read(*os.path.split(path[:-4])):
            if row['state'] not in STANDS:
                continue
            key = (row['station_code'], date(row['date']), row['shift'],
                   int(row['post']))
            if not first <= key[1] <= last:
                continue
            if key in self.who:
                self.say(f'{key}: two people at one post')
            if row['licence_no'] not in self.city.counsel:
                self.say(f'{key}: unknown person')
                continue
            self.who[key] = row['licence_no']
            self.of[row['licence_no']].append(key)
        for duties in self.of.values():
            duties.sort(key=lambda x: (x[1], x[2]))

    def covered(self, first, last):
        asked = set(self.city.demand(first, last))
        for key in sorted(set(self.who) - asked, key=str):
            self.say(f'{key}: nobody asks for it')
        self.open = sorted(asked - set(self.who), key=str)
        self.figures['posts'] = len(asked)
        self.figures['open'] = len(self.open)
        self.asked = asked

    def each_person(self):
        self.eased = collections.Counter()
        for who, duties in self.of.items():
            for i, a in enumerate(duties):
                rule = self.rules.bars(who, a[0], a[1])
                if rule:
                    self.say(f'{a}: {who} is barred by {rule}')
                for b in duties[i + 1:]:
                    if (b[1] - a[1]).days > max(self.args.rest, 0):
                        break
                    why = self.rules.clash(a, b)
                    if why == 'rest':
                        centre = self.city.centre(
                            self.city.station[b[0]]['region_code'])
                        self.eased[centre, f'{b[1]:%Y-%m}'] += 1
                    elif why:
                        self.say(f'{a} {b}: {who}: {why}')
            for why in self.rules.counts(duties):
                self.say(f'{who}: {why}')
        for (centre, month), n in sorted(self.eased.items()):
            if f'{centre}/{month}' not in self.args.eased:
                self.say(f'{centre} {month}: {n} duties without rest before')
        self.figures['without_rest'] = sum(self.eased.values())

    def nobody_could(self):
        """An open post: is there really nobody, rest aside?"""
        lawyers = collections.defaultdict(list)
        for who, c in self.city.counsel.items():
            lawyers[c['centre_code']].append(who)
        for key in self.open:
            centre = self.city.centre(
                self.city.station[key[0]]['region_code'])
            lent = [w for w, rows in self.city.loan.items() if any(
                r['centre_code'] == centre for r in rows)]
            for who in lawyers[centre] + lent:
                mine = self.of[who]
                if not self.rules.bars(who, key[0], key[1]) and not any(
                        self.rules.clash(key, d) not in (None, 'rest')
                        for d in mine) and not list(
                            self.rules.counts(mine + [key])):
                    self.say(f'{key}: open, and {who} could go')
                    break

    def bucket(self, key):
        if self.city.station[key[0]].get('remote') == 't':
            return 'remote'
        if works(key[1]):
            return 'working day'
        return 'festival' if key[1] in OFF else 'day off'

    def alike(self, first, last):
        """People whom everything bars alike, and who are as near."""
        groups = collections.defaultdict(list)
        for who, c in self.city.counsel.items():
            centre = c['centre_code']
            verdicts = tuple(
                (code, self.rules.never(who, code)) for code, s in
                sorted(self.city.station.items())
                if self.city.centre(s['region_code']) == centre)
            if not any(v is None for _, v in verdicts):
                continue
            away = tuple(sorted(x for x in self.city.leave[who]
                                if x[1] >= dt.date(first.year, 1, 1) and
                                x[0] <= last))
            dates = tuple(c.get(n) or '' for n in (
                'pool_from', 'pool_to', 'duty_from', 'duty_to'))
            joined = date(c['joined_on'])
            late = joined if joined and joined.year == first.year else None
            trained = date(c['duty_trained_on'])
            groups[centre, verdicts, away, dates, late,
                   trained if trained > first else None,
                   self.args.training_years and trained,
                   self.city.centre(c['region_code']) == centre,
                   bool(self.city.loan[who])].append(who)
        return [g for g in groups.values() if len(g) > 1]

    def fair(self, first, last):
        people, most = 0, collections.Counter()
        for group in self.alike(first, last):
            people += len(group)
            for b in BUCKETS:
                n = [sum(self.bucket(k) == b for k in self.of[w])
                     for w in group]
                most[b] = max(most[b], max(n) - min(n))
                if max(n) - min(n) > 1:
                    self.say(f'{self.city.counsel[group[0]]["centre_code"]}: '
                             f'{len(group)} equals have {min(n)} to {max(n)} '
                             f'duties ({b})')
        self.figures['equals'] = people
        self.figures['largest_difference'] = max(most.values(), default=0)

    def past_stays(self, path, today):
        old = {}
        for row in read(*os.path.split(path[:-4])):
            key = (row['station_code'], date(row['date']), row['shift'],
                   int(row['post']))
            if row['state'] in STANDS and key[1] < today:
                old[key] = row['licence_no']
        now = {k: w for k, w in self.who.items() if k[1] < today}
        for key in sorted(set(old.items()) ^ set(now.items()), key=str):
            self.say(f'{key}: the past changed')
        self.figures['past'] = len(old)


def month(text, last):
    d = dt.date.fromisoformat(text + '-01')
    if not last:
        return d
    return (d + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('data')
    p.add_argument('roster')
    p.add_argument('first')
    p.add_argument('last')
    for name, value in (('day', 1), ('week', 3), ('month', 12), ('rest', 1),
                        ('years', 0), ('training-years', 0)):
        p.add_argument('--' + name, type=int, default=value)
    p.add_argument('--eased', action='append', default=[],
                   metavar='CENTRE/MONTH', help='planned without rest')
    p.add_argument('--unfair', action='store_true',
                   help='do not compare equals')
    p.add_argument('--before', metavar='ROSTER', help='an earlier one')
    p.add_argument('--today', type=date, help='what was past then')
    return p.parse_args()


def main():
    args = arguments()
    city = City(args.data)
    first, last = month(args.first, False), month(args.last, True)
    check = Check(city, Rules(city, args), args)
    check.load(args.roster, first, last)
    check.covered(first, last)
    check.each_person()
    check.nobody_could()
    if not args.unfair:
        check.fair(first, last)
    if args.before:
        check.past_stays(args.before, args.today)
    for text in check.wrong[:20]:
        print(text)
    for key, value in check.figures.items():
        print(f'{key} {value}')
    print(f'wrong {len(check.wrong)}')
    sys.exit(1 if check.wrong else 0)


if __name__ == '__main__':
    main()
