select zp.hold($1, $2::bigint, $3, $4::text[], $5::bigint[],
	$6::timestamptz[]) as n
