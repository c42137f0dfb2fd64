-- 0001_schema.sql - the tables of a city's legal-aid centre.
--
-- The city (GB/T 2260 code of its region) is the first part of every primary
-- key, so that one database serves a province and can be distributed by it.
-- NULL = not known.  Lists are arrays.  What must never happen is forbidden
-- here: two leads, a third person, one defender for two co-accused, a cap
-- exceeded, both sides of a dispute, overlapping leave, a changed decision.
-- Words in CHECKs are those of the CSV files (zhipai-import(5)).

create schema if not exists zp;
comment on schema zp is 'Assignment of counsel in legal aid (zhipaid).';
create extension if not exists btree_gist;

-- Codes compare byte by byte: the same order on every machine.
create domain zp.code as text collate "C";
comment on domain zp.code is 'A code or number; compared byte by byte.';

create function zp.is_code(s text) returns boolean
language sql immutable parallel safe
return s <> '' and s !~ '[\x01-\x20,|"\x7f]';
comment on function zp.is_code(text) is
	'No spaces, control bytes, commas, bars or quotes.';

create table zp.cities (
	-- with room for the name of its NOTIFY channel, zhipaid_CITY
	city		zp.code primary key check (zp.is_code(city)
			and octet_length(city) <= 48),
	name		text not null,
	registry_version bigint not null default 1,
	roster_version	bigint not null default 1,
	replay		boolean not null default false,
	clock		timestamptz,
	hard_cap	integer not null default 90 check (hard_cap > 0)
);
comment on table zp.cities is
	'One row per city; clock runs with the data when replay is set.';

-- ---------------------------------------------------------- the registry
create table zp.regions (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	level		text not null check (level in ('province', 'city',
			'county', 'zone', 'township')),
	parent_code	zp.code,
	served_by	zp.code,
	primary key (city, code),
	foreign key (city, parent_code) references zp.regions,
	foreign key (city, served_by) references zp.regions
);
comment on table zp.regions is
	'Administrative regions; served_by: whose centre handles it (J5).';

create table zp.centres (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	level		text not null check (level in ('city', 'county')),
	region_code	zp.code not null,
	annual_target	integer check (annual_target >= 0),
	primary key (city, code),
	foreign key (city, region_code) references zp.regions
);
comment on table zp.centres is 'Legal-aid centres.';

create table zp.organs (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	kind		text not null check (kind in ('court', 'procuratorate',
			'police', 'detention_centre', 'other')),
	level		text not null check (level in ('basic',
			'intermediate', 'high')),
	region_code	zp.code not null,
	primary key (city, code),
	foreign key (city, region_code) references zp.regions
);
comment on table zp.organs is 'Courts, procuratorates, police and others.';

create table zp.firms (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	kind		text not null check (kind in ('law_firm',
			'grassroots_office', 'centre')),
	region_code	zp.code,
	primary key (city, code),
	foreign key (city, region_code) references zp.regions
);
comment on table zp.firms is
	'Law firms, grass-roots offices, and centres with staff lawyers.';

create table zp.counsel (
	city		zp.code not null references zp.cities,
	licence_no	zp.code not null check (zp.is_code(licence_no)),
	name		text not null,
	gender		text check (gender in ('f', 'm')),
	kind		text not null check (kind in ('lawyer', 'staff_lawyer',
			'grassroots_worker', 'volunteer')),
	firm_code	zp.code,
	centre_code	zp.code not null,
	region_code	zp.code,
	practice_since	date,
	criminal_since	date,
	specialties	text[],
	languages	text[],
	expert		boolean not null default false,
	minor_qualified	boolean not null default false,
	duty_trained_on	date,
	wants_pairing	boolean not null default false,
	annual_cap	integer check (annual_cap >= 0),
	joined_on	date,
	status		text not null default 'active'
			check (status in ('active', 'suspended', 'left')),
	former_organ	text[],
	former_left_on	date,
	relatives_at	text[],
	relatives	text[],
	area		text[],
	pool_from	date,
	pool_to		date,
	quality		integer check (quality between 0 and 100),
	duty_from	date,
	duty_to		date,
	primary key (city, licence_no),
	foreign key (city, firm_code) references zp.firms,
	foreign key (city, centre_code) references zp.centres,
	foreign key (city, region_code) references zp.regions
);
comment on table zp.counsel is
	'Lawyers, staff lawyers, grass-roots workers, volunteers; as of now.';

