select zp.as_bool(zp.lease_release($1, $2::bigint, $3)) as released
