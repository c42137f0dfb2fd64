select zp.duty_withdraw($1, $2::bigint, $3, $4)