create table zp.counsel_status (
	city		zp.code not null,
	licence_no	zp.code not null,
	since		date not null,
	status		text not null,
	primary key (city, licence_no, since),
	foreign key (city, licence_no) references zp.counsel
);
comment on table zp.counsel_status is
	'Dated history of counsel.status (Q18); each row until the next.';

create table zp.counsel_firm (
	city		zp.code not null,
	licence_no	zp.code not null,
	since		date not null,
	firm_code	zp.code,
	primary key (city, licence_no, since),
	foreign key (city, licence_no) references zp.counsel
);
comment on table zp.counsel_firm is
	'Dated history of counsel.firm_code; each row until the next.';

create table zp.leave (
	city		zp.code not null,
	licence_no	zp.code not null,
	starts_on	date not null,
	ends_on		date not null,
	reason		text,
	primary key (city, licence_no, starts_on),
	foreign key (city, licence_no) references zp.counsel,
	check (starts_on <= ends_on),
	constraint leave_overlap exclude using gist (city with =,
		licence_no with =,
		daterange(starts_on, ends_on, '[]') with &&)
);
comment on table zp.leave is
	'Leave of counsel, both days inclusive; never overlapping (N17).';

create table zp.matters (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	category	text not null check (category in ('criminal', 'civil',
			'administrative', 'other')),
	specialty	text,
	level_jurisdiction boolean not null default false,
	primary key (city, code)
);
comment on table zp.matters is 'Kinds of matters.';

create table zp.stations (
	city		zp.code not null references zp.cities,
	code		zp.code not null check (zp.is_code(code)),
	name		text not null,
	organ_code	zp.code,
	region_code	zp.code not null,
	mode		text not null default 'rotation'
			check (mode in ('rotation', 'fixed', 'on_call')),
	way		text not null default 'onsite'
			check (way in ('onsite', 'phone')),
	open_on		text not null default 'working_days' check (open_on in
			('working_days', 'days_off', 'all_days')),
	shifts		text[],
	posts		integer check (posts >= 0),
	fixed_counsel	text[],
	remote		boolean not null default false,
	primary key (city, code),
	foreign key (city, organ_code) references zp.organs,
	foreign key (city, region_code) references zp.regions
);
comment on table zp.stations is 'Duty stations (N1).';

create table zp.calendar_days (
	city		zp.code not null references zp.cities,
	on_day		date not null,
	works		boolean not null,
	name		text,
	primary key (city, on_day)
);
comment on table zp.calendar_days is
	'Days off and working weekend days of the yearly notice (H1-H3).';

-- ------------------------------------------------------------- the cases
create table zp.cases (
	city		zp.code not null references zp.cities,
	case_no		zp.code not null check (zp.is_code(case_no)),
	-- facts, written by the upstream system
	approved_at	timestamptz,
	received_centre	zp.code,
	organ_code	zp.code,
	region_code	zp.code,
	matter_code	zp.code not null,
	tags		text[],
	source		text not null default 'application' check (source in
			('application', 'mandatory_notice',
			'discretionary_notice')),
	stage		text check (stage in ('investigation', 'prosecution',
			'first_instance', 'second_instance', 'death_review',
			'retrial', 'arbitration', 'non_litigation')),
	joint_case	zp.code,
	related_case	zp.code,
	prior_case	zp.code,
	opposes_case	zp.code,
	urgent		boolean not null default false,
	difficulty	text not null default 'ordinary' check (difficulty in
			('ordinary', 'complex', 'major')),
	possible_sentence text not null default 'none' check
			(possible_sentence in ('none', 'fixed', 'life',
			'death')),
	recipient_id	zp.code not null,
	recipient_name	text,
	recipient_gender text check (recipient_gender in ('f', 'm')),
	recipient_birth	date,
	recipient_groups text[],
	language	text,
	opponent_counsel text[],
	opponent_firm	text[],
	wished_counsel	text[],
	excluded_counsel text[],
	same_firm_consent boolean not null default false,
	opponent_ids	text[],
	recused		text[],
	conflict_consent boolean not null default false,
	hearing_at	timestamptz,
	hearing_until	timestamptz,
	notified_at	timestamptz,
	adjourned_on	date,
	procedure	text not null default 'ordinary' check (procedure in
			('ordinary', 'summary', 'fast_track')),
	urgent_reason	text check (urgent_reason in ('limit',
			'preservation', 'advance')),
	designated_centre zp.code,
	counsel_changes	integer check (counsel_changes >= 0),
	-- what became of it, written by the functions of this schema
	state		text not null default 'draft' check (state in ('draft',
			'scheduled', 'approved', 'waiting', 'assigned',
			'closed', 'terminated')),
	version		bigint not null default 1,
	dirty		boolean not null default true,
	handling_centre	zp.code,
	waiting_since	timestamptz,
	pending_rule	text,
	pending_text	text,
	wake_on		date,
	due_on		date,
	assign_by	date,
	replied_at	timestamptz,
	-- held until then, so that more cases are decided together
	hold_until	timestamptz,
	-- the decision may move until then; cleared by whoever is told
	settle_until	timestamptz,
	primary key (city, case_no),
	foreign key (city, received_centre) references zp.centres,
	foreign key (city, organ_code) references zp.organs,
	foreign key (city, region_code) references zp.regions,
	foreign key (city, matter_code) references zp.matters,
	foreign key (city, designated_centre) references zp.centres,
	check (state = 'draft' or approved_at is not null),
	check (state <> 'waiting' or pending_rule is not null),
	check (state <> 'assigned' or handling_centre is not null),
	check (hearing_at <= hearing_until),
	check (opposes_case <> case_no)
) with (fillfactor = 80);
comment on table zp.cases is
	'A case is one aided person.  dirty: the daemon has to look at it; '
	'version counts every change, so that a decision on an older one fails.';
