select zp.close_case($1, $2, $3, $4, $5::timestamptz) as version
