select zp.as_bool(zp.lease_renew($1, $2::bigint, $3, $4::integer))
	as held
