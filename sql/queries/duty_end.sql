select zp.duty_end($1, $2::bigint, $3, $4, $5::integer, $6, $7::date, $8,
	$9::integer, $10) as n
