select zp.set_cap($1, $2::bigint, $3, $4::integer)
