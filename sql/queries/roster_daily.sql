select zp.roster_daily($1, $2::bigint, $3, $4::date, $5::integer)
