select zp.as_bool(zp.put_registry($1, $2::bigint, $3, $4, $5)) as fresh
