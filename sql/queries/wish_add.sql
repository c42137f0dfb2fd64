select zp.wish_add($1, $2, $3::date, $4::date)