create index cases_dirty on zp.cases (city, urgent desc, approved_at, case_no)
	where dirty and state not in ('draft', 'scheduled');
create index cases_scheduled on zp.cases (city, approved_at)
	where state = 'scheduled';
create index cases_waiting on zp.cases (city, handling_centre)
	where state = 'waiting';
create index cases_recipient on zp.cases (city, recipient_id);
create index cases_wake on zp.cases (city, wake_on) where state = 'waiting';
create index cases_hold on zp.cases (city, hold_until)
	where hold_until is not null;
create index cases_opposes on zp.cases (city, opposes_case)
	where opposes_case is not null;

create table zp.case_events (
	city		zp.code not null,
	event_no	bigint not null generated always as identity,
	case_no		zp.code not null,
	event		text not null,
	at		timestamptz not null,
	recorded_at	timestamptz not null default now(),
	licence_no	zp.code,
	reason		text,
	by_whom		text not null default session_user,
	primary key (city, event_no)
);
comment on table zp.case_events is
	'What happened to cases, from outside; append-only.';
create index case_events_case on zp.case_events (city, case_no);

create table zp.intake_events (
	city		zp.code not null references zp.cities,
	event_no	bigint not null generated always as identity,
	at		timestamptz not null,
	case_no		zp.code not null,
	event		text not null check (event in ('closed', 'terminated',
			'declined', 'counsel_changed')),
	licence_no	zp.code not null default '',
	reason		text,
	taken_at	timestamptz,
	fitted		boolean,
	primary key (city, event_no),
	unique (city, at, case_no, event, licence_no)
);
comment on table zp.intake_events is
	'Rows of events.csv; in a replay each waits for its moment.  fitted: '
	'it changed a case.';
create index intake_events_next on zp.intake_events (city, at, event_no)
	where taken_at is null;

-- --------------------------------------------------------- the decisions
create table zp.rule_sets (
	city		zp.code not null references zp.cities,
	hash		zp.code not null check (hash ~ '^[0-9a-f]{64}$'),
	body		text compression lz4 not null,
	first_used	timestamptz not null default now(),
	primary key (city, hash)
);
comment on table zp.rule_sets is
	'Policy and calendar by hash, as decisions used them; append-only.';

create table zp.registries (
	city		zp.code not null references zp.cities,
	hash		zp.code not null check (hash ~ '^[0-9a-f]{64}$'),
	body		text compression lz4 not null,
	first_used	timestamptz not null default now(),
	primary key (city, hash)
);
comment on table zp.registries is
	'The registry by hash, as decisions used it; append-only.';

create table zp.batches (
	city		zp.code not null,
	batch_no	bigint not null generated always as identity,
	decided_at	timestamptz not null,
	recorded_at	timestamptz not null default now(),
	term		bigint not null,
	rule_set	zp.code not null,
	registry	zp.code not null,
	view		text compression lz4 not null,
	primary key (city, batch_no),
	foreign key (city, rule_set) references zp.rule_sets,
	foreign key (city, registry) references zp.registries
);
comment on table zp.batches is
	'Cases decided together: everything the decision looked at; append-only.';

