-- A city to measure with: 11 centres, 400 counsel, room for 36,000 cases.
insert into zp.regions (city, code, name, level)
values ('999900', '999900', '测试市', 'city');
insert into zp.regions (city, code, name, level, parent_code)
select '999900', (999900 + i)::text, '测试县' || i, 'county', '999900'
from generate_series(1, 10) i;
insert into zp.centres (city, code, name, level, region_code, annual_target)
select '999900', 'C' || code, name || '法律援助中心',
	case level when 'city' then 'city' else 'county' end, code, 2000
from zp.regions where city = '999900';
insert into zp.organs (city, code, name, kind, level, region_code)
select '999900', 'COURT' || code, name || '法院', 'court',
	case level when 'city' then 'intermediate' else 'basic' end, code
from zp.regions where city = '999900';
insert into zp.firms (city, code, name, kind, region_code)
select '999900', 'F' || i, '测试律师事务所' || i, 'law_firm',
	(999900 + i % 11)::text
from generate_series(0, 79) i;
insert into zp.matters (city, code, name, category, specialty,
	level_jurisdiction)
values ('999900', 'CR-DEF', '刑事辩护', 'criminal', 'criminal', false),
	('999900', 'CV-LABOUR', '劳动', 'civil', 'labour', false),
	('999900', 'CV-FAMILY', '家事', 'civil', 'family', false),
	('999900', 'AD-OTHER', '行政', 'administrative', 'social', false);
insert into zp.counsel (city, licence_no, name, gender, kind, firm_code,
	centre_code, region_code, practice_since, criminal_since, specialties,
	languages, expert, minor_qualified, joined_on, status)
select '999900', (19999000000000000 + i)::text, '律师' || i,
	case i % 2 when 0 then 'f' else 'm' end, 'lawyer',
	'F' || (i % 11) + 11 * ((i / 11) % 6), 'C' || (999900 + i % 11),
	(999900 + i % 11)::text, date '2010-01-01' + i, date '2012-01-01' + i,
	case i % 3 when 0 then array['criminal', 'labour']
		when 1 then array['family', 'social'] else array['criminal'] end,
	array['zh'], i % 9 = 0, i % 4 = 0, date '2015-01-01', 'active'
from generate_series(1, 400) i;
-- Rings the bench when a decision is committed.
create function public.bench_ring() returns trigger language plpgsql as $$
begin
	perform pg_notify('zhipaid_bench', '');
	return null;
end $$;
create trigger bench_ring after insert on zp.assignments
	for each statement execute function public.bench_ring();
