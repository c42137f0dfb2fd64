select zp.station_day_set($1, $2, $3::date, $4::text[], $5::integer, $6)
