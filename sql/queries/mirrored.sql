select zp.mirrored($1, $2::bigint, $3, $4::text[], $5::bigint[]) as n
