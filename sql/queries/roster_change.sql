select zp.roster_change($1, $2::bigint, $3, $4::bigint, $5::bigint, $6, $7,
	$8::integer, $9::jsonb)
