#!/usr/bin/env python3
"""Storm on published rosters: roster_storm.py OPTIONS SOCKET SQL...

Reads what there is by the command SQL (psql of the test), sends leaves,
swaps, absences, changes, exceptions, acknowledgements by several clerks at
once, and prints how each kind ended.  Whatever is refused must say why; a
lost connection is tried again (the daemon is killed meanwhile).
"""
import argparse
import collections
import json
import random
import socket
import subprocess
import sys
import threading
import time

p = argparse.ArgumentParser()
p.add_argument('socket')
p.add_argument('psql', nargs=argparse.REMAINDER)
p.add_argument('--seed', type=int, default=1)
p.add_argument('--month', required=True)
p.add_argument('--events', type=int, default=500)
p.add_argument('--clerks', type=int, default=4)
args = p.parse_args()
result = collections.Counter()
faults = []
lock = threading.Lock()
left = iter(range(args.events))


def rows(text):
    out = subprocess.run(args.psql + [text], check=True,
                         capture_output=True, text=True).stdout
    return [line.split('|') for line in out.splitlines()]


class Clerk(threading.Thread):
    def __init__(self, number):
        super().__init__()
        self.random = random.Random(args.seed * 1000 + number)
        self.line = None

    def send(self, cmd, *words, **opts):
        """One request; None: the daemon is away."""
        rq = {'v': 1, 'cmd': cmd, 'args': words,
              'opts': {'lang': 'en', **opts}}
        try:
            if self.line is None:
                s = socket.socket(socket.AF_UNIX)
                s.settimeout(30)
                s.connect(args.socket)
                self.line = s.makefile('rw', encoding='utf-8')
            self.line.write(json.dumps(rq) + '\n')
            self.line.flush()
            text = self.line.readline()
            if not text:
                raise ConnectionError
            return json.loads(text)
        except (OSError, ConnectionError):
            self.line = None
            return None

    def do(self, cmd, *words, **opts):
        for _ in range(200):
            got = self.send(cmd, *words, **opts)
            error = '' if got is None else got.get('error', '')
            if got is not None and not any(
                    w in error for w in ('does not lead', 'not read yet',
                                         'not reached', 'was lost')):
                break
            time.sleep(0.1)
        else:
            faults.append(f'{cmd} {words}: no daemon')
            return False
        with lock:
            result[cmd, 'done' if got['exit'] == 0 else 'refused'] += 1
            if got['exit'] != 0 and (not error or
                                     error.startswith('database (')):
                faults.append(f'{cmd} {words}: {error!r}')
        return got['exit'] == 0

    def duty(self):
        return self.random.choice(rows(
            "select format('%s/%s/%s/%s', station_code, date, shift, post),"
            " k.centre_code from zp.roster r join"
            " zp.counsel k using (city, licence_no) where state ="
            " 'published' and date > zp.today(r.city)"))

    def person(self, centre=None):
        return self.random.choice([
            w for w, c in people if centre in (None, c)])

    def day(self):
        return f'{args.month}-{self.random.randint(1, 28):02}'

    def leave(self):
        d = self.random.randint(1, 26)
        self.do('leave add', self.person(), f'{args.month}-{d:02}',
                f'{args.month}-{d + self.random.randint(0, 2):02}',
                reason='ill')

    def swap(self):
        duty, centre = self.duty()
        self.do('roster offer', duty, reason='a wedding')
        for _ in range(3):
            if self.do('roster swap', duty, self.person(centre)):
                return

    def absent(self):
        self.do('roster absent', self.duty()[0], reason='ill')

    def change(self):
        duty, centre = self.duty()
        self.do('roster change', duty, self.person(centre), reason='needed')

    def close(self):
        code, shifts, posts = self.random.choice(stations)
        most = self.random.choice((0, int(posts), int(posts) + 1))
        self.do('roster except', code, self.day(), shifts, str(most),
                reason='the court said so')

    def ack(self):
        self.do('roster ack', self.random.choice(stations)[0])

    def run(self):
        what = (self.leave, self.swap, self.swap, self.absent, self.change,
                self.change, self.close, self.ack)
        while True:
            with lock:
                if next(left, None) is None:
                    return
            self.random.choice(what)()


people = rows("select licence_no, centre_code from zp.counsel where kind ="
              " 'lawyer' and status = 'active' order by 1")
stations = rows("select code, array_to_string(shifts, ','), posts from"
                " zp.stations where mode <> 'on_call' order by 1")
clerks = [Clerk(k) for k in range(args.clerks)]
for c in clerks:
    c.start()
for c in clerks:
    c.join()
for (cmd, how), n in sorted(result.items()):
    print(f'{cmd}: {how} {n}')
for f in faults[:20]:
    print(f)
sys.exit(1 if faults else 0)
