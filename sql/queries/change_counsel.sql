select zp.change_counsel($1, $2, $3, $4, $5, $6::timestamptz) as version
