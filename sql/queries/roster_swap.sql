select zp.roster_swap($1, $2::bigint, $3, $4::bigint, $5::bigint, $6, $7,
	$8::integer, $9::jsonb, $10::bigint, $11)
