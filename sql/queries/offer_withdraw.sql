select zp.offer_withdraw($1, $2::bigint)
