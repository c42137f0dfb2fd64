select zp.duty_request($1, $2, $3::text[], $4, $5::timestamptz, $6::date,
	$7::boolean, $8, $9::timestamptz, $10, $11, $12::date, $13, $14)
	as notice_no
