select zp.wake($1, $2::bigint, $3, $4::date) as n