create table zp.decisions (
	city		zp.code not null,
	case_no		zp.code not null,
	decision_no	bigint not null,
	batch_no	bigint not null,
	outcome		text not null check (outcome in ('assigned',
			'waiting')),
	handling_centre	zp.code,
	lead		zp.code,
	junior		zp.code,
	mode		text not null check (mode in ('auto', 'manual',
			'rebalance')),
	score		bigint,
	step		text,
	rule		text,
	text		text,
	overrides	text,
	by_whom		text,
	reason		text,
	record		text compression lz4 not null,
	primary key (city, case_no, decision_no),
	foreign key (city, batch_no) references zp.batches,
	check ((outcome = 'assigned') = (lead is not null)),
	check (outcome = 'assigned' or rule is not null),
	check (mode = 'auto' or (by_whom is not null and reason is not null))
);
comment on table zp.decisions is
	'Every decision with its record; decision_no is the version of the case '
	'that it made; append-only.';

create table zp.assignments (
	city		zp.code not null,
	case_no		zp.code not null,
	decision_no	bigint not null,
	role		text not null check (role in ('lead', 'junior')),
	licence_no	zp.code not null,
	handling_centre	zp.code not null,
	decided_at	timestamptz not null,
	ended_at	timestamptz,
	end_reason	text check (end_reason in ('closed', 'terminated',
			'declined', 'counsel_changed', 'withdrawn')),
	mode		text not null,
	rule_set	zp.code not null,
	score		bigint not null default 0,
	weight		integer not null check (weight >= 0),
	decline_load	integer not null check (decline_load between 0
			and 100),
	over_cap	boolean not null default false,
	with_cause	boolean not null default false,
	acknowledged_at	timestamptz,
	joint_case	zp.code,
	recipient_id	zp.code,
	primary key (city, case_no, decision_no, role),
	foreign key (city, case_no, decision_no) references zp.decisions,
	foreign key (city, licence_no) references zp.counsel,
	check ((ended_at is null) = (end_reason is null)),
	check (not with_cause or end_reason = 'declined'),
	constraint assignments_co_accused exclude using gist (city with =,
		joint_case with =, licence_no with =, recipient_id with <>)
		where (joint_case is not null)
);
comment on table zp.assignments is
	'Who acts or acted for whom.  joint_case and recipient_id are copied '
	'for criminal co-accused only, to keep them apart for all time (C1).  '
	'weight: load in 1/1000 case by the rules of its day (T8); '
	'decline_load: percent of it kept when declined without cause (R1).';
-- One running lead and one running junior: no third person (Q10).
create unique index assignments_running on zp.assignments (city, case_no, role)
	where ended_at is null;
create index assignments_person on zp.assignments (city, licence_no);
create unique index assignments_twice on zp.assignments
	(city, case_no, licence_no) where ended_at is null;

create table zp.counsel_years (
	city		zp.code not null,
	licence_no	zp.code not null,
	year		integer not null,
	undertaken	integer not null default 0 check (undertaken >= 0),
	overridden	integer not null default 0 check (overridden >= 0),
	cap		integer not null,
	primary key (city, licence_no, year),
	constraint counsel_years_cap check (undertaken - overridden <= cap)
) with (fillfactor = 70);
comment on table zp.counsel_years is
	'Cases that count for the year of a person (T1) and the cap; '
	'overridden: those taken over it by a named person''s word.';

create table zp.ledger (
	city		zp.code not null,
	entry_no	bigint not null generated always as identity,
	licence_no	zp.code not null,
	at		timestamptz not null,
	kind		text not null check (kind in ('duty', 'make_good',
			'correction')),
	points		integer not null check (points <> 0),
	case_no		zp.code,
	reason		text not null check (reason <> ''),
	by_whom		text not null check (by_whom <> ''),
	recorded_at	timestamptz not null default now(),
	primary key (city, entry_no),
	foreign key (city, licence_no) references zp.counsel,
	foreign key (city, case_no) references zp.cases
);
comment on table zp.ledger is
	'Load of counsel besides their cases: duty (T8), what a mistake of the '
	'centre is made good by, corrections; 1/1000 case, a credit is '
	'negative; append-only.';

create table zp.leases (
	city		zp.code primary key references zp.cities,
	term		bigint not null,
	holder		text not null,
	taken_at	timestamptz not null,
	expires_at	timestamptz not null
);
comment on table zp.leases is
	'Which daemon leads a city; every write of it carries the term.';
