select zp.put_calendar($1, $2::bigint, $3, $4::date[], $5::boolean[],
	$6::text[]) as n
