select zp.funds_add($1, $2, $3, $4::bigint, nullif($5, '')::date, $6, $7)
