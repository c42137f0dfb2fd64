select zp.rebalance_put($1, $2::bigint, $3, $4::bigint, $5::timestamptz, $6,
	$7::bigint, $8, $9::date, $10, $11::timestamptz, $12::jsonb) as plan_no
