select zp.lease_take($1, $2, $3::integer) as term
