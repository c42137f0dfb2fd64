-- 0010_reports.sql - what the reports need besides the cases: money (P5).

create table zp.funds (
	city		zp.code not null,
	entry_no	bigint not null generated always as identity,
	centre_code	zp.code not null,
	on_day		date not null,
	kind		text not null check (kind in ('invested', 'spent',
			'allowance')),
	yuan		bigint not null check (yuan <> 0),
	reason		text not null check (reason <> ''),
	by_whom		text not null check (by_whom <> ''),
	recorded_at	timestamptz not null default now(),
	primary key (city, entry_no),
	foreign key (city, centre_code) references zp.centres
);
comment on table zp.funds is
	'Money of a centre: what it got, what it spent, of that allowances '
	'(P5); append-only, a mistake is made good by a negative entry.';
create index funds_centre on zp.funds (city, centre_code, on_day);
create trigger append_only before update or delete or truncate on zp.funds
	for each statement execute function zp.refuse_change();

create function zp.funds_add(p_city text, p_centre text, p_kind text,
	p_yuan bigint, p_day date, p_reason text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform need_centre(p_city, p_centre);
	insert into funds (city, centre_code, on_day, kind, yuan, reason,
		by_whom)
	values (p_city, p_centre, coalesce(p_day, civil_day(time_of(p_city))),
		p_kind, p_yuan, p_reason, p_by)
	returning entry_no into n;
	return n;
end $$;
comment on function zp.funds_add(text, text, text, bigint, date, text, text)
	is 'Enter money of a centre; day NULL: today.';

revoke all on function zp.funds_add(text, text, text, bigint, date, text,
	text) from public;
