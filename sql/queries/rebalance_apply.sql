select zp.rebalance_apply($1, $2::bigint, $3, $4::bigint, $5::timestamptz, $6,
	$7, $8, $9, $10, $11, $12::text[], $13::bigint[], $14::text[],
	$15::text[], $16::text[], $17::bigint[], $18::text[], $19::text[],
	$20::text[], $21::text[], $22::date[], $23::date[], $24::date[],
	$25::text[], $26::integer[], $27::integer[], $28::integer,
	$29::timestamptz[], $30::text[], $31::bigint[], $32::bigint,
	$33::timestamptz, $34::text[], $35::text[]) as n
