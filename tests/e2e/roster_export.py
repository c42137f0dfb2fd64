"""What programs of others make of the files of `roster export`.

usage: roster_export.py DIR
The workbook is opened as zip and XML; with openpyxl and icalendar, where
they are installed, once more.
"""
import csv
import glob
import sys
import xml.etree.ElementTree as xml
import zipfile

NS = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
where = sys.argv[1]
with open(f'{where}/roster.csv', encoding='utf-8-sig', newline='') as f:
    roster = [r for r in csv.DictReader(f)]
with open(f'{where}/allowances.csv', encoding='utf-8-sig', newline='') as f:
    pay = [r for r in csv.DictReader(f)]


def check(what, is_so):
    if not is_so:
        sys.exit(f'{where}: {what}')


def sheets_as_xml(path):
    """Rows of cells as text; what is no shared string must be a number."""
    with zipfile.ZipFile(path) as z:
        check('a part of the workbook is broken', z.testzip() is None)
        text = [''.join(t.text or '' for t in s.iter(NS + 't')) for s in
                xml.fromstring(z.read('xl/sharedStrings.xml'))]
        for n in (1, 2, 3):
            rows = []
            for row in xml.fromstring(
                    z.read(f'xl/worksheets/sheet{n}.xml')).iter(NS + 'row'):
                cells = []
                for c in row.iter(NS + 'c'):
                    v = c.find(NS + 'v')
                    v = '' if v is None else v.text
                    cells.append(text[int(v)] if c.get('t') == 's'
                                 else float(v or 0))
                rows.append(cells)
            yield rows


def licences(rows):
    return sorted(c for r in rows[1:] for c in r
                  if isinstance(c, str) and c in known)


known = {r['licence_no'] for r in roster}
want = sorted(r['licence_no'] for r in roster)
by_station, by_lawyer, allowances = sheets_as_xml(f'{where}/roster.xlsx')
for rows in by_station, by_lawyer:
    # rows that were cancelled stand in the workbook, too
    have = licences(rows)
    for licence in set(want):
        check(f'a duty of {licence} is missing',
              have.count(licence) >= want.count(licence))
check('allowances', len(allowances) == len(pay) + 2)
check('licence numbers are text',
      licences(allowances) == sorted(r['licence_no'] for r in pay))

try:
    import openpyxl
    book = openpyxl.load_workbook(f'{where}/roster.xlsx')
    check('three sheets', len(book.sheetnames) == 3)
    for sheet in book:
        check('the heads stay', sheet.freeze_panes == 'A2')
    check('rows', book.worksheets[0].max_row == len(by_station))
    check('dates', all(r[0].is_date for r in book.worksheets[0].iter_rows(
        min_row=2, min_col=2, max_col=2)))
except ImportError:
    print('no openpyxl')
try:
    import icalendar
    n = 0
    for name in glob.glob(f'{where}/*/*.ics'):
        with open(name, 'rb') as f:
            feed = icalendar.Calendar.from_ical(f.read())
        for e in feed.walk('VEVENT'):
            check(f'{name}: not in Shanghai',
                  str(e['DTSTART'].dt.utcoffset()) == '8:00:00')
            check(f'{name}: ends first', e['DTSTART'].dt < e['DTEND'].dt)
            n += 1
    check('events', n > len(roster))
except ImportError:
    print('no icalendar')
