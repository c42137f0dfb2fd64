select zp.decline($1, $2, $3, $4::boolean, $5, $6, $7::timestamptz) as version
