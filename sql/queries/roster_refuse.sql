select zp.roster_refuse($1, $2::bigint, $3, $4::bigint, $5::bigint, $6, $7,
	$8::date, $9, $10::jsonb, $11::jsonb)
