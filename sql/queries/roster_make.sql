select zp.roster_make($1, $2::bigint, $3, $4::bigint, $5::bigint, $6::date,
	$7, $8::jsonb, $9::jsonb, $10::integer, $11::bigint, $12::bigint) as n
