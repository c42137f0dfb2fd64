select zp.roster_review($1, $2::bigint, $3, $4::bigint, $5::bigint, $6::date,
	$7, $8::date)
