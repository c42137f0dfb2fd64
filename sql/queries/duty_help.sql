select zp.duty_help($1, $2, $3, $4, $5::text[], $6, $7::bigint,
	$8::timestamptz, $9::timestamptz, $10::timestamptz, $11, $12::date,
	$13, $14) as help_no
