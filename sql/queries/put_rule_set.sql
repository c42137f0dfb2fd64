select zp.as_bool(zp.put_rule_set($1, $2::bigint, $3, $4, $5)) as fresh
